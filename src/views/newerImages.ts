import { Emitter } from '../base/event.ts';
import type { CheckedTag } from '../engine/newerImage.ts';
import type { Image } from '../engine/resources.ts';

/** Which tags mean other content in their registry, as far as somebody has looked; a pull makes a mark go by itself. */
export class NewerImages {
	readonly #digests = new Map<string, string>();
	readonly #changed = new Emitter<void>();
	readonly onDidChange = this.#changed.event;

	note(checked: readonly CheckedTag[]): void {
		for (const { reference, state, digest } of checked) {
			if (state === 'newer' && digest !== undefined) {
				this.#digests.set(reference, digest);
			} else if (state !== 'failed') {
				this.#digests.delete(reference);
			}
		}
		this.#changed.fire();
	}

	/** The tags of an image that a pull would make mean another one. */
	of({ tags, digests }: Image): readonly string[] {
		return tags.filter(tag => {
			const digest = this.#digests.get(tag);
			return digest !== undefined && !digests.some(known => known.endsWith(`@${digest}`));
		});
	}

	dispose(): void {
		this.#changed.dispose();
	}
}
