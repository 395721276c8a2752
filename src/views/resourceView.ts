import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import { viewIds } from '../contributions.ts';
import type { EngineConnection, EngineStatus } from '../engine/connection.ts';
import type { ResourceStore, StoreChange } from '../engine/resourceStore.ts';
import { connectingMessage } from '../ui/engineMessages.ts';
import { plainText } from '../ui/plainText.ts';
import { elementId, type ViewElement } from './elements.ts';
import { FileDragAndDrop } from './fileDragAndDrop.ts';
import type { Outline, OutlineNode } from './outline.ts';
import { isBelowResource, ResourceTree } from './resourceTree.ts';
import type { ViewDescription } from './viewDescription.ts';
import { filterWords } from './viewDialogs.ts';
import { defaultOptions, isFiltered, storedOptions, type ViewOptions } from './viewOptions.ts';

const quietMs = 1000;
const mostTurned = 500;

/** One view in the side bar: the tree, its options, what it says when it is empty. */
export class ResourceView extends DisposableOwner {
	readonly description: ViewDescription;
	readonly tree: ResourceTree;
	readonly treeView: vscode.TreeView<ViewElement>;
	readonly #shownChanged = this.register(new Emitter<void>());
	/** Rows came, went or were folded, or the view was. */
	readonly onDidChangeShown = this.#shownChanged.event;
	readonly #connection: EngineConnection;
	readonly #memory: vscode.Memento;
	readonly #turned: Set<string>;
	#options: ViewOptions;
	/** The rows are another engine's. */
	#isElsewhere = false;
	#endpoint = '';
	#emptyReason: string | undefined;
	#connectingTimer: NodeJS.Timeout | undefined;

	constructor(
		description: ViewDescription,
		connection: EngineConnection,
		store: ResourceStore,
		memory: vscode.Memento,
	) {
		super();
		this.description = description;
		this.#connection = connection;
		this.#memory = memory;
		this.#turned = new Set(memory.get<string[]>(this.#turnedKey, []));
		this.#options = description.choices
			? storedOptions(memory.get(this.#optionsKey), description.choices)
			: defaultOptions({ groups: [], sorts: [], hides: [], states: [] });
		this.tree = this.register(
			new ResourceTree(description, {
				options: () => this.#options,
				canLoad: () => this.#canLoad(),
				load: () => this.#load(),
				isTurned: id => this.#turned.has(id),
				onOutline: outline => this.#onOutline(outline),
			}),
		);
		this.treeView = this.register(
			vscode.window.createTreeView(viewIds[description.name], {
				treeDataProvider: this.tree,
				canSelectMany: true,
				...(description.fileRows ? { dragAndDropController: new FileDragAndDrop(viewIds[description.name]) } : {}),
				showCollapseAll: description.choices !== undefined,
			}),
		);
		this.treeView.description = filterWords(this.#options.filter);
		this.register(this.treeView.onDidExpandElement(({ element }) => this.#onTurn(element, 'expanded')));
		this.register(this.treeView.onDidCollapseElement(({ element }) => this.#onTurn(element, 'collapsed')));
		this.register(this.treeView.onDidChangeVisibility(() => this.#shownChanged.fire()));
		this.register(store.onDidChange(change => this.#onStoreChange(change)));
		if (description.onDidChange) {
			this.register(description.onDidChange(() => this.tree.update()));
		}
		if (description.fileRows) {
			this.register(description.fileRows.onDidChange(ids => this.tree.renew(ids)));
		}
		if (description.needsEngine) {
			this.register(connection.onDidChangeStatus(status => this.#onStatus(status)));
		}
	}

	get options(): ViewOptions {
		return this.#options;
	}

	get emptyReason(): string {
		return this.#emptyReason ?? '';
	}

	/** Shows the resources another way, without remembering it: for filters while they are typed. */
	preview(options: ViewOptions): void {
		this.#options = options;
		this.treeView.description = filterWords(options.filter);
		this.tree.update();
	}

	async change(options: Partial<ViewOptions>): Promise<void> {
		this.preview({ ...this.#options, ...options });
		await this.#memory.update(this.#optionsKey, this.#options);
	}

	selection(): readonly ViewElement[] {
		return this.treeView.visible ? this.treeView.selection.map(element => this.tree.current(element)) : [];
	}

	/** What has a row that is not folded away; nothing while the view is hidden. */
	shownElements(): readonly ViewElement[] {
		return this.treeView.visible ? this.#unfolded(this.tree.outline.roots) : [];
	}

	async reveal(element: ViewElement): Promise<void> {
		const row = this.tree.handed(element) ?? (isBelowResource(element) ? element : undefined);
		if (row) {
			await this.treeView.reveal(row, { select: true, focus: true, expand: true });
		}
	}

	override dispose(): void {
		clearTimeout(this.#connectingTimer);
		super.dispose();
	}

	get #optionsKey(): string {
		return `slipway.options.${this.description.name}`;
	}

	get #turnedKey(): string {
		return `slipway.turned.${this.description.name}`;
	}

	#canLoad(): boolean {
		return !this.description.needsEngine || (this.#connection.status.state !== 'unreachable' && !this.#isElsewhere);
	}

	async #load(): Promise<boolean> {
		try {
			await this.description.load();
			this.#say(undefined);
		} catch (error) {
			if (this.#connection.status.state === 'ready' || !this.description.needsEngine) {
				const words = error instanceof Error ? error.message : String(error);
				this.#say(vscode.l10n.t('The list could not be read: {0}', plainText(words)));
			}
			return false;
		}
		return this.#canLoad();
	}

	#onStatus(status: EngineStatus): void {
		clearTimeout(this.#connectingTimer);
		if (status.state === 'connecting') {
			this.#isElsewhere = this.#endpoint !== '' && status.endpoint !== this.#endpoint;
			this.#connectingTimer = setTimeout(() => this.#say(connectingMessage(status)), quietMs);
			if (this.#isElsewhere) {
				this.tree.update();
			}
			return;
		}
		this.#say(undefined);
		if (status.state === 'ready') {
			this.#isElsewhere = false;
			this.#endpoint = status.endpoint;
			this.tree.reset();
		} else {
			this.tree.update();
		}
	}

	#onStoreChange({ kind, added, removed }: StoreChange): void {
		if (this.description.kinds.includes(kind)) {
			this.tree.update(added.length + removed.length > 0);
		}
	}

	/** VS Code takes a message for a change of the rows, which may hold up the next one: only what is new is said. */
	#say(message: string | undefined): void {
		if ((this.treeView?.message || undefined) !== message) {
			this.treeView.message = message;
		}
	}

	#unfolded(nodes: readonly OutlineNode[]): readonly ViewElement[] {
		return nodes.flatMap(node => [
			node.element,
			...(node.children && this.#isUnfolded(node) ? this.#unfolded(node.children) : []),
		]);
	}

	#isUnfolded(node: OutlineNode): boolean {
		const isUnfoldedAtFirst = this.description.row(node, Date.now()).expansion === 'expanded';
		return isUnfoldedAtFirst !== this.#turned.has(elementId(node.element));
	}

	#onOutline(outline: Outline): void {
		const isReady = !this.description.needsEngine || this.#connection.status.state === 'ready';
		const isEmpty = isReady && outline.roots.length === 0;
		const reason = isEmpty ? (isFiltered(this.#options.filter) ? 'filtered' : 'empty') : '';
		if (reason !== this.#emptyReason) {
			this.#emptyReason = reason;
			void vscode.commands.executeCommand('setContext', `${viewIds[this.description.name]}.empty`, reason);
		}
		this.#shownChanged.fire();
	}

	#onTurn(element: ViewElement, to: 'expanded' | 'collapsed'): void {
		const id = elementId(element);
		const node = this.tree.outline.node(id);
		const own = node && this.description.row(node, Date.now()).expansion;
		if (own === undefined || own === to) {
			this.#turned.delete(id);
		} else {
			this.#turned.add(id);
		}
		this.#shownChanged.fire();
		void this.#memory.update(this.#turnedKey, [...this.#turned].slice(-mostTurned));
	}
}
