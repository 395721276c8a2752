import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type CompletionItem, CompletionItemKind, InsertTextFormat, type Position } from 'vscode-languageserver-types';
import { type ServiceHost, say } from '../host.ts';
import { aliasItems, mergeKeyItem } from './completeAliases.ts';
import { completeComment } from './completeComments.ts';
import { assignmentKeys, hostItems } from './completeEnvironment.ts';
import { hasBlockBelow, keyInsert, keyItems } from './completeKeys.ts';
import { nameDetail, nameKeys } from './completeNames.ts';
import { serviceItems } from './completeServices.ts';
import { healthTestItems, scalarItems, unique } from './completeValues.ts';
import { variableBefore, variableItems } from './completeVariables.ts';
import { type CompletionContext, createCompletionContext, item, ownKeys, textAt } from './completionContext.ts';
import { type CursorMark, markCursor } from './cursorMark.ts';
import { formsAt, formsOf } from './model.ts';
import { loggingOptions } from './modelLogging.ts';
import { modelPaths } from './modelPaths.ts';
import type { Form, ListForm, NamedMapForm } from './modelTypes.ts';
import { tagTexts } from './tags.ts';

/** What may be written at a position. The text is parsed anew, with the word at the cursor replaced. */
export async function complete(
	text: TextDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<CompletionItem[]> {
	const offset = text.offsetAt(position);
	const comment = completeComment(text, host, position);
	if (comment) {
		return comment;
	}
	const tag = tagBefore(text, offset);
	if (tag !== undefined) {
		return tagItems(text, host, offset, tag);
	}
	const mark = markCursor(text, offset);
	const context = mark && contextOf(text, host, mark, signal);
	const reread = context && isBegunText(context) ? markCursor(text, offset, true) : undefined;
	const meant = reread ? contextOf(text, host, reread, signal) : context;
	return meant ? unique(await itemsOf(meant)) : [];
}

function contextOf(text: TextDocument, host: ServiceHost, mark: CursorMark, signal: AbortSignal): CompletionContext {
	const { path, parent, doc } = mark.place;
	const paths = modelPaths(doc, parent, path.slice(0, -1));
	const outer = [...new Set(paths.flatMap(each => formsAt(each)))];
	const [around = []] = paths;
	const last = path.at(-1);
	const isKey = mark.role === 'key' || last === undefined;
	const forms = isKey ? outer : formsOf(outer, last);
	return createCompletionContext(host, signal, text, mark, isKey ? around : [...around, last], forms);
}

/** Whether `- name:` with the cursor behind it is more likely the beginning of `- name:/path`. */
function isBegunText({ mark, forms }: CompletionContext): boolean {
	return mark.role === 'value' && mark.gap !== '' && mark.extraIndent > 0 && forms.length === 0;
}

async function itemsOf(context: CompletionContext): Promise<CompletionItem[]> {
	const { mark } = context;
	if (mark.place.role === 'key' && mark.role === 'text') {
		return [];
	}
	const variable = mark.role === 'key' ? undefined : variableBefore(mark.before);
	if (variable) {
		return await variableItems(context, variable);
	}
	if (mark.role === 'text' || /\$\{?\w*$/.test(mark.before)) {
		return [];
	}
	if (mark.before.startsWith('*') && !mark.quote) {
		return aliasItems(context);
	}
	if (mark.place.path.includes('<<') && mark.role !== 'key') {
		return mark.before === '' ? aliasItems(context) : [];
	}
	return await (mark.role === 'key' ? keyPosition(context) : valuePosition(context));
}

async function keyPosition(context: CompletionContext): Promise<CompletionItem[]> {
	const { mark, forms } = context;
	const items: CompletionItem[] = [];
	for (const form of forms) {
		if (form.kind === 'map') {
			items.push(...keyItems(context, form));
		} else if (form.kind === 'namedMap') {
			items.push(...(await namedKeys(context, form)));
		} else if (form.kind === 'list' && canBeginList(mark)) {
			items.push(...(await listBeginnings(context, form)));
		}
	}
	if (mark.isAlone && !mark.inFlow && !mark.hasColon) {
		items.push(...(await scalarItems(context, forms)));
	}
	const canMerge = forms.some(form => form.kind === 'map' || (form.kind === 'namedMap' && !form.declares));
	return canMerge ? [...items, ...mergeKeyItem(context)] : items;
}

/** Whether a value stands below its key that may as well become a list. */
function canBeginList(mark: CursorMark): boolean {
	return mark.isAlone && !mark.inFlow && !mark.hasColon && !mark.quote;
}

/** Keys of a map whose keys are names. */
async function namedKeys(context: CompletionContext, form: NamedMapForm): Promise<CompletionItem[]> {
	if (form.declares) {
		return form.names === 'service' ? serviceItems(context) : [];
	}
	if (form.names === 'argument' || form.meaning === 'environmentVariable') {
		return await assignmentKeys(context);
	}
	const { forms } = context;
	const own = ownKeys(context);
	const kind = form.names;
	const names = kind ? await nameKeys(context, kind) : [];
	// Beside the same names as items of a list.
	const mark = forms.some(each => each.kind === 'list') && canBeginList(context.mark) ? ':' : '';
	const named = names.map(name =>
		item(context, name + mark, CompletionItemKind.Class, {
			insert: keyInsert(
				context,
				name,
				form.of.filter(each => each.kind !== 'null'),
			),
			detail: kind ? nameDetail(context, kind) : '',
			sort: `0${name}`,
			again: true,
		}),
	);
	const usual = (usualKeys(context, form) ?? [])
		.filter(({ value }) => !own.has(value))
		.map(({ value, text }, index) =>
			item(context, value, CompletionItemKind.Property, {
				insert: keyInsert(context, value, [{ kind: 'string' }]),
				text,
				sort: `2${String(index).padStart(3, '0')}`,
			}),
		);
	return [...named, ...usual];
}

function usualKeys(context: CompletionContext, form: NamedMapForm): NamedMapForm['usual'] {
	const { path, mark } = context;
	return path.at(-1) === 'options' && path.at(-2) === 'logging'
		? loggingOptions(textAt(context, ...mark.place.path.slice(0, -2), 'driver'))
		: form.usual;
}

/** Items of a list that has not begun yet, with the dash before them. */
async function listBeginnings(context: CompletionContext, form: ListForm): Promise<CompletionItem[]> {
	const lead = '- ';
	const items = await scalarItems(context, form.of, lead);
	const keys = form.of.flatMap(each => (each.kind === 'map' ? keyItems(context, each, lead) : []));
	return [...items, ...keys];
}

async function valuePosition(context: CompletionContext): Promise<CompletionItem[]> {
	const { mark, forms } = context;
	const items: CompletionItem[] = [];
	if (mark.role === 'value' && mark.before === '' && !mark.inFlow && hasBlockBelow(context)) {
		return [];
	}
	if (mark.role === 'item' && !mark.inFlow && !mark.quote) {
		for (const form of forms) {
			items.push(...(form.kind === 'map' && !/[^\w.$-]/.test(mark.before + mark.after) ? keyItems(context, form) : []));
		}
	}
	items.push(...(await scalarItems(context, forms)), ...(await hostValues(context)), ...firstItems(context));
	if (mark.role === 'value' && mark.before === '' && !mark.quote) {
		items.push(...(await listsInLine(context)));
		const takesCollection = forms.some(({ kind }) => kind === 'map' || kind === 'namedMap' || kind === 'list');
		items.push(...(takesCollection ? aliasItems(context) : []));
	}
	return items;
}

/** Hosts in a value of a variable. */
async function hostValues(context: CompletionContext): Promise<CompletionItem[]> {
	const { path, mark } = context;
	const isVariable = mark.role === 'value' && path.at(-2) === 'environment';
	return isVariable ? await hostItems(context, String(path.at(-1)), mark.before) : [];
}

/** `CMD` and the like, for the first item of a health check's test. */
function firstItems(context: CompletionContext): CompletionItem[] {
	const { path, mark } = context;
	if (mark.role !== 'item' || path.at(-1) !== 0 || path.at(-2) !== 'test') {
		return [];
	}
	const outer = formsAt(path.slice(0, -1));
	const first = outer.flatMap(form => (form.kind === 'list' ? (form.first ?? []) : []));
	return first.map(({ value, text, plain }, index) =>
		item(context, value, CompletionItemKind.EnumMember, {
			insert: mark.quote ? value : (plain ?? value),
			text,
			sort: `0${index}`,
		}),
	);
}

/** A list behind its key in the same line: `depends_on: [db]`. */
async function listsInLine(context: CompletionContext): Promise<CompletionItem[]> {
	const { forms, path } = context;
	if (path.at(-1) === 'test') {
		return healthTestItems(context);
	}
	const isScalar = forms.some(form => form.kind === 'string' && !form.reads);
	const lists = forms.filter(form => form.kind === 'list');
	if (isScalar || lists.length === 0) {
		return [];
	}
	const inFlow = { ...context, mark: { ...context.mark, inFlow: true } };
	const items = await scalarItems(
		inFlow,
		lists.flatMap(form => namedOnly(form.of)),
	);
	return items.map(each => {
		const edit = each.textEdit as { newText: string };
		const gap = context.mark.gap;
		const newText = `${gap}[${edit.newText.slice(gap.length)}]`;
		return { ...each, textEdit: { ...edit, newText } } as CompletionItem;
	});
}

// Half a volume or a path cannot go on behind the bracket that closes the list.
function namedOnly(forms: readonly Form[]): readonly Form[] {
	return forms.filter(
		form =>
			form.kind === 'string' &&
			(form.names || form.values || form.meaning === 'portMapping') &&
			form.meaning !== 'volumeMount',
	);
}

/** The tag that is being written behind a key: `ports: !re`. */
function tagBefore(text: TextDocument, offset: number): string | undefined {
	const { line, character } = text.positionAt(offset);
	const before = text.getText({ start: { line, character: 0 }, end: { line, character } });
	const isBeforeMore = /^\w*[^\s\w]/.test(
		text.getText({ start: { line, character }, end: { line: line + 1, character: 0 } }),
	);
	return isBeforeMore ? undefined : /^\s*(?:- +)*[\w."'-]+:\s+(!\w*)$/.exec(before)?.[1];
}

function tagItems(text: TextDocument, host: ServiceHost, offset: number, written: string): CompletionItem[] {
	const rest = /^\w*/.exec(text.getText().slice(offset, offset + 50))?.[0] ?? '';
	const range = { start: text.positionAt(offset - written.length), end: text.positionAt(offset + rest.length) };
	return tagTexts.map(({ label, text: about }) => ({
		label,
		kind: CompletionItemKind.Keyword,
		textEdit: { range, newText: label },
		insertTextFormat: InsertTextFormat.PlainText,
		filterText: label,
		documentation: { kind: 'markdown', value: say(about, host.locale) },
	}));
}
