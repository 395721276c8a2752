import { callDone, ignoreMissing } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import type { Configuration } from './containerConfiguration.ts';
import { findContainerPath } from './containerPath.ts';
import { removeContainer } from './containers.ts';
import { nameOf } from './createFromInspect.ts';
import { route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { type HelperContainer, helperNamed, isLeft } from './helperContainer.ts';
import { helperLabels } from './helperLabels.ts';
import { holdImage } from './imageHolder.ts';
import { writeHeader } from './tarHeader.ts';
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
 * Keeps in the engine what somebody needs to know to end a recreation if the process that does it is gone: in a container that
 * never runs. Its name is the old container's, so that there can be only one.
 */
export class RecreationRecord {
	readonly recreation: Recreation;
	readonly #connection: EngineConnection;
	readonly #id: string;

	/** Rejects with `containerBusy` while somebody else is recreating the container. */
	static async make(connection: EngineConnection, recreation: Recreation): Promise<RecreationRecord> {
		const { Id } = recreation.before.container;
		const name = nameOfRecord(Id);
		const labels = { ...helperLabels('recreate'), [recreationLabel]: JSON.stringify(recreation) };
		const { value: image = recreation.image } = await usableImages(connection, undefined).next();
		try {
			const { containerId } = await holdImage(connection, image, { name, labels });
			return new RecreationRecord(connection, containerId, recreation);
		} catch (error) {
			const isTaken = error instanceof EngineError && error.recognised?.kind === 'nameInUse';
			throw isTaken ? isBusy(recreation, error) : error;
		}
	}

	/** What a process that is gone has left of a container's recreation. */
	static async abandonedOf(connection: EngineConnection, containerId: string): Promise<RecreationRecord | undefined> {
		const helper = await helperNamed(connection, nameOfRecord(containerId));
		return helper && isLeft(helper) ? RecreationRecord.read(connection, helper) : undefined;
	}

	/** Undefined for a helper that is none. */
	static read(connection: EngineConnection, { id, name, labels }: HelperContainer): RecreationRecord | undefined {
		const said = labels[recreationLabel];
		if (said === undefined || !name.startsWith(nameOfRecord(''))) {
			return undefined;
		}
		const recreation = JSON.parse(said) as Recreation;
		return name === nameOfRecord(recreation.before.container.Id)
			? new RecreationRecord(connection, id, recreation)
			: undefined;
	}

	private constructor(connection: EngineConnection, id: string, recreation: Recreation) {
		this.recreation = recreation;
		this.#connection = connection;
		this.#id = id;
	}

	/** Labels cannot be added: a file in the record bears the new container's id. */
	async noteNew(id: string): Promise<void> {
		const plain = { size: 0, mode: 0o600, modified: 0, uid: 0, gid: 0, linkName: '' };
		const upload = Buffer.concat([writeHeader({ ...plain, name: id, type: 'file' }), Buffer.alloc(1024)]);
		const path = route`/containers/${this.#id}/archive`;
		await callDone(this.#connection, { method: 'PUT', path, query: { path: '/' }, upload });
	}

	async isNew(id: string): Promise<boolean> {
		return (await findContainerPath(this.#connection, this.#id, `/${id}`)) !== undefined;
	}

	async end(): Promise<void> {
		await removeContainer(this.#connection, this.#id, { force: true, volumes: true }).catch(ignoreMissing);
	}
}

const recreationLabel = 'dev.slipway.recreation';

function nameOfRecord(containerId: string): string {
	return `slipway-recreate-${containerId.slice(0, 24)}`;
}

function isBusy({ before }: Recreation, cause: unknown): EngineError {
	const name = nameOf(before.container);
	const recognised = { kind: 'containerBusy', name } as const;
	return new EngineError('conflict', `The container ${name} is being recreated already`, { recognised, cause });
}
