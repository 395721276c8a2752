import type { BakeDocument, BakeKind, Definition } from './document.ts';
import { plainString, plainStrings } from './document.ts';
import { type Expression, type Identifier, partsOf, type Span, type TemplatePart } from './hclSyntax.ts';

/** What a name in a bake file can name. `attribute` is an attribute at the top level, which works as a variable. */
export type NameKind = BakeKind | 'attribute' | 'local';

/** A place where a name is declared or used. */
export interface NamePlace extends Span {
	readonly kind: NameKind;
	readonly name: string;
	readonly role: 'declaration' | 'use';
	/** For names that only live within a function, target or `for`: where. */
	readonly within: Span | undefined;
	/** The attribute and block that it stands in. */
	readonly definition: Definition | undefined;
	readonly attribute: string | undefined;
}

/** Names that bake itself declares. */
export const builtInVariables: ReadonlySet<string> = new Set(['BAKE_CMD_CONTEXT', 'BAKE_LOCAL_PLATFORM']);

/** Every name in a file: blocks, and the places in expressions and lists that refer to them. */
export function namesIn(document: BakeDocument): NamePlace[] {
	const collector = new NameCollector();
	for (const { name, value } of document.body.attributes) {
		collector.topAttribute(name, value);
	}
	for (const definition of document.definitions) {
		collector.definition(definition);
	}
	return collector.places;
}

interface Local {
	readonly name: string;
	readonly within: Span;
}

class NameCollector {
	readonly places: NamePlace[] = [];
	#definition: Definition | undefined;
	#attribute: string | undefined;

	declare(kind: NameKind, { text, start, end }: Identifier, within?: Span): void {
		this.#add(kind, text, { start, end }, 'declaration', within);
	}

	topAttribute(name: Identifier, value: Expression): void {
		this.declare('attribute', name);
		this.#attribute = name.text;
		this.expression(value, []);
		this.#attribute = undefined;
	}

	definition(definition: Definition): void {
		const { kind, name, block, attributes } = definition;
		this.#definition = definition;
		this.#attribute = undefined;
		this.declare(kind, name);
		const locals = this.#localsOf(definition);
		for (const [key, { value }] of attributes) {
			this.#attribute = key;
			this.#namesInValue(kind, key, value);
			if (kind !== 'function' || key === 'result') {
				this.expression(value, key === 'matrix' ? [] : locals);
			}
		}
		for (const inner of block.body.blocks) {
			for (const { name: key, value } of inner.body.attributes) {
				this.#attribute = key.text;
				this.expression(value, locals);
			}
		}
		this.#definition = undefined;
		this.#attribute = undefined;
	}

	/** Parameters of a function, keys of a matrix. */
	#localsOf({ kind, block, attributes }: Definition): Local[] {
		const names: Identifier[] = [];
		if (kind === 'function') {
			for (const key of ['params', 'variadic_params']) {
				const value = attributes.get(key)?.value;
				const items = value?.kind === 'list' ? value.items : value ? [value] : [];
				for (const item of items) {
					const name = item.kind === 'variable' ? { ...item, text: item.name } : plainString(item);
					names.push(...(name ? [name] : []));
				}
			}
		} else if (kind === 'target') {
			const matrix = attributes.get('matrix')?.value;
			names.push(...(matrix?.kind === 'object' ? matrix.entries.flatMap(entry => entry.name ?? []) : []));
		}
		for (const name of names) {
			this.declare('local', name, block);
		}
		return names.map(({ text }) => ({ name: text, within: block }));
	}

	/** Names that are written as strings. */
	#namesInValue(kind: BakeKind, key: string, value: Expression): void {
		if (kind === 'group' && key === 'targets') {
			this.#useAll('group', plainStrings(value));
		} else if (kind === 'target' && key === 'inherits') {
			this.#useAll('target', plainStrings(value));
		} else if (kind === 'target' && key === 'contexts' && value.kind === 'object') {
			const targets = value.entries.flatMap(entry => plainString(entry.value) ?? []);
			for (const { text, start, end } of targets) {
				if (text.startsWith('target:') && end - start === text.length) {
					this.#add('target', text.slice(7), { start: start + 7, end }, 'use');
				}
			}
		}
	}

	/** In the targets of a group `group` stands for targets and groups alike. */
	#useAll(kind: NameKind, names: readonly Identifier[]): void {
		for (const { text, start, end } of names) {
			this.#add(kind, text, { start, end }, 'use');
		}
	}

	expression(expression: Expression, locals: readonly Local[]): void {
		if (expression.kind === 'variable') {
			this.#variable(expression.name, expression, locals);
		} else if (expression.kind === 'call') {
			this.#add('function', expression.name.text, expression.name, 'use');
			this.#all(expression.args, locals);
		} else if (expression.kind === 'for') {
			this.expression(expression.collection, locals);
			for (const name of expression.names) {
				this.declare('local', name, expression);
			}
			const own = expression.names.map(({ text }) => ({ name: text, within: expression }));
			this.#all(expression.inner, [...own, ...locals]);
		} else if (expression.kind === 'template') {
			this.#template(expression.parts, expression, locals);
		} else if (!this.#blockReference(expression)) {
			this.#all(partsOf(expression), locals);
		}
	}

	#all(expressions: readonly Expression[], locals: readonly Local[]): void {
		for (const expression of expressions) {
			this.expression(expression, locals);
		}
	}

	#template(parts: readonly TemplatePart[], whole: Span, locals: readonly Local[]): void {
		const scopes = [locals];
		for (const part of parts) {
			const scope = scopes.at(-1) ?? locals;
			if (part.kind === 'text') {
				continue;
			}
			if (part.expression) {
				this.expression(part.expression, scope);
			}
			if (part.kind === 'directive' && part.keyword === 'for') {
				for (const name of part.names) {
					this.declare('local', name, whole);
				}
				scopes.push([...part.names.map(({ text }) => ({ name: text, within: whole })), ...scope]);
			} else if (part.kind === 'directive' && part.keyword === 'endfor') {
				scopes.pop();
			}
		}
	}

	#variable(name: string, span: Span, locals: readonly Local[]): void {
		const local = locals.find(each => each.name === name);
		this.#add(local ? 'local' : 'variable', name, span, 'use', local?.within);
	}

	/** `target.name.attribute` reads an attribute of another block. */
	#blockReference(expression: Expression): boolean {
		const chain: Identifier[] = [];
		let at: Expression = expression;
		while (at.kind === 'access' && at.name) {
			chain.unshift(at.name);
			at = at.of;
		}
		const kind = at.kind === 'variable' ? at.name : '';
		const name = chain[0];
		if ((kind !== 'target' && kind !== 'group') || !name) {
			return false;
		}
		this.#add(kind, name.text, name, 'use');
		return true;
	}

	#add(kind: NameKind, name: string, { start, end }: Span, role: NamePlace['role'], within?: Span): void {
		const definition = this.#definition;
		this.places.push({ kind, name, role, start, end, within, definition, attribute: this.#attribute });
	}
}
