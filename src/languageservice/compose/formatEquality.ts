import { type CST, type Document, isAlias, isCollection, isPair, isScalar } from 'yaml';
import { readYaml } from './yamlReader.ts';

/** What a text says, for comparing; and where it is broken. */
export interface ReadDocuments {
	readonly text: string;
	readonly tokens: readonly CST.Token[];
	readonly documents: readonly Document.Parsed[];
	/** Offsets of the errors. */
	readonly errors: readonly (readonly [number, number])[];
	/** Texts of all comments, in order. */
	readonly comments: readonly string[];
}

export function read(text: string): ReadDocuments {
	const { tokens, documents } = readYaml(text);
	const comments: string[] = [];
	for (const token of tokens) {
		collectComments(token, comments);
	}
	return { text, tokens, documents, errors: documents.flatMap(({ errors }) => errors.map(({ pos }) => pos)), comments };
}

/** Whether two texts say the same: every value, key, tag, anchor, alias, comment, kind of quotes, and error. */
export function equalDocuments(a: ReadDocuments, b: ReadDocuments): boolean {
	return (
		a.documents.length === b.documents.length &&
		a.errors.length === b.errors.length &&
		a.comments.length === b.comments.length &&
		a.comments.every((comment, index) => comment === b.comments[index]) &&
		a.documents.every((document, index) => {
			const other = b.documents[index];
			return other !== undefined && equalNodes(document.contents, other.contents);
		})
	);
}

function equalNodes(a: unknown, b: unknown): boolean {
	if (isPair(a)) {
		return isPair(b) && equalNodes(a.key, b.key) && equalNodes(a.value, b.value);
	}
	if (isScalar(a)) {
		return isScalar(b) && Object.is(a.value, b.value) && a.type === b.type && a.tag === b.tag && a.anchor === b.anchor;
	}
	if (isAlias(a)) {
		return isAlias(b) && a.source === b.source;
	}
	if (isCollection(a)) {
		return (
			isCollection(b) &&
			a.constructor === b.constructor &&
			a.flow === b.flow &&
			a.tag === b.tag &&
			a.anchor === b.anchor &&
			a.items.length === b.items.length &&
			a.items.every((item, index) => equalNodes(item, b.items[index]))
		);
	}
	return a === b;
}

function collectComments(token: CST.Token | null | undefined, into: string[]): void {
	if (!token) {
		return;
	}
	if (token.type === 'comment') {
		into.push(token.source);
	}
	const list = (tokens: readonly CST.Token[] | undefined) => {
		for (const each of tokens ?? []) {
			collectComments(each, into);
		}
	};
	if ('start' in token) {
		list(Array.isArray(token.start) ? token.start : []);
	}
	if ('props' in token) {
		list(token.props);
	}
	if ('items' in token) {
		for (const { start, key, sep, value } of token.items) {
			list(start);
			collectComments(key, into);
			list(sep);
			collectComments(value, into);
		}
	}
	if (token.type === 'document') {
		collectComments(token.value, into);
	}
	if ('end' in token) {
		list(token.end as CST.Token[] | undefined);
	}
}
