import { readFromArchive } from './archiveFiles.ts';
import { ignoreMissing } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { writeArchive } from './containerArchive.ts';
import type { Configuration } from './containerConfiguration.ts';
import { findContainerPath } from './containerPath.ts';
import { removeContainer } from './containers.ts';
import { nameOf } from './createFromInspect.ts';
import { EngineError } from './errors.ts';
import { type HelperContainer, helperNamed, isLeft } from './helperContainer.ts';
import { helperLabels } from './helperLabels.ts';
import { holdImage } from './imageHolder.ts';
import { padding, writeHeader } from './tarHeader.ts';
import { usableImages } from './usableImages.ts';

/** How one container takes another one's place. */
export interface Recreation {
	readonly before: Configuration;
	/** What the new one is made from. */
	readonly image: string;
	/** What the new one is called at first, which nobody else would choose. */
	readonly newName: string;
	/** What the old one is called while it is set aside. */
	readonly oldName: string;
}

/**
 * Keeps in the engine what somebody needs to know to end a recreation if the process that does it is gone: as files in a
 * container that never runs, since labels are shown in lists and events. Its name tells of the old container, so that there
 * can be only one.
 */
export class RecreationRecord {
	readonly recreation: Recreation;
	readonly #connection: EngineConnection;
	readonly #id: string;

	/** Rejects with `containerBusy` while somebody else is recreating the container. */
	static async make(connection: EngineConnection, recreation: Recreation): Promise<RecreationRecord> {
		const name = nameOfRecord(recreation.before.container.Id);
		const { value: image = recreation.image } = await usableImages(connection, undefined).next();
		const holder = await holdImage(connection, image, { name, labels: helperLabels('recreate') }).catch(error => {
			const isTaken = error instanceof EngineError && error.recognised?.kind === 'nameInUse';
			throw isTaken ? isBusy(recreation, error) : error;
		});
		const record = new RecreationRecord(connection, holder.containerId, recreation);
		try {
			await record.#write(recordFile, Buffer.from(JSON.stringify(recreation)));
			return record;
		} catch (error) {
			await record.end();
			throw error;
		}
	}

	/** What a process that is gone has left of a container's recreation. */
	static async abandonedOf(connection: EngineConnection, containerId: string): Promise<RecreationRecord | undefined> {
		const helper = await helperNamed(connection, nameOfRecord(containerId));
		return helper && isLeft(helper) ? RecreationRecord.read(connection, helper) : undefined;
	}

	/** Undefined for one that is not written to its end, so that nothing has begun either. */
	static async read(connection: EngineConnection, { id }: HelperContainer): Promise<RecreationRecord | undefined> {
		try {
			const content = await readFromArchive({ connection, containerId: id, path: `/${recordFile}` });
			return new RecreationRecord(connection, id, JSON.parse(content.toString('utf8')) as Recreation);
		} catch (error) {
			if (error instanceof SyntaxError) {
				return undefined;
			}
			return ignoreMissing(error);
		}
	}

	private constructor(connection: EngineConnection, id: string, recreation: Recreation) {
		this.recreation = recreation;
		this.#connection = connection;
		this.#id = id;
	}

	noteNew(id: string): Promise<void> {
		return this.#write(id, Buffer.alloc(0));
	}

	async isNew(id: string): Promise<boolean> {
		return (await findContainerPath(this.#connection, this.#id, `/${id}`)) !== undefined;
	}

	async end(): Promise<void> {
		await removeContainer(this.#connection, this.#id, { force: true, volumes: true }).catch(ignoreMissing);
	}

	async #write(name: string, content: Buffer): Promise<void> {
		const plain = { mode: 0o600, modified: 0, uid: 0, gid: 0, linkName: '' };
		const header = writeHeader({ ...plain, name, type: 'file', size: content.length });
		const end = Buffer.alloc(padding(content.length) + 1024);
		await writeArchive(this.#connection, this.#id, '/', Buffer.concat([header, content, end]));
	}
}

/** Images can bring labels and files to their containers, but no names. */
export function isRecreation({ name }: HelperContainer): boolean {
	return name.startsWith(nameOfRecord(''));
}

const recordFile = 'recreation.json';

function nameOfRecord(containerId: string): string {
	return `slipway-recreate-${containerId.slice(0, 24)}`;
}

function isBusy({ before }: Recreation, cause: unknown): EngineError {
	const name = nameOf(before.container);
	const recognised = { kind: 'containerBusy', name } as const;
	return new EngineError('conflict', `The container ${name} is being recreated already`, { recognised, cause });
}
