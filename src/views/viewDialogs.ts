import * as vscode from 'vscode';
import type { ContainerState } from '../engine/resources.ts';
import { pickOne } from '../ui/pick.ts';
import { cancelled } from '../ui/progress.ts';
import { stateWord } from '../ui/statusWords.ts';
import { rowText } from './rowText.ts';
import { isFiltered, labelKey, noFilter, type ViewChoices, type ViewFilter, type ViewOptions } from './viewOptions.ts';

/** What a filter leaves out, for beside the view's title; undefined without one. */
export function filterWords(filter: ViewFilter): string | undefined {
	const words = [
		...(filter.text.trim() ? [`“${rowText(filter.text, 40)}”`] : []),
		...filter.states.map(state => stateWord(state as ContainerState)),
		...filter.hide.map(hideWord),
	];
	return words.length > 0 ? words.join(' · ') : undefined;
}

type FilterItem = vscode.QuickPickItem & { readonly apply: Partial<Record<'state' | 'hide', string>> };

/**
 * Asks for a filter: what is typed are the words to look for, what is ticked are states to show and things to hide. The
 * rows follow at once; Esc brings the filter before back and rejects with `cancelled`.
 */
export function askFilter(
	title: string,
	{ filter }: ViewOptions,
	choices: ViewChoices,
	preview: (filter: ViewFilter) => void,
): Promise<ViewFilter> {
	const list = vscode.window.createQuickPick<FilterItem>();
	const clear: vscode.QuickInputButton = {
		iconPath: new vscode.ThemeIcon('clear-all'),
		tooltip: vscode.l10n.t('Clear Filter'),
	};
	list.title = title;
	list.placeholder = vscode.l10n.t('Words to look for in names, images, labels…; -word leaves out');
	list.canSelectMany = true;
	list.buttons = isFiltered(filter) ? [clear] : [];
	list.items = filterItems(choices);
	list.selectedItems = list.items.filter(
		({ apply }) => filter.states.includes(apply.state ?? '') || filter.hide.includes(apply.hide ?? ''),
	);
	list.value = filter.text;
	const read = (): ViewFilter => ({
		text: list.value.trim(),
		states: list.selectedItems.flatMap(({ apply }) => apply.state ?? []),
		hide: list.selectedItems.flatMap(({ apply }) => apply.hide ?? []),
	});
	return new Promise((resolve, reject) => {
		const finish = (chosen: ViewFilter) => {
			resolve(chosen);
			list.hide();
		};
		list.onDidChangeValue(() => preview(read()));
		list.onDidChangeSelection(() => preview(read()));
		list.onDidTriggerButton(() => finish(noFilter));
		list.onDidAccept(() => finish(read()));
		list.onDidHide(() => {
			list.dispose();
			reject(cancelled());
		});
		list.show();
	});
}

export function askSort(title: string, { sort, descending }: ViewOptions, choices: ViewChoices) {
	const ways = choices.sorts.flatMap(by => [
		{ label: sortWord(by), by, descending: false },
		{ label: vscode.l10n.t('{0}, reversed', sortWord(by)), by, descending: true },
	]);
	return pickOne(
		ways.map(({ label, ...value }) => ({
			label,
			icon: checkIcon(value.by === sort && value.descending === descending),
			value,
		})),
		{ title },
	);
}

/** `labels` are the keys found on what is in the view. */
export async function askGroup(title: string, { group }: ViewOptions, choices: ViewChoices, labels: readonly string[]) {
	const ways = choices.groups.map(by => ({ label: groupWord(by), icon: checkIcon(by === group), value: by }));
	const byLabel = {
		label: vscode.l10n.t('By a label…'),
		icon: checkIcon(labelKey(group) !== undefined),
		value: 'label',
	};
	const by = await pickOne(labels.length > 0 ? [...ways, byLabel] : ways, { title });
	if (by !== 'label') {
		return { by };
	}
	const key = await pickOne(
		labels.map(label => ({ label, icon: checkIcon(label === labelKey(group)), value: label })),
		{ title },
	);
	return { by: `label:${key}` };
}

function filterItems(choices: ViewChoices): FilterItem[] {
	const hides = choices.hides.map(hide => ({ label: hideWord(hide), alwaysShow: true, apply: { hide } }));
	const states = choices.states.map(state => ({
		label: vscode.l10n.t('Only: {0}', stateWord(state as ContainerState)),
		alwaysShow: true,
		apply: { state },
	}));
	return [...hides, ...states];
}

function checkIcon(isChosen: boolean): vscode.ThemeIcon {
	return new vscode.ThemeIcon(isChosen ? 'check' : 'blank');
}

function hideWord(hide: string): string {
	switch (hide) {
		case 'stopped':
			return vscode.l10n.t('Without stopped ones');
		case 'otherWorkspaces':
			return vscode.l10n.t('Only of this workspace');
		case 'dangling':
			return vscode.l10n.t('Without untagged ones');
		case 'unused':
			return vscode.l10n.t('Without unused ones');
		case 'anonymous':
			return vscode.l10n.t('Without anonymous ones');
		case 'builtin':
			return vscode.l10n.t("Without the engine's own");
		default:
			return hide;
	}
}

function sortWord(by: string): string {
	switch (by) {
		case 'name':
			return vscode.l10n.t('By name');
		case 'state':
			return vscode.l10n.t('By state');
		case 'created':
			return vscode.l10n.t('By age, newest first');
		case 'image':
			return vscode.l10n.t('By image');
		case 'size':
			return vscode.l10n.t('By size, largest first');
		case 'usage':
			return vscode.l10n.t('By use, most used first');
		case 'driver':
			return vscode.l10n.t('By driver');
		default:
			return by;
	}
}

function groupWord(by: string): string {
	switch (by) {
		case 'compose':
			return vscode.l10n.t('By Compose project');
		case 'none':
			return vscode.l10n.t('Not grouped');
		case 'image':
			return vscode.l10n.t('By image');
		case 'state':
			return vscode.l10n.t('By state');
		case 'network':
			return vscode.l10n.t('By network');
		case 'repository':
			return vscode.l10n.t('By repository');
		case 'registry':
			return vscode.l10n.t('By registry');
		case 'driver':
			return vscode.l10n.t('By driver');
		case 'usage':
			return vscode.l10n.t('By use');
		default:
			return by;
	}
}
