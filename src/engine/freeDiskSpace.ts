import { pruneBuildCache } from './buildCache.ts';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { removeContainer } from './containers.ts';
import { type DiskItem, type DiskUsageType, diskUsageTypes, measureLayersAndCache } from './diskUsage.ts';
import { dockerCommand } from './dockerCommand.ts';
import { toEngineError } from './errorMapping.ts';
import type { EngineError } from './errors.ts';
import { removeImage } from './images.ts';
import { removeVolume } from './volumes.ts';

/** What is to go. */
export interface DiskChoice {
	/** Containers, images and volumes. */
	readonly items: readonly DiskItem[];
	/** Milliseconds: the unused build cache goes that was last used as long ago or longer; `undefined` leaves it. */
	readonly cacheUnusedFor?: number;
}

export interface FreeOptions extends CallOptions {
	/** After each thing, how many of all are done. */
	readonly onProgress?: (done: number, total: number) => void;
}

export interface FreedSpace {
	/** Bytes: of images and the build cache what they really took less, since they have much in common. */
	readonly freed: number;
	/** In the order in which they went. */
	readonly removed: readonly DiskItem[];
	readonly failures: readonly { readonly item: DiskItem; readonly error: EngineError }[];
	/** The command lines that would have done the same. */
	readonly commandLines: readonly string[];
}

/** Containers first, since they hold the rest. Nothing is forced: what has come into use meanwhile stays. */
export async function freeDiskSpace(
	connection: EngineConnection,
	{ items, cacheUnusedFor }: DiskChoice,
	{ signal, onProgress }: FreeOptions = {},
): Promise<FreedSpace> {
	const removed: DiskItem[] = [];
	const failures: { item: DiskItem; error: EngineError }[] = [];
	const withLayers = cacheUnusedFor !== undefined || items.some(isImage);
	const before = withLayers ? await measureLayersAndCache(connection, { signal }) : 0;
	const ordered = diskUsageTypes.flatMap(type => items.filter(item => item.type === type));
	for (const item of ordered) {
		if (signal?.aborted) {
			break;
		}
		try {
			await remove(connection, item, { signal });
			removed.push(item);
		} catch (error) {
			failures.push({ item, error: toEngineError(error) });
		}
		onProgress?.(removed.length + failures.length, ordered.length);
	}
	const withCache = cacheUnusedFor !== undefined && !signal?.aborted;
	if (withCache) {
		await pruneBuildCache(connection, { all: true, unusedFor: cacheUnusedFor, signal });
	}
	const ofLayers = withLayers ? before - (await measureLayersAndCache(connection)) : 0;
	const ofOthers = removed.reduce((sum, item) => sum + (isImage(item) ? 0 : (item.size ?? 0)), 0);
	return {
		freed: ofOthers + Math.max(0, ofLayers),
		removed,
		failures,
		commandLines: [...removalLines(removed), ...(withCache ? [cacheLine(cacheUnusedFor)] : [])],
	};
}

function isImage({ type }: DiskItem): boolean {
	return type === 'images';
}

async function remove(connection: EngineConnection, item: DiskItem, options: CallOptions): Promise<void> {
	switch (item.type) {
		case 'containers':
			return removeContainer(connection, item.id, options);
		case 'volumes':
			return removeVolume(connection, item.id, options);
		case 'images':
			for (const reference of referencesOf(item)) {
				await removeImage(connection, reference, options);
			}
	}
}

/** By its names one after the other: an id with several names needs force, and force takes it from stopped containers. */
function referencesOf({ id, tags }: DiskItem): readonly string[] {
	return tags.length > 0 ? tags : [id];
}

function removalLines(removed: readonly DiskItem[]): string[] {
	const words: Readonly<Record<DiskUsageType, string>> = {
		containers: 'rm',
		images: 'rmi',
		volumes: 'volume rm',
		buildCache: '',
	};
	return diskUsageTypes.flatMap(type => {
		const names = removed
			.filter(item => item.type === type)
			.flatMap(item => (isImage(item) ? namesOf(item) : item.name));
		return names.length > 0 ? [dockerCommand(words[type], names)] : [];
	});
}

function namesOf(image: DiskItem): readonly string[] {
	return image.tags.length > 0 ? image.tags : [image.name];
}

function cacheLine(unusedFor: number): string {
	const filter = unusedFor > 0 ? ['--filter', `until=${Math.round(unusedFor / 3_600_000)}h`] : [];
	return dockerCommand('builder prune', ['--all', ...filter, '--force']);
}
