import type { HclScanner } from './hclScanner.ts';
import type { Expression, For, Identifier, ObjectEntry } from './hclSyntax.ts';
import { readHeredoc, readQuoted } from './hclTemplate.ts';
import { syntaxTexts } from './syntaxTexts.ts';

/** Longer chains of operators or accesses are not written by anybody. */
const longestChain = 500;

/** Reads an expression; what is missing is noted and read as `missing`, so that the rest is still understood. */
export function readExpression(scanner: HclScanner): Expression {
	return scanner.nested(() => readConditional(scanner)) ?? nothingAt(scanner);
}

function nothingAt({ offset }: HclScanner): Expression {
	return { kind: 'missing', start: offset, end: offset };
}

function readConditional(scanner: HclScanner): Expression {
	const condition = readBinary(scanner, 0);
	if (!scanner.take('?')) {
		return condition;
	}
	const yes = readExpression(scanner);
	if (!scanner.take(':')) {
		scanner.problem(syntaxTexts.expected, scanner.offset, scanner.offset + 1, ':');
	}
	const no = readExpression(scanner);
	return { kind: 'operation', operator: '?', operands: [condition, yes, no], start: condition.start, end: no.end };
}

const levels: readonly (readonly string[])[] = [
	['||'],
	['&&'],
	['==', '!='],
	['<', '>', '<=', '>='],
	['+', '-'],
	['*', '/', '%'],
];

function readBinary(scanner: HclScanner, level: number): Expression {
	const operators = levels[level];
	if (!operators) {
		return readUnary(scanner);
	}
	let left = readBinary(scanner, level + 1);
	for (let length = 0; length < longestChain; length++) {
		scanner.skip();
		const operator = scanner.operator();
		if (operator === undefined || !operators.includes(operator)) {
			return left;
		}
		scanner.offset += operator.length;
		const right = readBinary(scanner, level + 1);
		left = { kind: 'operation', operator, operands: [left, right], start: left.start, end: right.end };
	}
	scanner.giveUp();
	return left;
}

function readUnary(scanner: HclScanner): Expression {
	scanner.skip();
	const start = scanner.offset;
	const operator = scanner.sees('!') ? '!' : scanner.sees('-') ? '-' : undefined;
	if (operator === undefined) {
		return readAccesses(scanner, readTerm(scanner));
	}
	scanner.offset++;
	const operand = scanner.nested(() => readUnary(scanner)) ?? nothingAt(scanner);
	return { kind: 'operation', operator, operands: [operand], start, end: operand.end };
}

function readAccesses(scanner: HclScanner, term: Expression): Expression {
	let of = term;
	for (let length = 0; length < longestChain; length++) {
		scanner.skip();
		if (scanner.sees('.') && !scanner.sees('...')) {
			scanner.offset++;
			const start = scanner.offset;
			const name = scanner.identifier();
			if (!name && scanner.number() === undefined && !scanner.take('*')) {
				scanner.problem(syntaxTexts.expected, start - 1, start, 'name');
			}
			const position = Number(scanner.text.slice(start, scanner.offset));
			const index: Expression | undefined =
				name || Number.isNaN(position) || scanner.offset === start
					? undefined
					: { kind: 'literal', value: position, start, end: scanner.offset };
			of = { kind: 'access', of, name, index, start: of.start, end: scanner.offset };
		} else if (scanner.sees('[') && of.kind !== 'missing') {
			of = readIndex(scanner, of);
		} else {
			return of;
		}
	}
	scanner.giveUp();
	return of;
}

function readIndex(scanner: HclScanner, of: Expression): Expression {
	scanner.offset++;
	return withinBrackets(scanner, () => {
		const index = scanner.take('*') ? undefined : readExpression(scanner);
		close(scanner, ']');
		return { kind: 'access', of, name: undefined, index, start: of.start, end: scanner.offset };
	});
}

function readTerm(scanner: HclScanner): Expression {
	const start = scanner.offset;
	const character = scanner.text[start] ?? '';
	if (character === '"') {
		return readQuoted(scanner, readExpression);
	}
	if (character === '[') {
		return readList(scanner);
	}
	if (character === '{') {
		return readObject(scanner);
	}
	if (character === '(') {
		scanner.offset++;
		return withinBrackets(scanner, () => {
			const inner = readExpression(scanner);
			close(scanner, ')');
			return inner;
		});
	}
	const number = scanner.number();
	if (number !== undefined) {
		return { kind: 'literal', value: Number(number), start, end: scanner.offset };
	}
	return readHeredoc(scanner, readExpression) ?? readName(scanner) ?? readNothing(scanner);
}

const words = new Map<string, boolean | null>([
	['true', true],
	['false', false],
	['null', null],
]);

function readName(scanner: HclScanner): Expression | undefined {
	const name = scanner.identifier();
	if (!name) {
		return undefined;
	}
	scanner.skip();
	if (scanner.sees('(')) {
		return readCall(scanner, name);
	}
	const { text, start, end } = name;
	const word = words.get(text);
	return word === undefined
		? { kind: 'variable', name: text, start, end }
		: { kind: 'literal', value: word, start, end };
}

function readCall(scanner: HclScanner, name: Identifier): Expression {
	scanner.offset++;
	return withinBrackets(scanner, () => {
		const args: Expression[] = [];
		let spreads = false;
		scanner.skip();
		while (!scanner.atEnd && !scanner.sees(')')) {
			args.push(readExpression(scanner));
			spreads = scanner.take('...');
			if (!scanner.take(',')) {
				break;
			}
			scanner.skip();
		}
		close(scanner, ')');
		const end = scanner.offset;
		return { kind: 'call', name, args, spreads, start: name.start, end, close: end - 1 };
	});
}

function readNothing(scanner: HclScanner): Expression {
	const start = scanner.offset;
	if (scanner.sees("'")) {
		const close = scanner.text.indexOf("'", start + 1);
		scanner.offset = close >= 0 && close < scanner.lineEnd() ? close + 1 : scanner.lineEnd();
		scanner.problem(syntaxTexts.singleQuotes, start, scanner.offset);
	} else {
		const atLineEnd = start >= scanner.lineEnd();
		scanner.problem(syntaxTexts.value, start, atLineEnd ? start : start + 1);
	}
	return { kind: 'missing', start, end: scanner.offset };
}

function readList(scanner: HclScanner): Expression {
	const start = scanner.offset++;
	return withinBrackets(scanner, () => {
		scanner.skip();
		const comprehension = readFor(scanner, start, ']');
		if (comprehension) {
			return comprehension;
		}
		const items: Expression[] = [];
		while (!scanner.atEnd && !scanner.sees(']')) {
			const before = scanner.offset;
			items.push(readExpression(scanner));
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

function readObject(scanner: HclScanner): Expression {
	const start = scanner.offset++;
	const outer = scanner.linesAreBlank;
	scanner.linesAreBlank = true;
	scanner.skip();
	const comprehension = readFor(scanner, start, '}');
	scanner.linesAreBlank = false;
	const entries: ObjectEntry[] = [];
	while (!comprehension && !scanner.atEnd) {
		scanner.skip(true);
		if (scanner.atEnd || scanner.sees('}')) {
			break;
		}
		const before = scanner.offset;
		const entry = readEntry(scanner);
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

function readEntry(scanner: HclScanner): ObjectEntry | undefined {
	const start = scanner.offset;
	const key = readKey(scanner);
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
	const value = readExpression(scanner);
	return { key: key.expression, name: key.name, value, start, end: value.end };
}

function readKey(scanner: HclScanner): { expression: Expression; name: Identifier | undefined } {
	const { offset } = scanner;
	const isWrapped = scanner.sees('(');
	const expression = readExpressionOfKey(scanner);
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

/** A key is a term; the `:` behind it would otherwise be taken for the end of a condition. */
function readExpressionOfKey(scanner: HclScanner): Expression {
	return scanner.nested(() => readAccesses(scanner, readTerm(scanner))) ?? nothingAt(scanner);
}

function readFor(scanner: HclScanner, start: number, closing: string): For | undefined {
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
	const collection = readExpression(scanner);
	if (!scanner.take(':')) {
		scanner.problem(syntaxTexts.expected, scanner.offset, scanner.offset + 1, ':');
	}
	const inner = [readExpression(scanner)];
	if (scanner.take('=>')) {
		inner.push(readExpression(scanner));
	}
	scanner.take('...');
	if (scanner.take('if')) {
		inner.push(readExpression(scanner));
	}
	close(scanner, closing);
	return { kind: 'for', names, collection, inner, start, end: scanner.offset };
}

function withinBrackets<T>(scanner: HclScanner, read: () => T): T {
	const outer = scanner.linesAreBlank;
	scanner.linesAreBlank = true;
	const result = read();
	scanner.linesAreBlank = outer;
	return result;
}

function close(scanner: HclScanner, closing: string): void {
	const before = scanner.offset;
	if (!scanner.take(closing)) {
		const { offset } = scanner;
		scanner.offset = before;
		scanner.problem(syntaxTexts.expected, offset, offset + 1, closing);
	}
}
