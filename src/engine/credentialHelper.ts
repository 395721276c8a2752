import { execFile } from 'node:child_process';
import type { EngineEnvironment } from './environment.ts';
import { EngineError } from './errors.ts';

/** Milliseconds; a helper may have to unlock a key ring. */
const helperDeadline = 30_000;
const listDeadline = 3000;

/** The helper that docker's config.json names for a registry's addresses: its own, else the one for all. */
export function helperFor(config: Readonly<Record<string, unknown>>, addresses: readonly string[]): string | undefined {
	const { credHelpers, credsStore } = config;
	const own = typeof credHelpers === 'object' && credHelpers !== null ? (credHelpers as Record<string, unknown>) : {};
	return [...addresses.map(address => own[address]), credsStore].find(isHelper);
}

/** Only a plain name: it becomes part of a program's name. */
export function isHelper(name: unknown): name is string {
	return typeof name === 'string' && /^[\w.-]+$/.test(name);
}

/**
 * Runs `docker-credential-<name> <action>` with `input` on its input, so that no secret stands in a command line;
 * resolves to what it prints. Rejects with `failed` and the helper's own words, from which `input` is taken out.
 */
export function askHelper(
	name: string,
	action: 'get' | 'store' | 'erase' | 'list',
	input: string,
	{ env }: EngineEnvironment,
): Promise<string> {
	const program = `docker-credential-${name}`;
	const options = {
		env: env as NodeJS.ProcessEnv,
		timeout: action === 'list' ? listDeadline : helperDeadline,
		windowsHide: true,
	};
	return new Promise((resolve, reject) => {
		const child = execFile(program, [action], options, (error, output, complaint) => {
			if (!error) {
				resolve(output);
				return;
			}
			const { code } = error as NodeJS.ErrnoException;
			const words = code === 'ENOENT' ? '' : (output.trim() || complaint.trim()).slice(0, 300);
			reject(new EngineError('failed', failure(program, code === 'ENOENT', withoutSecrets(words, input))));
		});
		child.stdin?.on('error', () => {});
		child.stdin?.end(input);
	});
}

function failure(program: string, isMissing: boolean, words: string): string {
	return isMissing
		? `The program ${program}, which docker's config.json names for logins, was not found.`
		: `${program} failed. ${words}`.trim();
}

/** A helper may repeat what it was told. */
function withoutSecrets(words: string, input: string): string {
	const { Secret } = parsed(input) as { Secret?: unknown };
	const secrets = [input, ...(typeof Secret === 'string' ? [Secret, JSON.stringify(Secret).slice(1, -1)] : [])];
	return secrets.filter(secret => secret !== '').reduce((text, secret) => text.replaceAll(secret, '…'), words);
}

function parsed(text: string): object {
	try {
		return Object(JSON.parse(text));
	} catch {
		return {};
	}
}
