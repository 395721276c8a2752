import { occurrencesOf } from './entities.ts';
import { type Fix, type FixInput, innermost, lineEnd, one } from './fix.ts';
import type { Stage } from './model.ts';
import { nearest } from './nearest.ts';
import { lineText } from './parse.ts';
import { removeLine, removeWords } from './removalFixes.ts';

/** Ends a heredoc: where a line has just blanks too many, there, otherwise at the end of the file. */
export function endHeredoc({ analysis, instruction }: FixInput): Fix[] {
	const heredoc = instruction?.heredocs.find(candidate => candidate.terminator < 0);
	if (!instruction || !heredoc) {
		return [];
	}
	const { file } = analysis;
	const { text, lineStarts } = file;
	const title = { en: 'End the heredoc with {0}', ko: '{0}(으)로 heredoc 끝내기' };
	for (let line = instruction.lastLine + 1; line <= instruction.endLine; line++) {
		const written = lineText(file, line);
		const start = lineStarts[line] ?? 0;
		if (start >= heredoc.bodyStart && written.trim() === heredoc.name) {
			return one(title, [{ start, end: start + written.length, text: heredoc.name }], [heredoc.name]);
		}
	}
	const before = text.endsWith('\n') ? '' : lineEnd(analysis);
	const edit = { start: text.length, end: text.length, text: `${before}${heredoc.name}${lineEnd(analysis)}` };
	return one(title, [edit], [heredoc.name]);
}

/** A comment at the end of FROM goes to a line of its own; of three words too many, the middle one is AS. */
export function mendFrom(input: FixInput): Fix[] {
	const { analysis, instruction, start, end, data } = input;
	if (data.replacement !== '' || !instruction) {
		const [image, name, more] = instruction?.words ?? [];
		const as = instruction?.keyword === instruction?.keyword.toLowerCase() ? 'as' : 'AS';
		if (!instruction || !image || !name || more || /^as$/i.test(name.value) || !/^[a-z][\w.-]*$/i.test(name.value)) {
			return data.replacement === undefined ? removeWords(input) : [];
		}
		const edit = { start, end: start, text: `${as} ` };
		return [
			...one({ en: 'Name the stage: {0} {1}', ko: '스테이지 이름으로 쓰기: {0} {1}' }, [edit], [as, name.value], false),
			...removeWords(input),
		];
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

export function copyToAdd({ instruction }: FixInput): Fix[] {
	const inner = instruction && innermost(instruction);
	if (inner?.name !== 'COPY') {
		return [];
	}
	const { logical, keywordStart, keywordEnd, keyword } = inner;
	const text = keyword === keyword.toLowerCase() ? 'add' : 'ADD';
	return one({ en: 'Change to ADD', ko: 'ADD로 바꾸기' }, [
		{ start: logical.offsetAt(keywordStart), end: logical.endOffsetAt(keywordEnd), text },
	]);
}

/** `ONBUILD ONBUILD RUN` with one ONBUILD. */
export function unnestOnbuild({ analysis, instruction, start }: FixInput): Fix[] {
	const rest = /^onbuild[ \t]+(?=[a-z])/i.exec(analysis.file.text.slice(start, start + 200));
	return instruction && rest
		? one({ en: 'Remove the second ONBUILD', ko: '두 번째 ONBUILD 지우기' }, [
				{ start, end: start + rest[0].length, text: '' },
			])
		: [];
}

export function addHealthcheckCommand({ instruction, start }: FixInput): Fix[] {
	const text = instruction && innermost(instruction).keyword === instruction.keyword.toLowerCase() ? 'cmd ' : 'CMD ';
	return one({ en: 'Add CMD', ko: 'CMD 추가' }, [{ start, end: start, text }]);
}

/** `ARG NAME = x` without the blanks; quotes around a value of several words are for the author to set. */
export function joinPair({ analysis, instruction, start, end }: FixInput): Fix[] {
	const inner = instruction && innermost(instruction);
	const index = inner?.words.findIndex(word => inner.logical.offsetAt(word.start) === start) ?? -1;
	const [name, equals, value] = inner ? inner.words.slice(index - 1, index + 2) : [];
	if (!inner || index < 1 || !name || !equals || name.value.includes('=')) {
		return [];
	}
	const { logical } = inner;
	const takesNext = equals.value === '=' && value !== undefined && !value.value.includes('=');
	const last = takesNext ? logical.endOffsetAt(value.end) : end;
	const from = logical.endOffsetAt(name.end);
	const text = `${equals.value}${takesNext ? value.value : ''}`;
	// A continuation between the words would go with them.
	return analysis.file.text.slice(from, last).includes('\n')
		? []
		: one({ en: 'Write {0}', ko: '{0}(으)로 쓰기' }, [{ start: from, end: last, text }], [`${name.value}${text}`]);
}

/** A JSON array with everything in it as a string. */
export function quoteElements({ analysis, start, end }: FixInput): Fix[] {
	let items: unknown;
	try {
		items = JSON.parse(analysis.file.text.slice(start, end));
	} catch {
		return [];
	}
	if (!Array.isArray(items) || items.some(item => typeof item === 'object')) {
		return [];
	}
	const text = `[${items.map(item => JSON.stringify(String(item))).join(', ')}]`;
	return one({ en: 'Make all elements strings: {0}', ko: '모든 원소를 문자열로: {0}' }, [{ start, end, text }], [text]);
}

/** `90-80` the other way round. */
export function swapPorts({ analysis, start, end }: FixInput): Fix[] {
	const match = /^(\d+)-(\d+)(\/\w+)?$/.exec(analysis.file.text.slice(start, end));
	if (!match || Number(match[1]) <= Number(match[2]) || Number(match[1]) > 65535) {
		return [];
	}
	const text = `${match[2]}-${match[1]}${match[3] ?? ''}`;
	return one({ en: 'Change to {0}', ko: '{0}(으)로 바꾸기' }, [{ start, end, text }], [text]);
}

/** `${NAME` with its brace. */
export function closeBrace({ analysis, instruction, start }: FixInput): Fix[] {
	const open = /^\$\{[A-Za-z_]\w*(?=$|[\s/:"'.,])/.exec(analysis.file.text.slice(start, start + 300));
	const at = start + (open?.[0].length ?? 0);
	return instruction && open
		? one({ en: 'Close it: {0}', ko: '닫기: {0}' }, [{ start: at, end: at, text: '}' }], [`${open[0]}}`])
		: [];
}

/** The quote that is never closed, as a plain character. */
export function escapeQuote({ analysis, instruction, start, end }: FixInput): Fix[] {
	const { text, escape: mark } = analysis.file;
	const inner = instruction && innermost(instruction);
	const argumentsEnd = inner?.logical.endOffsetAt(inner.argumentsEnd) ?? end;
	const quotes = [...text.slice(start, Math.max(end, argumentsEnd)).matchAll(/["']/g)];
	const [only] = quotes;
	if (!inner || inner.startLine !== inner.lastLine || !only || quotes.length !== 1) {
		return [];
	}
	const at = start + only.index;
	const title = { en: 'Escape the quote: {0}', ko: '따옴표를 이스케이프: {0}' };
	return one(title, [{ start: at, end: at, text: mark }], [`${mark}${only[0]}`], false);
}

/** `# escape=` with a backslash; `error=` with true. */
export function mendDirective({ analysis, start, end, data }: FixInput): Fix[] {
	if (data.replacement !== undefined) {
		return [];
	}
	const { text, directives } = analysis.file;
	const directive = directives.find(candidate => candidate.valueStart <= start && end <= candidate.valueEnd);
	const title = { en: 'Change to {0}', ko: '{0}(으)로 바꾸기' };
	if (directive?.name === 'escape') {
		return ['\\', '`'].flatMap(mark => one(title, [{ start, end, text: mark }], [mark], false));
	}
	return directive?.name === 'check' && text.slice(0, start).endsWith('=')
		? ['true', 'false'].flatMap(value => one(title, [{ start, end, text: value }], [value], false))
		: [];
}

/** Of two `check` directives one with the options of both. */
export function mergeDirectives(input: FixInput): Fix[] {
	const { analysis, start } = input;
	const { directives, lineStarts, text } = analysis.file;
	const second = directives.find(candidate => candidate.nameStart === start);
	const first = directives.find(candidate => candidate.name === second?.name);
	const names = [first, second].map(directive => /^skip=([\w,]+)$/.exec(directive?.value ?? '')?.[1]);
	if (!first || !second || first === second || names.some(name => name === undefined)) {
		return removeLine(input);
	}
	const all = [...new Set(names.flatMap(name => (name as string).split(',')))].join(',');
	const edits = [
		{ start: first.valueStart, end: first.valueEnd, text: `skip=${all}` },
		{ start: lineStarts[second.line] ?? 0, end: lineStarts[second.line + 1] ?? text.length, text: '' },
	];
	return [
		...one({ en: 'Merge into one directive: {0}', ko: '지시어 하나로 합치기: {0}' }, edits, [`check=skip=${all}`]),
		...removeLine(input),
	];
}

/** A value of a flag that is one letter off, or in the wrong case. */
export function mendFlagValue({ analysis, start, end, data }: FixInput): Fix[] {
	if (data.replacement !== undefined) {
		return [];
	}
	const value = analysis.file.text.slice(start, end);
	const title = { en: 'Change to {0}', ko: '{0}(으)로 바꾸기' };
	const change = (text: string, preferred: boolean) => one(title, [{ start, end, text }], [text], preferred);
	if (/^(yes|no|on|off|1|0|t|f|y|n)$/i.test(value)) {
		return change(/^(yes|on|1|t|y)$/i.test(value) ? 'true' : 'false', false);
	}
	if (/^\d+$/.test(value) && !/retries=$/.test(analysis.file.text.slice(0, start))) {
		return /--(interval|timeout|start-period|start-interval)=$/.test(analysis.file.text.slice(start - 20, start))
			? change(`${value}s`, false)
			: [];
	}
	const duration = /^(\d+) ?(sec|secs|seconds?|min|mins|minutes?|hours?)$/.exec(value);
	if (duration) {
		return change(`${duration[1]}${(duration[2] as string)[0]}`, false);
	}
	const near = nearest(value.toLowerCase(), ['true', 'false']);
	return near ? change(near, false) : [];
}

const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'windows/amd64'];

/** `amd64` with its system, or a platform of which a letter is wrong. */
export function mendPlatform({ analysis, start, end, data }: FixInput): Fix[] {
	if (data.replacement !== undefined) {
		return [];
	}
	const value = analysis.file.text.slice(start, end).replace(/^.*--platform=/, '');
	const at = end - value.length;
	const near = nearest(value.toLowerCase(), platforms);
	return (near ? [near] : ['$BUILDPLATFORM', 'linux/amd64', 'linux/arm64']).flatMap(text =>
		one({ en: 'Change to {0}', ko: '{0}(으)로 바꾸기' }, [{ start: at, end, text }], [text], false),
	);
}

/** A name that a stage may have, made of one that it may not; everything that names it follows. */
export function mendStageName({ analysis, start, end }: FixInput): Fix[] {
	const written = analysis.file.text.slice(start, end);
	const plain = written
		.toLowerCase()
		.replace(/[^a-z0-9_.-]+/g, '-')
		.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
	const name = /^[a-z]/.test(plain) ? plain : plain === '' ? '' : `stage-${plain}`;
	if (name === '' || analysis.model.stagesByName.has(name)) {
		return [];
	}
	const stage = analysis.model.stages.find(candidate => candidate.nameStart === start && candidate.name !== undefined);
	return renameStage(analysis, stage, { start, end }, name);
}

/** A second stage of one name under a name of its own; the references mean the second. */
export function renameReservedStage({ analysis, start }: FixInput): Fix[] {
	const { model } = analysis;
	const stage = model.stages.find(candidate => candidate.nameStart === start && candidate.name !== undefined);
	if (!stage?.name) {
		return [];
	}
	const isTaken = (name: string) =>
		model.stagesByName.has(name) || model.stageReferences.some(reference => reference.text.toLowerCase() === name);
	let number = 2;
	while (number < 100 && isTaken(`${stage.name}-${number}`)) {
		number++;
	}
	const name = stage.name === 'scratch' || stage.name === 'context' ? `${stage.name}-stage` : `${stage.name}-${number}`;
	return isTaken(name) ? [] : renameStage(analysis, stage, { start: stage.nameStart, end: stage.nameEnd }, name);
}

function renameStage(
	analysis: FixInput['analysis'],
	stage: Stage | undefined,
	own: { start: number; end: number },
	name: string,
): Fix[] {
	const places = stage
		? occurrencesOf(analysis, { kind: 'stage', stage, ...own, reference: undefined }).filter(
				place => !/^\d+$/.test(analysis.file.text.slice(place.start, place.end)) || place.start === own.start,
			)
		: [own];
	const edits = places.map(({ start, end }) => ({ start, end, text: name }));
	return one({ en: 'Rename the stage to {0}', ko: '스테이지 이름을 {0}(으)로 바꾸기' }, edits, [name], false);
}
