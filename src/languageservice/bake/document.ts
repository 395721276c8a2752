import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import { DocumentCache } from '../documentCache.ts';
import { parseHcl } from './hclBody.ts';
import type { Attribute, Block, Body, Expression, Identifier, Span, SyntaxProblem } from './hclSyntax.ts';
import { parseBakeJson } from './jsonBody.ts';

export type BakeKind = 'target' | 'group' | 'variable' | 'function';

/** A block with a name. */
export interface Definition {
	readonly kind: BakeKind;
	readonly name: Identifier;
	readonly block: Block;
	readonly attributes: ReadonlyMap<string, Attribute>;
}

/** One version of a bake file, HCL or JSON, read once. */
export interface BakeDocument {
	readonly text: TextDocument;
	readonly source: string;
	readonly isJson: boolean;
	readonly body: Body;
	readonly problems: readonly SyntaxProblem[];
	/** All blocks with names, in the order of the file; the same name may come twice. */
	readonly definitions: readonly Definition[];
	range(span: Span): Range;
}

export function createBakeDocuments(): DocumentCache<BakeDocument> {
	return new DocumentCache(parseBake);
}

export function parseBake(text: TextDocument): BakeDocument {
	const source = text.getText();
	const isJson = text.uri.endsWith('.json');
	const { body, problems } = isJson ? parseBakeJson(source) : parseHcl(source);
	const definitions = body.blocks.flatMap(block => definitionOf(block) ?? []);
	const range = ({ start, end }: Span) => ({ start: text.positionAt(start), end: text.positionAt(end) });
	return { text, source, isJson, body, problems, definitions, range };
}

const kinds: ReadonlySet<string> = new Set<BakeKind>(['target', 'group', 'variable', 'function']);

export function isBakeKind(type: string): type is BakeKind {
	return kinds.has(type);
}

function definitionOf(block: Block): Definition | undefined {
	const { type, labels } = block;
	const name = labels[0];
	if (!name || !isBakeKind(type.text)) {
		return undefined;
	}
	const attributes = new Map(block.body.attributes.map(attribute => [attribute.name.text, attribute]));
	return { kind: type.text, name, block, attributes };
}

/** The text of an expression that is a string without variables, with the place inside its quotes. */
export function plainString(expression: Expression | undefined): Identifier | undefined {
	if (expression?.kind !== 'template' || expression.parts.some(part => part.kind !== 'text')) {
		return undefined;
	}
	const text = expression.parts.map(part => (part.kind === 'text' ? part.text : '')).join('');
	return { text, ...expression.content };
}

/** The items of a list that are plain strings. */
export function plainStrings(expression: Expression | undefined): Identifier[] {
	return expression?.kind === 'list' ? expression.items.flatMap(item => plainString(item) ?? []) : [];
}

export function holds(span: Span, offset: number): boolean {
	return span.start <= offset && offset <= span.end;
}

/** The definition whose block holds an offset. */
export function definitionAt(document: BakeDocument, offset: number): Definition | undefined {
	return document.definitions.find(({ block }) => holds(block, offset));
}

/** The offset of a position. */
export function offsetAt(document: BakeDocument, position: Position): number {
	return document.text.offsetAt(position);
}
