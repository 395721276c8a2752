import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../src/engine/runProgram.ts';
import type { TestEngine } from './engine.ts';

/** So many Dockerfiles are asked about at once. */
const most = 150;

/**
 * What BuildKit's parser says of many Dockerfiles: why it refuses which; those missing are accepted. No image is looked
 * up. @throws Error when the engine does not answer.
 */
export async function refusals(engine: TestEngine, texts: readonly string[]): Promise<ReadonlyMap<string, string>> {
	const folder = mkdtempSync(join(tmpdir(), 'slipway-verdicts-'));
	const refused = new Map<string, string>();
	try {
		let left = [...new Set(texts)];
		let failures = 0;
		while (left.length > 0) {
			const asked = left.slice(0, most);
			const answer = await ask(engine, folder, asked);
			if (answer === undefined) {
				left = left.slice(asked.length);
			} else if (/parse error|failed to parse|can be used|failed to process/.test(answer.why)) {
				const text = asked[answer.index] as string;
				refused.set(text, answer.why);
				left = left.filter(each => each !== text);
			} else if (++failures > 10) {
				throw new Error(answer.why);
			}
		}
	} finally {
		rmSync(folder, { recursive: true });
	}
	return refused;
}

/** One of the refused; the engine stops at the first that it meets. */
async function ask(engine: TestEngine, folder: string, texts: readonly string[]) {
	const target = Object.fromEntries(
		texts.map((text, index) => [`t${index}`, { context: '.', 'dockerfile-inline': asTemplate(withoutSyntax(text)) }]),
	);
	writeFileSync(join(folder, 'bake.json'), JSON.stringify({ target }));
	const words = ['buildx', 'bake', '-f', 'bake.json', '--progress=plain', '--call=targets', ...Object.keys(target)];
	const { exitCode, stderr } = await runProgram(
		{ command: engine.cli, words, folder, env: engine.env },
		new AbortController().signal,
	);
	if (exitCode === 0) {
		return undefined;
	}
	const [, index, why] = /target t(\d+): ([^\n]*)/.exec(stderr) ?? [];
	return { index: Number(index ?? -1), why: why ?? stderr };
}

/** Bake fills in `${…}` and `%{…}`. */
function asTemplate(text: string): string {
	return text.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
}

/** A frontend of its own would have to be pulled. */
function withoutSyntax(text: string): string {
	return text.replace(/^(\uFEFF?)#\s*syntax=.*\r?\n/m, '$1');
}
