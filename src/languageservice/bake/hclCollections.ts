import type { HclScanner } from './hclScanner.ts';
import type { Expression, For, Identifier, ObjectEntry } from './hclSyntax.ts';
import { syntaxTexts } from './syntaxTexts.ts';

/** How the parts of lists and maps are read. */
export interface Readers {
	expression(scanner: HclScanner): Expression;
	/** The key of a map entry. */
	key(scanner: HclScanner): Expression;
}

/** Reads `[…]` that begins at the offset, also with `for`. */
export function readList(scanner: HclScanner, read: Readers): Expression {
	const start = scanner.offset++;
	return withinBrackets(scanner, () => {
		scanner.skip();
		const comprehension = readFor(scanner, read, start, ']');
		if (comprehension) {
			return comprehension;
		}
		const items: Expression[] = [];
		while (!scanner.atEnd && !scanner.sees(']')) {
			const before = scanner.offset;
			items.push(read.expression(scanner));
			if (!separated(scanner, ']') || scanner.offset === before) {
				break;
			}
		}
		close(scanner, ']');
		return { kind: 'list', items, start, end: scanner.offset };
	});
}

/** Goes over a comma; where one is missing before another item, says so and goes on. */
function separated(scanner: HclScanner, closing: string): boolean {
	const comma = scanner.offset;
	if (scanner.take(',')) {
		scanner.skip(true);
		if (scanner.isJson && scanner.sees(closing)) {
			scanner.problem(syntaxTexts.trailingComma, comma, comma + 1);
		}
		return true;
	}
	scanner.skip();
	if (/["\p{L}\p{N}_[{]/u.test(scanner.text[scanner.offset] ?? '') && !looksLikeNextAttribute(scanner)) {
		scanner.problem(syntaxTexts.listComma, scanner.offset, scanner.offset + 1);
		return true;
	}
	return false;
}

/** A name with `=` behind it, in a list that was never closed. */
function looksLikeNextAttribute(scanner: HclScanner): boolean {
	const next = /[\p{L}_][\p{L}\p{N}_-]*[ \t]*(?:=[^=]|"|\{)/uy;
	next.lastIndex = scanner.offset;
	return next.test(scanner.text);
}

/** Reads `{…}` that begins at the offset, also with `for`. */
export function readObject(scanner: HclScanner, read: Readers): Expression {
	const start = scanner.offset++;
	const outer = scanner.linesAreBlank;
	scanner.linesAreBlank = true;
	scanner.skip();
	const comprehension = readFor(scanner, read, start, '}');
	scanner.linesAreBlank = false;
	const entries: ObjectEntry[] = [];
	while (!comprehension && !scanner.atEnd) {
		scanner.skip(true);
		if (scanner.atEnd || scanner.sees('}')) {
			break;
		}
		const before = scanner.offset;
		const entry = readEntry(scanner, read);
		if (entry) {
			entries.push(entry);
		}
		if (scanner.offset === before || !entrySeparated(scanner)) {
			break;
		}
	}
	if (!comprehension) {
		scanner.skip(true);
		close(scanner, '}');
	}
	scanner.linesAreBlank = outer;
	return comprehension ?? { kind: 'object', entries, start, end: scanner.offset };
}

function entrySeparated(scanner: HclScanner): boolean {
	const comma = scanner.offset;
	if (scanner.take(',')) {
		scanner.skip(true);
		if (scanner.isJson && scanner.sees('}')) {
			scanner.problem(syntaxTexts.trailingComma, comma, comma + 1);
		}
		return true;
	}
	scanner.skip();
	if (scanner.sees('}') || scanner.atEnd) {
		return true;
	}
	const isNewLine = scanner.sees('\n');
	scanner.skip(true);
	if (isNewLine && (!scanner.isJson || scanner.sees('}'))) {
		return true;
	}
	if (/["\p{L}_(]/u.test(scanner.text[scanner.offset] ?? '')) {
		scanner.problem(syntaxTexts.entryComma, scanner.offset, scanner.offset + 1);
		return true;
	}
	return false;
}

function readEntry(scanner: HclScanner, read: Readers): ObjectEntry | undefined {
	const start = scanner.offset;
	const key = readKey(scanner, read);
	if (scanner.isJson && key.expression.kind !== 'template') {
		scanner.problem(syntaxTexts.jsonKey, start, scanner.offset);
	}
	scanner.skip();
	const equals = scanner.isJson ? scanner.take(':') : scanner.take('=') || scanner.take(':');
	if (!equals) {
		scanner.problem(syntaxTexts.expected, start, Math.max(scanner.offset, start + 1), scanner.isJson ? ':' : '=');
		if (key.expression.kind === 'missing') {
			return undefined;
		}
		const { offset } = scanner;
		const value: Expression = { kind: 'missing', start: offset, end: offset };
		return { key: key.expression, name: key.name, value, start, end: offset };
	}
	const value = read.expression(scanner);
	return { key: key.expression, name: key.name, value, start, end: value.end };
}

function readKey(scanner: HclScanner, read: Readers): { expression: Expression; name: Identifier | undefined } {
	const { offset } = scanner;
	const isWrapped = scanner.sees('(');
	const expression = read.key(scanner);
	if (isWrapped) {
		return { expression, name: undefined };
	}
	const { start, end } = expression;
	if (expression.kind === 'access') {
		scanner.problem(syntaxTexts.dottedKey, start, end, scanner.text.slice(start, end));
	}
	if (expression.kind === 'variable' || expression.kind === 'literal' || expression.kind === 'access') {
		return { expression, name: { text: scanner.text.slice(start, end), start, end } };
	}
	const isPlain = expression.kind === 'template' && expression.parts.every(part => part.kind === 'text');
	if (!isPlain || offset === scanner.offset) {
		return { expression, name: undefined };
	}
	const text = expression.parts.map(part => (part.kind === 'text' ? part.text : '')).join('');
	return { expression, name: { text, ...expression.content } };
}

function readFor(scanner: HclScanner, read: Readers, start: number, closing: string): For | undefined {
	if (scanner.isJson || !/^for[ \t\r\n]/.test(scanner.text.slice(scanner.offset, scanner.offset + 4))) {
		return undefined;
	}
	scanner.offset += 3;
	const names: Identifier[] = [];
	do {
		scanner.skip();
		const name = scanner.identifier();
		if (name) {
			names.push(name);
		}
	} while (scanner.take(','));
	if (!scanner.take('in')) {
		scanner.problem(syntaxTexts.expected, scanner.offset, scanner.offset + 1, 'in');
	}
	const collection = read.expression(scanner);
	if (!scanner.take(':')) {
		scanner.problem(syntaxTexts.expected, scanner.offset, scanner.offset + 1, ':');
	}
	const inner = [read.expression(scanner)];
	if (scanner.take('=>')) {
		inner.push(read.expression(scanner));
	}
	scanner.take('...');
	if (scanner.take('if')) {
		inner.push(read.expression(scanner));
	}
	close(scanner, closing);
	return { kind: 'for', names, collection, inner, start, end: scanner.offset };
}

/** Line breaks are blanks while this is read. */
export function withinBrackets<T>(scanner: HclScanner, read: () => T): T {
	const outer = scanner.linesAreBlank;
	scanner.linesAreBlank = true;
	const result = read();
	scanner.linesAreBlank = outer;
	return result;
}

/** Goes over a closing bracket, or says that it is missing. */
export function close(scanner: HclScanner, closing: string): void {
	const before = scanner.offset;
	if (!scanner.take(closing)) {
		const { offset } = scanner;
		scanner.offset = before;
		scanner.problem(syntaxTexts.expected, offset, offset + 1, closing);
	}
}
