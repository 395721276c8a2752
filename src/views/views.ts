import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { contextKeys, type ViewId, type ViewName, viewIds } from '../contributions.ts';
import type { EngineConnection } from '../engine/connection.ts';
import type { ContextStore } from '../engine/contexts.ts';
import { EngineError } from '../engine/errors.ts';
import { parentOf } from '../engine/fileEntry.ts';
import type { Files } from '../engine/files.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { ContainerStats } from '../engine/stats.ts';
import { unreachableReason } from '../ui/engineMessages.ts';
import { fileAddress } from '../ui/fileUri.ts';
import type { KnownRegistries } from '../ui/knownRegistries.ts';
import { AgeClock } from './ageClock.ts';
import { registerChangeDecorations } from './changeDecorations.ts';
import { ContainersBadge } from './containersBadge.ts';
import { containersView } from './containersView.ts';
import { ContextsView } from './contextsView.ts';
import { registerDimmedRows } from './dimmedRows.ts';
import { elementId, type Registry, type RegistryRepository, type ViewElement } from './elements.ts';
import { fileElementId } from './fileElements.ts';
import { FileRows } from './fileRows.ts';
import { imagesView } from './imagesView.ts';
import { networksView } from './networksView.ts';
import type { NewerImages } from './newerImages.ts';
import { RegistriesView } from './registriesView.ts';
import { ResourceView } from './resourceView.ts';
import { RowClicks } from './rowClicks.ts';
import { RowStats, type RowStatsSetting, withRowStats } from './rowStats.ts';
import { askFilter, askGroup, askSort } from './viewDialogs.ts';
import { filterFrom, groupFrom, sortFrom, type ViewChoices } from './viewOptions.ts';
import type { VolumeSizes } from './volumeSizes.ts';
import { volumesView } from './volumesView.ts';
import type { WorkspaceComposeFiles } from './workspaceComposeFiles.ts';

/** A view by its name or its id. */
export type ViewReference = ViewName | ViewId;
export type GivenOptions = Readonly<Record<string, unknown>>;

/** The six views, for commands. */
export interface Views extends vscode.Disposable {
	/** Reads anew what a view shows; all of them when none is named. */
	refresh(view?: ViewReference): Promise<void>;
	/** The selected rows of the view that was used last, as they are now; empty while it is hidden. */
	selection(): readonly ViewElement[];
	/** Options: `text`, `states`, `hide`, or `clear`; asks without any. */
	filter(view: ViewReference, options?: GivenOptions): Promise<void>;
	/** Options: `by`, `descending`; asks without any. */
	sort(view: ViewReference, options?: GivenOptions): Promise<void>;
	/** Options: `by`; asks without any. */
	group(view: ViewReference, options?: GivenOptions): Promise<void>;
	/** A click on a container's row; resolves to whether it opens the container. */
	clickContainer(id: string): Promise<boolean>;
	/** Selects a row and scrolls to it; nothing happens when it is not there. */
	reveal(element: ViewElement): Promise<void>;
	/** Reads folders anew in which something has changed. */
	renewFiles(changed: readonly vscode.Uri[]): void;
	/** Reads the next page below a registry or one of its repositories. */
	loadMore(element: Registry | RegistryRepository): Promise<void>;
	/** An element that a menu handed out, as it is now. */
	current(element: ViewElement): ViewElement;
}

export interface ViewParts {
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
	readonly stats: ContainerStats;
	readonly settings: RowStatsSetting;
	readonly contexts: ContextStore;
	readonly composeFiles: WorkspaceComposeFiles;
	readonly files: Files;
	readonly registries: KnownRegistries;
	readonly volumeSizes: VolumeSizes;
	readonly newerImages: NewerImages;
	/** The workspace's: options of the views, what is collapsed. */
	readonly memory: vscode.Memento;
}

export function createViews(parts: ViewParts): Views {
	return new AllViews(parts);
}

class AllViews extends DisposableOwner implements Views {
	readonly #parts: ViewParts;
	readonly #fileRows: FileRows;
	readonly #views: ReadonlyMap<ViewName, ResourceView>;
	readonly #registries: RegistriesView;
	readonly #clicks = new RowClicks();
	#last: ResourceView | undefined;

	constructor(parts: ViewParts) {
		super();
		this.#parts = parts;
		const { connection, store, memory } = parts;
		this.#fileRows = this.register(new FileRows(parts.files, connection));
		this.#registries = this.register(new RegistriesView(parts.registries, store));
		const rowStats = this.register(new RowStats(parts.stats, parts.settings));
		const descriptions = [
			withRowStats(containersView({ ...parts, fileRows: this.#fileRows }), rowStats),
			imagesView(store, parts.newerImages),
			volumesView(store, parts.volumeSizes, this.#fileRows),
			networksView(store),
			this.#registries,
			this.register(new ContextsView(parts.contexts, parts.connection)),
		];
		this.#views = new Map(
			descriptions.map(description => [
				description.name,
				this.register(new ResourceView(description, connection, store, memory)),
			]),
		);
		rowStats.follow(this.#view('containers'));
		this.register(registerDimmedRows());
		this.register(registerChangeDecorations());
		this.register(new ContainersBadge(this.#view('containers').treeView, store, connection));
		this.register(new AgeClock([...this.#views.values()]));
		for (const view of this.#views.values()) {
			this.register(
				view.treeView.onDidChangeSelection(({ selection }) => {
					this.#last = view;
					const isFile = selection[0]?.kind === 'file';
					void vscode.commands.executeCommand('setContext', contextKeys.fileSelected, isFile);
				}),
			);
		}
		this.register(connection.onDidChangeStatus(() => this.#setEngineKeys()));
		this.#setEngineKeys();
	}

	async refresh(view?: ViewReference): Promise<void> {
		const { store, composeFiles } = this.#parts;
		const views = view === undefined ? [...this.#views.values()] : [this.#view(view)];
		const kinds = new Set(views.flatMap(({ description }) => description.kinds));
		const files = views.some(({ description }) => description.name === 'containers') ? [composeFiles.refresh()] : [];
		await Promise.all([...[...kinds].map(kind => store.refresh(kind)), ...files]);
		for (const { tree, description } of views) {
			if (!description.needsEngine) {
				description.forget?.();
				tree.reset();
			}
		}
	}

	selection(): readonly ViewElement[] {
		return this.#last?.selection() ?? [];
	}

	async filter(reference: ViewReference, given: GivenOptions = {}): Promise<void> {
		const { view, choices } = this.#choosable(reference);
		const before = view.options;
		if (Object.keys(given).length > 0) {
			await view.change({ filter: filterFrom(given, before.filter, choices) });
			return;
		}
		const title = vscode.l10n.t('Filter {0}', view.treeView.title ?? '');
		try {
			const filter = await askFilter(title, before, choices, filter => view.preview({ ...before, filter }));
			await view.change({ filter });
		} catch (error) {
			view.preview(before);
			throw error;
		}
	}

	async sort(reference: ViewReference, given: GivenOptions = {}): Promise<void> {
		const { view, choices } = this.#choosable(reference);
		const title = vscode.l10n.t('Sort {0}', view.treeView.title ?? '');
		const isGiven = Object.keys(given).length > 0;
		await view.change(sortFrom(isGiven ? given : await askSort(title, view.options, choices), choices));
	}

	async group(reference: ViewReference, given: GivenOptions = {}): Promise<void> {
		const { view, choices } = this.#choosable(reference);
		const title = vscode.l10n.t('Group {0}', view.treeView.title ?? '');
		const isGiven = Object.keys(given).length > 0;
		const chosen = isGiven ? given : await askGroup(title, view.options, choices, this.#labelsIn(view));
		await view.change(groupFrom(chosen, choices));
	}

	clickContainer(id: string): Promise<boolean> {
		const { treeView } = this.#view('containers');
		return this.#clicks.click(id, () => {
			const [selected, ...others] = treeView.selection;
			return selected !== undefined && others.length === 0 && elementId(selected) === `container:${id}`;
		});
	}

	async reveal(element: ViewElement): Promise<void> {
		await this.#view(viewOf(element)).reveal(element);
	}

	renewFiles(changed: readonly vscode.Uri[]): void {
		const addresses = changed.flatMap(uri => fileAddress(uri) ?? []);
		const folders = addresses.flatMap(({ root, path }) =>
			[path, parentOf(path)].map(each => fileElementId(root, each)),
		);
		this.#fileRows.renew([...new Set(folders)]);
	}

	loadMore(element: Registry | RegistryRepository): Promise<void> {
		return this.#registries.loadMore(element);
	}

	current(element: ViewElement): ViewElement {
		return this.#view(viewOf(element)).tree.current(element);
	}

	#view(reference: ViewReference): ResourceView {
		const name = reference.replace(/^slipway\./, '') as ViewName;
		const view = this.#views.get(name);
		if (!view) {
			throw new EngineError(
				'invalid',
				`There is no view "${reference}"; known are ${Object.values(viewIds).join(', ')}.`,
			);
		}
		return view;
	}

	#choosable(reference: ViewReference): { view: ResourceView; choices: ViewChoices } {
		const view = this.#view(reference);
		const { choices } = view.description;
		if (!choices) {
			throw new EngineError('invalid', `The view "${reference}" cannot be filtered, sorted or grouped.`);
		}
		return { view, choices };
	}

	/** Keys of the labels on what a view shows, those of Compose last. */
	#labelsIn({ description }: ResourceView): string[] {
		const [kind] = description.kinds;
		const resources = kind ? (this.#parts.store.peek(kind) ?? []) : [];
		const keys = new Set(resources.flatMap(({ labels }) => Object.keys(labels)));
		const rank = (key: string) => Number(key.startsWith('com.docker.'));
		return [...keys].sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1));
	}

	#setEngineKeys(): void {
		const { status } = this.#parts.connection;
		void vscode.commands.executeCommand('setContext', contextKeys.engineState, status.state);
		void vscode.commands.executeCommand('setContext', contextKeys.emptyReason, unreachableReason(status));
	}
}

function viewOf(element: ViewElement): ViewReference {
	switch (element.kind) {
		case 'container':
		case 'composeProject':
		case 'composeService':
			return 'containers';
		case 'image':
			return 'images';
		case 'volume':
			return 'volumes';
		case 'network':
			return 'networks';
		case 'registry':
		case 'registryRepository':
		case 'registryTag':
		case 'registryNote':
			return 'registries';
		case 'context':
			return 'contexts';
		case 'group':
			return element.view;
		case 'detail':
		case 'file':
		case 'change':
			return viewOf(element.owner);
	}
}
