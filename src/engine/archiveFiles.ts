import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { noSuchFile, readArchive, writeArchive } from './containerArchive.ts';
import { EngineError } from './errors.ts';
import { insideOf, nameOf, parentOf } from './fileEntry.ts';
import type { TarItem } from './readTar.ts';
import { padding, type TarEntry, writeHeader } from './tarHeader.ts';

/** A path in a container, running or not. */
export interface ArchivePlace {
	readonly connection: EngineConnection;
	readonly containerId: string;
	readonly path: string;
}

/** A file's content. */
export function readFromArchive(place: ArchivePlace, options: CallOptions = {}): Promise<Buffer> {
	return firstItem(place, options, async ({ entry, content }) => {
		if (entry.type !== 'file' && entry.type !== 'hardlink') {
			throw new EngineError('invalid', `${place.path} is no file`);
		}
		const pieces: Buffer[] = [];
		for await (const piece of content) {
			pieces.push(piece);
		}
		return Buffer.concat(pieces);
	});
}

/** Replaces a file, which keeps its mode and owner; a new one gets its folder's owner. */
export async function writeToArchive(
	place: ArchivePlace,
	content: Buffer,
	isNew: boolean,
	options: CallOptions = {},
): Promise<void> {
	const like = await headerOf(isNew ? { ...place, path: insideOf(parentOf(place.path)) } : place, options);
	const mode = isNew ? 0o644 : like.mode;
	await writeEntry(place, { ...like, type: 'file', mode, size: content.length }, content, options);
}

export async function makeFolderInArchive(place: ArchivePlace, options: CallOptions = {}): Promise<void> {
	const like = await headerOf({ ...place, path: insideOf(parentOf(place.path)) }, options);
	await writeEntry(place, { ...like, type: 'folder', mode: 0o755, size: 0 }, Buffer.alloc(0), options);
}

/** Copies a file, or a folder with all that is in it, to another name; also to another container. */
export async function copyThroughArchive(
	from: ArchivePlace,
	to: ArchivePlace,
	options: CallOptions = {},
): Promise<void> {
	const read = <T>(take: (archive: Readable) => Promise<T>) =>
		readArchive(
			from.connection,
			from.containerId,
			from.path,
			items => take(Readable.from(renamedArchive(items, nameOf(to.path)), { objectMode: false })),
			options,
		);
	const write = (archive: Readable) => writeArchive(to.connection, to.containerId, parentOf(to.path), archive, options);
	if (from.containerId !== to.containerId) {
		await read(write);
		return;
	}
	// The engine writes into no container whose archive is still being read.
	const folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-copy-'));
	try {
		const file = path.join(folder, 'archive.tar');
		await read(archive => pipeline(archive, createWriteStream(file, { mode: 0o600 })));
		await write(createReadStream(file));
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function* renamedArchive(items: AsyncIterable<TarItem>, name: string): AsyncGenerator<Buffer> {
	let root: string | undefined;
	for await (const { entry, content } of items) {
		root ??= entry.name;
		if (!['file', 'hardlink', 'symlink', 'folder'].includes(entry.type)) {
			continue;
		}
		const linkName =
			entry.type === 'hardlink' && entry.linkName.startsWith(`${root}/`)
				? name + entry.linkName.slice(root.length)
				: entry.linkName;
		yield writeHeader({ ...entry, linkName, name: name + entry.name.slice(root.length) });
		if (entry.type === 'file') {
			yield* content;
			yield Buffer.alloc(padding(entry.size));
		}
	}
	yield archiveEnd;
}

const archiveEnd = Buffer.alloc(1024);

function writeEntry(
	{ connection, containerId, path }: ArchivePlace,
	like: TarEntry,
	content: Buffer,
	options: CallOptions,
): Promise<void> {
	const entry = { ...like, name: nameOf(path), linkName: '', modified: Date.now() / 1000 };
	const archive = Buffer.concat([writeHeader(entry), content, Buffer.alloc(padding(content.length)), archiveEnd]);
	return writeArchive(connection, containerId, parentOf(path), archive, options);
}

/** Mode and owner, which nothing else tells. */
function headerOf(place: ArchivePlace, options: CallOptions): Promise<TarEntry> {
	return firstItem(place, options, async ({ entry }) => entry);
}

function firstItem<T>(
	{ connection, containerId, path }: ArchivePlace,
	options: CallOptions,
	read: (item: TarItem) => Promise<T>,
): Promise<T> {
	return readArchive(
		connection,
		containerId,
		path,
		async items => {
			for await (const item of items) {
				return await read(item);
			}
			throw noSuchFile(path);
		},
		options,
	);
}
