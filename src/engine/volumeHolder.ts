import { randomBytes } from 'node:crypto';
import { abortable } from '../base/async.ts';
import { callJson, ignoreMissing, slowDeadline, throwIfCancelled } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { removeContainer } from './containers.ts';
import { importEmptyImage } from './emptyImage.ts';
import { EngineError } from './errors.ts';
import { helperLabels } from './helperLabels.ts';
import { inspectImage, removeImage } from './images.ts';
import { inspectVolume } from './volumes.ts';

/** A container that only has the volume mounted, so that the engine's archive calls reach the volume's files. */
export interface VolumeHolder {
	readonly containerId: string;
	/** Where the volume is mounted, without a slash at the end. */
	readonly path: string;
	/** Takes the container away; if the engine is away, then as soon as it is back. Never rejects; may be called again. */
	release(): Promise<void>;
}

export interface HolderOptions {
	/** The engine then refuses to write into the volume. */
	readonly readOnly?: boolean;
}

const mountPath = '/slipway-volume';
/** Images tried before an empty one is made. */
const mostCandidates = 20;

/**
 * Creates a container with the volume and never starts it, so that no program of the image ever runs. Rejects with
 * `notFound` if there is no such volume. Whoever gets the holder releases it; the process's end leaves it to
 * `abandonedHelpers.ts`.
 */
export async function holdVolume(
	connection: EngineConnection,
	volume: string,
	{ readOnly = false }: HolderOptions = {},
	signal?: AbortSignal,
): Promise<VolumeHolder> {
	// The engine would make a volume that is missing.
	await inspectVolume(connection, volume, { signal });
	const body = {
		Cmd: ['-'],
		Entrypoint: [],
		NetworkDisabled: true,
		Labels: helperLabels('volume'),
		HostConfig: {
			NetworkMode: 'none',
			Mounts: [
				{
					Type: 'volume',
					Source: volume,
					Target: mountPath,
					ReadOnly: readOnly,
					// An empty volume would be filled with what an image has in that place.
					VolumeOptions: { NoCopy: true },
				},
			],
		},
	};
	for await (const image of usableImages(connection, signal)) {
		const holder = await holdWith(connection, image, body, signal);
		if (holder) {
			return holder;
		}
	}
	return holdWithEmptyImage(connection, body, signal);
}

/**
 * Local images that declare no volumes: a container of one that does comes with anonymous volumes, and Podman takes
 * them away together with a held volume that is anonymous itself.
 */
async function* usableImages(connection: EngineConnection, signal: AbortSignal | undefined): AsyncGenerator<string> {
	const images = await callJson<{ Id: string; Size: number }[]>(
		connection,
		{ method: 'GET', path: '/images/json' },
		{ signal },
	);
	const smallestFirst = images.sort((a, b) => a.Size - b.Size).slice(0, mostCandidates);
	for (const { Id } of smallestFirst) {
		const image = await inspectImage(connection, Id, { signal }).catch(ignoreMissing);
		if (image && Object.keys(image.Config?.Volumes ?? {}).length === 0) {
			yield Id;
		}
	}
}

/** `undefined` if somebody has just removed the image. */
async function holdWith(
	connection: EngineConnection,
	image: string,
	body: object,
	signal: AbortSignal | undefined,
): Promise<VolumeHolder | undefined> {
	const helper = new Helper(connection);
	try {
		return await helper.create({ ...body, Image: image }, signal);
	} catch (error) {
		void helper.remove();
		return ignoreMissing(error);
	}
}

async function holdWithEmptyImage(
	connection: EngineConnection,
	body: object,
	signal: AbortSignal | undefined,
): Promise<VolumeHolder> {
	throwIfCancelled(signal);
	const image = await importEmptyImage(connection, helperLabels('volume'));
	const helper = new Helper(connection, image);
	try {
		return await helper.create({ ...body, Image: image }, signal);
	} catch (error) {
		void helper.remove();
		throw error;
	}
}

class Helper {
	readonly #connection: EngineConnection;
	readonly #endpoint: string;
	readonly #image: string | undefined;
	/** Known before the container is, so that it can be found again when the answer gets lost. */
	readonly #name = `slipway-volume-${randomBytes(6).toString('hex')}`;
	#creation: Promise<unknown> = Promise.resolve();
	#removal: Promise<void> | undefined;

	/** @param image Goes with the container. */
	constructor(connection: EngineConnection, image?: string) {
		this.#connection = connection;
		this.#endpoint = connection.status.endpoint;
		this.#image = image;
	}

	async create(body: object, signal: AbortSignal | undefined): Promise<VolumeHolder> {
		throwIfCancelled(signal);
		const request = { method: 'POST', path: '/containers/create', query: { name: this.#name }, body } as const;
		const creation = callJson<{ Id: string }>(this.#connection, request, { deadline: slowDeadline });
		this.#creation = creation.catch(() => {});
		const { Id } = await abortable(creation, signal).catch(error => {
			throw signal?.aborted ? new EngineError('cancelled', 'Cancelled', { cause: error }) : error;
		});
		return { containerId: Id, path: mountPath, release: () => this.remove() };
	}

	remove(): Promise<void> {
		this.#removal ??= this.#remove();
		return this.#removal;
	}

	/** A creation cannot be called back: its end is waited for. */
	async #remove(): Promise<void> {
		await this.#creation;
		if (!(await this.#isRemoved())) {
			const listening = this.#connection.onDidChangeStatus(async ({ state }) => {
				if (state === 'ready' && (await this.#isRemoved())) {
					listening.dispose();
				}
			});
		}
	}

	/** The connection may lead to another engine by now, where nothing is to be removed. */
	async #isRemoved(): Promise<boolean> {
		if (this.#connection.status.endpoint !== this.#endpoint) {
			return false;
		}
		try {
			await removeContainer(this.#connection, this.#name, { force: true }).catch(ignoreMissing);
			if (this.#image !== undefined) {
				await removeImage(this.#connection, this.#image, { force: true }).catch(ignoreMissing);
			}
			return true;
		} catch {
			return false;
		}
	}
}
