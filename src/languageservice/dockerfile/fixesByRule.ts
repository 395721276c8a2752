import type { Text } from '../host.ts';
import type { Analysis } from './analysis.ts';
import { commonImage } from './baseImages.ts';
import { occurrencesOf } from './entities.ts';
import { execFormOf, shellFormAsJson } from './execForm.ts';
import type { Fix, FixInput, OffsetEdit } from './fix.ts';
import { type KeyValuePair, keyValuePairs } from './model.ts';
import { type Instruction, lineText } from './parse.ts';
import { shellCommands } from './shellCommands.ts';
import { stageChain } from './stages.ts';

type Fixer = (input: FixInput) => Fix[];

const one = (title: Text, edits: OffsetEdit[], values: (string | number)[] = [], preferred = true): Fix[] => [
	{ title, edits, values, preferred },
];

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

function lineEnd(analysis: Analysis): string {
	return analysis.file.text.includes('\r\n') ? '\r\n' : '\n';
}

/** The instruction's whole lines, the line break included. */
function linesOf(analysis: Analysis, instruction: Instruction): { start: number; end: number } {
	const { lineStarts, text } = analysis.file;
	const start = lineStarts[instruction.startLine] ?? 0;
	return { start, end: lineStarts[instruction.endLine + 1] ?? text.length };
}

function lowerCaseStage({ analysis, start }: FixInput): Fix[] {
	const stage = analysis.model.stages.find(candidate => candidate.nameStart === start && candidate.name !== undefined);
	if (!stage) {
		return [];
	}
	const edits = occurrencesOf(analysis, { kind: 'stage', stage, start, end: stage.nameEnd, reference: undefined })
		.map(place => ({ ...place, text: analysis.file.text.slice(place.start, place.end).toLowerCase() }))
		.filter(place => analysis.file.text.slice(place.start, place.end) !== place.text);
	return one(
		{ en: 'Convert the stage name to lowercase: {0}', ko: '스테이지 이름을 소문자(lowercase)로 바꾸기: {0}' },
		edits,
		[stage.name ?? ''],
	);
}

function removeEmptyLines({ analysis, instruction }: FixInput): Fix[] {
	const { lineStarts, text } = analysis.file;
	const edits = (instruction?.emptyLines ?? []).map(line => ({
		start: lineStarts[line] ?? 0,
		end: lineStarts[line + 1] ?? text.length,
		text: '',
	}));
	return edits.length > 0 ? one({ en: 'Remove the empty lines', ko: '빈 줄 지우기(Remove)' }, edits) : [];
}

function maintainerToLabel({ instruction }: FixInput): Fix[] {
	if (!instruction) {
		return [];
	}
	const { logical, keyword, keywordStart, argumentsStart, argumentsEnd } = instruction;
	const name = logical.text.slice(argumentsStart, argumentsEnd);
	const inner = /^"(?:[^"\\]|\\.)*"$/.test(name)
		? name
		: `"${name.replace(/^"|"$/g, '').replace(/(["\\$])/g, '\\$1')}"`;
	const label = keyword === keyword.toLowerCase() ? 'label' : 'LABEL';
	const start = logical.offsetAt(keywordStart);
	const end = logical.endOffsetAt(argumentsEnd);
	const text = `${label} org.opencontainers.image.authors=${inner}`;
	return one({ en: 'Replace with a LABEL', ko: 'LABEL로 바꾸기' }, [{ start, end, text }]);
}

function legacyToPair({ analysis, instruction }: FixInput): Fix[] {
	const [pair] = instruction ? keyValuePairs(instruction) : [];
	const value = pair?.value && quotedValue(pair, analysis.file.escape);
	if (!instruction || !pair?.value || value === undefined) {
		return [];
	}
	const { logical } = instruction;
	const start = logical.endOffsetAt(pair.key.end);
	const end = logical.endOffsetAt(pair.value.end);
	if (end - start !== pair.value.end - pair.key.end) {
		return [];
	}
	const title = { en: 'Write {0}={1}', ko: '{0}={1}(으)로 쓰기' };
	return one(title, [{ start, end, text: `=${value}` }], [pair.key.value, value.slice(0, 60)]);
}

/** The value of an old-style pair as it must be written after `=`; undefined where that is not plain to see. */
function quotedValue(pair: KeyValuePair, escapeMark: string): string | undefined {
	const value = pair.value?.value ?? '';
	if (/^[^\s"'\\`]+$/.test(value) || /^"[^"\\`]*"$/.test(value) || /^'[^'\\`]*'$/.test(value)) {
		return value;
	}
	return value.includes(escapeMark) || /["']/.test(value) ? undefined : `"${value}"`;
}

function toExecForm({ analysis, instruction }: FixInput): Fix[] {
	if (!instruction || instruction.argumentsStart >= instruction.argumentsEnd || instruction.json !== 'no') {
		return [];
	}
	const { logical, argumentsStart, argumentsEnd } = instruction;
	const place = { start: logical.offsetAt(argumentsStart), end: logical.endOffsetAt(argumentsEnd) };
	const direct = execFormOf(instruction, analysis.file.escape);
	if (direct) {
		return one(
			{ en: 'Write as JSON (exec form): {0}', ko: 'JSON(exec 형식)으로 쓰기: {0}' },
			[{ ...place, text: direct }],
			[direct.slice(0, 80)],
		);
	}
	const throughShell = shellFormAsJson(instruction, analysis.file.escape);
	const title = { en: 'Keep the shell, written as JSON: {0}', ko: '셸을 유지하면서 JSON으로 쓰기: {0}' };
	return throughShell ? one(title, [{ ...place, text: throughShell }], [throughShell.slice(0, 80)], false) : [];
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

function constantPlatform({ instruction, start }: FixInput): Fix[] {
	const flag = instruction?.flags.find(candidate => instruction.logical.offsetAt(candidate.start) === start);
	if (!instruction || !flag) {
		return [];
	}
	const { logical } = instruction;
	const edit = { start: logical.offsetAt(flag.valueStart), end: logical.endOffsetAt(flag.end), text: '$BUILDPLATFORM' };
	return one({ en: 'Use $BUILDPLATFORM', ko: '$BUILDPLATFORM 쓰기' }, [edit], [], false);
}

function removeInstruction({ analysis, instruction }: FixInput): Fix[] {
	if (!instruction) {
		return [];
	}
	const edit = { ...linesOf(analysis, instruction), text: '' };
	return one({ en: 'Remove this {0}', ko: '이 {0} 지우기' }, [edit], [instruction.name]);
}

function declareArgument({ analysis, instruction, start, end }: FixInput): Fix[] {
	const name = analysis.file.text.slice(start, end);
	if (!instruction || !/^[A-Za-z_]\w*$/.test(name)) {
		return [];
	}
	const at = analysis.file.lineStarts[instruction.startLine] ?? 0;
	const text = `ARG ${name}${lineEnd(analysis)}`;
	return one({ en: 'Declare ARG {0}', ko: 'ARG {0} 선언' }, [{ start: at, end: at, text }], [name], false);
}

function declareGlobalArgument({ analysis, start, end }: FixInput): Fix[] {
	const name = analysis.file.text.slice(start, end);
	const first = analysis.model.stages[0]?.from;
	if (!first || !/^[A-Za-z_]\w*$/.test(name)) {
		return [];
	}
	const at = analysis.file.lineStarts[first.startLine] ?? 0;
	const text = `ARG ${name}${lineEnd(analysis)}`;
	return one(
		{ en: 'Declare ARG {0} before the first FROM', ko: '첫 FROM 앞에 ARG {0} 선언' },
		[{ start: at, end: at, text }],
		[name],
		false,
	);
}

function cutOffComment({ analysis, instruction }: FixInput): Fix[] {
	if (!instruction) {
		return [];
	}
	const at = analysis.file.lineStarts[instruction.startLine] ?? 0;
	return one({ en: 'Cut the comment off with an empty one', ko: '빈 주석 줄로 떼어 놓기' }, [
		{ start: at, end: at, text: `#${lineEnd(analysis)}` },
	]);
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

function removeSudo({ analysis, start, end }: FixInput): Fix[] {
	const rest = /^[ \t]+/.exec(analysis.file.text.slice(end, end + 50));
	const next = analysis.file.text.slice(end).trimStart();
	return rest && !next.startsWith('-')
		? one({ en: 'Remove sudo', ko: 'sudo 지우기' }, [{ start, end: end + rest[0].length, text: '' }])
		: [];
}

function addTag({ analysis, start, end }: FixInput): Fix[] {
	const name = analysis.file.text.slice(start, end);
	return tagsFor(name).map(tag => ({
		title: { en: 'Use {0}:{1}', ko: '{0}:{1} 쓰기' },
		values: [name, tag],
		edits: [{ start: end, end, text: `:${tag}` }],
	}));
}

function pinTag({ analysis, start, end }: FixInput): Fix[] {
	const text = analysis.file.text.slice(start, end);
	const name = text.replace(/:latest$/, '');
	return name === text
		? []
		: tagsFor(name).map(tag => ({
				title: { en: 'Use {0}:{1}', ko: '{0}:{1} 쓰기' },
				values: [name, tag],
				edits: [{ start: start + name.length + 1, end, text: tag }],
			}));
}

function tagsFor(name: string): readonly string[] {
	return (commonImage(name)?.tags ?? []).slice(0, 3);
}

/** Adds a command at the end of a RUN: on a line of its own if the RUN has several. */
function appendCommand({ analysis, instruction }: FixInput, command: string, preferred = true): Fix[] {
	if (!instruction || instruction.heredocs.length > 0 || instruction.json !== 'no') {
		return [];
	}
	const { logical, argumentsEnd, startLine, lastLine } = instruction;
	const last = logical.text.slice(0, argumentsEnd);
	if (/[;&|\\]$/.test(last) || hasOpenQuoteOrBlock(last)) {
		return [];
	}
	const at = logical.endOffsetAt(argumentsEnd);
	const indent = /^[ \t]*/.exec(lineText(analysis.file, lastLine))?.[0] || '    ';
	const text =
		lastLine > startLine ? ` ${analysis.file.escape}${lineEnd(analysis)}${indent}&& ${command}` : ` && ${command}`;
	return one({ en: 'Add && {0}', ko: '&& {0} 추가' }, [{ start: at, end: at, text }], [command], preferred);
}

function hasOpenQuoteOrBlock(text: string): boolean {
	return /(^|[\s;])(fi|done|esac|\}|\))\s*$/.test(text) || /(\|\|)/.test(text) || /(^|\s)#/.test(text);
}

function cdToWorkdir({ analysis, instruction, start }: FixInput): Fix[] {
	if (!instruction || instruction.flags.length > 0 || instruction.heredocs.length > 0) {
		return [];
	}
	const [first, second] = shellCommands(analysis.file, instruction);
	const folder = first?.words[1];
	if (!first || first.words[0]?.start !== start || first.words.length !== 2 || !folder || second?.operator !== '&&') {
		return [];
	}
	const next = second.words[0];
	if (!next || /["'$`~\s]/.test(folder.value) || analysis.file.text.slice(folder.end, next.start).includes('=')) {
		return [];
	}
	const keyword = instruction.keyword === instruction.keyword.toLowerCase() ? 'workdir' : 'WORKDIR';
	const text = `${keyword} ${folder.value}${lineEnd(analysis)}${instruction.keyword} `;
	const edit = { start: instruction.start, end: next.start, text };
	return one({ en: 'Use WORKDIR {0}', ko: 'WORKDIR {0} 쓰기' }, [edit], [folder.value], false);
}

function splitEnv({ analysis, instruction }: FixInput): Fix[] {
	if (!instruction || instruction.words.length > 100) {
		return [];
	}
	const { logical, words, keyword } = instruction;
	const edits = words.slice(1).map((word, index) => ({
		start: logical.endOffsetAt(words[index]?.end ?? 0),
		end: logical.offsetAt(word.start),
		text: `${lineEnd(analysis)}${keyword} `,
	}));
	const commented = analysis.file.comments.some(
		comment => comment.inside && comment.line > instruction.startLine && comment.line < instruction.lastLine,
	);
	return commented || edits.length === 0
		? []
		: one({ en: 'Split into one ENV for each variable', ko: '변수마다 ENV를 나누기' }, edits, [], false);
}

function addShell({ analysis, instruction }: FixInput): Fix[] {
	const stage = instruction && analysis.model.stageOf.get(instruction);
	if (!instruction || !stage) {
		return [];
	}
	const shell = /alpine/.test(stageChain(stage).at(-1)?.resolvedBase ?? '')
		? '["/bin/ash", "-eo", "pipefail", "-c"]'
		: '["/bin/bash", "-o", "pipefail", "-c"]';
	const at = analysis.file.lineStarts[instruction.startLine] ?? 0;
	const keyword = instruction.keyword === instruction.keyword.toLowerCase() ? 'shell' : 'SHELL';
	const edit = { start: at, end: at, text: `${keyword} ${shell}${lineEnd(analysis)}` };
	return one({ en: 'Add SHELL {0}', ko: 'SHELL {0} 추가' }, [edit], [shell], false);
}
