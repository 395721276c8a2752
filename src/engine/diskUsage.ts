import { mapLimited } from '../base/async.ts';
import { type CallOptions, callJson, speaksApi } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { inspectImage } from './images.ts';
import { fieldsOf, itemsOf, numberOf, type RawFields, textOf, textsOf, timeOf } from './rawFields.ts';
import { readContainer } from './readContainer.ts';
import type { Container } from './resources.ts';

export const diskUsageTypes = ['containers', 'images', 'volumes', 'buildCache'] as const;
export type DiskUsageType = (typeof diskUsageTypes)[number];

export interface DiskItem {
	readonly type: DiskUsageType;
	readonly id: string;
	readonly name: string;
	/** Of an image. */
	readonly tags: readonly string[];
	/** Bytes that go with it alone; `undefined` where the engine cannot tell. */
	readonly size: number | undefined;
	/** Bytes that others have too, and keep. */
	readonly shared: number;
	/** Runs, or is held by something that does. */
	readonly inUse: boolean;
	/** The containers that have it, running or not: it cannot go before them. */
	readonly users: readonly { readonly id: string; readonly name: string }[];
	readonly createdAt: number | undefined;
	/** Since when it has certainly not been used, in epoch milliseconds; of a volume nobody keeps that. */
	readonly unusedSince: number | undefined;
}

/** Bytes of one type of things: all of it, and what goes, at the least, with everything that is not in use. */
export interface TypeUsage {
	readonly size: number;
	readonly reclaimable: number;
	/** Those that free most come first. */
	readonly items: readonly DiskItem[];
}

export interface DiskUsageOptions extends CallOptions {
	/** As each type is measured, whichever is ready first. */
	readonly onMeasured?: (type: DiskUsageType, usage: TypeUsage) => void;
}

/** What lies on the engine's disk. The engine may read files for minutes: the types are measured side by side. */
export async function measureDiskUsage(
	connection: EngineConnection,
	types: readonly DiskUsageType[],
	{ signal, onMeasured }: DiskUsageOptions = {},
): Promise<Partial<Record<DiskUsageType, TypeUsage>>> {
	const containers = await listContainers(connection, signal);
	// Older engines measure everything at every call, and only once at a time.
	const everything = speaksApi(connection, 42) ? undefined : diskUsage(connection, undefined, signal);
	const measured = await Promise.all(
		types.map(async type => {
			const answer = await (everything ?? diskUsage(connection, queryOf[type], signal));
			const usage = await readUsage(type, answer, containers, { connection, signal });
			onMeasured?.(type, usage);
			return [type, usage] as const;
		}),
	);
	return Object.fromEntries(measured);
}

/** Bytes of all image layers and the build cache; what both have is counted once. */
export async function measureLayersAndCache(connection: EngineConnection, options: CallOptions = {}): Promise<number> {
	const images = await diskUsage(connection, queryOf.images, options.signal);
	const { BuildCache } = await diskUsage(connection, queryOf.buildCache, options.signal);
	const cache = summed(itemsOf(BuildCache).map(raw => readCacheItem(fieldsOf(raw))));
	return numberOf(images.LayersSize) + cache.size;
}

const queryOf: Readonly<Record<DiskUsageType, string>> = {
	containers: 'container',
	images: 'image',
	volumes: 'volume',
	buildCache: 'build-cache',
};

async function diskUsage(
	connection: EngineConnection,
	type: string | undefined,
	signal: AbortSignal | undefined,
): Promise<RawFields> {
	return fieldsOf(
		await callJson<unknown>(
			connection,
			{ method: 'GET', path: '/system/df', query: { type } },
			{ signal, deadline: Number.POSITIVE_INFINITY },
		),
	);
}

async function listContainers(
	connection: EngineConnection,
	signal: AbortSignal | undefined,
): Promise<readonly Container[]> {
	const query = { all: true };
	const list = await callJson<unknown>(connection, { method: 'GET', path: '/containers/json', query }, { signal });
	return itemsOf(list).flatMap(raw => readContainer(raw, Date.now()) ?? []);
}

interface Surroundings extends CallOptions {
	readonly connection: EngineConnection;
}

async function readUsage(
	type: DiskUsageType,
	answer: RawFields,
	containers: readonly Container[],
	surroundings: Surroundings,
): Promise<TypeUsage> {
	switch (type) {
		case 'containers':
			return summed(itemsOf(answer.Containers).flatMap(readContainerItem));
		case 'images': {
			const images = itemsOf(answer.Images).map(raw => readImageItem(fieldsOf(raw), containers));
			const dated = await mapLimited(images, 8, async item => dateImage(item, surroundings));
			return { ...summed(dated), size: numberOf(answer.LayersSize) };
		}
		case 'volumes':
			return summed(itemsOf(answer.Volumes).map(raw => readVolumeItem(fieldsOf(raw), containers)));
		case 'buildCache':
			return summed(itemsOf(answer.BuildCache).map(raw => readCacheItem(fieldsOf(raw))));
	}
}

function summed(items: readonly DiskItem[]): TypeUsage {
	const sum = (some: readonly DiskItem[]) => some.reduce((total, { size = 0 }) => total + size, 0);
	return {
		size: sum(items),
		reclaimable: sum(items.filter(({ inUse }) => !inUse)),
		items: [...items].sort((a, b) => (b.size ?? 0) - (a.size ?? 0) || a.name.localeCompare(b.name)),
	};
}

function readContainerItem(value: unknown): DiskItem[] {
	const container = readContainer(value, Date.now());
	if (!container) {
		return [];
	}
	const { id, name, createdAt, since } = container;
	const inUse = isLive(container);
	return [
		{
			...{ type: 'containers', id, name, tags: [], size: numberOf(fieldsOf(value).SizeRw), shared: 0, inUse },
			...{ users: [], createdAt, unusedSince: inUse ? undefined : (since ?? createdAt) },
		},
	];
}

function readImageItem(raw: RawFields, containers: readonly Container[]): DiskItem {
	const id = textOf(raw.Id);
	const tags = textsOf(raw.RepoTags).filter(tag => tag !== '<none>:<none>');
	const shared = Math.max(0, numberOf(raw.SharedSize));
	const users = containers.filter(({ imageId }) => imageId === id);
	return {
		...{ type: 'images', id, name: tags[0] ?? id.replace('sha256:', '').slice(0, 12), tags },
		...{ size: numberOf(raw.Size) - shared, shared, inUse: users.some(isLive), users: users.map(reference) },
		...{ createdAt: numberOf(raw.Created) * 1000, unusedSince: undefined },
	};
}

/** An image made years ago may have been pulled today: what counts is when it got its name here. */
async function dateImage(item: DiskItem, { connection, signal }: Surroundings): Promise<DiskItem> {
	if (item.users.length > 0) {
		return item;
	}
	try {
		const { Metadata } = (await inspectImage(connection, item.id, { signal })) as { Metadata?: unknown };
		const named = timeOf(fieldsOf(Metadata).LastTagTime) ?? 0;
		return { ...item, unusedSince: Math.max(named, item.createdAt ?? 0) };
	} catch {
		signal?.throwIfAborted();
		return item;
	}
}

function readVolumeItem(raw: RawFields, containers: readonly Container[]): DiskItem {
	const name = textOf(raw.Name);
	const size = fieldsOf(raw.UsageData).Size;
	const users = containers.filter(({ mounts }) =>
		mounts.some(({ type, source }) => type === 'volume' && source === name),
	);
	return {
		...{ type: 'volumes', id: name, name, tags: [], shared: 0, inUse: users.some(isLive), users: users.map(reference) },
		...{ size: typeof size === 'number' && size >= 0 ? size : undefined },
		...{ createdAt: timeOf(raw.CreatedAt), unusedSince: undefined },
	};
}

function readCacheItem(raw: RawFields): DiskItem {
	const shared = raw.Shared === true;
	const size = numberOf(raw.Size);
	const createdAt = timeOf(raw.CreatedAt);
	const inUse = raw.InUse === true;
	return {
		...{ type: 'buildCache', id: textOf(raw.ID), name: textOf(raw.Description), tags: [], inUse, users: [], createdAt },
		...{ size: shared ? 0 : size, shared: shared ? size : 0 },
		...{ unusedSince: inUse ? undefined : (timeOf(raw.LastUsedAt) ?? createdAt) },
	};
}

function isLive({ state }: Container): boolean {
	return state === 'running' || state === 'paused' || state === 'restarting';
}

function reference({ id, name }: Container): { id: string; name: string } {
	return { id, name };
}
