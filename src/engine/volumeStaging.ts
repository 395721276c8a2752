import { type Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { requestArchive } from './archiveAnswer.ts';
import { linkEntry, removeByArchive } from './archiveRemoval.ts';
import { callDone } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { type EngineRequest, route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { LinkArchive, type LinkPlaces } from './linkArchive.ts';
import { givePieceBack } from './pieces.ts';
import { readRawHeader, writeRawHeader } from './rawTarHeader.ts';
import { blockSize, type TarEntry, writeHeader } from './tarHeader.ts';
import { scanTar } from './tarScanner.ts';
import { mountPath } from './volumeHolder.ts';

const stagingName = '.slipway-restore';
const fresh = `${mountPath}/${stagingName}/new`;

/**
 * A folder inside a volume in which its new content is made ready. All is done with the engine's calls for archives: no
 * program runs, so that it works with every image and with none.
 */
export class VolumeStaging {
	readonly linkPlaces: LinkPlaces = { from: fresh, to: mountPath };
	readonly #connection: EngineConnection;
	readonly #containerId: string;
	#topBefore: Buffer | undefined;

	/** @param holder A container that has the volume at `mountPath`. */
	constructor(connection: EngineConnection, holder: { readonly containerId: string }) {
		this.#connection = connection;
		this.#containerId = holder.containerId;
	}

	/** Makes the folder, and makes sure that the exchange will be possible. Rejects with `cannotReplace` if not. */
	async prepare(volume: string, signal: AbortSignal | undefined): Promise<void> {
		const probe = `${stagingName}/probe`;
		const further = `${stagingName}/further-name`;
		await this.#remove(stagingName, signal);
		await this.#put(mountPath, [folder(stagingName), folder(`${stagingName}/new`), file(probe)], signal);
		try {
			await this.#put(mountPath, [linkEntry(further, probe)], signal);
			await this.#remove(probe, signal);
		} catch (error) {
			throw isAnswer(error) ? cannotReplace(volume, error) : error;
		}
		if (await this.#exists(probe, signal)) {
			throw cannotReplace(volume);
		}
	}

	/** The request that unpacks a tar stream into the folder. */
	upload(stream: Readable): EngineRequest {
		return this.#archiveRequest('PUT', fresh, stream);
	}

	async markComplete(): Promise<void> {
		await this.#put(mountPath, [file(`${stagingName}/complete`)], undefined);
	}

	isComplete(): Promise<boolean> {
		return this.#exists(`${stagingName}/complete`, undefined);
	}

	/**
	 * Names in the volume, byte for byte, besides the folder's own. The engine only tells by sending everything. From then
	 * on `settle` also gives the volume's own folder its time back.
	 */
	async others(signal: AbortSignal | undefined): Promise<readonly string[]> {
		const { others, top } = await this.#readBack(signal);
		this.#topBefore = top;
		return others;
	}

	/** Removes `old` and puts the new content in its place. May be done again after it was interrupted. */
	async exchange(old: readonly string[], links: Buffer, top: Buffer | undefined): Promise<void> {
		for (const name of old) {
			await this.#remove(name, undefined);
		}
		await this.#put('/', links, undefined);
		await this.#remove(stagingName, undefined);
		if (top) {
			await this.#put('/', top, undefined);
		}
	}

	/** Finishes an interrupted exchange, or removes what was made ready for one. */
	async settle(): Promise<void> {
		if (await this.isComplete()) {
			const { others, links } = await this.#readBack(undefined);
			const { links: all, top } = await links.end();
			await this.exchange(others, all, top);
		} else {
			await this.#remove(stagingName, undefined);
			await (this.#topBefore && this.#put('/', this.#topBefore, undefined));
		}
	}

	async #readBack(signal: AbortSignal | undefined): Promise<ReadBack> {
		const others = new Set<string>();
		const links = new LinkArchive(this.linkPlaces, `${stagingName}/new`);
		let top: Buffer | undefined;
		const onEntry = (entry: TarEntry, description: Buffer) => {
			const raw = readRawHeader(description);
			const [first = ''] = raw.name.replace(/^\.?\/*/, '').split('/');
			if (first === stagingName) {
				links.add(entry, description);
			} else if (first !== '') {
				others.add(first);
			} else {
				top = Buffer.concat([writeRawHeader('5', { ...raw, name: `${mountPath.slice(1)}/` }), endMark]);
			}
		};
		await this.#connection.call(
			async (docker, inner) => {
				const answer = await requestArchive(docker, this.#archiveRequest('GET', `${mountPath}/.`), inner);
				await pipeline(answer, scanTar(onEntry), unread());
			},
			{ signal, deadline: Number.POSITIVE_INFINITY },
		);
		return { others: [...others], links, top };
	}

	#remove(name: string, signal: AbortSignal | undefined): Promise<void> {
		const missing = `${stagingName}/missing`;
		return removeByArchive(this.#connection, this.#containerId, mountPath, name, { signal, missing });
	}

	async #put(path: string, content: Buffer | readonly Buffer[], signal: AbortSignal | undefined): Promise<void> {
		const upload = Buffer.isBuffer(content) ? content : Buffer.concat([...content, endMark]);
		const deadline = Number.POSITIVE_INFINITY;
		await callDone(this.#connection, this.#archiveRequest('PUT', path, upload), { signal, deadline });
	}

	async #exists(name: string, signal: AbortSignal | undefined): Promise<boolean> {
		try {
			await callDone(this.#connection, this.#archiveRequest('HEAD', `${mountPath}/${name}`), { signal });
			return true;
		} catch (error) {
			if (error instanceof EngineError && error.status === 404) {
				return false;
			}
			throw error;
		}
	}

	#archiveRequest(method: 'GET' | 'HEAD' | 'PUT', path: string, upload?: Buffer | Readable): EngineRequest {
		return { method, path: route`/containers/${this.#containerId}/archive`, query: { path }, upload };
	}
}

interface ReadBack {
	readonly others: readonly string[];
	readonly links: LinkArchive;
	/** An archive with the volume's own folder alone. */
	readonly top: Buffer | undefined;
}

function isAnswer(error: unknown): error is EngineError {
	return error instanceof EngineError && error.status !== undefined;
}

function cannotReplace(volume: string, cause?: unknown): EngineError {
	const recognised = { kind: 'cannotReplace', volume } as const;
	return new EngineError('failed', `The content of ${volume} cannot be replaced safely`, { recognised, cause });
}

function unread(): Writable {
	return new Writable({
		objectMode: true,
		write: (piece: Buffer, _encoding, done) => {
			givePieceBack(piece);
			done();
		},
	});
}

const endMark = Buffer.alloc(2 * blockSize);
const plain = { size: 0, mode: 0o700, modified: 0, uid: 0, gid: 0, linkName: '' };

function folder(name: string): Buffer {
	return writeHeader({ ...plain, name, type: 'folder' });
}

function file(name: string): Buffer {
	return writeHeader({ ...plain, name, type: 'file' });
}
