import { nearest } from '../../dockerfile/nearest.ts';
import type { BakeDocument, Definition } from '../document.ts';
import { plainStrings } from '../document.ts';
import { evaluate, unknown } from '../evaluate.ts';
import { arityOf, functionSignatures } from '../functions.ts';
import { type Call, type Expression, type Identifier, type ObjectEntry, partsOf } from '../hclSyntax.ts';
import { builtInVariables, type NamePlace, namesIn } from '../names.ts';
import { type Problem, problem } from '../problem.ts';
import { type BakeProject, isComposeService } from '../siblings.ts';

/** Names without a declaration, calls with too few or many arguments, and circles. */
export function checkReferences(project: BakeProject): Problem[] {
	const { document } = project;
	const declared = declarationsIn(project);
	const places = namesIn(document);
	const matrices = document.definitions.some(each => each.attributes.has('matrix'));
	return [
		...places.filter(place => place.role === 'use').flatMap(place => checkUse(project, place, declared, matrices)),
		...document.definitions.flatMap(checkMatrix),
		...callsIn(document).flatMap(call => checkCall(call, declared)),
		...checkCycles(document, places),
	];
}

type Declared = Readonly<
	Record<'target' | 'group' | 'variable' | 'function', ReadonlyMap<string, Definition | undefined>>
>;

function declarationsIn({ files }: BakeProject): Declared {
	const all = files.flatMap(file => file.definitions);
	const of = (kind: Definition['kind']) =>
		new Map(all.filter(each => each.kind === kind).map(each => [each.name.text, each as Definition | undefined]));
	const variables = of('variable');
	for (const { name } of files.flatMap(file => file.body.attributes)) {
		variables.set(name.text, undefined);
	}
	for (const name of builtInVariables) {
		variables.set(name, undefined);
	}
	return { target: of('target'), group: of('group'), variable: variables, function: of('function') };
}

function checkUse(project: BakeProject, place: NamePlace, declared: Declared, hasMatrices: boolean): Problem[] {
	const { kind, name } = place;
	if (kind === 'variable') {
		const isType = place.attribute === 'type' && place.definition?.kind === 'variable';
		return isType || declared.variable.has(name) ? [] : [missing('UndefinedVariable', place, declared.variable.keys())];
	}
	if (kind === 'function') {
		const isType = place.attribute === 'type' && place.definition?.kind === 'variable';
		const isKnown = isType || declared.function.has(name) || functionSignatures.has(name);
		return isKnown
			? []
			: [missing('UndefinedFunction', place, [...declared.function.keys(), ...functionSignatures.keys()])];
	}
	if (kind !== 'target' && kind !== 'group') {
		return [];
	}
	const isKnown = declared.target.has(name) || (kind === 'group' && declared.group.has(name));
	if (isKnown || isComposeService(project, name) || (hasMatrices && isFromMatrix(project, name))) {
		return [];
	}
	return [
		missing('UndefinedTarget', place, [...declared.target.keys(), ...(kind === 'group' ? declared.group.keys() : [])]),
	];
}

function missing(rule: Problem['rule'], place: NamePlace, options: Iterable<string>): Problem {
	const span = place.end > place.start ? place : { start: place.start - 1, end: place.end + 1 };
	return { ...problem(rule, span, place.name), nearest: nearest(place.name, options) };
}

/** Whether a name may come out of the `name` of a matrix target: its fixed beginning and end fit. */
function isFromMatrix({ files }: BakeProject, name: string): boolean {
	return files
		.flatMap(file => file.definitions)
		.some(({ attributes }) => {
			const template = attributes.has('matrix') ? attributes.get('name')?.value : undefined;
			if (template?.kind !== 'template') {
				return template !== undefined;
			}
			const fixed = (part: (typeof template.parts)[number] | undefined) => (part?.kind === 'text' ? part.text : '');
			return name.startsWith(fixed(template.parts[0])) && name.endsWith(fixed(template.parts.at(-1)));
		});
}

function checkMatrix({ kind, name, attributes }: Definition): Problem[] {
	if (kind !== 'target') {
		return [];
	}
	const matrix = attributes.get('matrix')?.value;
	const naming = attributes.get('name');
	if (!matrix) {
		return naming ? [problem('NameWithoutMatrix', naming.name)] : [];
	}
	const isMap = matrix.kind !== 'list' && matrix.kind !== 'template' && matrix.kind !== 'literal';
	const entries = matrix.kind === 'object' ? matrix.entries : [];
	const wrong = entries.find(({ value }) => ['template', 'literal', 'object'].includes(value.kind) && !isWhole(value));
	if (!isMap || wrong) {
		return [problem('InvalidMatrix', wrong?.value ?? matrix)];
	}
	const combinations = entries.map(({ value }) => (value.kind === 'list' ? value.items.length : Number.NaN));
	const many = combinations.reduce((product, count) => product * count, 1) > 1;
	const keys = entries.flatMap(entry => entry.name?.text ?? []);
	const used = naming ? variablesIn(naming.value) : new Set<string>();
	const varying = entries.filter(({ value }) => value.kind === 'list' && value.items.length > 1);
	const isFixed = naming?.value.kind === 'template' && varying.some(entry => entry.name && !used.has(entry.name.text));
	if (many && (!naming || isFixed)) {
		const proposal = [name.text, ...keys.map(key => `\${${key}}`)].join('-');
		return [problem('MatrixWithoutName', naming?.value ?? name, proposal)];
	}
	return checkMatrixName(naming?.value, entries);
}

function variablesIn(expression: Expression): Set<string> {
	const own = expression.kind === 'variable' ? [expression.name] : [];
	return new Set([...own, ...partsOf(expression).flatMap(part => [...variablesIn(part)])]);
}

function checkMatrixName(naming: Expression | undefined, entries: readonly ObjectEntry[]): Problem[] {
	for (const { name, value } of naming ? entries : []) {
		for (const item of value.kind === 'list' ? value.items : []) {
			const text = evaluate(naming as Expression, each => (each === name?.text ? evaluate(item, () => unknown) : 'x'));
			if (typeof text === 'string' && !/^[A-Za-z0-9_-]+$/.test(text)) {
				return [problem('InvalidName', naming as Expression, text)];
			}
		}
	}

	const parts = naming?.kind === 'template' ? naming.parts : [];
	const wrong = parts.find(part => part.kind === 'text' && /[^A-Za-z0-9_-]/.test(part.text));
	return wrong?.kind === 'text' ? [problem('InvalidName', wrong, wrong.text)] : [];
}

/** `"${name}"` alone may be anything. */
function isWhole(value: Expression): boolean {
	return value.kind === 'template' && value.parts.length === 1 && value.parts[0]?.kind === 'interpolation';
}

function callsIn(document: BakeDocument): Call[] {
	const calls: Call[] = [];
	const visit = (expression: Expression) => {
		if (expression.kind === 'call') {
			calls.push(expression);
		}
		partsOf(expression).forEach(visit);
	};
	for (const { kind, attributes } of document.definitions) {
		for (const [key, { value }] of attributes) {
			if (kind !== 'variable' || key !== 'type') {
				visit(value);
			}
		}
	}
	document.body.attributes.forEach(({ value }) => {
		visit(value);
	});
	return calls;
}

function checkCall(call: Call, declared: Declared): Problem[] {
	const own = declared.function.get(call.name.text);
	const signature = own ? signatureOf(own) : functionSignatures.get(call.name.text);
	if (signature === undefined || call.spreads) {
		return [];
	}
	const { least, most } = arityOf(signature);
	const isRight = call.args.length >= least && call.args.length <= most;
	return isRight ? [] : [problem('WrongArguments', call, call.name.text, signature)];
}

/** `name(a, b, rest...)` of a function in the file; undefined where its parameters cannot be told. */
export function signatureOf({ name, attributes }: Definition): string | undefined {
	const params = attributes.get('params')?.value;
	const rest = attributes.get('variadic_params')?.value;
	if (params?.kind !== 'list') {
		return undefined;
	}
	const names = params.items.flatMap(item => (item.kind === 'variable' ? [item.name] : []));
	if (rest) {
		names.push(rest.kind === 'variable' ? `${rest.name}...` : 'rest...');
	}
	return `${name.text}(${names.join(', ')})`;
}

/** Variables whose default is made of themselves, contexts that are their own targets, groups that hold themselves. */
function checkCycles(document: BakeDocument, places: readonly NamePlace[]): Problem[] {
	const problems: Problem[] = [];
	const defined = document.definitions;
	const byDefinition = new Map<Definition | undefined, NamePlace[]>();
	for (const place of places.filter(each => each.role === 'use')) {
		const list = byDefinition.get(place.definition) ?? [];
		list.push(place);
		byDefinition.set(place.definition, list);
	}
	const uses = (definition: Definition | undefined, attribute: string, kinds: readonly string[]) =>
		(byDefinition.get(definition) ?? []).filter(place => place.attribute === attribute && kinds.includes(place.kind));
	const search = (kind: Definition['kind'], attribute: string, kinds: readonly string[]) => {
		const own = defined.filter(each => each.kind === kind);
		const next = new Map(own.map(each => [each.name.text, uses(each, attribute, kinds)]));
		for (const each of own) {
			problems.push(...cycleFrom(each.name, next));
		}
	};
	const all = new Map<string, readonly NamePlace[]>();
	const note = (of: readonly NamePlace[], name: string) => all.set(name, [...(all.get(name) ?? []), ...of]);
	for (const each of defined.filter(definition => definition.kind === 'variable')) {
		note(uses(each, 'default', ['variable']), each.name.text);
	}
	for (const { name } of document.body.attributes) {
		note(uses(undefined, name.text, ['variable']), name.text);
	}
	for (const name of all.keys()) {
		problems.push(...cycleFrom({ text: name, start: 0, end: 0 }, all));
	}
	search('function', 'result', ['function']);
	search('target', 'contexts', ['target']);
	const targets = new Set(defined.filter(each => each.kind === 'target').map(each => each.name.text));
	const groups = defined.filter(each => each.kind === 'group' && !targets.has(each.name.text));
	const members = new Map(
		groups.map(each => [each.name.text, plainStrings(each.attributes.get('targets')?.value).map(withName)]),
	);
	for (const each of groups) {
		problems.push(...cycleFrom(each.name, members));
	}
	return problems;
}

const withName = ({ text, start, end }: Identifier) => ({ name: text, start, end });

interface Step {
	readonly name: string;
	readonly start: number;
	readonly end: number;
}

function cycleFrom(first: Identifier, next: ReadonlyMap<string, readonly Step[]>): Problem[] {
	const seen = new Set<string>();
	const walk = (name: string, path: readonly string[]): readonly string[] | undefined => {
		for (const step of next.get(name) ?? []) {
			if (step.name === first.text) {
				return [...path, step.name];
			}
			if (!seen.has(step.name) && next.has(step.name)) {
				seen.add(step.name);
				const found = walk(step.name, [...path, step.name]);
				if (found) {
					return found;
				}
			}
		}
		return undefined;
	};
	for (const step of next.get(first.text) ?? []) {
		const path = step.name === first.text ? [first.text, first.text] : walkFrom(step);
		if (path) {
			return [problem('CyclicReference', step, first.text, path.join(' → '))];
		}
	}
	return [];

	function walkFrom(step: Step): readonly string[] | undefined {
		const path = walk(step.name, [first.text, step.name]);
		return path;
	}
}
