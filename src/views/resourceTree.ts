import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import type { Resource } from '../engine/resources.ts';
import { containerIcon } from '../ui/containerIcon.ts';
import { ageless } from '../ui/statusWords.ts';
import { dimmedUri } from './dimmedRows.ts';
import { elementId, type ViewElement } from './elements.ts';
import { elementAbove } from './fileElements.ts';
import { changeRow, changeTooltip, fileRow, fileTooltip } from './fileLook.ts';
import { Outline, type OutlineNode, sameList } from './outline.ts';
import { rowText } from './rowText.ts';
import { makeTooltip } from './tooltip.ts';
import type { Row, TooltipRow, ViewDescription } from './viewDescription.ts';
import type { ViewOptions } from './viewOptions.ts';

/** What the tree asks of the view around it. */
export interface TreeHost {
	options(): ViewOptions;
	/** Whether there is something to read; if not, the view is empty and its message says why. */
	canLoad(): boolean;
	/** Reads what the rows need; false when that failed. */
	load(): Promise<boolean>;
	/** Whether the user has turned a row's expansion from what it is by default. */
	isTurned(id: string): boolean;
	/** Rows have been computed anew. */
	onOutline(outline: Outline): void;
}

/**
 * VS Code gathers the changes of a view until there was none for 200 ms, only the first one passes at once. Telling it
 * more often would hold everything back as long as something changes.
 */
const quietMs = 220;
/** A container that is removed ends first: telling that at once would make its row's going wait. */
const gatherMs = 80;
/** Where many containers have just been started, their seconds move on in larger steps. */
const manyRows = 50;
const slowStepMs = 5000;

interface Painted {
	readonly item: vscode.TreeItem;
	readonly look: readonly unknown[];
	readonly changesAt: number;
}

/** The one data provider: what a view shows is its description's business, when a row is painted anew is this one's. */
export class ResourceTree extends DisposableOwner implements vscode.TreeDataProvider<ViewElement> {
	readonly #changed = this.register(new vscode.EventEmitter<ViewElement[] | undefined>());
	readonly onDidChangeTreeData = this.#changed.event;
	readonly #description: ViewDescription;
	readonly #host: TreeHost;
	#outline = Outline.empty;
	/** VS Code knows a row by the object it was handed first, and passes that one to commands. */
	readonly #handed = new Map<string, ViewElement>();
	/** Rows as they were made last; thousands are asked for again when one comes or goes. */
	readonly #painted = new Map<string, Painted>();
	/** When rows change by themselves; epoch milliseconds. */
	readonly #dueAt = new Map<string, number>();
	readonly #due = new Set<string>();
	#timer: NodeJS.Timeout | undefined;
	#paintAt = 0;
	#firedAt = 0;
	#shown = false;

	constructor(description: ViewDescription, host: TreeHost) {
		super();
		this.#description = description;
		this.#host = host;
	}

	get outline(): Outline {
		return this.#outline;
	}

	/** Something that rows depend on has changed; `urgent` where rows came or went. */
	update(urgent = false): void {
		if (this.isDisposed || !this.#shown) {
			return;
		}
		const now = Date.now();
		const paintAt = Math.max(now + (urgent ? 0 : gatherMs), this.#firedAt + quietMs);
		if (this.#timer === undefined || paintAt < this.#paintAt) {
			clearTimeout(this.#timer);
			this.#paintAt = paintAt;
			this.#timer = setTimeout(() => {
				this.#timer = undefined;
				this.#paint();
			}, paintAt - now);
		}
	}

	/** Reads and shows everything anew. */
	reset(): void {
		this.#outline = Outline.empty;
		this.#host.onOutline(this.#outline);
		if (this.#shown) {
			this.#fire('all');
		}
	}

	/** Paints the rows anew whose text has changed by itself. */
	moveOn(now: number): void {
		for (const [id, dueAt] of this.#dueAt) {
			if (dueAt <= now) {
				this.#due.add(id);
				this.#dueAt.delete(id);
			}
		}
		if (this.#due.size > 0) {
			this.update();
		}
	}

	/** The row's element as it is now; the given one when it is gone. */
	current(element: ViewElement): ViewElement {
		return this.#outline.node(elementId(element))?.element ?? element;
	}

	/** The object by which VS Code knows a row. */
	handed(element: ViewElement): ViewElement | undefined {
		const id = elementId(element);
		return this.#handed.get(id) ?? this.#outline.node(id)?.element;
	}

	async getChildren(element?: ViewElement): Promise<ViewElement[]> {
		if (element === undefined) {
			this.#shown = true;
			const loaded = this.#host.canLoad() && (await this.#host.load());
			this.#compute(loaded);
		}
		const parent = element && (await this.#expanded(element));
		const nodes = parent ? (parent.children ?? (await this.#lazyNodes(parent))) : this.#outline.roots;
		return nodes.map(({ element: child }) => {
			this.#handed.set(elementId(child), child);
			return child;
		});
	}

	getTreeItem(element: ViewElement): vscode.TreeItem {
		const id = elementId(element);
		const now = Date.now();
		const node = this.#node(element);
		const look = [...node.face, this.#host.isTurned(id)];
		const painted = this.#painted.get(id);
		if (painted && !isBelowResource(element) && now < painted.changesAt && sameList(look, painted.look)) {
			return painted.item;
		}
		const row = this.#rowOf(node, now);
		const item = this.#makeItem(id, row);
		const changesAt = row.changesAt ?? Number.POSITIVE_INFINITY;
		this.#painted.set(id, { item, look, changesAt });
		if (Number.isFinite(changesAt)) {
			this.#dueAt.set(id, Math.max(changesAt, now + (this.#dueAt.size > manyRows ? slowStepMs : 0)));
		} else {
			this.#dueAt.delete(id);
		}
		return item;
	}

	/** Reads anew what is below rows. */
	renew(ids: readonly string[]): void {
		this.#fire(ids);
	}

	/** Leaves the item as it is: it is handed out again as long as the row looks the same, and tooltips age. */
	resolveTreeItem(item: vscode.TreeItem, element: ViewElement): vscode.TreeItem {
		const tooltip =
			element.kind === 'detail'
				? rowText(`${element.label} ${element.description}`, 300)
				: makeTooltip(this.#tooltipRows(element));
		return { ...item, tooltip };
	}

	getParent(element: ViewElement): ViewElement | undefined {
		if (isBelowResource(element)) {
			const above = element.kind === 'detail' ? undefined : elementAbove(element);
			return above ? (this.#handed.get(above.id) ?? above) : this.handed(element.owner);
		}
		const parent = this.#outline.parent(elementId(element));
		return parent && this.handed(parent);
	}

	override dispose(): void {
		clearTimeout(this.#timer);
		super.dispose();
	}

	#paint(): void {
		const before = this.#outline;
		const isKnown = this.#compute(this.#host.canLoad());
		if (!isKnown) {
			// The lists are not in memory (any more): VS Code asks, and gets them once they have been read.
			this.#fire('all');
			return;
		}
		const changes = this.#outline.changesSince(before);
		this.#fire(changes === 'all' ? 'all' : [...new Set([...changes, ...this.#due])]);
	}

	#fire(changes: 'all' | readonly string[]): void {
		this.#due.clear();
		if (changes === 'all') {
			this.#firedAt = Date.now();
			this.#changed.fire(undefined);
			return;
		}
		const elements = changes.flatMap(id => this.#handed.get(id) ?? []);
		if (elements.length > 0) {
			this.#firedAt = Date.now();
			this.#changed.fire(elements);
		}
	}

	/** False when the lists are not in memory. */
	#compute(canShow: boolean): boolean {
		const nodes = canShow ? this.#description.outline(this.#host.options()) : [];
		this.#outline = nodes?.length ? new Outline(nodes) : Outline.empty;
		this.#keepKnown();
		this.#host.onOutline(this.#outline);
		return nodes !== undefined;
	}

	/** Forgets rows that are gone, and brings the groups that VS Code holds up to date: commands read their members. */
	#keepKnown(): void {
		for (const [id, known] of this.#handed) {
			const element = isBelowResource(known) ? known : this.#outline.node(id)?.element;
			if (element === undefined || (isBelowResource(known) && !this.#outline.has(elementId(known.owner)))) {
				this.#handed.delete(id);
				this.#painted.delete(id);
				this.#dueAt.delete(id);
			} else if (known !== element && (known.kind === 'group' || known.kind === 'composeProject')) {
				Object.assign(known, element);
			}
		}
	}

	#node(element: ViewElement): OutlineNode {
		return this.#outline.node(elementId(element)) ?? { element, face: [] };
	}

	/** The row's node, with the rows below it where they have to be read. */
	async #expanded(element: ViewElement): Promise<OutlineNode> {
		const before = this.#node(element);
		if (before.children || !this.#description.expand) {
			return before;
		}
		await this.#description.expand(before.element);
		this.#takeOver(elementId(element), before);
		return this.#node(element);
	}

	/** The rows below a row are on their way to VS Code; what else has changed meanwhile is painted anew. */
	#takeOver(expanded: string, before: OutlineNode): void {
		const outline = this.#outline;
		this.#compute(this.#host.canLoad());
		const changes = this.#outline.changesSince(outline);
		if (changes === 'all') {
			this.#fire('all');
			return;
		}
		for (const id of changes) {
			if (id !== expanded || !sameList(before.face, this.#outline.node(id)?.face ?? [])) {
				this.#due.add(id);
				this.update();
			}
		}
	}

	async #lazyNodes(parent: OutlineNode): Promise<readonly OutlineNode[]> {
		const { element } = parent;
		const below =
			element.kind === 'file' || element.kind === 'change'
				? await this.#description.fileRows?.children(element)
				: this.#description.details?.(parent);
		return (below ?? []).map(child => ({ element: child, face: [] }));
	}

	#rowOf(node: OutlineNode, now: number): Row {
		const { element } = node;
		if (element.kind === 'file') {
			return fileRow(element);
		}
		if (element.kind === 'change') {
			return changeRow(element);
		}
		if (element.kind !== 'detail') {
			return this.#description.row(node, now);
		}
		const { label, description, contextValue, container } = element;
		const icon = container ? containerIcon(container) : new vscode.ThemeIcon(element.icon);
		const state = container && ageless(container);
		return { label, description, icon, contextValue, state };
	}

	#tooltipRows(element: ViewElement): readonly TooltipRow[] {
		switch (element.kind) {
			case 'file':
				return fileTooltip(element);
			case 'change':
				return changeTooltip(element);
			default:
				return this.#description.tooltip(this.#node(element), Date.now());
		}
	}

	#makeItem(id: string, row: Row): vscode.TreeItem {
		const item = new vscode.TreeItem(rowText(row.label, 120) || '–', this.#collapsibleState(id, row));
		item.id = id;
		item.description = rowText(row.description);
		item.iconPath = row.icon;
		item.contextValue = row.contextValue;
		item.resourceUri = row.resource ?? (row.dimmed ? dimmedUri(id) : undefined);
		item.command = row.command;
		item.accessibilityInformation = { label: accessibleLabel(row) };
		return item;
	}

	#collapsibleState(id: string, { expansion }: Row): vscode.TreeItemCollapsibleState {
		if (expansion === undefined) {
			return vscode.TreeItemCollapsibleState.None;
		}
		return (expansion === 'expanded') !== this.#host.isTurned(id)
			? vscode.TreeItemCollapsibleState.Expanded
			: vscode.TreeItemCollapsibleState.Collapsed;
	}
}

export type BelowResource = Extract<ViewElement, { readonly owner: Resource }>;

/** Rows that are asked for when the one above them is opened, and not part of the outline. */
export function isBelowResource(element: ViewElement): element is BelowResource {
	return element.kind === 'detail' || element.kind === 'file' || element.kind === 'change';
}

/** The state comes first, and once: a description often ends with it. */
function accessibleLabel({ label, state = '', description }: Row): string {
	return [label, state, ...description.split(' · ').filter(part => part !== state)]
		.filter(part => part)
		.map(part => rowText(part))
		.join(', ');
}
