import type { HclScanner } from './hclScanner.ts';
import type { Expression, Identifier, Span, Template, TemplatePart } from './hclSyntax.ts';
import { syntaxTexts } from './syntaxTexts.ts';

type ReadExpression = (scanner: HclScanner) => Expression;

/** Reads a string that begins at the offset with `"`. */
export function readQuoted(scanner: HclScanner, readExpression: ReadExpression): Template {
	const start = scanner.offset++;
	const parts = readParts(scanner, readExpression, { limit: scanner.text.length, isQuoted: true });
	const content: Span = { start: start + 1, end: scanner.offset };
	if (scanner.sees('"')) {
		scanner.offset++;
	} else {
		scanner.problem(syntaxTexts.unclosedString, start, scanner.offset);
	}
	return { kind: 'template', form: 'quoted', start, end: scanner.offset, content, parts };
}

/** Reads `<<NAME` with its lines; undefined if none begins at the offset. */
export function readHeredoc(scanner: HclScanner, readExpression: ReadExpression): Template | undefined {
	const opening = /<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?(?:\n|$)/uy;
	opening.lastIndex = scanner.offset;
	const match = opening.exec(scanner.text);
	if (!match) {
		return undefined;
	}
	const start = scanner.offset;
	const name = match[1] as string;
	scanner.offset += match[0].length;
	const from = scanner.offset;
	const closing = new RegExp(`^[ \\t]*${name}[ \\t]*\\r?$`, 'gmu');
	closing.lastIndex = from;
	const close = closing.exec(scanner.text);
	const limit = close?.index ?? scanner.text.length;
	const parts = readParts(scanner, readExpression, { limit, isQuoted: false });
	if (close) {
		scanner.offset = close.index + close[0].trimEnd().length;
	} else {
		scanner.offset = scanner.text.length;
		scanner.problem(syntaxTexts.unclosedHeredoc, start, from, name);
	}
	return { kind: 'template', form: 'heredoc', start, end: scanner.offset, content: { start: from, end: limit }, parts };
}

interface Bounds {
	readonly limit: number;
	readonly isQuoted: boolean;
}

function readParts(scanner: HclScanner, readExpression: ReadExpression, bounds: Bounds): TemplatePart[] {
	const parts: TemplatePart[] = [];
	const open: { keyword: string; span: Span }[] = [];
	while (scanner.offset < bounds.limit) {
		const part = readText(scanner, bounds) ?? readSequence(scanner, readExpression);
		if (!part) {
			break;
		}
		parts.push(part);
		if (part.kind === 'directive') {
			followDirective(scanner, part, open);
		}
	}
	for (const { keyword, span } of open) {
		scanner.problem(syntaxTexts.unclosedDirective, span.start, span.end, keyword);
	}
	return parts;
}

function followDirective(
	scanner: HclScanner,
	part: TemplatePart & { readonly kind: 'directive' },
	open: { keyword: string; span: Span }[],
): void {
	const { keyword } = part;
	if (keyword === 'if' || keyword === 'for') {
		open.push({ keyword, span: part });
		return;
	}
	const opener = keyword === 'endfor' ? 'for' : 'if';
	if (open.at(-1)?.keyword !== opener) {
		scanner.problem(syntaxTexts.strayDirective, part.start, part.end, keyword, opener);
	} else if (keyword !== 'else') {
		open.pop();
	}
}

/** Everything up to the next `${`, `%{`, quote or end of line. */
function readText(scanner: HclScanner, { limit, isQuoted }: Bounds): TemplatePart | undefined {
	const start = scanner.offset;
	let text = '';
	while (scanner.offset < limit) {
		const rest = scanner.text.slice(scanner.offset, scanner.offset + 3);
		const character = rest[0] as string;
		if (rest === '$${' || rest === '%%{') {
			text += rest.slice(1);
			scanner.offset += 3;
		} else if (rest.startsWith('${') || rest.startsWith('%{')) {
			break;
		} else if (isQuoted && /["\n\r]/.test(character)) {
			break;
		} else if (isQuoted && character === '\\') {
			text += readEscape(scanner);
		} else {
			text += character;
			scanner.offset++;
		}
	}
	return scanner.offset > start ? { kind: 'text', start, end: scanner.offset, text } : undefined;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
const jsonEscapes: Readonly<Record<string, string>> = { ...escapes, '/': '/', b: '\b', f: '\f' };

function readEscape(scanner: HclScanner): string {
	const start = scanner.offset;
	const code = /\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8}))/y;
	code.lastIndex = start;
	const match = code.exec(scanner.text);
	if (match) {
		scanner.offset += match[0].length;
		const point = Number.parseInt((match[1] ?? match[2]) as string, 16);
		return point <= 0x10_ffff ? String.fromCodePoint(point) : '\uFFFD';
	}
	const selector = scanner.text[start + 1];
	const table = scanner.isJson ? jsonEscapes : escapes;
	if (selector !== undefined && Object.hasOwn(table, selector)) {
		scanner.offset += 2;
		return table[selector] as string;
	}
	scanner.offset += selector === undefined || /[\r\n]/.test(selector) ? 1 : 2;
	scanner.problem(syntaxTexts.badEscape, start, scanner.offset, scanner.text.slice(start, scanner.offset));
	return '';
}

/** `${…}` or `%{…}`. */
function readSequence(scanner: HclScanner, readExpression: ReadExpression): TemplatePart | undefined {
	const isInterpolation = scanner.sees('${');
	if (!isInterpolation && !scanner.sees('%{')) {
		return undefined;
	}
	const start = scanner.offset;
	const outer = scanner.linesAreBlank;
	scanner.linesAreBlank = false;
	scanner.offset += scanner.text[start + 2] === '~' ? 3 : 2;
	const part = isInterpolation
		? ({ kind: 'interpolation', expression: readExpression(scanner) } as const)
		: readDirective(scanner, readExpression);
	scanner.take('~');
	if (!scanner.take('}')) {
		const stop = /[}"\r\n]|$/g;
		stop.lastIndex = scanner.offset;
		scanner.problem(syntaxTexts.expected, start, scanner.offset, '}');
		const found = stop.exec(scanner.text);
		scanner.offset = (found?.index ?? scanner.text.length) + (found?.[0] === '}' ? 1 : 0);
	}
	scanner.linesAreBlank = outer;
	return { ...part, start, end: scanner.offset };
}

interface Directive {
	readonly kind: 'directive';
	readonly keyword: string;
	readonly names: readonly Identifier[];
	readonly expression: Expression | undefined;
}

function readDirective(scanner: HclScanner, readExpression: ReadExpression): Directive {
	scanner.skip();
	const start = scanner.offset;
	const keyword = scanner.identifier()?.text ?? '';
	const names: Identifier[] = [];
	if (!/^(?:if|else|endif|for|endfor)$/.test(keyword)) {
		scanner.problem(syntaxTexts.directive, start, scanner.offset, keyword);
		return { kind: 'directive', keyword, names, expression: undefined };
	}
	if (keyword === 'for') {
		do {
			scanner.skip();
			const name = scanner.identifier();
			if (name) {
				names.push(name);
			}
		} while (scanner.take(','));
		if (!scanner.take('in')) {
			scanner.problem(syntaxTexts.expected, start, scanner.offset, 'in');
		}
	}
	const expression = keyword === 'if' || keyword === 'for' ? readExpression(scanner) : undefined;
	return { kind: 'directive', keyword, names, expression };
}
