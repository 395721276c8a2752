import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { commonImage, commonImages } from './baseImages.ts';
import type { CompletionContext } from './completionContext.ts';
import { parseImageReference, splitReference } from './imageReference.ts';

/** Local and common images, for a name that begins at `start`. */
export async function imageItems(
	context: CompletionContext,
	start: number,
	end: number,
	order: string,
): Promise<CompletionItem[]> {
	const items = new Map<string, CompletionItem>();
	const local = (await context.host.localImages?.(context.signal)) ?? [];
	for (const reference of local.flatMap(image => image.references).filter(name => !name.includes('<none>'))) {
		const detail = context.host.locale === 'ko' ? '로컬 이미지' : 'local image';
		items.set(
			reference,
			context.item(reference, CompletionItemKind.Reference, start, end, { detail, sort: `${order}0${reference}` }),
		);
	}
	for (const image of commonImages) {
		const sort = `${order}${image.recommended ? 1 : 2}${image.name}`;
		items.set(
			image.name,
			context.item(image.name, CompletionItemKind.Reference, start, end, { text: image.text, sort }),
		);
	}
	return [...items.values()];
}

/** Tags of an image, for a tag that begins at `start`: local ones, the usual ones, and the registry's if it may be asked. */
export async function tagItems(
	context: CompletionContext,
	reference: string,
	start: number,
	end: number,
): Promise<CompletionItem[]> {
	const { name } = splitReference(reference);
	const tags = new Map<string, string>();
	for (const image of (await context.host.localImages?.(context.signal)) ?? []) {
		for (const local of image.references) {
			const parts = splitReference(local);
			if (sameRepository(parts.name, name) && parts.tag) {
				tags.set(parts.tag, context.host.locale === 'ko' ? '로컬 이미지' : 'local image');
			}
		}
	}
	for (const tag of commonImage(name)?.tags ?? []) {
		tags.set(tag, tags.get(tag) ?? '');
	}
	const parsed = parseImageReference(name);
	if (typeof parsed !== 'string' && context.host.registryTags && !context.signal.aborted) {
		for (const tag of await context.host.registryTags(`${parsed.registry}/${parsed.repository}`, context.signal)) {
			tags.set(tag, tags.get(tag) ?? parsed.registry);
		}
	}
	return [...tags].map(([tag, detail], index) =>
		context.item(tag, CompletionItemKind.Value, start, end, { detail, sort: String(index).padStart(4, '0') }),
	);
}

/** The digest of a local image, for one that begins at `start`. */
export async function digestItems(
	context: CompletionContext,
	reference: string,
	start: number,
	end: number,
): Promise<CompletionItem[]> {
	const image = await context.host.inspectImage?.(reference, context.signal);
	const detail = context.host.locale === 'ko' ? '로컬 이미지' : 'local image';
	return image?.digest ? [context.item(image.digest, CompletionItemKind.Value, start, end, { detail })] : [];
}

function sameRepository(a: string, b: string): boolean {
	const [left, right] = [parseImageReference(a), parseImageReference(b)];
	return (
		typeof left !== 'string' &&
		typeof right !== 'string' &&
		left.registry === right.registry &&
		left.repository === right.repository
	);
}
