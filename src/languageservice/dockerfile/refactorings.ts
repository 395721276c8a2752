import { CodeActionKind } from 'vscode-languageserver-types';
import type { ServiceHost } from '../host.ts';
import type { Analysis } from './analysis.ts';
import { execFormOf } from './execForm.ts';
import type { Fix } from './fix.ts';
import { type Instruction, placeAt } from './parse.ts';
import { shellCommands } from './shellCommands.ts';

/** Changes that are offered without a problem: merge and split RUN, exec and shell form, cache mounts, digests. */
export async function refactorings(
	analysis: Analysis,
	host: ServiceHost,
	start: number,
	end: number,
	signal: AbortSignal,
): Promise<Fix[]> {
	const touched = instructionsIn(analysis, start, end);
	const [first] = touched;
	if (!first || touched.length > 200) {
		return [];
	}
	const fixes: Fix[] = [...mergeRuns(analysis, touched)];
	if (touched.length === 1) {
		fixes.push(...splitRun(analysis, first), ...otherForm(analysis, first), ...cacheMount(analysis, first));
		fixes.push(...(await pinDigest(analysis, host, first, signal)));
	}
	return fixes;
}

function instructionsIn(analysis: Analysis, start: number, end: number): Instruction[] {
	return analysis.file.instructions.filter(instruction => instruction.start <= end && instruction.end >= start);
}

function lineEnd(analysis: Analysis): string {
	return analysis.file.text.includes('\r\n') ? '\r\n' : '\n';
}

function isPlainRun(instruction: Instruction | undefined): instruction is Instruction {
	return (
		instruction?.name === 'RUN' &&
		instruction.json === 'no' &&
		instruction.heredocs.length === 0 &&
		instruction.argumentsStart < instruction.argumentsEnd
	);
}

/** The selected RUNs, or the one at the cursor with the one before it, as one. */
function mergeRuns(analysis: Analysis, touched: readonly Instruction[]): Fix[] {
	const { instructions } = analysis.file;
	const [first] = touched;
	const before = touched.length === 1 && first ? instructions[instructions.indexOf(first) - 1] : undefined;
	const runs = before ? [before, ...touched] : touched;
	if (runs.length < 2 || !runs.every(isPlainRun) || !sameFlags(runs)) {
		return [];
	}
	const edits = runs.slice(1).map((run, index) => {
		const previous = runs[index] as Instruction;
		return {
			start: previous.logical.endOffsetAt(previous.argumentsEnd),
			end: run.logical.offsetAt(run.argumentsStart),
			text: ` ${analysis.file.escape}${lineEnd(analysis)}    && `,
		};
	});
	// What stands between must be blank: a comment would be lost, and a trailing operator would swallow the next command.
	const clean = edits.every(edit => /^\s*(RUN)\s[^#]*$/i.test(analysis.file.text.slice(edit.start, edit.end)));
	const complete = runs.every(run => !/[;&|\\]$/.test(run.logical.text.slice(0, run.argumentsEnd)));
	const grouped = runs.some(run => /\|\||(^|\s)#/.test(run.logical.text.slice(run.argumentsStart, run.argumentsEnd)));
	const title = { en: 'Merge into one RUN', ko: '하나의 RUN으로 합치기' };
	return clean && complete && !grouped ? [{ title, edits, kind: CodeActionKind.RefactorRewrite }] : [];
}

function sameFlags(runs: readonly Instruction[]): boolean {
	const flags = new Set(runs.map(run => run.flags.map(flag => flag.value).join(' ')));
	return flags.size === 1;
}

/** One RUN for each command of an `&&` chain. */
function splitRun(analysis: Analysis, instruction: Instruction): Fix[] {
	const commands = isPlainRun(instruction) ? shellCommands(analysis.file, instruction) : [];
	const state = commands.some(command =>
		/^(cd|export|set|source|\.|umask|alias|if|for|while)$/.test(command.words[0]?.value ?? ''),
	);
	if (commands.length < 2 || state || commands.slice(1).some(command => command.operator !== '&&')) {
		return [];
	}
	const { file } = analysis;
	const flags = instruction.flags.map(flag => instruction.logical.text.slice(flag.start, flag.end));
	const prefix = [instruction.keyword, ...flags].join(' ');
	const edits = commands.slice(1).map((command, index) => ({
		start: commands[index]?.words.at(-1)?.end ?? 0,
		end: command.words[0]?.start ?? 0,
		text: `${lineEnd(analysis)}${prefix} `,
	}));
	// Assignments and comments between the commands are no words of them and would be lost.
	const clean = edits.every(
		edit => edit.end > edit.start && /^[\s\\`]*&&[\s\\`]*$/.test(file.text.slice(edit.start, edit.end)),
	);
	const title = { en: 'Split into one RUN for each command', ko: '명령마다 RUN으로 나누기' };
	return clean ? [{ title, edits, kind: CodeActionKind.RefactorRewrite }] : [];
}

function otherForm(analysis: Analysis, instruction: Instruction): Fix[] {
	const { name, json, logical, argumentsStart, argumentsEnd, words } = instruction;
	if (!['RUN', 'CMD', 'ENTRYPOINT'].includes(name) || argumentsStart >= argumentsEnd) {
		return [];
	}
	const place = { start: logical.offsetAt(argumentsStart), end: logical.endOffsetAt(argumentsEnd) };
	const kind = CodeActionKind.RefactorRewrite;
	if (json === 'yes') {
		const plain = words.length > 0 && words.every(word => /^[\w@%+=:,./-]+$/.test(word.value));
		const text = words.map(word => word.value).join(' ');
		const title = { en: 'Convert to shell form', ko: '셸 형식으로 바꾸기' };
		return plain ? [{ title, edits: [{ ...place, text }], kind }] : [];
	}
	const text = execFormOf(instruction, analysis.file.escape);
	const title = { en: 'Convert to exec form', ko: 'exec 형식으로 바꾸기' };
	return text ? [{ title, edits: [{ ...place, text }], kind }] : [];
}

const caches: readonly { readonly program: RegExp; readonly action: RegExp; readonly mounts: readonly string[] }[] = [
	{
		program: /^apt(-get)?$/,
		action: /^(install|update|upgrade)$/,
		mounts: ['type=cache,target=/var/cache/apt,sharing=locked', 'type=cache,target=/var/lib/apt,sharing=locked'],
	},
	{ program: /^apk$/, action: /^add$/, mounts: ['type=cache,target=/var/cache/apk,sharing=locked'] },
	{ program: /^npm$/, action: /^(ci|install|i)$/, mounts: ['type=cache,target=/root/.npm'] },
	{ program: /^yarn$/, action: /^(install|add)?$/, mounts: ['type=cache,target=/usr/local/share/.cache/yarn'] },
	{ program: /^pnpm$/, action: /^(install|i|fetch)$/, mounts: ['type=cache,target=/root/.local/share/pnpm/store'] },
	{ program: /^pip[\d.]*$/, action: /^install$/, mounts: ['type=cache,target=/root/.cache/pip'] },
	{ program: /^uv$/, action: /^(sync|pip)$/, mounts: ['type=cache,target=/root/.cache/uv'] },
	{
		program: /^go$/,
		action: /^(build|install|mod|test)$/,
		mounts: ['type=cache,target=/go/pkg/mod', 'type=cache,target=/root/.cache/go-build'],
	},
	{ program: /^cargo$/, action: /^(build|install|fetch)$/, mounts: ['type=cache,target=/usr/local/cargo/registry'] },
	{ program: /^mvnw?$/, action: /./, mounts: ['type=cache,target=/root/.m2'] },
	{ program: /^(\.\/)?gradlew?$/, action: /./, mounts: ['type=cache,target=/root/.gradle'] },
	{ program: /^composer$/, action: /^install$/, mounts: ['type=cache,target=/root/.composer/cache'] },
	{
		program: /^(yum|dnf|microdnf)$/,
		action: /^(install|update|upgrade)$/,
		mounts: ['type=cache,target=/var/cache/dnf,sharing=locked'],
	},
	{ program: /^dotnet$/, action: /^(restore|build|publish)$/, mounts: ['type=cache,target=/root/.nuget/packages'] },
];

function cacheMount(analysis: Analysis, instruction: Instruction): Fix[] {
	if (instruction.name !== 'RUN' || instruction.json !== 'no' || analysis.model.mounts.has(instruction)) {
		return [];
	}
	for (const { words } of shellCommands(analysis.file, instruction)) {
		const [program, ...rest] = words.map(word => word.value);
		const cache = caches.find(
			candidate => candidate.program.test(program ?? '') && rest.some(word => candidate.action.test(word)),
		);
		if (cache) {
			const at = instruction.logical.endOffsetAt(instruction.keywordEnd);
			const text = cache.mounts.map(mount => ` --mount=${mount}`).join('');
			const title = { en: 'Add a cache mount for {0}', ko: '{0}용 캐시 마운트 추가' };
			return [
				{ title, values: [program ?? ''], edits: [{ start: at, end: at, text }], kind: CodeActionKind.RefactorRewrite },
			];
		}
	}
	return [];
}

/** `image:tag` with the digest of the local image of that name. */
async function pinDigest(
	analysis: Analysis,
	host: ServiceHost,
	instruction: Instruction,
	signal: AbortSignal,
): Promise<Fix[]> {
	const reference = analysis.model.stageReferences.find(
		candidate => candidate.instruction === instruction && !candidate.stage,
	);
	if (
		!reference ||
		/[@$]/.test(reference.text) ||
		reference.byIndex ||
		reference.text === 'scratch' ||
		!host.inspectImage
	) {
		return [];
	}
	const image = await host.inspectImage(reference.text, signal);
	if (
		!image?.digest ||
		!/^sha256:[0-9a-f]{64}$/.test(image.digest) ||
		placeAt(analysis.file, reference.start).line < 0
	) {
		return [];
	}
	const title = { en: 'Pin the digest of the local image', ko: '로컬 이미지의 다이제스트로 고정' };
	const edits = [{ start: reference.end, end: reference.end, text: `@${image.digest}` }];
	return [{ title, edits, kind: CodeActionKind.RefactorRewrite }];
}
