import { CodeActionKind } from 'vscode-languageserver-types';
import type { Analysis } from './analysis.ts';
import type { Fix, OffsetEdit } from './fix.ts';
import { fieldOf } from './mounts.ts';
import type { Instruction } from './parse.ts';
import { type ShellWord, shellCommands } from './shellCommands.ts';

interface Cache {
	readonly program: RegExp;
	readonly action: RegExp;
	/** Folders, and whether only one build may use them at a time. */
	readonly folders: readonly string[];
	readonly locked?: boolean;
	/** The option that keeps the program from using the cache. */
	readonly against?: RegExp;
}

const caches: readonly Cache[] = [
	{
		program: /^apt(-get)?$/,
		action: /^(install|update|upgrade)$/,
		folders: ['/var/cache/apt', '/var/lib/apt'],
		locked: true,
	},
	{
		program: /^apk$/,
		action: /^(add|update|upgrade)$/,
		folders: ['/var/cache/apk'],
		locked: true,
		against: /^--no-cache$/,
	},
	{ program: /^npm$/, action: /^(ci|install|i)$/, folders: ['/root/.npm'] },
	{ program: /^yarn$/, action: /^(install|add)?$/, folders: ['/usr/local/share/.cache/yarn'] },
	{ program: /^pnpm$/, action: /^(install|i|fetch)$/, folders: ['/root/.local/share/pnpm/store'] },
	{ program: /^bun$/, action: /^(install|i|add)$/, folders: ['/root/.bun/install/cache'] },
	{
		program: /^pip[\d.]*$/,
		action: /^(install|wheel|download)$/,
		folders: ['/root/.cache/pip'],
		against: /^--no-cache-dir$/,
	},
	{ program: /^python[\d.]*$/, action: /^pip$/, folders: ['/root/.cache/pip'], against: /^--no-cache-dir$/ },
	{ program: /^uv$/, action: /^(sync|pip)$/, folders: ['/root/.cache/uv'], against: /^--no-cache$/ },
	{ program: /^poetry$/, action: /^install$/, folders: ['/root/.cache/pypoetry'], against: /^--no-cache$/ },
	{
		program: /^go$/,
		action: /^(build|install|mod|test|get)$/,
		folders: ['/go/pkg/mod', '/root/.cache/go-build'],
	},
	{ program: /^cargo$/, action: /^(build|install|fetch)$/, folders: ['/usr/local/cargo/registry'] },
	{ program: /^(\.\/)?mvnw?$/, action: /./, folders: ['/root/.m2'] },
	{ program: /^(\.\/)?gradlew?$/, action: /./, folders: ['/root/.gradle'] },
	{ program: /^composer$/, action: /^install$/, folders: ['/root/.composer/cache'] },
	{ program: /^(bundle|gem)$/, action: /^install$/, folders: ['/usr/local/bundle/cache'] },
	{ program: /^yum$/, action: /^(install|update|upgrade)$/, folders: ['/var/cache/yum'], locked: true },
	{ program: /^(dnf|microdnf)$/, action: /^(install|update|upgrade)$/, folders: ['/var/cache/dnf'], locked: true },
	{ program: /^dotnet$/, action: /^(restore|build|publish)$/, folders: ['/root/.nuget/packages'] },
];

/** A cache mount for each package manager that a RUN uses and that has none yet. */
export function cacheMounts(analysis: Analysis, instruction: Instruction): Fix[] {
	if (instruction.name !== 'RUN' || instruction.json === 'broken') {
		return [];
	}
	const mounted = (analysis.model.mounts.get(instruction) ?? []).map(mount =>
		(fieldOf(mount, 'target', 'dst', 'destination')?.value ?? '').replace(/\/$/, ''),
	);
	const fixes = new Map<Cache, Fix>();
	for (const words of commandsOf(analysis, instruction)) {
		const [program, ...rest] = words;
		const cache = caches.find(
			candidate => candidate.program.test(program?.value ?? '') && rest.some(word => candidate.action.test(word.value)),
		);
		const folders = cache?.folders.filter(folder => !mounted.includes(folder)) ?? [];
		if (program && cache && !fixes.has(cache) && folders.length > 0 && mayWrite(analysis, instruction, folders)) {
			fixes.set(cache, toFix(analysis, instruction, program.value, words, { ...cache, folders }));
		}
	}
	return [...fixes.values()];
}

function commandsOf(analysis: Analysis, instruction: Instruction): (readonly ShellWord[])[] {
	return instruction.json === 'yes'
		? [instruction.words]
		: shellCommands(analysis.file, instruction).map(command => command.words);
}

function toFix(
	analysis: Analysis,
	instruction: Instruction,
	program: string,
	words: readonly ShellWord[],
	cache: Cache,
): Fix {
	const at = instruction.logical.endOffsetAt(instruction.keywordEnd);
	const sharing = cache.locked ? ',sharing=locked' : '';
	const text = cache.folders.map(folder => ` --mount=type=cache,target=${folder}${sharing}`).join('');
	const isShell = instruction.json === 'no';
	const refusals = words.filter(word => isShell && cache.against?.test(word.value));
	return {
		title: { en: 'Add a cache mount for {0}', ko: '{0}용 캐시 마운트 추가' },
		values: [program],
		edits: [{ start: at, end: at, text }, ...refusals.map(word => withoutWord(analysis.file.text, word))],
		kind: CodeActionKind.RefactorRewrite,
	};
}

function withoutWord(text: string, word: ShellWord): OffsetEdit {
	let { start, end } = word;
	while (text[start - 1] === ' ' || text[start - 1] === '\t') {
		start--;
	}
	// At the beginning of a line the blanks before it are the indentation.
	if (start === 0 || text[start - 1] === '\n') {
		start = word.start;
		while (text[end] === ' ' || text[end] === '\t') {
			end++;
		}
	}
	return { start, end, text: '' };
}

/** Whether the user of a RUN is root, as far as the file tells, if the folder is root's. */
function mayWrite(analysis: Analysis, instruction: Instruction, folders: readonly string[]): boolean {
	const stage = analysis.model.stageOf.get(instruction);
	const user = stage?.instructions.findLast(({ name, start }) => name === 'USER' && start < instruction.start);
	return !folders.some(folder => folder.startsWith('/root')) || /^((root|0)(:|$)|$)/.test(user?.words[0]?.value ?? '');
}
