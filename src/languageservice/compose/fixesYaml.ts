import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { applied, type OffsetEdit } from './edits.ts';
import { type Fix, type FixInput, type FixWriter, one, replace } from './fix.ts';
import { freeName } from './freeName.ts';
import { parseInterpolation } from './interpolation.ts';
import { isMergeKey, keyText } from './merged.ts';
import { quoted } from './yamlText.ts';

/** Fixes for what YAML and variables refuse. */
export const yamlFixes: Readonly<Record<string, FixWriter>> = {
	TabIndentation: tabsToSpaces,
	SplitValue: ({ start, end, data }) =>
		data.replacement === undefined
			? []
			: one({ en: 'Write {0}', ko: '{0}(으)로 쓰기' }, [replace(start, end, data.replacement)], [data.replacement]),
	DuplicateKey: fixDuplicateKey,
	NonStringKey: quote,
	InvalidYaml: input => [...closeQuote(input), ...closeBracket(input), ...quoteValue(input), ...fixLevel(input)],
	UndefinedAnchor: input => [...declareAnchor(input), ...removeAlias(input)],
	AliasCycle: removeAlias,
	InvalidInterpolation: input => escapeDollar(input, true),
	UnsetVariable: input => [...giveDefault(input), ...setInEnv(input), ...escapeDollar(input, false)],
	RequiredVariable: setInEnv,
	EmptyFile: ({ editor }) => {
		const { eol, source } = editor;
		const text = ['services:', '  app:', '    image: nginx', ''].join(eol);
		const gap = source === '' || source.endsWith('\n') ? '' : eol;
		const at = source.length;
		return one({ en: 'Begin with a service', ko: '서비스 하나로 시작하기' }, [replace(at, at, gap + text)]);
	},
};

const quoteTitle = { en: 'Put {0} in quotes', ko: '{0}을(를) 따옴표로 감싸기' };

/** Quotes around what a problem stands on. */
export function quote({ editor, start, end, data }: FixInput): Fix[] {
	const text = editor.source.slice(start, end);
	const isBare = !/^["']/.test(text) && !text.includes('\n');
	return isBare ? one(quoteTitle, [replace(start, end, data.replacement ?? quoted(text))], [text]) : [];
}

/** Every tab that lines begin with; as many blanks for one as make the text readable. */
function tabsToSpaces({ editor }: FixInput): Fix[] {
	const { source, step } = editor;
	const title = { en: 'Replace tabs with spaces', ko: '탭을 공백으로 바꾸기' };
	const widths = [...new Set([step, 2, 4, 8, 1])];
	for (const width of widths) {
		const edits = tabEdits(source, width);
		if (parseDocument(applied(source, edits), { logLevel: 'silent', merge: true }).errors.length === 0) {
			return one(title, edits);
		}
	}
	return one(title, tabEdits(source, step));
}

function tabEdits(source: string, width: number): OffsetEdit[] {
	const edits: OffsetEdit[] = [];
	for (const match of source.matchAll(/^[ \t]*\t[ \t]*|(?<=^[ ]*-[ ]*)\t[ \t]*/gm)) {
		let column = 0;
		for (const sign of match[0]) {
			column += sign === '\t' ? width - (column % width) : 1;
		}
		const isBlankLine = /^\r?$/.test(source.slice(match.index + match[0].length).split('\n', 1)[0] as string);
		const text = isBlankLine ? '' : ' '.repeat(column);
		edits.push(replace(match.index, match.index + match[0].length, text));
	}
	return edits;
}

/** Two `<<` become one with a list; other keys go, or get a number where they are names. */
function fixDuplicateKey(input: FixInput): Fix[] {
	const { editor, pair, path, data } = input;
	const map = pair && editor.doc.parentOf(pair);
	if (!pair || !isMap(map)) {
		return [];
	}
	if (isMergeKey(pair.key)) {
		return mergeTwice(input);
	}
	const name = keyText(pair.key) ?? '';
	const first = map.items.find(item => keyText(item.key) === name);
	const remove = one({ en: 'Remove this "{0}"', ko: '이 "{0}" 제거' }, [editor.removePair(map, pair)], [name], false);
	const removeFirst =
		first && first !== pair
			? one({ en: 'Remove the first "{0}"', ko: '앞의 "{0}" 제거' }, [editor.removePair(map, first)], [name], false)
			: [];
	const isNamed = path.length === 2 && /^(?:services|networks|volumes|configs|secrets|models)$/.test(String(path[0]));
	const rename = isNamed
		? renameKey(
				input,
				freeName(
					name,
					map.items.map(item => keyText(item.key) ?? ''),
				),
			)
		: [];
	return [...rename, ...remove, ...removeFirst].map(fix => ({
		...fix,
		preferred: data.name === undefined && fix.preferred === true,
	}));
}

function renameKey({ pair, editor }: FixInput, name: string): Fix[] {
	const key = pair?.key as Node | undefined;
	if (!key?.range) {
		return [];
	}
	const written = editor.source.slice(key.range[0], key.range[1]);
	const mark = /^["']/.exec(written)?.[0] ?? '';
	const text = mark + name + mark;
	return one(
		{ en: 'Rename to "{0}"', ko: '"{0}"(으)로 이름 바꾸기' },
		[replace(key.range[0], key.range[1], text)],
		[name],
	);
}

function mergeTwice({ editor, pair }: FixInput): Fix[] {
	const map = pair && editor.doc.parentOf(pair);
	if (!pair || !isMap(map)) {
		return [];
	}
	const merges = map.items.filter(item => isMergeKey(item.key));
	const texts = merges.map(({ value }) => {
		const node = value as Node | null;
		const text = node?.range ? editor.source.slice(node.range[0], editor.endOf(node)) : '';
		return isSeq(node) && node.flow ? text.slice(1, -1).trim() : text;
	});
	const first = merges[0]?.value as Node | null | undefined;
	if (!first?.range || texts.some(text => text === '' || text.includes('\n'))) {
		return [];
	}
	const list = replace(first.range[0], editor.endOf(first), `[${texts.join(', ')}]`);
	const rest = merges.slice(1).map(merge => editor.removePair(map, merge));
	return one({ en: 'Write both as one merge key', ko: '병합 키 하나로 합치기(merge)' }, [list, ...rest]);
}

/** `ports: "80:80"` with deeper lines below it: the lines belong to the level of the key. */
function fixLevel({ editor, start }: FixInput): Fix[] {
	const { source } = editor;
	const title = { en: 'Move to the level of the lines above', ko: '윗줄과 같은 수준으로 옮기기' };
	const original = errorsIn(source);
	for (const from of [editor.lineStart(start), editor.nextLine(start)]) {
		const indent = blanksAt(source, from);
		for (const column of columnsAbove(source, from).filter(each => each !== indent)) {
			const edits = shiftBlock(editor, from, indent, column - indent);
			if (edits.length > 0 && errorsIn(applied(source, edits)) < original) {
				return one(title, edits);
			}
		}
	}
	return [];
}

function errorsIn(source: string): number {
	return parseDocument(source, { logLevel: 'silent' }).errors.length;
}

function blanksAt(source: string, lineStart: number): number {
	const blanks = / */y;
	blanks.lastIndex = lineStart;
	return blanks.exec(source)?.[0].length ?? 0;
}

/** The columns of the lines above that are still open, the deepest first. */
function columnsAbove(source: string, lineStart: number): number[] {
	const columns: number[] = [];
	const lines = source
		.slice(Math.max(0, lineStart - 5000), lineStart)
		.split('\n')
		.slice(0, -1);
	for (const line of lines.reverse()) {
		const column = /^ */.exec(line)?.[0].length ?? 0;
		if (line.trim() !== '' && !/^\s*#/.test(line) && column < (columns.at(-1) ?? Number.POSITIVE_INFINITY)) {
			columns.push(column);
		}
	}
	return columns;
}

/** A line and the deeper ones below it, moved. */
function shiftBlock(editor: FixInput['editor'], from: number, indent: number, by: number): OffsetEdit[] {
	const { source } = editor;
	const edits: OffsetEdit[] = [];
	const isItem = source[from + indent] === '-';
	for (let at = from; at < source.length; at = editor.nextLine(at)) {
		const isBlank = source.slice(at, editor.lineEnd(at)).trim() === '';
		const column = blanksAt(source, at);
		const isKeyBelow = isItem && column === indent && source[at + column] !== '-';
		if (!isBlank && (column < indent || isKeyBelow)) {
			break;
		}
		if (!isBlank) {
			edits.push(by < 0 ? replace(at, at - by, '') : replace(at, at, ' '.repeat(by)));
		}
	}
	return edits;
}

function closeQuote({ editor, start }: FixInput): Fix[] {
	const { source } = editor;
	const mark = source[start];
	if (mark !== '"' && mark !== "'") {
		return [];
	}
	const line = source.slice(start, editor.lineEnd(start));
	const text = line.trimEnd();
	const before = parseDocument(source, { logLevel: 'silent' }).errors.length;
	const edit = replace(start + text.length, start + text.length, mark);
	const after = parseDocument(applied(source, [edit]), { logLevel: 'silent' }).errors.length;
	return after < before ? one({ en: 'Close the quote', ko: '따옴표 닫기' }, [edit]) : [];
}

/** A value that YAML cannot read plain, up to the end of its line. */
function quoteValue({ editor, start }: FixInput): Fix[] {
	const { source } = editor;
	const from = editor.lineStart(start);
	const match = /^(\s*(?:- +)?(?:[\w.-]+:[ \t]+)?)([^\s"'|>[{#].*?)[ \t]*(?:[ \t]#.*)?$/.exec(
		source.slice(from, editor.lineEnd(start)),
	);
	const [, lead = '', value = ''] = match ?? [];
	const at = from + lead.length;
	const edit = replace(at, at + value.length, quoted(value));
	const isBetter = value !== '' && !value.endsWith(':') && errorsIn(applied(source, [edit])) < errorsIn(source);
	return isBetter ? one(quoteTitle, [edit], [value]) : [];
}

/** A list or map in brackets that its line leaves open. */
function closeBracket({ editor, start }: FixInput): Fix[] {
	const { source } = editor;
	const from = editor.lineStart(start);
	const line = source.slice(from, editor.lineEnd(start));
	const open: string[] = [];
	const code = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, text => 'x'.repeat(text.length)).replace(/(^|\s)#.*$/, '');
	for (const [bracket] of code.matchAll(/[[\]{}]/g)) {
		if (bracket === '[' || bracket === '{') {
			open.unshift(bracket === '[' ? ']' : '}');
		} else if (open[0] === bracket) {
			open.shift();
		}
	}
	const at = from + code.trimEnd().length;
	const edit = replace(at, at, open.join(''));
	const isBetter = open.length > 0 && errorsIn(applied(source, [edit])) < errorsIn(source);
	return isBetter ? one({ en: 'Close the bracket', ko: '괄호 닫기' }, [edit]) : [];
}

/** An alias of a key at the top without an anchor: the anchor is added there. */
function declareAnchor({ editor, start, end, data }: FixInput): Fix[] {
	const name = data.name ?? editor.source.slice(start + 1, end);
	const near = data.suggestion;
	const suggested =
		near === undefined
			? []
			: one({ en: 'Change to *{0}', ko: '*{0}(으)로 바꾸기' }, [replace(start, end, `*${near}`)], [near]);
	const section = editor.doc.root?.items.find(item => keyText(item.key) === `x-${name}`);
	const value = section?.value as Node | null | undefined;
	const colon = section ? editor.afterColon((section.key as Node).range?.[1] ?? 0) : 0;
	const isBefore = value?.range && value.range[0] < start && !('anchor' in value && value.anchor);
	const declared = isBefore
		? one(
				{ en: 'Add the anchor &{0} to x-{0}', ko: 'x-{0}에 앵커 &{0} 추가' },
				[replace(colon, colon, ` &${name}`)],
				[name],
			)
		: [];
	return [...suggested, ...declared];
}

/** The pair or item that the alias is the value of goes. */
function removeAlias({ editor, node, pair }: FixInput): Fix[] {
	const map = pair && editor.doc.parentOf(pair);
	const list = node && editor.doc.parentOf(node);
	const title = { en: 'Remove {0}', ko: '{0} 제거' };
	if (pair && isMap(map)) {
		return one(title, [editor.removePair(map, pair)], [`"${keyText(pair.key) ?? ''}"`], false);
	}
	return node && isSeq(list) ? one(title, [editor.removeItem(list, list.items.indexOf(node))], ['*'], false) : [];
}

/** `$` doubled, so that Compose leaves it alone. */
function escapeDollar({ editor, start, end }: FixInput, preferred: boolean): Fix[] {
	const at = editor.source.indexOf('$', start);
	if (at < 0 || at >= end) {
		return [];
	}
	const title = { en: 'Escape the dollar sign: $$', ko: '달러 기호를 $$로 쓰기(escape)' };
	return one(title, [replace(at, at, '$')], [], preferred);
}

/** `$NAME` and `${NAME}` get a default. */
function giveDefault({ editor, start, end, data }: FixInput): Fix[] {
	const text = editor.source.slice(start, end);
	const part = parseInterpolation(text).find(each => each.kind === 'variable' && each.name === data.name);
	if (part?.kind !== 'variable' || part.modifier !== '') {
		return [];
	}
	const [from, to] = [start + part.start, start + part.end];
	const title = { en: 'Give {0} a blank default', ko: '{0}에 빈 기본값 주기' };
	return one(title, [replace(from, to, `\${${part.name}:-}`)], [part.name], false);
}

/** A line in the `.env` file of the project. */
function setInEnv({ editor, data }: FixInput): Fix[] {
	const { uri } = editor.document.text;
	const slash = uri.lastIndexOf('/');
	if (data.name === undefined || slash < 0 || /^(?:untitled|inmemory):/.test(uri)) {
		return [];
	}
	const title = { en: 'Set {0} in .env', ko: '.env에서 {0} 설정' };
	const file = { uri: `${uri.slice(0, slash)}/.env`, text: `${data.name}=\n` };
	return [{ title, values: [data.name], edits: [], files: [file] }];
}

/** Whether a node is a plain scalar on one line. */
export function isShortScalar(node: unknown): node is Node {
	return isScalar(node) && !/^BLOCK/.test(node.type ?? '') && node.range !== undefined;
}
