import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { type DiskItem, type DiskUsageType, diskUsageTypes, type TypeUsage } from '../engine/diskUsage.ts';
import type { DiskChoice } from '../engine/freeDiskSpace.ts';
import { agoWords } from './age.ts';
import { plainText } from './plainText.ts';
import { cancelled } from './progress.ts';

export type Usages = Partial<Record<DiskUsageType, TypeUsage>>;

/** What to look at next: the things of some types, and which of them are ticked beforehand. */
export interface UsageView {
	readonly types: readonly DiskUsageType[];
	/** Days for which the ticked things have not been used; `undefined` ticks none. */
	readonly tickUnusedFor: number | undefined;
}

const day = 24 * 60 * 60 * 1000;
const quickChoices = [30, 7, 0];
const icons: Readonly<Record<DiskUsageType, string>> = {
	containers: 'vm',
	images: 'layers',
	volumes: 'database',
	buildCache: 'history',
};

type OverviewRow = vscode.QuickPickItem & { readonly view?: UsageView };

/** The sums, filled in as they are measured; what is measured can be chosen while the rest is not. Rejects on Esc. */
export class UsageOverview {
	readonly #list = vscode.window.createQuickPick<OverviewRow>();
	readonly #usages: Usages;
	/** Settles with the choice of a row. */
	readonly chosen: Promise<UsageView>;

	constructor(usages: Usages) {
		this.#usages = usages;
		this.#list.title = vscode.l10n.t('Disk usage of Docker');
		this.#list.ignoreFocusOut = true;
		this.chosen = new Promise((resolve, reject) => {
			this.#list.onDidAccept(() => {
				const view = this.#list.selectedItems[0]?.view;
				if (view) {
					resolve(view);
					this.#list.hide();
				}
			});
			this.#list.onDidHide(() => {
				this.#list.dispose();
				reject(cancelled());
			});
		});
		this.update();
		this.#list.show();
	}

	/** Shows what has been measured since. */
	update(): void {
		const complete = diskUsageTypes.every(type => this.#usages[type]);
		this.#list.busy = !complete;
		this.#list.placeholder = complete
			? vscode.l10n.t('Choose what to look at, or what to free')
			: vscode.l10n.t('Measuring; this can take minutes where much lies. Esc stops it.');
		this.#list.items = [
			...diskUsageTypes.map(type => this.#typeRow(type)),
			...(complete ? [separator(vscode.l10n.t('Free disk space'))] : []),
			...(complete ? quickChoices.map(days => this.#quickRow(days)) : []),
		];
	}

	hide(): void {
		this.#list.hide();
	}

	#typeRow(type: DiskUsageType): OverviewRow {
		const usage = this.#usages[type];
		return {
			label: typeName(type),
			iconPath: new vscode.ThemeIcon(icons[type]),
			description: usage ? sumWords(usage) : vscode.l10n.t('measuring'),
			view: usage && { types: [type], tickUnusedFor: undefined },
		};
	}

	#quickRow(days: number): OverviewRow {
		const items = diskUsageTypes.flatMap(type => this.#usages[type]?.items ?? []);
		const size = sum(items.filter(item => isUnusedFor(item, days, Date.now())));
		return {
			label: days === 0 ? vscode.l10n.t('All that is not used') : vscode.l10n.t('Unused for {0} days', days),
			iconPath: new vscode.ThemeIcon('trash'),
			description: humanSize(size),
			detail: vscode.l10n.t('Volumes stay: nobody knows when they were last used.'),
			view: { types: diskUsageTypes, tickUnusedFor: days },
		};
	}
}

type ItemRow = vscode.QuickPickItem & { readonly item?: DiskItem; readonly cacheUnusedFor?: number };

/** A list to tick, per type and with the largest gain first. Resolves to `back`, or to what is ticked; rejects on Esc. */
export function pickDiskItems(usages: Usages, view: UsageView): Promise<DiskChoice | 'back'> {
	const list = vscode.window.createQuickPick<ItemRow>();
	const now = Date.now();
	const rows = view.types.flatMap(type => rowsOf(type, usages[type], now));
	const update = (selected: readonly ItemRow[]) => {
		list.title = vscode.l10n.t('Free disk space: {0}', gainWords(toChoice(selected), usages, now));
	};
	list.items = rows;
	list.canSelectMany = true;
	list.matchOnDescription = true;
	list.ignoreFocusOut = true;
	list.buttons = [vscode.QuickInputButtons.Back];
	list.placeholder = vscode.l10n.t('Tick what is to go. What a container uses goes only together with it.');
	list.selectedItems = possible(rows.filter(row => isTicked(row, view.tickUnusedFor, now)));
	update(list.selectedItems);
	return new Promise((resolve, reject) => {
		list.onDidChangeSelection(selected => {
			const allowed = possible(selected);
			if (allowed.length < selected.length) {
				list.selectedItems = allowed;
			}
			update(allowed);
		});
		list.onDidTriggerButton(() => {
			resolve('back');
			list.hide();
		});
		list.onDidAccept(() => {
			const choice = toChoice(list.selectedItems);
			if (choice.items.length > 0 || choice.cacheUnusedFor !== undefined) {
				resolve(choice);
				list.hide();
			}
		});
		list.onDidHide(() => {
			list.dispose();
			reject(cancelled());
		});
		list.show();
	});
}

/** Everything that has not been used for so many days, as far as the engine knows. */
export function unusedFor(usages: Usages, days: number): DiskChoice {
	const now = Date.now();
	const items = diskUsageTypes.flatMap(type => usages[type]?.items ?? []).filter(item => isUnusedFor(item, days, now));
	return {
		items: items.filter(({ type }) => type !== 'buildCache'),
		cacheUnusedFor: items.some(({ type }) => type === 'buildCache') ? days * day : undefined,
	};
}

/** `2.1 GB`, or `at least 2.1 GB` where things share layers that may go with the last of them. */
export function gainWords({ items, cacheUnusedFor }: DiskChoice, usages: Usages, now: number): string {
	const cache = cacheUnusedFor === undefined ? [] : cacheOf(usages.buildCache, cacheUnusedFor / day, now);
	const size = humanSize(sum([...items, ...cache]));
	return items.some(({ type, shared }) => type === 'images' && shared > 0) ? vscode.l10n.t('at least {0}', size) : size;
}

export function typeName(type: DiskUsageType): string {
	switch (type) {
		case 'containers':
			return vscode.l10n.t('Containers');
		case 'images':
			return vscode.l10n.t('Images');
		case 'volumes':
			return vscode.l10n.t('Volumes');
		case 'buildCache':
			return vscode.l10n.t('Build cache');
	}
}

function sumWords({ size, reclaimable, items }: TypeUsage): string {
	return items.length === 0
		? vscode.l10n.t('none')
		: vscode.l10n.t('{0} in {1} · {2} of it not in use', humanSize(size), items.length, humanSize(reclaimable));
}

function rowsOf(type: DiskUsageType, usage: TypeUsage | undefined, now: number): ItemRow[] {
	const rows = type === 'buildCache' ? cacheRows(usage, now) : inOrder(usage).map(item => itemRow(item, now));
	return rows.length === 0 ? [] : [separator(`${typeName(type)}: ${sumWords(usage as TypeUsage)}`), ...rows];
}

/** What is in use frees nothing. */
function inOrder(usage: TypeUsage | undefined): readonly DiskItem[] {
	const items = usage?.items ?? [];
	return [...items.filter(({ inUse }) => !inUse), ...items.filter(({ inUse }) => inUse)];
}

function itemRow(item: DiskItem, now: number): ItemRow {
	const { name, size, shared, tags, users, inUse, unusedSince, createdAt } = item;
	const parts = [
		size === undefined ? vscode.l10n.t('size unknown') : humanSize(size),
		shared > 0 && vscode.l10n.t('{0} more shared with others', humanSize(shared)),
		...tags.slice(1),
		users.length > 0 && vscode.l10n.t('in use by {0}', users.map(user => user.name).join(', ')),
		inUse && users.length === 0 && vscode.l10n.t('in use'),
		unusedSince !== undefined && sinceWords(item, unusedSince, now),
		unusedSince === undefined && createdAt !== undefined && vscode.l10n.t('created {0}', agoWords(createdAt, now)),
	];
	return {
		label: plainText(name, 100),
		iconPath: new vscode.ThemeIcon(inUse ? 'lock' : icons[item.type]),
		description: plainText(parts.filter(part => typeof part === 'string').join(' · '), 200),
		item,
	};
}

function sinceWords({ type }: DiskItem, since: number, now: number): string {
	return type === 'images'
		? vscode.l10n.t('pulled or built {0}', agoWords(since, now))
		: vscode.l10n.t('stopped {0}', agoWords(since, now));
}

/** Nobody knows the single steps; by age they can be told apart, and go with one command. */
function cacheRows(usage: TypeUsage | undefined, now: number): ItemRow[] {
	const choices = [0, 7, 30].map(days => ({ days, size: sum(cacheOf(usage, days, now)) }));
	return choices
		.filter(({ days, size }, index) => size > 0 && (days === 0 || size < (choices[index - 1]?.size ?? 0)))
		.map(({ days, size }) => ({
			label:
				days === 0 ? vscode.l10n.t('The whole build cache') : vscode.l10n.t('Build cache not used for {0} days', days),
			iconPath: new vscode.ThemeIcon(icons.buildCache),
			description: humanSize(size),
			cacheUnusedFor: days * day,
		}));
}

function cacheOf(usage: TypeUsage | undefined, days: number, now: number): readonly DiskItem[] {
	return (usage?.items ?? []).filter(item => isUnusedFor(item, days, now));
}

function isTicked({ item, cacheUnusedFor }: ItemRow, days: number | undefined, now: number): boolean {
	if (days === undefined) {
		return false;
	}
	return item ? isUnusedFor(item, days, now) : cacheUnusedFor === days * day;
}

function isUnusedFor({ inUse, users, unusedSince }: DiskItem, days: number, now: number): boolean {
	return !inUse && users.length === 0 && unusedSince !== undefined && now - unusedSince >= days * day;
}

/** What a container holds can only go with it, and what runs cannot go at all. */
function possible(rows: readonly ItemRow[]): ItemRow[] {
	const ids = new Set(rows.map(({ item }) => item?.id));
	return rows.filter(({ item }) => !item || (!item.inUse && item.users.every(({ id }) => ids.has(id))));
}

/** The longest of several stretches of the build cache holds the others. */
function toChoice(rows: readonly ItemRow[]): DiskChoice {
	const stretches = rows.flatMap(({ cacheUnusedFor }) => cacheUnusedFor ?? []);
	return {
		items: rows.flatMap(({ item }) => item ?? []),
		cacheUnusedFor: stretches.length > 0 ? Math.min(...stretches) : undefined,
	};
}

function sum(items: readonly DiskItem[]): number {
	return items.reduce((total, { size = 0 }) => total + size, 0);
}

function separator(label: string): { label: string; kind: vscode.QuickPickItemKind } {
	return { label, kind: vscode.QuickPickItemKind.Separator };
}
