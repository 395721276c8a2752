import {
	isCollection,
	isMap,
	isNode,
	isPair,
	isScalar,
	type Node,
	type Pair,
	type Scalar,
	visit,
	type YAMLError,
} from 'yaml';
import type { Text } from '../../host.ts';
import type { ParsedDocument } from '../document.ts';
import type { Problems } from '../problems.ts';
import type { Source, Spot } from '../values.ts';

const texts: Readonly<Record<string, Text>> = {
	ALIAS_PROPS: { en: 'An alias takes neither a tag nor an anchor.', ko: '별칭에는 태그나 앵커를 붙일 수 없습니다.' },
	BAD_ALIAS: { en: 'An alias or anchor needs a name.', ko: '별칭이나 앵커에는 이름이 필요합니다.' },
	BAD_DQ_ESCAPE: {
		en: 'This is no escape sequence; use single quotes, or two backslashes.',
		ko: '올바른 이스케이프가 아닙니다. 작은따옴표를 쓰거나 백슬래시를 두 번 쓰세요.',
	},
	BAD_INDENT: { en: 'This line is not indented like its neighbours.', ko: '들여쓰기가 이웃한 줄과 맞지 않습니다.' },
	BAD_SCALAR_START: {
		en: 'A value cannot begin with this character; put it in quotes.',
		ko: '값은 이 문자로 시작할 수 없습니다. 따옴표로 감싸세요.',
	},
	BLOCK_AS_IMPLICIT_KEY: {
		en: 'A colon and a blank make a key of what stands before them; put the value in quotes.',
		ko: '콜론 뒤에 공백이 있어 앞부분이 키로 읽힙니다. 값을 따옴표로 감싸세요.',
	},
	BLOCK_IN_FLOW: {
		en: 'Inside brackets, lists and maps are written with brackets too.',
		ko: '괄호 안에서는 목록과 맵도 괄호로 써야 합니다.',
	},
	MISSING_CHAR: {
		en: 'Something is missing here: a colon, a quote or a bracket.',
		ko: '여기에 콜론, 따옴표 또는 괄호가 빠졌습니다.',
	},
	MULTILINE_IMPLICIT_KEY: { en: 'This key has no colon.', ko: '이 키에 콜론이 없습니다.' },
	TAB_AS_INDENT: {
		en: 'YAML does not allow tabs for indentation; use spaces.',
		ko: 'YAML은 들여쓰기에 탭을 허용하지 않습니다. 공백을 사용하세요.',
	},
	UNEXPECTED_TOKEN: { en: 'This is not expected here.', ko: '여기에 올 수 없는 내용입니다.' },
};

/** What the YAML parser refuses, and where Compose's parser is stricter than ours. */
export function checkSyntax(source: Source, doc: ParsedDocument, problems: Problems): void {
	const deeper = new Map(doc.errors.flatMap(error => deeperLine(source, error)));
	for (const error of doc.errors) {
		const line = deeper.get(error.pos[0]);
		if (isConsequence(source, error, doc.errors)) {
			continue;
		}
		if (!line) {
			reportError(source, error, problems);
		} else if (error.code === 'MULTILINE_IMPLICIT_KEY') {
			problems.add('InvalidYaml', line, [error.message], {}, texts.BAD_INDENT);
		}
	}
	checkStart(source, doc, problems);
	checkTabs(source, doc, problems);
	checkCharacters(source, doc, problems);
}

/** A list item where a key should be lacks a colon too, but that is not what is wrong with it. */
function isConsequence({ document }: Source, error: YAMLError, errors: readonly YAMLError[]): boolean {
	const [at] = error.pos;
	return errors.some(({ message, pos }) => {
		const isItem = message.includes('sequence may not be used as an implicit') && pos[0] <= at;
		return isItem && !message.startsWith(error.message) && document.source.slice(pos[0], at).trim() === '';
	});
}

/** The key below `image: nginx` that is indented deeper than `image` continues the text before it; it is what is wrong. */
function deeperLine(source: Source, { code, pos }: YAMLError): [number, Spot][] {
	const text = source.document.source;
	const [start, end] = pos;
	const lineStart = text.lastIndexOf('\n', end - 1) + 1;
	if (code !== 'MULTILINE_IMPLICIT_KEY' || lineStart <= start) {
		return [];
	}
	const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
	const indent = /^ */.exec(text.slice(lineStart, end))?.[0].length ?? 0;
	const isKey = before.trim() === '' || indent === before.length;
	return isKey ? [] : [[start, { source, start: lineStart + indent, end }]];
}

const bareStart: Text = {
	en: 'Behind "..." another document begins with "---".',
	ko: '"..." 뒤의 다른 문서는 "---"로 시작해야 합니다.',
};

/** What follows the end of a document must begin as one. */
function checkStart(source: Source, { yaml }: ParsedDocument, problems: Problems): void {
	const isFirst = source.document.docs[0]?.yaml === yaml;
	if (!isFirst && yaml.directives.docStart !== true && yaml.contents) {
		const [start, end] = yaml.contents.range;
		problems.add('InvalidYaml', { source, start, end }, [], {}, bareStart);
	}
}

const control: Text = { en: 'YAML does not allow control characters.', ko: 'YAML에는 제어 문자를 쓸 수 없습니다.' };

/** What Compose's parser refuses to read at all. */
function checkCharacters(source: Source, doc: ParsedDocument, problems: Problems): void {
	const text = source.document.source;
	const pattern = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g;
	pattern.lastIndex = doc.start;
	const found = pattern.exec(text);
	if (found && found.index < doc.end) {
		problems.add('InvalidYaml', { source, start: found.index, end: found.index + 1 }, [], {}, control);
	}
	if (!text.includes('\\/')) {
		return;
	}
	visit(doc.yaml, {
		Scalar: (_, node) => {
			const [start = 0, end = 0] = node.range ?? [];
			const found = node.type === 'QUOTE_DOUBLE' ? /^(?:[^\\]|\\[^/])*?\\\//.exec(text.slice(start, end)) : null;
			if (found) {
				const at = { source, start: start + found[0].length - 2, end: start + found[0].length };
				problems.add('InvalidYaml', at, [], {}, texts.BAD_DQ_ESCAPE);
			}
		},
	});
}

function reportError(source: Source, error: YAMLError, problems: Problems): void {
	const text = source.document.source;
	const [start, rawEnd] = error.pos;
	const lineEnd = text.indexOf('\n', start);
	const end = Math.max(start, Math.min(rawEnd, lineEnd < 0 ? text.length : lineEnd));
	const lineStart = text.lastIndexOf('\n', start - 1) + 1;
	const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd).trimEnd();
	const indent = /^[ ]*\t[ \t]*/.exec(line);
	if (error.code === 'TAB_AS_INDENT' || indent) {
		const at = { source, start: lineStart, end: lineStart + (indent?.[0].length ?? 1) };
		problems.add('TabIndentation', at, [], {});
		return;
	}
	const split = /^(\s*(?:- )?image:[ ]+)((\S+):[ ]+([\w.-]+))[ \t]*(?:[ \t]#.*)?$/.exec(line);
	if (split) {
		const [, lead = '', written = '', name, tag] = split;
		const from = lineStart + lead.length;
		const at = { source, start: from, end: from + written.length };
		problems.add('SplitValue', at, [`${name}:${tag}`], { replacement: `${name}:${tag}` });
		return;
	}
	const at = placeOf(source, error, start, end);
	const special = specialTexts.find(([pattern]) => pattern.test(error.message))?.[1];
	problems.add('InvalidYaml', at, [error.message], {}, special ?? texts[error.code]);
}

/** What the parser says with one code, but a person needs to hear apart. */
const specialTexts: readonly (readonly [RegExp, Text])[] = [
	[/closing ["']quote/, { en: 'This quote is never closed.', ko: '이 따옴표가 닫히지 않았습니다.' }],
	[/end with a [\]}]/, { en: 'This bracket is never closed.', ko: '이 괄호가 닫히지 않았습니다.' }],
	[/sequence may not be used as an implicit/, texts.BAD_INDENT as Text],
	[/Implicit map keys need/, { en: 'This key has no colon.', ko: '이 키에 콜론이 없습니다.' }],
];

/** An open quote or bracket is wrong where it opens, not at the end of the text. */
function placeOf(source: Source, error: YAMLError, start: number, end: number) {
	const text = source.document.source;
	const open = /closing "quote|closing 'quote|end with a ["\]}]|must end with/.test(error.message)
		? openerBefore(source, start)
		: undefined;
	if (open !== undefined) {
		return { source, start: open, end: open + 1 };
	}
	if (start >= text.trimEnd().length && text.trim() !== '') {
		const last = text.trimEnd().length;
		return { source, start: last - 1, end: last };
	}
	const [blank = ''] = /^[ ]+/.exec(text.slice(start, start + 200)) ?? [];
	const word = /^[^\s:]*/.exec(text.slice(start + blank.length, end + 100))?.[0] ?? '';
	return { source, start: start + blank.length, end: Math.max(end, start + blank.length + Math.max(word.length, 1)) };
}

/** Where the innermost scalar or collection begins that is open at an offset. */
function openerBefore(source: Source, offset: number): number | undefined {
	let found: number | undefined;
	for (const doc of source.document.docs) {
		visit(doc.yaml, {
			Node: (_, node) => {
				const [start = 0, end = 0] = node.range ?? [];
				const isQuoted = isScalar(node) && /^QUOTE/.test(node.type ?? '');
				const isFlow = isCollection(node) && node.flow === true;
				if ((isQuoted || isFlow) && start < offset && end >= offset - 1) {
					found = start;
				}
			},
		});
	}
	return found;
}

/** Compose's parser refuses tabs where a line, or what follows a dash, could still be indented. */
function checkTabs(source: Source, doc: ParsedDocument, problems: Problems): void {
	const text = source.document.source;
	if (!text.includes('\t')) {
		return;
	}
	const report = (lineStart: number, tab: number) =>
		problems.add('TabIndentation', { source, start: lineStart, end: tab + 1 }, [], {});
	const pattern = /^[ ]*\t[ \t]*(?:#.*)?\r?$|^[ ]*(?:[-?:][ ]+)*[-?:][ ]*\t/gm;
	pattern.lastIndex = doc.start;
	for (let match = pattern.exec(text); match && match.index < doc.end; match = pattern.exec(text)) {
		const tab = match.index + match[0].indexOf('\t');
		if (!isTabAllowed(doc, text, tab, match.index)) {
			report(match.index, tab);
		}
	}
	visit(doc.yaml, {
		Scalar: (_, node) => {
			const tab = tabBeforeBlock(text, node);
			if (tab !== undefined) {
				report(text.lastIndexOf('\n', tab) + 1, tab);
			}
		},
	});
}

/** A tab before the first words of a block scalar, whose indentation they decide. */
function tabBeforeBlock(text: string, { type, range }: Scalar): number | undefined {
	const [start = 0, end = 0] = range ?? [];
	const match = /^BLOCK/.test(type ?? '')
		? /^[|>][-+]?[ \t]*(?:#.*)?\r?\n(?: *\r?\n)* *\t/.exec(text.slice(start, end))
		: null;
	return match ? start + match[0].length - 1 : undefined;
}

function isTabAllowed(doc: ParsedDocument, text: string, tab: number, lineStart: number): boolean {
	let isAllowed = false;
	let last: Node | undefined;
	visit(doc.yaml, {
		Pair: (_, pair) => {
			const start = startOf(pair);
			return start !== undefined && start > tab ? visit.SKIP : undefined;
		},
		Node: (_, node) => {
			const [start = 0, end = 0] = node.range ?? [];
			if (start > tab) {
				return visit.SKIP;
			}
			const isBlock = isScalar(node) && /^BLOCK/.test(node.type ?? '');
			const isFlow = isCollection(node) && node.flow === true;
			const isLongText = isScalar(node) && !isBlock;
			if ((isBlock || isFlow || isLongText) && start < tab && tab < end) {
				isAllowed = !isBlock || tab > lineStart;
			}
			if (isScalar(node) && end <= tab && end > start) {
				last = node;
			}
			return undefined;
		},
	});
	return isAllowed || (last !== undefined && isBelowPlain(doc, last as Scalar, text, tab, lineStart));
}

function startOf(pair: Pair): number | undefined {
	return isNode(pair.key) ? pair.key.range?.[0] : undefined;
}

/** Blank lines behind a plain scalar still belong to it where they are indented deeper than its key. */
function isBelowPlain(doc: ParsedDocument, scalar: Scalar, text: string, tab: number, lineStart: number): boolean {
	const [, end = 0] = scalar.range ?? [];
	if (scalar.type !== 'PLAIN' || text.slice(end, tab).trim() !== '') {
		return false;
	}
	let parent = doc.parentOf(scalar);
	while (parent && (isPair(parent) || (isMap(parent) && parent.flow))) {
		parent = doc.parentOf(parent);
	}
	const start = parent && 'range' in parent ? (parent.range?.[0] ?? 0) : 0;
	const column = start - (text.lastIndexOf('\n', start - 1) + 1);
	return tab - lineStart > column;
}
