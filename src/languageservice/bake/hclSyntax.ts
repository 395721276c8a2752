import type { Text } from '../host.ts';

/** Offsets into the document. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

export interface Identifier extends Span {
	readonly text: string;
}

export interface SyntaxProblem extends Span {
	readonly message: Text;
	readonly values: readonly string[];
}

/** What stands between braces, or in the whole file. */
export interface Body extends Span {
	readonly attributes: readonly Attribute[];
	readonly blocks: readonly Block[];
}

export interface Attribute extends Span {
	readonly name: Identifier;
	readonly value: Expression;
}

export interface Block extends Span {
	readonly type: Identifier;
	/** The labels without their quotes. */
	readonly labels: readonly Identifier[];
	readonly body: Body;
	/** Where the header ends: at the brace. */
	readonly headerEnd: number;
}

export type Expression = Literal | Template | List | ObjectValue | Call | Variable | Access | Operation | For | Missing;

export interface Literal extends Span {
	readonly kind: 'literal';
	readonly value: number | boolean | null;
}

/** A quoted string or heredoc. */
export interface Template extends Span {
	readonly kind: 'template';
	readonly form: 'quoted' | 'heredoc';
	/** The text between the quotes, or the lines of the heredoc. */
	readonly content: Span;
	readonly parts: readonly TemplatePart[];
}

export type TemplatePart =
	| (Span & { readonly kind: 'text'; readonly text: string })
	| (Span & { readonly kind: 'interpolation'; readonly expression: Expression })
	/** `%{ if … }`, `%{ for … in … }` and their ends. */
	| (Span & {
			readonly kind: 'directive';
			readonly keyword: string;
			readonly names: readonly Identifier[];
			readonly expression: Expression | undefined;
	  });

export interface List extends Span {
	readonly kind: 'list';
	readonly items: readonly Expression[];
}

export interface ObjectValue extends Span {
	readonly kind: 'object';
	readonly entries: readonly ObjectEntry[];
}

export interface ObjectEntry extends Span {
	readonly key: Expression;
	/** The key's text where it is written out, with its place inside quotes. */
	readonly name: Identifier | undefined;
	readonly value: Expression;
}

export interface Call extends Span {
	readonly kind: 'call';
	readonly name: Identifier;
	readonly args: readonly Expression[];
	/** Whether the last argument is spread by `...`. */
	readonly spreads: boolean;
	/** The closing parenthesis. */
	readonly close: number;
}

export interface Variable extends Span {
	readonly kind: 'variable';
	readonly name: string;
}

/** `a.name`, `a[index]`, `a[*]`, `a.*`. */
export interface Access extends Span {
	readonly kind: 'access';
	readonly of: Expression;
	readonly name: Identifier | undefined;
	readonly index: Expression | undefined;
}

/** An operator with one or two operands, `?` with three. */
export interface Operation extends Span {
	readonly kind: 'operation';
	readonly operator: string;
	readonly operands: readonly Expression[];
}

/** `[for x in list: x if …]`, `{for k, v in map: k => v}`. */
export interface For extends Span {
	readonly kind: 'for';
	readonly names: readonly Identifier[];
	readonly collection: Expression;
	/** The results and the condition, in which the names are known. */
	readonly inner: readonly Expression[];
}

/** Nothing where an expression should be. */
export interface Missing extends Span {
	readonly kind: 'missing';
}

/** The expressions directly inside another that see the same names; those inside `for` are left to the caller. */
export function partsOf(expression: Expression): readonly Expression[] {
	switch (expression.kind) {
		case 'template':
			return expression.parts.flatMap(part => (part.kind === 'text' || !part.expression ? [] : [part.expression]));
		case 'list':
			return expression.items;
		case 'object':
			return expression.entries.flatMap(entry => (entry.name ? [entry.value] : [entry.key, entry.value]));
		case 'call':
			return expression.args;
		case 'access':
			return expression.index ? [expression.of, expression.index] : [expression.of];
		case 'operation':
			return expression.operands;
		case 'for':
			return [expression.collection, ...expression.inner];
		default:
			return [];
	}
}
