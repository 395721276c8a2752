import { createHash } from 'node:crypto';
import { pipeline, type Readable } from 'node:stream';
import { callJson, callToEnd, ignoreMissing, throwIfCancelled } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { removeContainer } from './containers.ts';
import type { Call } from './engineCall.ts';
import { readAll, requestStream } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { type HelperContainer, helperNamed, helpersLabelled, isLeft } from './helperContainer.ts';
import { helperLabels, type Labels } from './helperLabels.ts';
import { LinkArchive } from './linkArchive.ts';
import { RestoreChecks } from './restoreChecks.ts';
import { damagedArchive } from './tarHeader.ts';
import { scanTar } from './tarScanner.ts';
import {
	type CreatedHolder,
	copiedLabel,
	createHolder,
	holdVolume,
	type NewVolume,
	type VolumeHolder,
} from './volumeHolder.ts';
import { VolumeStaging } from './volumeStaging.ts';
import { removeVolume } from './volumes.ts';

export interface Filling {
	readonly volume: string;
	/** The volume does not exist yet, and is made like this. */
	readonly make?: NewVolume;
	/** Opens the tar stream of what the volume is to contain. Its failure is the filling's. */
	readonly open: (signal: AbortSignal) => Promise<Readable>;
	readonly signal?: AbortSignal;
}

/**
 * Replaces all that is in a volume by what a tar stream brings; resolves to the number of files. The engine can neither
 * rename a volume nor exchange two, so it goes like this, with what is left if it is interrupted:
 *
 * 1. A container of a certain name is created, which holds the volume and can exist only once. It says whose it is.
 *    Left: the volume as it was.
 * 2. The stream is unpacked into the folder `.slipway-restore/new` of the volume, and checked on its way. A failure
 *    removes that folder. Left: the volume as it was.
 * 3. The stream was whole: an empty file beside that folder says so. From here on there is no way back, and no cancelling.
 * 4. What was in the volume is removed, and the new files get a second name in its place (hard links: no content is
 *    copied, no space is needed). Then the folder is removed, and the container. Left: both may be mixed, but all that is
 *    new is complete in the folder, and the step can be done again from its begin.
 *
 * If the engine goes away meanwhile, this process does what remains (undo before 3, finish after it) when it is back. If
 * this process ends, the next one finds the container: see `settleFilling`. A volume that was made for it goes with an undo.
 */
export async function fillVolume(connection: EngineConnection, filling: Filling): Promise<number> {
	const { volume, make, signal } = filling;
	const holder = await lock(connection, volume, make, signal);
	const staging = new VolumeStaging(connection, holder);
	let filled: Filled;
	try {
		const old = make ? [] : await staging.others(signal);
		await staging.prepare(volume, signal);
		filled = { old, ...(await unpack(connection, staging, filling)) };
		throwIfCancelled(signal);
		await staging.markComplete();
	} catch (error) {
		const undone = holder.discard(() => staging.settle());
		await (signal?.aborted ? undefined : undone);
		throw error;
	}
	await exchange(volume, holder, staging, filled);
	return filled.files;
}

/**
 * Ends what a process that is gone has begun, and takes its container away. A volume that a running container has taken
 * into use since is left alone.
 */
export async function settleFilling(connection: EngineConnection, containerId: string, labels: Labels): Promise<void> {
	const volume = labels[volumeLabel] ?? '';
	const staging = new VolumeStaging(connection, { containerId });
	if (await hasRunningUser(connection, volume)) {
		return;
	}
	const complete = await staging.isComplete();
	await staging.settle();
	await removeContainer(connection, containerId, { force: true }).catch(ignoreMissing);
	if (!complete && labels[madeLabel] !== undefined) {
		await removeVolume(connection, volume).catch(ignoreMissing);
	}
}

export function isFilling({ name, labels }: HelperContainer): boolean {
	const volume = labels[volumeLabel];
	return volume !== undefined && name === lockName(volume);
}

/** Which volume a filling's container holds. */
const volumeLabel = 'dev.slipway.volume';
/** The volume was made for it. */
const madeLabel = 'dev.slipway.made';

async function lock(
	connection: EngineConnection,
	volume: string,
	make: NewVolume | undefined,
	signal: AbortSignal | undefined,
): Promise<CreatedHolder> {
	const name = lockName(volume);
	const labels = { ...helperLabels('fill'), [volumeLabel]: volume, ...(make ? { [madeLabel]: 'true' } : {}) };
	const create = () => createHolder(connection, { volume, make, name, labels }, signal);
	const createAfterCrash = async (error: unknown) => {
		if (!isNameInUse(error)) {
			throw error;
		}
		await requireUnfilled(connection, volume);
		return create();
	};
	const holder = await create()
		.catch(createAfterCrash)
		.catch(error => {
			throw isNameInUse(error) ? isBusy(volume, false, error) : error;
		});
	try {
		const copies = await helpersLabelled(connection, copiedLabel, volume);
		if (copies.some(copy => !isLeft(copy))) {
			throw isBusy(volume, true);
		}
		return holder;
	} catch (error) {
		await holder.discard(async () => {});
		throw error;
	}
}

/**
 * Holds a volume for reading all of it. Who copies a volume and who replaces its content, perhaps in another window, both
 * make their containers first and then look for the other's, so that one of them sees it; then this rejects with `volumeBusy`.
 */
export async function holdForCopy(
	connection: EngineConnection,
	volume: string,
	signal: AbortSignal | undefined,
): Promise<VolumeHolder> {
	const holder = await holdVolume(connection, volume, { readOnly: true, isCopied: true }, signal);
	try {
		await requireUnfilled(connection, volume);
		return holder;
	} catch (error) {
		await holder.release();
		throw error;
	}
}

/** Ends a filling that was interrupted; rejects with `volumeBusy` if one goes on. */
async function requireUnfilled(connection: EngineConnection, volume: string): Promise<void> {
	const filling = await helperNamed(connection, lockName(volume));
	if (filling && isLeft(filling)) {
		await settleFilling(connection, filling.id, filling.labels);
	}
	if (filling && (await helperNamed(connection, lockName(volume)))) {
		throw isBusy(volume, false);
	}
}

function lockName(volume: string): string {
	return `slipway-fill-${createHash('sha256').update(volume).digest('hex').slice(0, 16)}`;
}

function isNameInUse(error: unknown): boolean {
	return error instanceof EngineError && error.recognised?.kind === 'nameInUse';
}

function isBusy(volume: string, isCopied: boolean, cause?: unknown): EngineError {
	const recognised = { kind: 'volumeBusy', volume, isCopied } as const;
	const message = `The content of ${volume} is being ${isCopied ? 'copied' : 'replaced'} already`;
	return new EngineError('conflict', message, { recognised, cause });
}

interface Filled {
	/** Names that were in the volume, byte for byte. */
	readonly old: readonly string[];
	readonly links: Buffer;
	readonly top: Buffer | undefined;
	readonly files: number;
}

async function unpack(
	connection: EngineConnection,
	staging: VolumeStaging,
	{ open, signal: caller }: Filling,
): Promise<Omit<Filled, 'old'>> {
	const checks = new RestoreChecks();
	const links = new LinkArchive(staging.linkPlaces);
	const call: Call<void> = async (docker, signal) => {
		const source = await open(signal);
		const scan = scanTar((entry, description) => {
			checks.look(entry);
			links.add(entry, description);
		});
		const upload = pipeline(source, scan, () => {});
		try {
			await readAll(await requestStream(docker, staging.upload(upload), signal), signal);
		} catch (error) {
			throw upload.errored ? sourceFailure(upload.errored) : error;
		} finally {
			source.destroy();
			upload.destroy();
		}
	};
	await callToEnd(connection, call, { signal: caller });
	return { ...(await links.end()), files: checks.files };
}

function sourceFailure(error: Error & { readonly code?: unknown }): Error {
	return /^(?:Z|ZSTD)_/.test(String(error.code)) ? damagedArchive(error.message) : error;
}

async function exchange(
	volume: string,
	holder: CreatedHolder,
	staging: VolumeStaging,
	{ old, links, top }: Filled,
): Promise<void> {
	try {
		await staging.exchange(old, links, top);
		await holder.release();
	} catch (error) {
		if (!(await holder.end(() => staging.settle()))) {
			const recognised = { kind: 'replacementUnfinished', volume } as const;
			throw new EngineError('failed', `The new content of ${volume} is not in its place yet`, {
				recognised,
				cause: error,
			});
		}
	}
}

async function hasRunningUser(connection: EngineConnection, volume: string): Promise<boolean> {
	const query = { filters: { volume: [volume], status: ['running', 'paused', 'restarting'] } };
	const users = await callJson<unknown[]>(connection, { method: 'GET', path: '/containers/json', query });
	return users.length > 0;
}
