import { abortable } from '../base/async.ts';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/event.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineConnection, EngineStatus } from './connection.ts';
import type { EngineEvent, EngineEvents } from './engineEvents.ts';
import { Expectations } from './expectations.ts';
import { findResource } from './findResource.ts';
import { isHelper } from './helperLabels.ts';
import { ListKeeper, type ListKeeperOptions } from './listKeeper.ts';
import { patchContainer } from './patchContainer.ts';
import { containerFromEvent } from './readContainer.ts';
import type { ListChange } from './resourceList.ts';
import {
	type Container,
	type Image,
	type Kind,
	kinds,
	type Network,
	type ResourceOf,
	type Volume,
} from './resources.ts';
import { ResourceUsers } from './resourceUsers.ts';
import { StartingContainers } from './startingContainers.ts';

/** After a list has changed. `ids` is all of `added`, `removed`, and what is different now. */
export interface StoreChange {
	readonly kind: Kind;
	readonly ids: readonly string[];
	readonly added: readonly string[];
	readonly removed: readonly string[];
}

/**
 * The only owner of the lists. Each is read when somebody first asks for it and then follows the engine's events;
 * elements are frozen, and stay the same objects until they change.
 */
export class ResourceStore extends DisposableOwner {
	readonly #events: EngineEvents;
	readonly #changed: Emitter<StoreChange>;
	readonly #keepers: { readonly [K in Kind]: ListKeeper<K> };
	readonly #expectations: Expectations;
	readonly #starting = new StartingContainers();
	#users: ResourceUsers | undefined;
	#endpoint = '';
	/** What to add to the engine's clock to get this computer's, in milliseconds. */
	#clockOffset = Number.POSITIVE_INFINITY;

	constructor(connection: EngineConnection, events: EngineEvents, logger: Logger) {
		super();
		this.#events = events;
		this.#changed = this.register(
			new Emitter<StoreChange>(error => logger.error(`A listener of the resource store failed: ${error}`)),
		);
		this.#expectations = this.register(new Expectations(id => this.#keepers.container.doubt([id])));
		const keeper = <K extends Kind>(kind: K, more?: Pick<ListKeeperOptions<K>, 'isStale' | 'moreToCome'>) =>
			this.register(
				new ListKeeper({ kind, connection, logger, onChange: change => this.#onChange(kind, change), ...more }),
			);
		this.#keepers = {
			container: keeper('container', {
				isStale: container => this.#expectations.isStale(container),
				moreToCome: () => this.#starting.any,
			}),
			image: keeper('image'),
			volume: keeper('volume'),
			network: keeper('network'),
		};
		this.register(events.onDidEvent(event => this.#onEvent(event)));
		this.register(events.onDidOpen(() => this.#onOpen()));
		this.register(connection.onDidChangeStatus(status => this.#onStatus(status)));
	}

	get onDidChange(): Event<StoreChange> {
		return this.#changed.event;
	}

	/** From memory; read from the engine if nobody has yet. The signal only ends the waiting. */
	async list<K extends Kind>(kind: K, signal?: AbortSignal): Promise<readonly ResourceOf[K][]> {
		const keeper: ListKeeper<K> = this.#keepers[kind];
		return keeper.items ?? (await abortable(this.#load(keeper), signal));
	}

	/** What is in memory; `undefined` if the list has not been read. */
	peek<K extends Kind>(kind: K): readonly ResourceOf[K][] | undefined {
		return (this.#keepers[kind] as ListKeeper<K>).items;
	}

	get<K extends Kind>(kind: K, id: string): ResourceOf[K] | undefined {
		return (this.#keepers[kind] as ListKeeper<K>).get(id);
	}

	/** By id, unambiguous beginning of one, name, or image reference. Rejects with `notFound` or `invalid` (ambiguous). */
	async find<K extends Kind>(kind: K, nameOrId: string): Promise<ResourceOf[K]> {
		return findResource(kind, await this.list(kind), nameOrId);
	}

	/** Reads the list of a kind, or all that are in use, anew. */
	async refresh(kind?: Kind): Promise<void> {
		if (kind) {
			this.#keepers[kind].want();
		}
		await this.#events.start();
		const wanted = kind ? [kind] : kinds.filter(each => this.#keepers[each].isWanted);
		await Promise.all(wanted.map(each => this.#keepers[each].reload()));
	}

	/** Containers that use an image, a volume or a network, from the list in memory. */
	usersOf(resource: Image | Volume | Network): readonly Container[] {
		return this.#usersIndex().of(resource);
	}

	/** The stream is opened first, so that nothing can happen unseen between the read and the first event. */
	async #load<K extends Kind>(keeper: ListKeeper<K>): Promise<readonly ResourceOf[K][]> {
		keeper.want();
		for (;;) {
			await this.#events.start();
			await keeper.load();
			// Not there although it was read: the engine was changed for another one meanwhile.
			if (keeper.items) {
				return keeper.items;
			}
		}
	}

	#usersIndex(): ResourceUsers {
		this.#users ??= new ResourceUsers(this.#keepers.container.items ?? []);
		return this.#users;
	}

	#onChange(kind: Kind, { added, changed, removed }: ListChange): void {
		if (kind === 'container') {
			this.#users = undefined;
		}
		this.#changed.fire({ kind, ids: [...added, ...changed, ...removed], added, removed });
	}

	#onStatus(status: EngineStatus): void {
		if (status.state !== 'ready' || status.endpoint === this.#endpoint) {
			return;
		}
		this.#endpoint = status.endpoint;
		this.#expectations.clear();
		for (const kind of kinds) {
			this.#keepers[kind].clear();
		}
	}

	#onOpen(): void {
		this.#clockOffset = Number.POSITIVE_INFINITY;
		for (const kind of kinds) {
			this.#keepers[kind].resume();
		}
	}

	#onEvent(event: EngineEvent): void {
		const { type, action } = event;
		if (type === 'container') {
			this.#onContainerEvent(event);
		} else if (type === 'image') {
			this.#onImageEvent(event);
		} else if (type === 'volume') {
			this.#onPlainEvent('volume', event);
		} else if (type === 'network' && (action === 'connect' || action === 'disconnect')) {
			this.#onMembershipEvent(event);
		} else if (type === 'network') {
			this.#onPlainEvent('network', event);
		}
	}

	#onPlainEvent(kind: 'volume' | 'network', { action, id }: EngineEvent): void {
		const keeper = this.#keepers[kind];
		if (!keeper.isFollowed) {
			return;
		}
		if (action === 'create') {
			keeper.doubt([id], true);
		} else if (action === 'destroy') {
			keeper.remove(id);
		} else if (action === 'prune') {
			keeper.doubtAll();
		}
	}

	#onContainerEvent(event: EngineEvent): void {
		const keeper = this.#keepers.container;
		const { action, id } = event;
		if (action === 'commit' && this.#keepers.image.isFollowed) {
			this.#keepers.image.doubtAll();
		}
		if (!keeper.isFollowed || isHelper(event.attributes)) {
			return;
		}
		if (action === 'start' || action === 'die' || action === 'destroy') {
			this.#starting.onEnd(id);
		}
		switch (action) {
			case 'create':
				this.#onCreated(event);
				break;
			case 'destroy':
				this.#expectations.forget(id);
				keeper.remove(id);
				break;
			case 'prune':
				keeper.doubtAll();
				break;
			case 'start':
			case 'die':
			case 'pause':
			case 'unpause':
			case 'rename':
			case 'health_status':
				this.#onContainerChanged(event);
		}
	}

	/** In a burst the row is shown from what the event tells, and read with the others. */
	#onCreated({ id, attributes }: EngineEvent): void {
		const keeper = this.#keepers.container;
		if (!keeper.answersAtOnce && !keeper.get(id)) {
			keeper.put(containerFromEvent(id, attributes, Date.now()));
		}
		keeper.doubt([id], true);
	}

	#onContainerChanged(event: EngineEvent): void {
		const keeper = this.#keepers.container;
		const known = keeper.get(event.id);
		if (!known) {
			keeper.doubt([event.id], true);
			return;
		}
		const patch = patchContainer(known, event, this.#timeOf(event));
		if (patch) {
			keeper.put(patch.container);
			this.#expectations.expect(event.id, patch.confirmedBy);
			keeper.doubt([event.id]);
		}
	}

	#onMembershipEvent({ action, id: networkId, attributes }: EngineEvent): void {
		const keeper = this.#keepers.container;
		// Podman names the container where Docker names the network.
		const id = attributes.container ?? networkId;
		const known = keeper.get(id);
		if (known?.state === 'running' && id !== networkId) {
			const isMember = (listed: Container) => listed.networks.some(network => network.networkId === networkId);
			this.#expectations.expect(id, listed => isMember(listed) === (action === 'connect'));
		}
		if (action === 'connect' && known?.state !== 'running') {
			this.#starting.onConnect(id);
		} else {
			this.#starting.onEnd(id);
		}
		if (known) {
			keeper.doubt([id]);
		}
	}

	#onImageEvent({ action, id, attributes }: EngineEvent): void {
		const { image, container } = this.#keepers;
		if (image.isFollowed) {
			if (action === 'delete') {
				image.remove(id);
			}
			image.doubtAll();
		}
		// A tag that went to another image, or came back, changes how its containers' image is called.
		const reference = attributes.name ?? '';
		if (container.isFollowed && reference !== '') {
			const moved = this.#usersIndex()
				.ofReference(reference)
				.filter(user => user.imageId !== id);
			if (moved.length > 0) {
				container.doubt(moved.map(user => user.id));
			}
		}
	}

	/** An event's time on this computer's clock, in epoch milliseconds. */
	#timeOf({ timeNano }: EngineEvent): number {
		const now = Date.now();
		const engineTime = timeNano === '' ? now : Number(timeNano) / 1e6;
		this.#clockOffset = Math.min(this.#clockOffset, now - engineTime);
		return Math.round(engineTime + this.#clockOffset);
	}
}
