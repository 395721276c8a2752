import { close, type Readers, readList, readObject, withinBrackets } from './hclCollections.ts';
import type { HclScanner } from './hclScanner.ts';
import type { Expression, Identifier } from './hclSyntax.ts';
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
		return readList(scanner, readers);
	}
	if (character === '{') {
		return readObject(scanner, readers);
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

const readers: Readers = { expression: readExpression, key: readKeyTerm };

/** A key is a term; the `:` behind it would otherwise be taken for the end of a condition. */
function readKeyTerm(scanner: HclScanner): Expression {
	return scanner.nested(() => readAccesses(scanner, readTerm(scanner))) ?? nothingAt(scanner);
}
