import type { TextDocument } from 'vscode-languageserver-textdocument';
import {
	type CompletionItem,
	CompletionItemKind,
	InsertTextFormat,
	InsertTextMode,
	type TextEdit,
} from 'vscode-languageserver-types';
import { isMap, isScalar, type Node, type YAMLMap } from 'yaml';
import { type ServiceHost, say, type Text } from '../host.ts';
import type { CursorMark } from './cursorMark.ts';
import type { ReferenceKind } from './entities.ts';
import { markText } from './linePart.ts';
import { keyText, lookup, valueAt } from './merged.ts';
import type { ModelPath } from './model.ts';
import type { Form, ValueModel } from './modelTypes.ts';
import { type ComposeProject, loadProject, type ProjectFile } from './project.ts';
import { buildIndex, type ReferenceIndex } from './references.ts';

/** What the parts of completion work with. */
export interface CompletionContext {
	readonly host: ServiceHost;
	readonly signal: AbortSignal;
	readonly text: TextDocument;
	readonly mark: CursorMark;
	/** The path of the mark in the specification, of a key that of its map. */
	readonly path: ModelPath;
	/** What may stand there. */
	readonly forms: readonly Form[];
	/** The service that the mark is in. */
	readonly service: string | undefined;
	/** The indentation that the file is written with. */
	readonly indent: string;
	project(): Promise<ComposeProject>;
	index(): Promise<ReferenceIndex>;
	/** Names of a kind, those of other files of the project included. */
	names(kind: ReferenceKind): Promise<readonly string[]>;
	/** The file that the mark is in, as the project has it. */
	file(): Promise<ProjectFile>;
}

export function createCompletionContext(
	host: ServiceHost,
	signal: AbortSignal,
	text: TextDocument,
	mark: CursorMark,
	path: ModelPath,
	forms: readonly Form[],
): CompletionContext {
	let loading: Promise<ComposeProject> | undefined;
	const project = () => {
		loading ??= loadProject(mark.document, host, signal);
		return loading;
	};
	const index = async () => buildIndex(await project());
	return {
		host,
		signal,
		text,
		mark,
		path,
		forms,
		service: serviceOf(mark),
		indent: indentOf(mark.document.source),
		project,
		index,
		names: async kind => (await index()).names(kind, text.uri).filter(name => name !== markText),
		file: async () => (await project()).main,
	};
}

function serviceOf({ place }: CursorMark): string | undefined {
	const [section, name] = place.path;
	return section === 'services' && typeof name === 'string' ? name : undefined;
}

/** The first indentation of a text, two blanks where there is none. */
function indentOf(source: string): string {
	return /^( {1,8})[^\s#-]/m.exec(source.slice(0, 5000))?.[1] ?? '  ';
}

export interface ItemDetails {
	/** What is inserted in place of the label; lines after the first are indented relative to it. */
	readonly insert?: string;
	readonly detail?: string;
	readonly text?: Text;
	readonly documentation?: string;
	readonly sort?: string;
	/** Asks for the next word at once. */
	readonly again?: boolean;
	readonly filter?: string;
	/** What is replaced, in offsets of the original text; the whole scalar by default. */
	readonly start?: number;
	readonly end?: number;
	readonly isDeprecated?: boolean;
	readonly more?: readonly TextEdit[];
}

/** An item that replaces the scalar at the cursor or a part of it. */
export function item(
	context: CompletionContext,
	label: string,
	kind: CompletionItemKind,
	details: ItemDetails = {},
): CompletionItem {
	const { mark, text, host } = context;
	const start = details.start ?? mark.start;
	const inner = indented(context, details.insert ?? label);
	const insert = start === mark.start ? mark.gap + inner : inner;
	const documentation = details.documentation ?? (details.text ? say(details.text, host.locale) : undefined);
	return {
		label,
		kind,
		textEdit: {
			range: { start: text.positionAt(start), end: text.positionAt(details.end ?? mark.end) },
			newText: insert,
		},
		insertTextFormat: InsertTextFormat.PlainText,
		insertTextMode: InsertTextMode.adjustIndentation,
		filterText: mark.gap + (details.filter ?? label),
		...(details.detail ? { detail: details.detail } : {}),
		...(documentation ? { documentation: { kind: 'markdown', value: documentation } } : {}),
		...(details.sort ? { sortText: details.sort } : {}),
		...(details.more ? { additionalTextEdits: [...details.more] } : {}),
		...(details.isDeprecated ? { deprecated: true, tags: [1] } : {}),
		...(details.again ? { command: { title: '', command: 'editor.action.triggerSuggest' } } : {}),
	};
}

// An editor repeats the indentation of the line, which lacks the `- ` before the word.
function indented(context: CompletionContext, insert: string): string {
	return insert.replaceAll('\n', `\n${' '.repeat(context.mark.extraIndent)}`);
}

/** A value of the model as an item. */
export function valueItem(context: CompletionContext, value: ValueModel, sort: string, lead = ''): CompletionItem {
	const { mark, host } = context;
	const since = value.since ? say(needs, host.locale, value.since) : undefined;
	const written = mark.quote ? escaped(value.value, mark.quote) : (value.plain ?? scalar(context, value.value));
	return item(context, value.value, CompletionItemKind.EnumMember, {
		insert: lead + written,
		text: value.text,
		sort,
		...(since ? { detail: since } : {}),
	});
}

export const needs: Text = { en: 'needs Compose {0}', ko: 'Compose {0} 필요' };

/** A text as a scalar in its place: quoted where it would be read as something else. */
export function scalar(context: CompletionContext, text: string): string {
	const { quote, inFlow } = context.mark;
	if (quote) {
		return escaped(text, quote);
	}
	return isPlain(text, inFlow) ? text : JSON.stringify(text);
}

function escaped(text: string, quote: '"' | "'"): string {
	return quote === '"' ? JSON.stringify(text).slice(1, -1) : text.replaceAll("'", "''");
}

/** Whether a text without quotes is read as that text. */
export function isPlain(text: string, inFlow: boolean): boolean {
	return (
		/^[\w./~$]/.test(text) &&
		!/[\n\r\t"'`\\]|:\s|:$|\s#|\s$/.test(text) &&
		!(inFlow && /[[\]{},]/.test(text)) &&
		!/^(?:~|null|true|false|yes|no|on|off|y|n|[-+]?(?:\d[\d_]*)?\.?\d*(?:e[-+]?\d+)?|0[xo][\da-f]+|\d+(?::\d+)+|\d{4}-\d\d?-\d\d?.*)$/i.test(
			text,
		)
	);
}

/** What a map has besides the mark, and what stands there. */
export function siblingText(context: CompletionContext, key: string): string | undefined {
	const { place } = context.mark;
	return textOf(isMap(place.parent) ? lookup(place.doc, place.parent, key)?.value : undefined);
}

/** The text at a path from the root of the YAML document. */
export function textAt(context: CompletionContext, ...path: readonly (string | number)[]): string | undefined {
	const { doc } = context.mark.place;
	return textOf(valueAt(doc, doc.root, ...path));
}

export function nodeAtPath(context: CompletionContext, ...path: readonly (string | number)[]): Node | undefined {
	const { doc } = context.mark.place;
	return valueAt(doc, doc.root, ...path);
}

function textOf(node: unknown): string | undefined {
	if (!isScalar(node)) {
		return undefined;
	}
	return typeof node.value === 'string' ? node.value : (node.source ?? undefined);
}

/** The keys that the map around the mark has of its own. */
export function ownKeys(context: CompletionContext): ReadonlySet<string> {
	const { parent, node } = context.mark.place;
	const keys = isMap(parent) ? (parent as YAMLMap).items.map(pair => pair.key) : [];
	return new Set(keys.filter(key => key !== node).map(key => keyText(key) ?? ''));
}
