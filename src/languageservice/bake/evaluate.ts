import type { BakeDocument } from './document.ts';
import type { Expression, TemplatePart } from './hclSyntax.ts';

/** Stands for what cannot be known without running bake. */
export const unknown: unique symbol = Symbol('unknown');

export type Value = string | number | boolean | null | readonly Value[] | ReadonlyMap<string, Value> | typeof unknown;

/** The value of a name; `unknown` where there is none. */
export type Lookup = (name: string) => Value;

/** The variables of a file by their defaults, each worked out once; one that refers to itself is unknown. */
export function defaultsOf(document: BakeDocument): Lookup {
	const known = new Map<string, Value>();
	const sources = new Map<string, Expression>();
	for (const { name, value } of document.body.attributes) {
		sources.set(name.text, value);
	}
	for (const { kind, name, attributes } of document.definitions) {
		const value = attributes.get('default')?.value;
		if (kind === 'variable' && value) {
			sources.set(name.text, value);
		}
	}
	const lookup: Lookup = name => {
		const before = known.get(name);
		if (before !== undefined) {
			return before;
		}
		known.set(name, unknown);
		const source = sources.get(name);
		const value = source ? evaluate(source, lookup) : unknown;
		known.set(name, value);
		return value;
	};
	return lookup;
}

/** What an expression gives; functions and whatever depends on the machine are unknown. */
export function evaluate(expression: Expression, lookup: Lookup): Value {
	switch (expression.kind) {
		case 'literal':
			return expression.value;
		case 'template':
			return fill(expression.parts, lookup);
		case 'list':
			return expression.items.map(item => evaluate(item, lookup));
		case 'object':
			return new Map(
				expression.entries.flatMap(entry => (entry.name ? [[entry.name.text, evaluate(entry.value, lookup)]] : [])),
			);
		case 'variable':
			return lookup(expression.name);
		case 'operation':
			return operate(expression.operator, expression.operands, lookup);
		default:
			return unknown;
	}
}

/** The text that a value has inside `${…}`; undefined for lists, maps and the unknown. */
export function textOf(value: Value): string | undefined {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
		? String(value)
		: undefined;
}

const longestText = 100_000;

function fill(parts: readonly TemplatePart[], lookup: Lookup): Value {
	const only = parts[0];
	if (parts.length === 1 && only?.kind === 'interpolation') {
		return evaluate(only.expression, lookup);
	}
	let text = '';
	for (const part of parts) {
		const value =
			part.kind === 'text'
				? part.text
				: part.kind === 'interpolation'
					? textOf(evaluate(part.expression, lookup))
					: undefined;
		if (value === undefined || text.length > longestText) {
			return unknown;
		}
		text += value;
	}
	return text;
}

function operate(operator: string, operands: readonly Expression[], lookup: Lookup): Value {
	const [left, right] = operands.map(operand => evaluate(operand, lookup));
	if (operator === '?' && typeof left === 'boolean') {
		const chosen = operands[left ? 1 : 2];
		return chosen ? evaluate(chosen, lookup) : unknown;
	}
	if (operator === '!' && typeof left === 'boolean') {
		return !left;
	}
	const isKnown = typeof left !== 'object' && typeof right !== 'object' && left !== unknown && right !== unknown;
	if (isKnown && (operator === '==' || operator === '!=')) {
		return (left === right) === (operator === '==');
	}
	return unknown;
}
