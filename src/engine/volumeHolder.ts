import { randomBytes } from 'node:crypto';
import { abortable } from '../base/async.ts';
import { callJson, ignoreMissing, slowDeadline, throwIfCancelled } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { removeContainer } from './containers.ts';
import { importEmptyImage } from './emptyImage.ts';
import { EngineError } from './errors.ts';
import { helperLabels } from './helperLabels.ts';
import { removeImage } from './images.ts';
import { usableImages } from './usableImages.ts';
import { inspectVolume, removeVolume } from './volumes.ts';

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
	/** Nobody replaces the volume's content meanwhile; a restore that has begun is not seen by this alone: see `holdForCopy`. */
	readonly isCopied?: boolean;
}

/**
 * Creates a container with the volume and never starts it, so that no program of the image ever runs. Rejects with
 * `notFound` if there is no such volume. Whoever gets the holder releases it; the process's end leaves it to
 * `abandonedHelpers.ts`.
 */
export async function holdVolume(
	connection: EngineConnection,
	volume: string,
	{ readOnly, isCopied }: HolderOptions = {},
	signal?: AbortSignal,
): Promise<VolumeHolder> {
	// The engine would make a volume that is missing.
	await inspectVolume(connection, volume, { signal });
	const labels = { ...helperLabels('volume'), ...(isCopied ? { [copiedLabel]: volume } : {}) };
	return createHolder(connection, { volume, readOnly, labels }, signal);
}

export interface NewVolume {
	readonly driver?: string;
	readonly options?: Readonly<Record<string, string>>;
	readonly labels?: Readonly<Record<string, string>>;
}

export interface HolderDescription extends HolderOptions {
	readonly volume: string;
	readonly labels: Readonly<Record<string, string>>;
	/** Made up if left out. Engines know one container of a name, so that a name is a lock. */
	readonly name?: string;
	/** The volume is made together with the container, so that it never exists without one that tells of its state. */
	readonly make?: NewVolume;
}

export interface CreatedHolder extends VolumeHolder {
	/** As `release`, but does first what `before` does. Resolves to false if that has to wait for the engine. */
	end(before: () => Promise<void>): Promise<boolean>;
	/** As `end`; then a volume that was made goes too. */
	discard(before: () => Promise<void>): Promise<boolean>;
}

/** Which volume is being copied as a whole. */
export const copiedLabel = 'dev.slipway.copied';
/** Where a holder has its volume. */
export const mountPath = '/slipway-volume';

export async function createHolder(
	connection: EngineConnection,
	description: HolderDescription,
	signal: AbortSignal | undefined,
): Promise<CreatedHolder> {
	for await (const image of usableImages(connection, signal)) {
		const holder = await Holder.create(connection, description, { image }, signal).catch(ignoreMissing);
		if (holder) {
			return holder;
		}
		// Somebody has just removed the image.
	}
	throwIfCancelled(signal);
	const image = await importEmptyImage(connection, helperLabels('volume'));
	return Holder.create(connection, description, { image, imageGoes: true }, signal);
}

interface HolderImage {
	readonly image: string;
	/** Together with the container. */
	readonly imageGoes?: boolean;
}

/** Finds a container again whose id got lost on the way. */
const tokenLabel = 'dev.slipway.token';

class Holder implements CreatedHolder {
	readonly path = mountPath;
	readonly #connection: EngineConnection;
	readonly #endpoint: string;
	readonly #description: HolderDescription;
	readonly #image: HolderImage;
	readonly #token = randomBytes(8).toString('hex');
	#creation: Promise<{ Id: string }> | undefined;
	#id = '';
	#end: Promise<boolean> | undefined;

	static async create(
		connection: EngineConnection,
		description: HolderDescription,
		image: HolderImage,
		signal: AbortSignal | undefined,
	): Promise<Holder> {
		const holder = new Holder(connection, description, image);
		try {
			await holder.#create(signal);
			return holder;
		} catch (error) {
			const ending = holder.discard(async () => {});
			// What a cancelled creation leaves is taken away behind the caller's back: it may take a while.
			await (signal?.aborted ? undefined : ending);
			throw error;
		}
	}

	private constructor(connection: EngineConnection, description: HolderDescription, image: HolderImage) {
		this.#connection = connection;
		this.#endpoint = connection.status.endpoint;
		this.#description = description;
		this.#image = image;
	}

	get containerId(): string {
		return this.#id;
	}

	async release(): Promise<void> {
		await this.end(async () => {});
	}

	end(before: () => Promise<void>): Promise<boolean> {
		this.#end ??= this.#finish(before, false);
		return this.#end;
	}

	discard(before: () => Promise<void>): Promise<boolean> {
		this.#end ??= this.#finish(before, this.#description.make !== undefined);
		return this.#end;
	}

	async #create(signal: AbortSignal | undefined): Promise<void> {
		throwIfCancelled(signal);
		const query = { name: this.#description.name ?? `slipway-volume-${this.#token}` };
		const body = containerOf(this.#description, this.#image.image, this.#token);
		const request = { method: 'POST', path: '/containers/create', query, body } as const;
		this.#creation = callJson(this.#connection, request, { deadline: slowDeadline });
		const created = await abortable(this.#creation, signal).catch(error => {
			throw signal?.aborted ? new EngineError('cancelled', 'Cancelled', { cause: error }) : error;
		});
		this.#id = created.Id;
	}

	async #finish(before: () => Promise<void>, volumeGoes: boolean): Promise<boolean> {
		// A creation cannot be called back: its end is waited for.
		const refused = await this.#creation?.then(
			() => false,
			error => error instanceof EngineError && error.status !== undefined,
		);
		const finish = () => this.#isFinished(before, volumeGoes, refused ?? true);
		if (await finish()) {
			return true;
		}
		const listening = this.#connection.onDidChangeStatus(async ({ state }) => {
			if (state === 'ready' && (await finish())) {
				listening.dispose();
			}
		});
		return false;
	}

	/** The connection may lead to another engine by now, where nothing is to be done. */
	async #isFinished(before: () => Promise<void>, volumeGoes: boolean, refused: boolean): Promise<boolean> {
		if (this.#connection.status.endpoint !== this.#endpoint) {
			return false;
		}
		try {
			await before();
			for (const id of refused ? [] : await this.#containers()) {
				await removeContainer(this.#connection, id, { force: true }).catch(ignoreMissing);
			}
			if (volumeGoes && !refused) {
				await removeVolume(this.#connection, this.#description.volume).catch(ignoreMissing);
			}
			if (this.#image.imageGoes) {
				await removeImage(this.#connection, this.#image.image, { force: true }).catch(ignoreMissing);
			}
			return true;
		} catch {
			return false;
		}
	}

	async #containers(): Promise<readonly string[]> {
		if (this.#id !== '') {
			return [this.#id];
		}
		const query = { all: true, filters: { label: [`${tokenLabel}=${this.#token}`] } };
		const request = { method: 'GET', path: '/containers/json', query } as const;
		return (await callJson<{ Id: string }[]>(this.#connection, request)).map(({ Id }) => Id);
	}
}

function containerOf(description: HolderDescription, image: string, token: string): object {
	const { volume, readOnly = false, labels, make } = description;
	const mount = {
		Type: 'volume',
		Source: volume,
		Target: mountPath,
		ReadOnly: readOnly,
		VolumeOptions: {
			// An empty volume would be filled with what an image has in that place.
			NoCopy: true,
			...(make ? { Labels: make.labels, DriverConfig: { Name: make.driver, Options: make.options } } : {}),
		},
	};
	return {
		Image: image,
		Cmd: ['-'],
		Entrypoint: [],
		NetworkDisabled: true,
		Labels: { ...labels, [tokenLabel]: token },
		HostConfig: { NetworkMode: 'none', Mounts: [mount] },
	};
}
