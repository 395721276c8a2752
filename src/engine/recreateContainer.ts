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
	const before = await readConfiguration(connection, id, options);
	const image = await newestImage(connection, before.container, options);
	const exchange = new Exchange(connection, before, image, options);
	try {
		return await exchange.run();
	} catch (error) {
		const cause = options.signal?.aborted ? cancelled(error) : toEngineError(error);
		await finishLater(connection, () => exchange.takeBack()).catch(reason => {
			throw notTakenBack(before, cause, toEngineError(reason));
		});
		throw cause;
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
	readonly #before: Configuration;
	readonly #image: string;
	readonly #options: RecreateOptions;
	readonly #name: string;
	/** Both known beforehand, so that a lost answer leaves nothing that could not be found. */
	readonly #newName: string;
	readonly #oldName: string;
	#newId: string | undefined;

	constructor(connection: EngineConnection, before: Configuration, image: string, options: RecreateOptions) {
		this.#connection = connection;
		this.#before = before;
		this.#image = image;
		this.#options = options;
		this.#name = nameOf(before.container);
		const mark = randomBytes(3).toString('hex');
		this.#newName = `${this.#name}_new_${mark}`;
		this.#oldName = `${this.#name}_old_${mark}`;
	}

	/** No step can be called back: an abort is seen between them, and while waiting. */
	async run(): Promise<Recreated> {
		const { container } = this.#before;
		this.#begin('create');
		const id = await createFromInspect(this.#connection, this.#before, { name: this.#newName, image: this.#image });
		this.#newId = id;
		if (isUp(container)) {
			this.#begin('stop');
			await stopContainer(this.#connection, container.Id);
		}
		this.#begin('rename');
		await this.#setAside();
		await renameContainer(this.#connection, id, this.#name);
		if (isUp(container)) {
			await this.#bringUp(id);
		}
		this.#begin('remove');
		// The new one has taken the place by now: an old one that cannot be removed yet is no reason to go back.
		await finishLater(this.#connection, () => this.#remove(container.Id, false));
		return { id, before: this.#before, image: this.#image, setAside: this.#oldName };
	}

	/** The old one as it was, and nothing else. What is done already is done again without harm. */
	async takeBack(): Promise<void> {
		const { container } = this.#before;
		// Only volumes that came new with the new container go with it: those it took over are mounted by name.
		await this.#remove(this.#newId ?? this.#newName, true);
		const old = await inspectContainer(this.#connection, container.Id).catch(ignoreMissing);
		const id = old ? container.Id : await createFromInspect(this.#connection, this.#before);
		if (old && old.Name !== container.Name) {
			await renameContainer(this.#connection, id, this.#name);
		}
		if (isUp(container) && !old?.State.Paused) {
			await startContainer(this.#connection, id);
			await this.#pauseAsBefore(id);
		}
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
		const { container } = this.#before;
		if (container.HostConfig.AutoRemove && isUp(container)) {
			await this.#remove(container.Id, false);
		} else {
			await renameContainer(this.#connection, container.Id, this.#oldName);
		}
	}

	async #bringUp(id: string): Promise<void> {
		this.#begin('start');
		await startContainer(this.#connection, id);
		this.#begin('watch');
		await this.#watch(id);
		await this.#pauseAsBefore(id);
	}

	async #pauseAsBefore(id: string): Promise<void> {
		if (this.#before.container.State.Paused) {
			await pauseContainer(this.#connection, id);
		}
	}

	/** Up means: still running after a while, and healthy if the old one was. */
	async #watch(id: string): Promise<void> {
		const { signal, watch = usualWatch } = this.#options;
		const end = performance.now() + watch;
		const mustBeHealthy = this.#before.container.State.Health?.Status === 'healthy';
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
