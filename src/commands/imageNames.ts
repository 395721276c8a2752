import type { Image } from '../engine/resources.ts';
import type { Detail } from '../views/elements.ts';
import type { CommandCall } from './commandCall.ts';
import type { Services } from './services.ts';
import { findNamed } from './targets.ts';

/**
 * What the caller named in words or by the row of a tag, else the selected rows of tags, by image id: it means this tag
 * and not the image's other ones.
 */
export async function namedReferences(
	services: Services,
	call: CommandCall,
): Promise<ReadonlyMap<string, readonly string[]>> {
	const targets = call.targets.length > 0 ? call.targets : call.maySelect ? services.views.selection() : [];
	const named = new Map<string, string[]>();
	const add = (id: string, reference: string) => named.set(id, [...(named.get(id) ?? []), reference]);
	for (const target of targets) {
		const { kind, reference, owner } = target as Partial<Detail>;
		if (kind === 'detail' && reference !== undefined && owner !== undefined) {
			add(owner.id, reference);
		}
		if (typeof target === 'string') {
			const { id, tags } = await findNamed(services, 'image', target);
			const isId = `${id}`.replace('sha256:', '').startsWith(target.replace('sha256:', ''));
			if (!isId || tags.some(name => name === target)) {
				add(id, target);
			}
		}
	}
	return named;
}

/** The references that a command on an image acts on: those that were named, else all, else its id. */
export function referencesOf(image: Image, named: ReadonlyMap<string, readonly string[]>): readonly string[] {
	return named.get(image.id) ?? (image.tags.length > 0 ? image.tags : [image.id]);
}

/** What the `docker` command calls an image. */
export function nameOrId(image: Image): string {
	return image.tags[0] ?? image.id.replace('sha256:', '').slice(0, 12);
}
