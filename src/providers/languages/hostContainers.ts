import { DisposableOwner, toDisposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/event.ts';
import type { EngineConnection } from '../../engine/connection.ts';
import type { ResourceStore } from '../../engine/resourceStore.ts';
import type { Container } from '../../engine/resources.ts';
import type { ProjectContainer } from '../../languageservice/host.ts';

/** Milliseconds: what is said about a file follows the containers with a little calm. */
const settleTime = 250;

/** What the language services see of the engine's containers, networks and volumes: from memory; nothing here waits or throws. */
export class HostContainers extends DisposableOwner {
	readonly #connection: EngineConnection;
	readonly #store: ResourceStore;
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChange = this.#changed.event;
	#said = '';
	#timer: NodeJS.Timeout | undefined;

	constructor(connection: EngineConnection, store: ResourceStore) {
		super();
		this.#connection = connection;
		this.#store = store;
		this.register(store.onDidChange(({ kind }) => kind === 'container' && this.#lookSoon()));
		this.register(connection.onDidChangeStatus(() => this.#lookSoon()));
		this.register(toDisposable(() => clearTimeout(this.#timer)));
	}

	/** Undefined until they are known; the first call asks for them, and a change follows. */
	list(): readonly ProjectContainer[] | undefined {
		if (this.#connection.status.state === 'unreachable') {
			return undefined;
		}
		const containers = this.#store.peek('container');
		if (!containers) {
			this.#store.list('container').catch(() => {});
		}
		return containers?.map(toProjectContainer);
	}

	/** Names of networks or volumes; none until they are known, which the first call asks for. */
	namesOf(kind: 'network' | 'volume'): readonly string[] {
		const known = this.#connection.status.state === 'unreachable' ? [] : this.#store.peek(kind);
		if (!known) {
			this.#store.list(kind).catch(() => {});
		}
		return (known ?? []).map(({ name }) => name).sort();
	}

	/** The container of a service that tells most about it: one that runs before one that does not. */
	ofService(project: string, service: string): Container | undefined {
		this.list();
		const own = (this.#store.peek('container') ?? []).filter(
			container => container.composeProject === project && container.composeService === service,
		);
		return own.find(({ state }) => state === 'running') ?? own[0];
	}

	/** Only states, health and ports are spoken of in editors: nothing else is a change. */
	#lookSoon(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			const says = JSON.stringify([
				this.#connection.status.state,
				this.#store.peek('container')?.map(toProjectContainer),
			]);
			if (says !== this.#said) {
				this.#said = says;
				this.#changed.fire();
			}
		}, settleTime);
	}
}

function toProjectContainer(container: Container): ProjectContainer {
	return {
		project: container.composeProject ?? '',
		service: container.composeService ?? '',
		name: container.name,
		state: container.state,
		health: container.health,
		ports: container.ports.flatMap(({ hostPort, containerPort, protocol }) =>
			hostPort === undefined ? [] : [{ host: hostPort, container: containerPort, protocol }],
		),
	};
}
