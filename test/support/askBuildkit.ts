import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../src/engine/runProgram.ts';
import type { Verdict } from '../languageservice/dockerfile/buildkitTable.ts';
import type { TestEngine } from './engine.ts';

/** What `buildx … --call=check` answers of one Dockerfile, as far as it is of use here. */
interface CheckAnswer {
	readonly warnings: readonly { readonly ruleName: string; readonly location: Location }[] | null;
	readonly buildError?: { readonly message: string; readonly location: Location };
}
interface Location {
	readonly ranges?: readonly { readonly start: { line: number }; readonly end: { line: number } }[];
}

/** With many targets buildx at times loses the progress of one. */
const attempts = 4;

/** Has BuildKit check some dozens of Dockerfiles with one call, each with an empty build context. */
export async function askBuildkit(texts: readonly string[], engine: TestEngine): Promise<Verdict[]> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await askAtOnce(texts, engine);
		} catch (error) {
			if (attempt === attempts || !String(error).includes('no such job')) {
				throw error;
			}
		}
	}
}

async function askAtOnce(texts: readonly string[], engine: TestEngine): Promise<Verdict[]> {
	const folder = mkdtempSync(join(tmpdir(), 'slipway-verdicts-'));
	try {
		const context = join(folder, 'context');
		mkdirSync(context);
		const target: Record<string, object> = {};
		texts.forEach((text, index) => {
			const dockerfile = join(folder, `${index}.Dockerfile`);
			writeFileSync(dockerfile, text);
			target[`t${index}`] = { dockerfile, context, call: 'check,format=json' };
		});
		writeFileSync(join(folder, 'bake.json'), JSON.stringify({ target }));
		const words = ['buildx', 'bake', '--progress=quiet', '-f', 'bake.json', '--call=check,format=json'];
		const { stdout, stderr } = await runProgram(
			{ command: engine.cli, words: [...words, ...Object.keys(target)], folder, env: engine.env },
			new AbortController().signal,
		);
		if (!stdout.startsWith('{')) {
			throw new Error(stderr);
		}
		const answers = (JSON.parse(stdout) as { target: Record<string, { check: CheckAnswer }> }).target;
		return texts.map((text, index) => asVerdict(text, answers[`t${index}`]?.check));
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function asVerdict(text: string, answer: CheckAnswer | undefined): Verdict {
	if (!answer) {
		throw new Error(`No answer for ${JSON.stringify(text)}`);
	}
	const { buildError } = answer;
	const ranges = buildError?.location.ranges ?? [];
	const lines = [(ranges[0]?.start.line ?? 0) - 1, (ranges.at(-1)?.end.line ?? 0) - 1] as const;
	return {
		text,
		...(buildError ? { error: buildError.message } : {}),
		...(ranges.length > 0 ? { lines: [lines[0], Math.max(lines[0], lines[1])] } : {}),
		warnings: (answer.warnings ?? [])
			.map(({ ruleName, location }) => `${ruleName}@${(location.ranges?.[0]?.start.line ?? 1) - 1}`)
			.sort(),
	};
}
