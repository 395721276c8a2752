import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { commonImage, commonImages } from '../dockerfile/baseImages.ts';
import { parseImageReference, splitReference } from '../dockerfile/imageReference.ts';
import { say, type Text } from '../host.ts';
import { type CompletionContext, item, scalar } from './completionContext.ts';
import { knownService, knownServices } from './serviceSnippets.ts';

const localImage: Text = { en: 'local image', ko: '로컬 이미지' };

/** Images for a name, tags behind its colon. */
export async function imageItems(context: CompletionContext, lead = ''): Promise<CompletionItem[]> {
	const { before } = context.mark;
	if (before.includes('@')) {
		return [];
	}
	const colon = before.lastIndexOf(':');
	return colon > before.lastIndexOf('/') && colon > 0
		? await tagItems(context, before.slice(0, colon), colon + 1)
		: await nameItems(context, lead);
}

async function nameItems(context: CompletionContext, lead: string): Promise<CompletionItem[]> {
	const items = new Map<string, CompletionItem>();
	const local = (await context.host.localImages?.(context.signal)) ?? [];
	const references = local
		.flatMap(image => image.references)
		.filter(name => !name.includes('<none>') && isWritable(name));
	// What is written behind the cursor stays where it is a tag.
	const end = context.mark.start + context.mark.before.length + (/^[^:@\s]*/.exec(context.mark.after)?.[0].length ?? 0);
	const hasTag = /^[^:@\s]*[:@]/.test(context.mark.after);
	for (const reference of references) {
		const name = hasTag ? splitReference(reference).name : reference;
		const detail = say(localImage, context.host.locale);
		items.set(
			name,
			item(context, name, CompletionItemKind.Reference, {
				insert: lead + scalar(context, name),
				detail,
				sort: `0${name}`,
				end,
			}),
		);
	}
	for (const { name, text } of allKnown()) {
		if (!items.has(name)) {
			const details = { insert: lead + scalar(context, name), text, sort: `1${name}`, end };
			items.set(name, item(context, name, CompletionItemKind.Reference, details));
		}
	}
	return [...items.values()];
}

function allKnown(): readonly { readonly name: string; readonly text: Text }[] {
	const names = new Map(commonImages.map(({ name, text }) => [name, text]));
	for (const { image, text } of knownServices) {
		names.set(image, names.get(image) ?? text);
	}
	return [...names].map(([name, text]) => ({ name, text }));
}

function isWritable(reference: string): boolean {
	return /^[\w./:@-]+$/.test(reference);
}

/** Tags of an image: local ones, the usual ones, and the registry's if it may be asked. */
async function tagItems(context: CompletionContext, reference: string, column: number): Promise<CompletionItem[]> {
	const { name } = splitReference(reference);
	const tags = new Map<string, string>();
	const detail = say(localImage, context.host.locale);
	for (const image of (await context.host.localImages?.(context.signal)) ?? []) {
		for (const local of image.references) {
			const parts = splitReference(local);
			if (parts.tag && parts.tag !== '<none>' && isSame(parts.name, name)) {
				tags.set(parts.tag, detail);
			}
		}
	}
	for (const tag of [...(knownService(name)?.tags ?? []), ...(commonImage(name)?.tags ?? [])]) {
		tags.set(tag, tags.get(tag) ?? '');
	}
	for (const tag of await registryTags(context, name)) {
		tags.set(tag, tags.get(tag) ?? '');
	}
	const { mark } = context;
	const end = mark.start + mark.before.length + (/^[\w.-]*/.exec(mark.after)?.[0].length ?? 0);
	return [...tags]
		.filter(([tag]) => /^[\w][\w.-]{0,127}$/.test(tag))
		.map(([tag, origin], index) =>
			item(context, tag, CompletionItemKind.Value, {
				start: mark.start + column,
				end,
				detail: origin,
				sort: String(index).padStart(4, '0'),
			}),
		);
}

async function registryTags(context: CompletionContext, name: string): Promise<readonly string[]> {
	const parsed = parseImageReference(name);
	if (typeof parsed === 'string' || !context.host.registryTags || context.signal.aborted) {
		return [];
	}
	return await context.host.registryTags(`${parsed.registry}/${parsed.repository}`, context.signal);
}

function isSame(a: string, b: string): boolean {
	const [first, second] = [parseImageReference(a), parseImageReference(b)];
	return (
		typeof first !== 'string' &&
		typeof second !== 'string' &&
		first.registry === second.registry &&
		first.repository === second.repository
	);
}
