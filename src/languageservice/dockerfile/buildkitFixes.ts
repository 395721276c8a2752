import { commonImage } from './baseImages.ts';
import { occurrencesOf } from './entities.ts';
import { execFormOf, shellFormAsJson } from './execForm.ts';
import { type Fix, type FixInput, hasCommentInside, inCaseOfFile, lineEnd, one, startOfLine } from './fix.ts';
import { splitReference } from './imageReference.ts';
import { fromParts, type KeyValuePair, keyValuePairs } from './model.ts';

export function lowerCaseStage({ analysis, start }: FixInput): Fix[] {
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

export function removeEmptyLines({ analysis, instruction }: FixInput): Fix[] {
	const { lineStarts, text } = analysis.file;
	const edits = (instruction?.emptyLines ?? []).map(line => ({
		start: lineStarts[line] ?? 0,
		end: lineStarts[line + 1] ?? text.length,
		text: '',
	}));
	return edits.length > 0 ? one({ en: 'Remove the empty lines', ko: '빈 줄 지우기(Remove)' }, edits) : [];
}

/** The keyword in the case of the file; for FROM its AS too, which must be in the same. */
export function changeCase({ start, end, data, instruction }: FixInput): Fix[] {
	const text = data.replacement ?? '';
	const lower = text === text.toLowerCase();
	const title = lower
		? { en: 'Convert to lowercase: {0}', ko: '소문자로 바꾸기: {0}' }
		: { en: 'Convert to uppercase: {0}', ko: '대문자로 바꾸기: {0}' };
	const { as } = instruction?.name === 'FROM' ? fromParts(instruction) : { as: undefined };
	const wanted = lower ? 'as' : 'AS';
	const edits = [{ start, end, text }];
	if (instruction && as && as.value !== wanted) {
		const { logical } = instruction;
		edits.push({ start: logical.offsetAt(as.start), end: logical.endOffsetAt(as.end), text: wanted });
	}
	return one(title, edits, [text]);
}

export function maintainerToLabel({ analysis, instruction }: FixInput): Fix[] {
	if (!instruction || hasCommentInside(analysis, instruction)) {
		return [];
	}
	const { logical, keywordStart, argumentsStart, argumentsEnd } = instruction;
	const written = logical.text.slice(argumentsStart, argumentsEnd);
	const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(written)?.[1]?.replace(/\\"/g, '"');
	const name = (quoted ?? written.replace(/^"|"$/g, '')).replace(/["\\$`]/g, character =>
		character === '\\' || character === '`'
			? character === analysis.file.escape
				? character + character
				: character
			: analysis.file.escape + character,
	);
	const label = inCaseOfFile(analysis, 'LABEL');
	const start = logical.offsetAt(keywordStart);
	const end = logical.endOffsetAt(argumentsEnd);
	const text = `${label} org.opencontainers.image.authors="${name}"`;
	return one({ en: 'Replace with a LABEL', ko: 'LABEL로 바꾸기' }, [{ start, end, text }]);
}

export function legacyToPair({ analysis, instruction }: FixInput): Fix[] {
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

export function toExecForm({ analysis, instruction }: FixInput): Fix[] {
	const bare = instruction && instruction.argumentsStart < instruction.argumentsEnd && instruction.json === 'no';
	if (!bare || hasCommentInside(analysis, instruction)) {
		return [];
	}
	const { logical, argumentsStart, argumentsEnd } = instruction;
	// What is meant as an array but is none has a fix of its own.
	if (/^\[\s*["'“”‘’]/.test(logical.text.slice(argumentsStart, argumentsEnd))) {
		return [];
	}
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

export function constantPlatform({ instruction, start }: FixInput): Fix[] {
	const flag = instruction?.flags.find(candidate => instruction.logical.offsetAt(candidate.start) === start);
	if (!instruction || !flag) {
		return [];
	}
	const { logical } = instruction;
	const edit = { start: logical.offsetAt(flag.valueStart), end: logical.endOffsetAt(flag.end), text: '$BUILDPLATFORM' };
	return one({ en: 'Use $BUILDPLATFORM', ko: '$BUILDPLATFORM 쓰기' }, [edit], [], false);
}

export function declareArgument({ analysis, instruction, start, end }: FixInput): Fix[] {
	const name = analysis.file.text.slice(start, end);
	if (!instruction || !/^[A-Za-z_]\w*$/.test(name)) {
		return [];
	}
	const at = startOfLine(analysis, instruction.startLine);
	const text = `${inCaseOfFile(analysis, 'ARG')} ${name}${lineEnd(analysis)}`;
	return one({ en: 'Declare ARG {0}', ko: 'ARG {0} 선언' }, [{ start: at, end: at, text }], [name], false);
}

export function declareGlobalArgument({ analysis, start, end }: FixInput): Fix[] {
	const name = analysis.file.text.slice(start, end);
	const first = analysis.model.stages[0]?.from;
	if (!first || !/^[A-Za-z_]\w*$/.test(name)) {
		return [];
	}
	const at = startOfLine(analysis, first.comments[0]?.line ?? first.startLine);
	const text = `${inCaseOfFile(analysis, 'ARG')} ${name}${lineEnd(analysis)}`;
	return one(
		{ en: 'Declare ARG {0} before the first FROM', ko: '첫 FROM 앞에 ARG {0} 선언' },
		[{ start: at, end: at, text }],
		[name],
		false,
	);
}

export function cutOffComment({ analysis, instruction }: FixInput): Fix[] {
	if (!instruction) {
		return [];
	}
	const at = startOfLine(analysis, instruction.startLine);
	return one({ en: 'Cut the comment off with an empty one', ko: '빈 주석 줄로 떼어 놓기' }, [
		{ start: at, end: at, text: `#${lineEnd(analysis)}` },
	]);
}

/** A default for the argument that leaves FROM without a valid image: the tags of well-known images. */
export function addDefault({ analysis, instruction, start, end }: FixInput): Fix[] {
	const { model } = analysis;
	const awaited = model.expansions.find(
		expansion => expansion.instruction === instruction && expansion.role === 'image' && expansion.awaits.length === 1,
	);
	const name = awaited?.awaits[0];
	const definition = model.definitions.find(
		candidate => candidate.name === name && candidate.stage === undefined && candidate.written === undefined,
	);
	if (!instruction || !name || !definition || end < start) {
		return [];
	}
	const image = instruction.words[0]?.value ?? '';
	const isTag = image.endsWith(`:$${name}`) || image.endsWith(`:\${${name}}`);
	const tags = isTag ? (commonImage(splitReference(image).name)?.tags ?? []) : [];
	return tags.slice(0, 3).map(tag => ({
		title: { en: 'Give {0} the default {1}', ko: '{0}의 기본값을 {1}(으)로' },
		values: [name, tag],
		edits: [{ start: definition.end, end: definition.end, text: `=${tag}` }],
	}));
}
