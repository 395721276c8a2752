import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { say, type Text } from '../host.ts';
import { type CompletionContext, item, needs, ownKeys } from './completionContext.ts';
import { keyMarkdown, kindsOf } from './keyMarkdown.ts';
import type { Form, KeyModel, MapForm } from './modelTypes.ts';

const notWith: Text = { en: 'not with {0}', ko: '{0}와(과) 함께 쓸 수 없음' };

/**
 * The keys of a map that it does not have yet.
 * @param lead what is inserted before each key: `- ` where the map would begin a list.
 */
export function keyItems(context: CompletionContext, form: MapForm, lead = ''): CompletionItem[] {
	const own = ownKeys(context);
	const isNew = lead !== '' || context.mark.role === 'item';
	return form.keys
		.filter(key => isNew || !own.has(key.name))
		.map((key, index) => keyItem(context, form, key, { own: isNew ? new Set() : own, lead, index }));
}

interface Surroundings {
	readonly own: ReadonlySet<string>;
	readonly lead: string;
	readonly index: number;
}

function keyItem(context: CompletionContext, form: MapForm, key: KeyModel, around: Surroundings): CompletionItem {
	const { locale } = context.host;
	const isRequired = form.required.includes(key.name);
	const clash = key.excludes?.filter(name => around.own.has(name)) ?? [];
	const isTooNew = key.since !== undefined && isNewer(key.since, context.host.composeVersion?.());
	const rank = isRequired ? 0 : key.deprecated || clash.length > 0 || isTooNew ? 2 : 1;
	const detail = clash.length
		? say(notWith, locale, clash.join(', '))
		: isTooNew
			? say(needs, locale, key.since as string)
			: kindsOf(key.forms, locale);
	return item(context, key.name, CompletionItemKind.Property, {
		insert: around.lead + keyInsert(context, key.name, key.forms, around.lead.length),
		detail,
		documentation: keyMarkdown(key, locale),
		sort: `1${rank}${String(around.index).padStart(3, '0')}`,
		again: isFollowed(key.forms) && !context.mark.hasColon,
		isDeprecated: key.deprecated !== undefined,
	});
}

function isNewer(since: string, installed: string | undefined): boolean {
	const [wanted, has] = [since, installed ?? ''].map(version => version.split('.').map(Number));
	if (installed === undefined || !wanted || !has) {
		return installed === undefined && (wanted?.[0] ?? 0) >= 5;
	}
	const index = wanted.findIndex((part, position) => part !== (has[position] ?? 0));
	return index >= 0 && (wanted[index] as number) > (has[index] ?? 0);
}

/** A key with its colon and the beginning of its value, where these are not there already. */
export function keyInsert(context: CompletionContext, name: string, forms: readonly Form[], width = 0): string {
	const { mark, indent } = context;
	if (mark.hasColon || mark.quote) {
		return name;
	}
	if (mark.inFlow) {
		return `${name}: `;
	}
	if (hasBlockBelow(context)) {
		return `${name}:`;
	}
	const below = `\n${' '.repeat(width)}${indent}`;
	switch (firstShape(forms)) {
		case 'map':
			return `${name}:${below}${requiredKey(forms)}`;
		case 'list':
			return `${name}:${below}- ${requiredKey(forms.flatMap(form => (form.kind === 'list' ? form.of : [])))}`;
		default:
			return `${name}: `;
	}
}

/** The one key that a map cannot do without. */
function requiredKey(forms: readonly Form[]): string {
	const [form] = forms;
	const [only, ...more] = form?.kind === 'map' ? form.required : [];
	return only !== undefined && more.length === 0 ? `${only}: ` : '';
}

/** The shape that a key is usually written in: a scalar if it may be one. */
function firstShape(forms: readonly Form[]): 'scalar' | 'map' | 'list' {
	const shapes = forms.filter(form => form.kind !== 'null');
	if (shapes.some(form => form.kind !== 'map' && form.kind !== 'namedMap' && form.kind !== 'list')) {
		return 'scalar';
	}
	return shapes[0]?.kind === 'list' ? 'list' : 'map';
}

/** Whether a key is followed by something that can be offered at once. */
function isFollowed(forms: readonly Form[]): boolean {
	return forms.some(form => form.kind !== 'string' || form.values !== undefined || form.names !== undefined);
}

/** Whether the lines after the mark are what belongs to the key in its line: further in, or a list as far in. */
export function hasBlockBelow(context: CompletionContext): boolean {
	const { mark } = context;
	const { source } = mark.document;
	const lineStart = source.lastIndexOf('\n', mark.start - 1) + 1;
	const lead = /^[ ]*(?:-[ ]+)*/.exec(source.slice(lineStart, lineStart + 500))?.[0].length ?? 0;
	const lineEnd = source.indexOf('\n', mark.start);
	const rest = lineEnd < 0 ? '' : source.slice(lineEnd + 1, lineEnd + 5000);
	const next = /^(?:[ \t]*(?:#.*)?\r?\n)*([ ]*)(-(?:\s|$)|[^\s#-])/.exec(rest);
	if (!next) {
		return false;
	}
	const [, indent = '', first = ''] = next;
	return indent.length > lead || (indent.length === lead && first.startsWith('-'));
}
