import { DisposableOwner, toDisposable } from '../base/disposable.ts';
import type { EngineConnection, EngineStatus } from './connection.ts';
import { ContainerFollower, type FollowerContext } from './containerFollower.ts';
import type { EngineEvent, EngineEvents } from './engineEvents.ts';
import { toEngineError } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { LogMerge } from './logMerge.ts';
import { LogModel } from './logModel.ts';
import { type LogLimits, LogStore } from './logStore.ts';
import { parseLogTime } from './logTime.ts';
import { OlderLogs } from './olderLogs.ts';
import type { ResourceStore } from './resourceStore.ts';
import type { Container } from './resources.ts';

export type LogTarget =
	/** `names` belong to the `ids`: what has such a name stands in for one that is gone. */
	| { readonly kind: 'containers'; readonly ids: readonly string[]; readonly names?: readonly string[] }
	/** All containers of a Compose project, or of some services; of all where none is named. */
	| { readonly kind: 'project'; readonly project: string; readonly services?: readonly string[] };

export interface FollowOptions {
	/** Number of last lines of each container; 1,000 when left out. All if there is an `until`. */
	readonly tail?: number;
	/** `10m`, `2026-08-01T10:00:00`, or seconds since 1970; by the engine's clock. */
	readonly since?: string;
	readonly until?: string;
	/** On by default, but not with an `until`. */
	readonly follow?: boolean;
	readonly limits?: Partial<LogLimits>;
}

/** Where logs come from. */
export interface LogSurroundings {
	readonly connection: EngineConnection;
	readonly events: EngineEvents;
	readonly store: ResourceStore;
}

const usualTail = 1000;

/**
 * Opens the logs of a target as one. It fills by itself and goes on until it is disposed; what cannot be read is a
 * source with a problem. Throws an `EngineError` (`invalid`) for a time that is none.
 */
export function openLogs(surroundings: LogSurroundings, target: LogTarget, options: FollowOptions = {}): LogModel {
	return new LogFollower(surroundings, target, options).model;
}

class LogFollower extends DisposableOwner {
	readonly model: LogModel;
	readonly #surroundings: LogSurroundings;
	readonly #target: LogTarget;
	readonly #lines: LogStore;
	readonly #merge: LogMerge;
	readonly #stop = new AbortController();
	readonly #context: Omit<FollowerContext, 'endpoint'>;
	readonly #followers: ContainerFollower[] = [];
	readonly #follows: boolean;
	/** By which names each source's next container would be known. */
	readonly #keys: Set<string>[] = [];
	/** The containers have been listed: what is not among the followers is new. */
	#listed = false;
	#lost = false;

	constructor(surroundings: LogSurroundings, target: LogTarget, options: FollowOptions) {
		super();
		const { tail = usualTail, since, until, limits } = options;
		for (const [option, time] of Object.entries({ since, until })) {
			if (time !== undefined) {
				parseLogTime(time, Date.now(), option);
			}
		}
		this.#surroundings = surroundings;
		this.#target = target;
		this.#follows = options.follow ?? until === undefined;
		this.#lines = this.register(new LogStore(limits));
		this.#merge = this.register(new LogMerge(this.#lines));
		const { connection } = surroundings;
		this.#context = { connection, store: this.#lines, signal: this.#stop.signal, tail, since, until };
		this.model = new LogModel(this.#lines, new OlderLogs(this.#lines, this.#followers), this);
		this.register(toDisposable(() => this.#stop.abort(new EngineError('cancelled', 'Disposed'))));
		void this.#start();
	}

	async #start(): Promise<void> {
		const { store, events, connection } = this.#surroundings;
		if (this.#follows) {
			this.register(store.onDidChange(change => change.kind === 'container' && this.#onList()));
			this.register(events.onDidOpen(() => this.#wakeAll()));
			this.register(events.onDidEvent(event => this.#onEvent(event)));
			this.register(connection.onDidChangeStatus(status => this.#onStatus(status)));
		}
		try {
			await store.list('container', this.#stop.signal);
			this.#onList();
		} catch (error) {
			this.#lose(toEngineError(error));
		}
	}

	#onList(): void {
		if (this.isDisposed) {
			return;
		}
		this.#rename();
		if (this.#listed) {
			for (const container of this.#joining()) {
				void this.#open(container).join();
			}
			return;
		}
		this.#listed = true;
		void this.#openAll();
	}

	/** Nobody is followed before all of the past is in its order. */
	async #openAll(): Promise<void> {
		const opened = this.#wanted().map(container => this.#open(container));
		this.#noteMissing();
		await Promise.all(opened.map(({ past }) => past()));
		await Promise.all(opened.map(({ goOn }) => goOn()));
	}

	#open(container: Container) {
		const source = this.#sourceOf(container);
		const input = this.#merge.open();
		const { endpoint } = this.#surroundings.connection.status;
		const follower = new ContainerFollower(container.id, source, input, { ...this.#context, endpoint });
		this.#followers.push(follower);
		return {
			past: async () => {
				await follower.readPast();
				input.live();
			},
			goOn: () => (this.#follows ? follower.follow() : input.close()),
			join: async () => {
				input.live();
				await follower.readPast(true);
				await follower.follow();
			},
		};
	}

	/** Containers of the target that the engine has. */
	#wanted(): Container[] {
		const containers = this.#surroundings.store.peek('container') ?? [];
		const target = this.#target;
		return target.kind === 'containers'
			? namedContainers(target).flatMap(
					({ id, name }) =>
						containers.find(container => container.id === id) ??
						containers.find(container => container.name === name && !target.ids.includes(container.id)) ??
						[],
				)
			: containers.filter(
					({ composeProject, composeService = '', labels }) =>
						composeProject === target.project &&
						(!target.services?.length || target.services.includes(composeService)) &&
						labels['com.docker.compose.oneoff'] !== 'True',
				);
	}

	#noteMissing(): void {
		const wanted = this.#target.kind === 'containers' ? namedContainers(this.#target) : [];
		const isThere = ({ id, name }: Named) =>
			this.#lines.sources.some(source => source.id === id || source.name === name);
		for (const { id, name } of wanted.filter(each => !isThere(each))) {
			this.#keys.push(new Set(name === undefined ? [] : [name]));
			const source = this.#lines.addSource({ id, name: name ?? id.slice(0, 12), state: 'ended' });
			this.#lines.addNote(source, { kind: 'removed' });
			this.#lines.tell();
		}
	}

	/** The source whose place a container takes, or a new one. */
	#sourceOf(container: Container): number {
		const keys = keysOf(container);
		const known = this.#keys.findIndex(names => keys.some(key => names.has(key)));
		const { name, id, composeService: service } = container;
		if (known >= 0) {
			this.#lines.setSource(known, { name, id, service, state: 'following', problem: undefined });
			this.#lines.addNote(known, { kind: 'recreated' });
			return known;
		}
		this.#keys.push(new Set(keys));
		return this.#lines.addSource({ name, id, service, state: 'following' });
	}

	#rename(): void {
		for (const [index, { id, name }] of this.#lines.sources.entries()) {
			const container = this.#surroundings.store.get('container', id);
			if (container && container.name !== name) {
				this.#lines.setSource(index, { name: container.name });
				this.#keys[index]?.add(container.name);
				this.#lines.tell();
			}
		}
	}

	#joining(): Container[] {
		const containers = this.#surroundings.store.peek('container') ?? [];
		const wanted =
			this.#target.kind === 'project'
				? this.#wanted()
				: containers.filter(container => keysOf(container).some(key => this.#keys.some(names => names.has(key))));
		return wanted.filter(container => this.#followers.every(follower => follower.id !== container.id));
	}

	#onEvent({ type, id, attributes }: EngineEvent): void {
		const follower = type === 'container' ? this.#followers.find(each => each.id === id) : undefined;
		follower?.wake(attributes.exitCode === undefined ? undefined : Number(attributes.exitCode));
	}

	#onStatus(status: EngineStatus): void {
		if (status.state === 'ready') {
			this.#lost = false;
		} else if (status.state === 'unreachable' && status.error) {
			this.#lose(status.error);
		}
	}

	#lose(problem: EngineError): void {
		if (!this.#lost && problem.code !== 'cancelled') {
			this.#lost = true;
			this.#lines.addNote(-1, { kind: 'lost', problem });
			this.#lines.tell();
		}
	}

	#wakeAll(): void {
		for (const follower of this.#followers) {
			follower.wake();
		}
	}
}

interface Named {
	readonly id: string;
	readonly name: string | undefined;
}

function namedContainers({ ids, names }: LogTarget & { readonly kind: 'containers' }): Named[] {
	return ids.map((id, index) => ({ id, name: names?.[index] }));
}

/** What the container that takes another one's place has in common with it. */
function keysOf({ name, labels, composeProject, composeService }: Container): string[] {
	const number = labels['com.docker.compose.container-number'];
	return composeProject && composeService && number ? [`${composeProject}/${composeService}/${number}`, name] : [name];
}
