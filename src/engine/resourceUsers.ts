import { fullReference } from './fullReference.ts';
import type { Container, Image, Network, Volume } from './resources.ts';

/** Who uses what, looked up instead of searched: containers by image, volume and network. Made from one container list. */
export class ResourceUsers {
	readonly #byKey = new Map<string, Container[]>();

	constructor(containers: readonly Container[]) {
		for (const container of containers) {
			this.#add(`image ${container.imageId}`, container);
			this.#add(`reference ${fullReference(container.image)}`, container);
			for (const mount of container.mounts) {
				if (mount.type === 'volume') {
					this.#add(`volume ${mount.source}`, container);
				}
			}
			for (const network of container.networks) {
				this.#add(`network ${network.networkId || network.name}`, container);
			}
		}
	}

	of(resource: Image | Volume | Network): readonly Container[] {
		switch (resource.kind) {
			case 'volume':
				return this.#byKey.get(`volume ${resource.id}`) ?? [];
			case 'network':
				return this.#union([resource.id, ...networkNames(resource.name)].map(name => `network ${name}`));
			case 'image':
				// By reference too: some engines give a container the id of one platform's image.
				return this.#union([`image ${resource.id}`, ...resource.tags.map(tag => `reference ${fullReference(tag)}`)]);
		}
	}

	/** Those created from a reference, whichever image it means by now. */
	ofReference(reference: string): readonly Container[] {
		return this.#byKey.get(`reference ${fullReference(reference)}`) ?? [];
	}

	#add(key: string, container: Container): void {
		const users = this.#byKey.get(key);
		if (!users) {
			this.#byKey.set(key, [container]);
		} else if (users.at(-1) !== container) {
			users.push(container);
		}
	}

	#union(keys: readonly string[]): readonly Container[] {
		return [...new Set(keys.flatMap(key => this.#byKey.get(key) ?? []))];
	}
}

/** Podman calls its own network "bridge" in the list of networks and "podman" in its containers. */
function networkNames(name: string): readonly string[] {
	return name === 'bridge' ? [name, 'podman'] : [name];
}
