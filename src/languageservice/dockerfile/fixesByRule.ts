import type { Analysis } from './analysis.ts';
import {
	constantPlatform,
	cutOffComment,
	declareArgument,
	declareGlobalArgument,
	legacyToPair,
	lowerCaseStage,
	maintainerToLabel,
	removeEmptyLines,
	toExecForm,
} from './buildkitFixes.ts';
import { type Fix, type FixInput, lineEnd, one } from './fix.ts';
import { addShell, addTag, appendCommand, cdToWorkdir, pinTag, removeSudo, splitEnv } from './hadolintFixes.ts';
import type { Instruction } from './parse.ts';

type Fixer = (input: FixInput) => Fix[];

/** Fixes that are more than putting one word in place of another. */
export const fixesByRule: Readonly<Record<string, Fixer>> = {
	StageNameCasing: lowerCaseStage,
	FromAsCasing: ({ start, end, data }) =>
		one(
			{ en: 'Change to {0}', ko: '{0}(으)로 바꾸기' },
			[{ start, end, text: data.replacement ?? '' }],
			[data.replacement ?? ''],
		),
	ConsistentInstructionCasing: ({ start, end, data }) => {
		const text = data.replacement ?? '';
		const lower = text === text.toLowerCase();
		const title = lower
			? { en: 'Convert to lowercase: {0}', ko: '소문자로 바꾸기: {0}' }
			: { en: 'Convert to uppercase: {0}', ko: '대문자로 바꾸기: {0}' };
		return one(title, [{ start, end, text }], [text]);
	},
	NoEmptyContinuation: removeEmptyLines,
	MaintainerDeprecated: maintainerToLabel,
	LegacyKeyValueFormat: legacyToPair,
	JSONArgsRecommended: input => toExecForm(input),
	ShellEntrypointWithCmd: input => toExecForm(input),
	ShellCmdWithEntrypoint: input => toExecForm(input),
	RedundantTargetPlatform: removeFlag,
	DuplicateFlag: removeFlag,
	UnknownFlag: input => (input.data.replacement === undefined ? removeUnknownFlag(input) : []),
	FromPlatformFlagConstDisallowed: constantPlatform,
	MultipleInstructionsDisallowed: removeInstruction,
	UndefinedVar: declareArgument,
	UndefinedArgInFrom: declareGlobalArgument,
	InvalidDefinitionDescription: cutOffComment,
	DuplicateDirective: removeLine,
	UnterminatedHeredoc: endHeredoc,
	InvalidFrom: moveComment,
	FlagAfterArgument: moveFlag,
	NeedsNewerFrontend: addSyntax,
	InvalidSource: copyToAdd,
	DL3004: removeSudo,
	DL3006: addTag,
	DL3007: pinTag,
	DL3009: input => appendCommand(input, 'rm -rf /var/lib/apt/lists/*'),
	DL3032: input => appendCommand(input, `${wordAt(input)} clean all`),
	PackageCacheLeft: input =>
		appendCommand(input, wordAt(input) === 'npm' ? 'npm cache clean --force' : 'yarn cache clean', false),
	DL3003: cdToWorkdir,
	DL3044: splitEnv,
	DL4006: addShell,
};

function wordAt({ analysis, start, end }: FixInput): string {
	return analysis.file.text.slice(start, end);
}

/** The instruction's whole lines, the line break included. */
function linesOf(analysis: Analysis, instruction: Instruction): { start: number; end: number } {
	const { lineStarts, text } = analysis.file;
	const start = lineStarts[instruction.startLine] ?? 0;
	return { start, end: lineStarts[instruction.endLine + 1] ?? text.length };
}

function removeFlag({ analysis, start, end }: FixInput): Fix[] {
	const { text } = analysis.file;
	let stop = end;
	while (text[stop] === ' ' || text[stop] === '\t') {
		stop++;
	}
	return one({ en: 'Remove {0}', ko: '{0} 지우기' }, [{ start, end: stop, text: '' }], [text.slice(start, end)]);
}

function removeUnknownFlag(input: FixInput): Fix[] {
	const { instruction, start } = input;
	const flags = [...(instruction?.flags ?? []), ...(instruction?.trigger?.flags ?? [])];
	const flag = flags.find(candidate => instruction?.logical.offsetAt(candidate.start) === start);
	const end = flag && instruction?.logical.endOffsetAt(flag.end);
	return end === undefined ? [] : removeFlag({ ...input, end }).map(fix => ({ ...fix, preferred: false }));
}

function removeInstruction({ analysis, instruction }: FixInput): Fix[] {
	if (!instruction) {
		return [];
	}
	const edit = { ...linesOf(analysis, instruction), text: '' };
	return one({ en: 'Remove this {0}', ko: '이 {0} 지우기' }, [edit], [instruction.name]);
}

function removeLine({ analysis, start }: FixInput): Fix[] {
	const { lineStarts, text } = analysis.file;
	const line = lineStarts.findLastIndex(lineStart => lineStart <= start);
	const edit = { start: lineStarts[line] ?? 0, end: lineStarts[line + 1] ?? text.length, text: '' };
	return one({ en: 'Remove this line', ko: '이 줄 지우기' }, [edit], [], false);
}

function endHeredoc({ analysis, instruction }: FixInput): Fix[] {
	const heredoc = instruction?.heredocs.find(candidate => candidate.terminator < 0);
	if (!heredoc) {
		return [];
	}
	const { text } = analysis.file;
	const before = text.endsWith('\n') ? '' : lineEnd(analysis);
	const edit = { start: text.length, end: text.length, text: `${before}${heredoc.name}${lineEnd(analysis)}` };
	return one({ en: 'End the heredoc with {0}', ko: '{0}(으)로 heredoc 끝내기' }, [edit], [heredoc.name]);
}

function moveComment({ analysis, instruction, start, end, data }: FixInput): Fix[] {
	if (data.replacement !== '' || !instruction) {
		return [];
	}
	const { text, lineStarts } = analysis.file;
	const comment = text.slice(start, end).replace(/^(#+|\/\/+)\s*/, '');
	const at = lineStarts[instruction.startLine] ?? 0;
	let from = start;
	while (text[from - 1] === ' ' || text[from - 1] === '\t') {
		from--;
	}
	const edits = [
		{ start: at, end: at, text: `# ${comment}${lineEnd(analysis)}` },
		{ start: from, end, text: '' },
	];
	return one({ en: 'Move the comment to a line of its own', ko: '주석을 별도의 줄로 옮기기' }, edits);
}

function moveFlag({ analysis, instruction, start, end }: FixInput): Fix[] {
	if (!instruction) {
		return [];
	}
	const { text } = analysis.file;
	const at = instruction.logical.endOffsetAt(instruction.keywordEnd);
	let from = start;
	while (text[from - 1] === ' ') {
		from--;
	}
	const edits = [
		{ start: at, end: at, text: ` ${text.slice(start, end)}` },
		{ start: from, end, text: '' },
	];
	return one({ en: 'Move the flag to the front', ko: '플래그를 앞으로 옮기기' }, edits);
}

function addSyntax({ analysis }: FixInput): Fix[] {
	const at = analysis.file.text.startsWith('\uFEFF') ? 1 : 0;
	const edit = { start: at, end: at, text: `# syntax=docker/dockerfile:1${lineEnd(analysis)}` };
	return one({ en: 'Add # syntax=docker/dockerfile:1', ko: '# syntax=docker/dockerfile:1 추가' }, [edit], [], false);
}

function copyToAdd({ instruction }: FixInput): Fix[] {
	if (!instruction) {
		return [];
	}
	const { logical, keywordStart, keywordEnd, keyword } = instruction;
	const text = keyword === keyword.toLowerCase() ? 'add' : 'ADD';
	return one({ en: 'Change to ADD', ko: 'ADD로 바꾸기' }, [
		{ start: logical.offsetAt(keywordStart), end: logical.endOffsetAt(keywordEnd), text },
	]);
}
