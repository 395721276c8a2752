import type { BakeDocument } from '../document.ts';
import { plainString } from '../document.ts';
import { type Access, type Expression, type Operation, partsOf } from '../hclSyntax.ts';
import { type Problem, problem } from '../problem.ts';
import { shapeOf } from './values.ts';

/** Operators whose operands can be seen to be wrong, and items of literal lists and maps that are not there. */
export function checkOperands(document: BakeDocument): Problem[] {
	const problems: Problem[] = [];
	const visit = (expression: Expression) => {
		if (expression.kind === 'operation') {
			problems.push(...checkOperation(expression));
		} else if (expression.kind === 'access') {
			problems.push(...checkAccess(expression));
		}
		partsOf(expression).forEach(visit);
	};
	const blocks = document.body.blocks.flatMap(block => [block, ...block.body.blocks]);
	for (const { value } of [...document.body.attributes, ...blocks.flatMap(block => block.body.attributes)]) {
		visit(value);
	}
	return problems;
}

const arithmetic = /^(?:[+\-*/%]|[<>]=?)$/;

function checkOperation({ operator, operands }: Operation): Problem[] {
	const isLogic = /^(?:&&|\|\||!)$/.test(operator);
	const checked = operator === '?' ? operands.slice(0, 1) : operands;
	if (!isLogic && operator !== '?' && !arithmetic.test(operator)) {
		return [];
	}
	const isNumeric = !isLogic && operator !== '?';
	const wrong = checked.filter(operand => !(isNumeric ? mayBeNumber(operand) : mayBeBool(operand)));
	return wrong.map(operand => problem('WrongOperand', operand, operator, isNumeric ? '`1`' : '`true` / `false`'));
}

function mayBeNumber(operand: Expression): boolean {
	const shape = shapeOf(operand);
	if (shape === 'string') {
		const text = plainString(operand)?.text;
		return text === undefined || /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text);
	}
	return shape === undefined || shape === 'number';
}

function mayBeBool(operand: Expression): boolean {
	const shape = shapeOf(operand);
	if (shape === 'string') {
		const text = plainString(operand)?.text;
		return text === undefined || /^(?:true|false)$/.test(text);
	}
	return shape === undefined || shape === 'bool';
}

function checkAccess({ of, name, index }: Access): Problem[] {
	if (of.kind === 'object' && name && of.entries.every(entry => entry.name)) {
		return of.entries.some(entry => entry.name?.text === name.text) ? [] : [problem('NoSuchItem', name, name.text)];
	}
	if (of.kind === 'list' && index?.kind === 'literal' && typeof index.value === 'number') {
		return index.value < of.items.length ? [] : [problem('NoSuchItem', index, String(index.value))];
	}
	return [];
}
