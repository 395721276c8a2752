import { randomBytes } from 'node:crypto';
import { delay } from '../base/async.ts';
import { type CallOptions, ignoreMissing, throwIfCancelled } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { type Configuration, type InspectedContainer, imageAt, readConfiguration } from './containerConfiguration.ts';
import {
	inspectContainer,
	pauseContainer,
	removeContainer,
	renameContainer,
	startContainer,
	stopContainer,
} from './containers.ts';
import { createFromInspect, nameOf } from './createFromInspect.ts';
import { cancelled } from './engineCall.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { finishLater } from './finishLater.ts';
import { pullImage } from './images.ts';
import type { LayersProgress } from './layerProgress.ts';
import { type Recreation, RecreationRecord } from './recreationRecord.ts';

export type RecreateStep = 'pull' | 'create' | 'stop' | 'rename' | 'start' | 'watch' | 'remove';

export interface RecreateOptions extends CallOptions {
	/** Pulls the image's tag first; else the newest that is here is taken. */
	readonly pull?: boolean;
	/** Milliseconds for which the new one has to stay up. */
	readonly watch?: number;
	readonly onStep?: (step: RecreateStep) => void;
	readonly onPullProgress?: (progress: LayersProgress) => void;
}

export interface Recreated {
	readonly id: string;
	readonly before: Configuration;
	/** What the new one was made from. */
	readonly image: string;
	/** The name that the old one had meanwhile. */
	readonly setAside: string;
}

const usualWatch = 2000;

/**
 * Puts a container of the same configuration, from the newest image of its tag, in the place of an old one, in the same
 * state. Until the new one is up the old one is only stopped and set aside: a failure or an abort brings it back. When
 * the engine is gone by then, the old one comes back as soon as the engine does.
 */
export async function recreateContainer(
	connection: EngineConnection,
	id: string,
	options: RecreateOptions = {},
): Promise<Recreated> {
	const { container } = await readConfiguration(connection, id, options);
	const image = await newestImage(connection, container, options);
	const record = await begin(connection, container.Id, image, options);
	const exchange = new Exchange(connection, record, options);
	try {
		return await exchange.run();
	} catch (error) {
		const cause = options.signal?.aborted ? cancelled(error) : toEngineError(error);
		await finishLater(connection, () => exchange.takeBack()).catch(async reason => {
			await record.end().catch(() => {});
			throw notTakenBack(record.recreation.before, cause, toEngineError(reason));
		});
		throw cause;
	}
}

/** Ends what a process that is gone has begun: the new container stays if it runs, else the old one comes back. */
export async function settleRecreation(connection: EngineConnection, record: RecreationRecord): Promise<void> {
	try {
		await new Exchange(connection, record, {}).settle();
	} catch (error) {
		if (!(error instanceof EngineError && error.status !== undefined)) {
			throw error;
		}
		// The engine refuses it; what is there now is for people to decide.
	}
	await record.end();
}

/** From here on nobody else recreates the container, and whoever comes after a crash knows what was going on. */
async function begin(
	connection: EngineConnection,
	id: string,
	image: string,
	{ signal }: RecreateOptions,
): Promise<RecreationRecord> {
	throwIfCancelled(signal);
	const left = await RecreationRecord.abandonedOf(connection, id);
	await (left && settleRecreation(connection, left));
	// Read again: a pull takes long.
	const before = await readConfiguration(connection, id);
	const [name, mark] = [nameOf(before.container), randomBytes(3).toString('hex')];
	const names = { newName: `${name}_new_${mark}`, oldName: `${name}_old_${mark}` };
	const record = await RecreationRecord.make(connection, { before, image, ...names });
	try {
		// Somebody else may just have been done with it.
		await inspectContainer(connection, id);
		return record;
	} catch (error) {
		await record.end();
		throw error;
	}
}

/** Whatever the tag means now; a container that was made by id has no newer image. */
async function newestImage(
	connection: EngineConnection,
	{ Config: { Image: reference }, Image: id }: InspectedContainer,
	{ pull, signal, onStep, onPullProgress }: RecreateOptions,
): Promise<string> {
	if (/^(?:sha256:)?[0-9a-f]{64}$/.test(reference) || reference.includes('@') || id.includes(reference)) {
		return reference.includes('@') ? reference : id;
	}
	if (pull || !(await imageAt(connection, reference, { signal }))) {
		onStep?.('pull');
		await pullImage(connection, reference, { signal, onProgress: onPullProgress });
	}
	return reference;
}

class Exchange {
	readonly #connection: EngineConnection;
	readonly #record: RecreationRecord;
	readonly #recreation: Recreation;
	readonly #options: RecreateOptions;
	readonly #name: string;
	#newId: string | undefined;

	constructor(connection: EngineConnection, record: RecreationRecord, options: RecreateOptions) {
		this.#connection = connection;
		this.#record = record;
		this.#recreation = record.recreation;
		this.#options = options;
		this.#name = nameOf(this.#old);
	}

	get #old(): InspectedContainer {
		return this.#recreation.before.container;
	}

	/** No step can be called back: an abort is seen between them, and while waiting. */
	async run(): Promise<Recreated> {
		const { before, image, newName, oldName } = this.#recreation;
		this.#begin('create');
		const id = await createFromInspect(this.#connection, before, { name: newName, image });
		this.#newId = id;
		await this.#record.noteNew(id);
		if (isUp(this.#old)) {
			this.#begin('stop');
			await stopContainer(this.#connection, this.#old.Id);
		}
		this.#begin('rename');
		await this.#setAside();
		await renameContainer(this.#connection, id, this.#name);
		if (isUp(this.#old)) {
			await this.#bringUp(id);
		}
		this.#begin('remove');
		// The new one has taken the place by now: an old one that cannot be removed yet is no reason to go back.
		await finishLater(this.#connection, () => this.#finish());
		return { id, before, image, setAside: oldName };
	}

	/** The old one as it was, and nothing else. What is done already is done again without harm. */
	async takeBack(): Promise<void> {
		// Only volumes that came new with the new container go with it: those it took over are mounted by name.
		await this.#remove(this.#newId ?? this.#recreation.newName, true);
		const old = await inspectContainer(this.#connection, this.#old.Id).catch(ignoreMissing);
		const id = old ? this.#old.Id : await createFromInspect(this.#connection, this.#recreation.before);
		if (old && old.Name !== this.#old.Name) {
			await renameContainer(this.#connection, id, this.#name);
		}
		if (isUp(this.#old) && !old?.State.Paused) {
			await startContainer(this.#connection, id);
			await this.#pauseAsBefore(id);
		}
		await this.#record.end();
	}

	/** Goes on from wherever a process has ended. */
	async settle(): Promise<void> {
		const fresh = await this.#findNew();
		this.#newId = fresh?.Id;
		const old = await inspectContainer(this.#connection, this.#old.Id).catch(ignoreMissing);
		if (fresh && this.#hasTakenPlace(fresh)) {
			await (fresh.State.Paused || this.#pauseAsBefore(fresh.Id));
			await this.#finish();
		} else if (old || (fresh && this.#removesItself())) {
			await this.takeBack();
		}
	}

	/** It may have either name. Somebody else's container of that name is none of ours. */
	async #findNew(): Promise<InspectedContainer | undefined> {
		for (const name of [this.#recreation.newName, this.#name]) {
			const found = (await inspectContainer(this.#connection, name).catch(ignoreMissing)) as unknown;
			const container = found as InspectedContainer | undefined;
			if (container && (name !== this.#name || (await this.#record.isNew(container.Id)))) {
				return container;
			}
		}
		return undefined;
	}

	#hasTakenPlace({ Name, State }: InspectedContainer): boolean {
		const isWell = State.Running && !State.Restarting && State.Health?.Status !== 'unhealthy';
		return Name === `/${this.#name}` && (isWell || !isUp(this.#old));
	}

	async #finish(): Promise<void> {
		await this.#remove(this.#old.Id, false);
		await this.#record.end();
	}

	#begin(step: RecreateStep): void {
		throwIfCancelled(this.#options.signal);
		this.#options.onStep?.(step);
	}

	async #remove(id: string, volumes: boolean): Promise<void> {
		await removeContainer(this.#connection, id, { force: true, volumes }).catch(ignoreMissing);
	}

	/** One that removes itself is gone with its end. */
	async #setAside(): Promise<void> {
		if (this.#removesItself()) {
			await this.#remove(this.#old.Id, false);
		} else {
			await renameContainer(this.#connection, this.#old.Id, this.#recreation.oldName);
		}
	}

	#removesItself(): boolean {
		return this.#old.HostConfig.AutoRemove === true && isUp(this.#old);
	}

	async #bringUp(id: string): Promise<void> {
		this.#begin('start');
		await startContainer(this.#connection, id);
		this.#begin('watch');
		await this.#watch(id);
		await this.#pauseAsBefore(id);
	}

	async #pauseAsBefore(id: string): Promise<void> {
		if (this.#old.State.Paused) {
			await pauseContainer(this.#connection, id);
		}
	}

	/** Up means: still running after a while, and healthy if the old one was. */
	async #watch(id: string): Promise<void> {
		const { signal, watch = usualWatch } = this.#options;
		const end = performance.now() + watch;
		const mustBeHealthy = this.#old.State.Health?.Status === 'healthy';
		for (;;) {
			const State = (await inspectContainer(this.#connection, id, { signal }).catch(ignoreMissing))?.State;
			if (!State?.Running || State.Restarting) {
				throw notUp(this.#name, `exited${State ? ` (${State.ExitCode})` : ''}`);
			}
			const health = mustBeHealthy ? State.Health?.Status : undefined;
			if (health === 'unhealthy') {
				throw notUp(this.#name, health);
			}
			if (performance.now() >= end && health !== 'starting') {
				return;
			}
			await delay(Math.min(100, watch), signal);
		}
	}
}

function isUp({ State }: InspectedContainer): boolean {
	return State.Running || State.Paused || State.Restarting;
}

/** The old one may be there under its name and not start again, or still be set aside. */
function notTakenBack({ container }: Configuration, cause: EngineError, reason: EngineError): EngineError {
	const name = nameOf(container);
	return new EngineError('failed', `${cause.message} The old container could not be put back: ${reason.message}`, {
		recognised: { kind: 'notTakenBack', name, reason: reason.message },
		cause,
	});
}

function notUp(name: string, state: string): EngineError {
	return new EngineError('failed', `The new container "${name}" did not come up: ${state}.`, {
		recognised: { kind: 'notUp', name, state },
	});
}
