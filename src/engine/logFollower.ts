import { DisposableOwner, toDisposable } from '../base/disposable.ts';
import type { EngineConnection } from './connection.ts';
import { ContainerFollower, type FollowerContext } from './containerFollower.ts';
import type { EngineEvents } from './engineEvents.ts';
import { EngineError } from './errors.ts';
import { LogMerge } from './logMerge.ts';
import { LogModel } from './logModel.ts';
import { type LogLimits, LogStore } from './logStore.ts';
import { parseLogTime } from './logTime.ts';
import type { ResourceStore } from './resourceStore.ts';
import type { Container } from './resources.ts';

export type LogTarget =
	| { readonly kind: 'containers'; readonly ids: readonly string[] }
	/** All containers of a Compose project, or of some services. */
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
	/** By which names a source's next container would be known. */
	readonly #keys: Set<string>[] = [];

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
		this.#lines = new LogStore(limits);
		this.#merge = this.register(new LogMerge(this.#lines));
		const { connection } = surroundings;
		this.#context = { connection, store: this.#lines, signal: this.#stop.signal, tail, since, until };
		this.model = new LogModel(this.#lines, { more: false, load: async () => 0 }, this);
		this.register(toDisposable(() => this.#stop.abort(new EngineError('cancelled', 'Disposed'))));
		void this.#start();
	}

	async #start(): Promise<void> {
		const { store, events } = this.#surroundings;
		try {
			await store.list('container', this.#stop.signal);
		} catch {
			// Without a list there is nothing to follow yet; it is there as soon as there is an engine.
		}
		if (this.isDisposed) {
			return;
		}
		const past = this.#wanted().map(container => this.#open(container));
		if (this.#follows) {
			this.register(store.onDidChange(change => change.kind === 'container' && this.#onList()));
			this.register(events.onDidOpen(() => this.#wakeAll()));
			this.register(
				events.onDidEvent(event => event.type === 'container' && this.#onEvent(event.id, event.attributes)),
			);
			this.#onList();
		}
		await Promise.all(past.map(opened => opened.past()));
		await Promise.all(past.map(opened => opened.on()));
	}

	/** Containers of the target that the engine has. */
	#wanted(): Container[] {
		const containers = this.#surroundings.store.peek('container') ?? [];
		const target = this.#target;
		return target.kind === 'containers'
			? target.ids.flatMap(id => containers.find(container => container.id === id) ?? [])
			: containers.filter(
					container =>
						container.composeProject === target.project &&
						(target.services?.includes(container.composeService ?? '') ?? true) &&
						container.labels['com.docker.compose.oneoff'] !== 'True',
				);
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
			on: () => (this.#follows ? follower.follow() : input.close()),
			join: async () => {
				input.live();
				await follower.readPast(true);
				await follower.follow();
			},
		};
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

	#onList(): void {
		const { store } = this.#surroundings;
		for (const [index, source] of this.#lines.sources.entries()) {
			const container = store.get('container', source.id);
			if (container && container.name !== source.name) {
				this.#lines.setSource(index, { name: container.name });
				this.#keys[index]?.add(container.name);
				this.#lines.tell();
			}
		}
		for (const container of this.#joining()) {
			void this.#open(container).join();
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

	#onEvent(id: string, attributes: Readonly<Record<string, string>>): void {
		const exitCode = attributes.exitCode === undefined ? undefined : Number(attributes.exitCode);
		for (const follower of this.#followers) {
			if (follower.id === id) {
				follower.wake(exitCode);
			}
		}
	}

	#wakeAll(): void {
		for (const follower of this.#followers) {
			follower.wake();
		}
	}
}

/** What the container that takes another one's place has in common with it. */
function keysOf({ name, labels, composeProject, composeService }: Container): string[] {
	const number = labels['com.docker.compose.container-number'];
	return composeProject && composeService && number ? [`${composeProject}/${composeService}/${number}`, name] : [name];
}
