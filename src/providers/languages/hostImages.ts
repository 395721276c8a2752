import { DisposableOwner } from '../../base/disposable.ts';
import { Emitter } from '../../base/event.ts';
import type { EngineConnection } from '../../engine/connection.ts';
import { bundledFrontend } from '../../engine/dockerfileFrontend.ts';
import { readImageDetails } from '../../engine/imageDetails.ts';
import { familiarName, parseImageReference } from '../../engine/imageReference.ts';
import type { ResourceStore } from '../../engine/resourceStore.ts';
import type { Image } from '../../engine/resources.ts';
import type { LocalImage } from '../../languageservice/host.ts';

/** Milliseconds that a completion waits for an engine at most. */
const patience = 1500;

/** The engine's images as the language services see them. Without an engine there are none; nothing here throws. */
export class HostImages extends DisposableOwner {
	readonly #connection: EngineConnection;
	readonly #store: ResourceStore;
	readonly #changed = this.register(new Emitter<void>());
	/** What was said of an image, or of the engine, may be otherwise now. */
	readonly onDidChange = this.#changed.event;
	readonly #inspected = new Map<string, LocalImage>();
	#isAsked = false;

	constructor(connection: EngineConnection, store: ResourceStore) {
		super();
		this.#connection = connection;
		this.#store = store;
		this.register(
			store.onDidChange(({ kind, ids }) => {
				if (kind === 'image' && this.#isAsked) {
					for (const id of ids) {
						this.#inspected.delete(id);
					}
					this.#changed.fire();
				}
			}),
		);
	}

	async list(signal: AbortSignal): Promise<readonly LocalImage[]> {
		if (this.#connection.status.state === 'unreachable') {
			return [];
		}
		this.#isAsked = true;
		try {
			const images = await this.#store.list('image', AbortSignal.any([signal, AbortSignal.timeout(patience)]));
			return images.map(fromList);
		} catch {
			return [];
		}
	}

	/** Everything about an image that is here; undefined for any other. */
	async inspect(reference: string, signal: AbortSignal): Promise<LocalImage | undefined> {
		await this.list(signal);
		const image = find(this.#store.peek('image') ?? [], reference);
		return image && (this.#inspected.get(image.id) ?? (await this.#read(image)));
	}

	/** From memory. What is not known yet is asked for, and a change follows. */
	known(reference: string): LocalImage | undefined {
		const images = this.#store.peek('image');
		if (!images) {
			void this.list(new AbortController().signal);
			return undefined;
		}
		const image = find(images, reference);
		const known = image && this.#inspected.get(image.id);
		if (image && !known) {
			void this.#read(image).then(read => this.#inspected.get(image.id) === read && this.#changed.fire());
		}
		return known;
	}

	frontendVersion(): string | undefined {
		const { engine } = this.#connection.status;
		return engine && bundledFrontend(engine.version);
	}

	/** The platform that the engine builds for, `linux/amd64`. */
	enginePlatform(): string | undefined {
		const { engine } = this.#connection.status;
		return engine && `${engine.os}/${engine.arch}`;
	}

	async #read(image: Image): Promise<LocalImage> {
		const listed = fromList(image);
		try {
			const details = await readImageDetails(this.#connection, image.id, { signal: AbortSignal.timeout(patience) });
			const inspected = { ...listed, ...details };
			this.#inspected.set(image.id, inspected);
			return inspected;
		} catch {
			return listed;
		}
	}
}

function find(images: readonly Image[], reference: string): Image | undefined {
	try {
		const parsed = parseImageReference(reference);
		const name = familiarName(parsed);
		return images.find(
			image =>
				(parsed.digest ? image.digests : image.tags).includes(
					parsed.digest ? `${name}@${parsed.digest}` : `${name}:${parsed.tag ?? 'latest'}`,
				) || image.id === reference,
		);
	} catch {
		return undefined;
	}
}

function fromList({ id, tags, digests, size, createdAt }: Image): LocalImage {
	const digest = digests[0]?.split('@')[1];
	return { id, references: tags, size, created: createdAt, ...(digest ? { digest } : {}) };
}
