import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import { familiarReference } from '../engine/imageReference.ts';
import type { RegistryAccount } from '../engine/registries.ts';
import { dockerHub } from '../engine/registryHost.ts';
import type { RemoteTag } from '../engine/registryPages.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { KnownRegistries } from '../ui/knownRegistries.ts';
import { compareText, textMatcher } from './arrange.ts';
import type { Registry, RegistryRepository, RegistryTag, ViewElement } from './elements.ts';
import { localRegistries } from './localRegistries.ts';
import type { OutlineNode } from './outline.ts';
import { RegistryContent } from './registryContent.ts';
import { endOfList, failureNote, platformNotes } from './registryNotes.ts';
import { registryRow, registryTooltip } from './registryRows.ts';
import type { Row, TooltipRow, ViewDescription } from './viewDescription.ts';
import type { ViewOptions } from './viewOptions.ts';

type Matches = ReturnType<typeof textMatcher>;

/** The registries that docker or the user knows and those that run here, with what they have as far as it was opened. */
export class RegistriesView extends DisposableOwner implements ViewDescription {
	readonly name = 'registries';
	readonly kinds = [];
	readonly needsEngine = false;
	readonly choices = { groups: [], sorts: [], hides: [], states: [] };
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChange = this.#changed.event;
	readonly #known: KnownRegistries;
	readonly #store: ResourceStore;
	readonly #content: RegistryContent;
	#accounts: readonly RegistryAccount[] | undefined;

	constructor(known: KnownRegistries, store: ResourceStore) {
		super();
		this.#known = known;
		this.#store = store;
		this.#content = new RegistryContent(known.client);
		this.register(
			known.onDidChange(host => {
				this.#accounts = undefined;
				this.#content.forget(host);
				this.#changed.fire();
			}),
		);
		this.register(store.onDidChange(({ kind }) => kind === 'container' && this.#changed.fire()));
	}

	async load(): Promise<void> {
		void this.#store.list('container').catch(() => {});
		this.#accounts = await this.#known.accounts();
	}

	outline({ filter }: ViewOptions): readonly OutlineNode[] | undefined {
		const matches = textMatcher(filter.text);
		return this.#accounts && this.#registries(this.#accounts).map(registry => this.#registryNode(registry, matches));
	}

	expand(element: ViewElement): Promise<void> {
		return this.#content.expand(element);
	}

	async loadMore(element: Registry | RegistryRepository): Promise<void> {
		await this.#content.loadMore(element);
		this.#changed.fire();
	}

	forget(): void {
		this.#known.client.forget();
		this.#content.forget();
	}

	row({ element }: OutlineNode, now: number): Row {
		return registryRow(element, now, tag => this.#content.image(tag));
	}

	tooltip({ element }: OutlineNode, now: number): readonly TooltipRow[] {
		return registryTooltip(element, now, tag => this.#content.image(tag));
	}

	#registries(accounts: readonly RegistryAccount[]): readonly Registry[] {
		const local = localRegistries(this.#store.peek('container') ?? []);
		const hosts = new Set(accounts.map(({ host }) => host));
		const others = [...local.keys()].filter(host => !hosts.has(host));
		const added = new Set(this.#known.added.map(({ host }) => host));
		return [...accounts, ...others.map(host => ({ host, signedIn: false, user: undefined }))].map(account => ({
			kind: 'registry',
			id: `registry:${account.host}`,
			...account,
			added: added.has(account.host),
			container: local.get(account.host),
		}));
	}

	#registryNode(registry: Registry, matches: Matches): OutlineNode {
		const { host, signedIn, user, added, container } = registry;
		const face = [signedIn, user, added, container];
		const listing = this.#content.repositories(registry);
		if (!listing) {
			return { element: registry, face };
		}
		const own = this.#known.added.flatMap(other => (other.host === host ? (other.repository ?? []) : []));
		const names = [...own, ...listing.items.filter(name => !own.includes(name))];
		const repositories = names.flatMap(name => this.#repositoryNode(host, name, own.includes(name), matches) ?? []);
		const end = endOfList(registry, { ...listing, items: names }, vscode.l10n.t('No repositories yet: push an image.'));
		return { element: registry, face, children: [...repositories, ...end] };
	}

	/** `undefined` where neither its name nor a tag of it passes the filter. */
	#repositoryNode(host: string, repository: string, added: boolean, matches: Matches): OutlineNode | undefined {
		const id = `repository:${host}/${repository}`;
		const element: RegistryRepository = { kind: 'registryRepository', id, host, repository, added };
		const words = [host, repository];
		const listing = this.#content.tags(element);
		const tags = inOrder(host, listing?.items ?? []).filter(({ name }) => matches(() => [...words, name]));
		if (tags.length === 0 && !matches(() => words)) {
			return undefined;
		}
		const end = listing && endOfList(element, listing, vscode.l10n.t('No tags here.'));
		const children = end && [...tags.map(tag => this.#tagNode(element, tag)), ...end];
		return { element, face: [added], ...(children ? { children } : {}) };
	}

	#tagNode({ host, repository }: RegistryRepository, { name, image: listed }: RemoteTag): OutlineNode {
		const reference = familiarReference({ registry: host, repository, tag: name, digest: undefined });
		const id = `tag:${host}/${repository}:${name}`;
		const element: RegistryTag = { kind: 'registryTag', id, host, repository, tag: name, reference, listed };
		const image = listed ?? this.#content.image(element);
		if (!image) {
			return { element, face: [] };
		}
		const children = image instanceof Error ? [failureNote(element, image)] : platformNotes(element, image);
		return { element, face: [image], children };
	}
}

/** Docker Hub tells the newest first; others know no age, so that the highest version comes first. */
function inOrder(host: string, tags: readonly RemoteTag[]): readonly RemoteTag[] {
	const rank = ({ name }: RemoteTag) => (name === 'latest' ? 0 : 1);
	return host === dockerHub
		? tags
		: [...tags].sort((left, right) => rank(left) - rank(right) || compareText(right.name, left.name));
}
