import { toEngineError } from '../engine/errorMapping.ts';
import type { EngineError } from '../engine/errors.ts';
import type { RegistryClient } from '../engine/registryClient.ts';
import type { Page, RemoteTag } from '../engine/registryPages.ts';
import type { RemoteImage } from '../engine/remoteImage.ts';
import { elementId, type Registry, type RegistryRepository, type RegistryTag, type ViewElement } from './elements.ts';

/** What has been read below a row. */
export interface Listing<T> {
	readonly items: readonly T[];
	readonly next: string | undefined;
	readonly failure?: EngineError;
}

type Loaded = Listing<string> | Listing<RemoteTag> | RemoteImage | EngineError;

/** What registries have, as far as somebody has looked: repositories, tags, and what is behind a tag. */
export class RegistryContent {
	readonly #client: RegistryClient;
	/** By the id of the row above. */
	readonly #loaded = new Map<string, Loaded>();
	readonly #loading = new Map<string, Promise<void>>();
	#stop = new AbortController();

	constructor(client: RegistryClient) {
		this.#client = client;
	}

	repositories({ id }: Registry): Listing<string> | undefined {
		return this.#loaded.get(id) as Listing<string> | undefined;
	}

	tags({ id }: RegistryRepository): Listing<RemoteTag> | undefined {
		return this.#loaded.get(id) as Listing<RemoteTag> | undefined;
	}

	image({ id }: RegistryTag): RemoteImage | EngineError | undefined {
		return this.#loaded.get(id) as RemoteImage | EngineError | undefined;
	}

	/** Reads what is below a row, unless it is there; never rejects. */
	async expand(element: ViewElement): Promise<void> {
		const id = elementId(element);
		if (!this.#loaded.has(id)) {
			await this.#once(id, signal => this.#read(element, signal));
		}
	}

	/** Reads the next page below a row; never rejects. */
	async loadMore(element: Registry | RegistryRepository): Promise<void> {
		const known = this.#loaded.get(element.id) as Listing<unknown> | undefined;
		if (known?.next !== undefined) {
			await this.#once(element.id, signal => this.#read(element, signal, known));
		}
	}

	/** Of one registry, or of all; what is being read is given up. */
	forget(host?: string): void {
		this.#stop.abort();
		this.#stop = new AbortController();
		this.#loading.clear();
		for (const id of this.#loaded.keys()) {
			if (host === undefined || hostOfRow(id) === host) {
				this.#loaded.delete(id);
			}
		}
	}

	#once(id: string, read: (signal: AbortSignal) => Promise<Loaded | undefined>): Promise<void> {
		const { signal } = this.#stop;
		const reading =
			this.#loading.get(id) ??
			read(signal)
				.then(loaded => {
					if (loaded && !signal.aborted) {
						this.#loaded.set(id, loaded);
					}
				})
				.finally(() => {
					if (!signal.aborted) {
						this.#loading.delete(id);
					}
				});
		this.#loading.set(id, reading);
		return reading;
	}

	async #read(element: ViewElement, signal: AbortSignal, before?: Listing<unknown>): Promise<Loaded | undefined> {
		const options = { signal, next: before?.next };
		switch (element.kind) {
			case 'registry':
				return listing(before as Listing<string>, this.#client.repositories(element.host, options), same);
			case 'registryRepository': {
				const page = this.#client.tags(element.host, element.repository, options);
				return listing(before as Listing<RemoteTag>, page, ({ name }) => name);
			}
			case 'registryTag':
				return this.#client.image(element.host, element.repository, element.tag, signal).catch(toEngineError);
			default:
				return undefined;
		}
	}
}

/** `registry:localhost:5000`, `repository:localhost:5000/a/b` and `tag:localhost:5000/a/b:1`. */
function hostOfRow(id: string): string {
	return id.slice(id.indexOf(':') + 1).split('/')[0] as string;
}

/** The rows so far and the next page; a failure leaves what is there, to be tried again. */
async function listing<T>(
	before: Listing<T> | undefined,
	page: Promise<Page<T>>,
	keyOf: (item: T) => string,
): Promise<Listing<T>> {
	const items = before?.items ?? [];
	try {
		const { items: more, next } = await page;
		const known = new Set(items.map(keyOf));
		const fresh = more.filter(item => !known.has(keyOf(item)));
		// A registry that gives the same page again and again has an end here.
		return { items: [...items, ...fresh], next: fresh.length > 0 ? next : undefined };
	} catch (error) {
		return { items, next: before?.next, failure: toEngineError(error) };
	}
}

function same(name: string): string {
	return name;
}
