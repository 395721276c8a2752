import { readFile } from 'node:fs/promises';
import { invalidOption } from './calls.ts';
import { EngineError } from './errors.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Variables of a `--env-file`, each as `NAME=value`. `surroundings` gives those the file only names. */
export async function readEnvFile(path: string, surroundings: Variables): Promise<string[]> {
	try {
		return parseEnvFile(await readFile(path, 'utf8'), surroundings);
	} catch (error) {
		if (error instanceof EngineError) {
			throw error;
		}
		const code = (error as NodeJS.ErrnoException).code;
		throw new EngineError(code === 'ENOENT' ? 'notFound' : 'invalid', `The env file ${path} cannot be read.`, {
			recognised:
				code === 'ENOENT' ? { kind: 'noSuchFile', path } : { kind: 'invalidOption', option: 'envFile', value: path },
			cause: error,
		});
	}
}

/** docker's own rules: values verbatim, quotes and blanks included; `#` only at the start of a line. */
export function parseEnvFile(text: string, surroundings: Variables): string[] {
	const lines = text.replace(/^\uFEFF/, '').split('\n');
	return lines.flatMap(untrimmed => {
		const line = untrimmed.trimStart().replace(/\r$/, '');
		if (line === '' || line.startsWith('#')) {
			return [];
		}
		const at = line.indexOf('=');
		const name = at < 0 ? line : line.slice(0, at);
		if (name === '' || /\s/.test(name)) {
			throw invalidOption('envFile', line, `The env file has a line that is no NAME=value: ${line}`);
		}
		const value = at < 0 ? surroundings[name] : line.slice(at + 1);
		return value === undefined ? [] : [`${name}=${value}`];
	});
}
