import * as vscode from 'vscode';
import { plainText } from './plainText.ts';
import { cancelled } from './progress.ts';

export interface Choice<T> {
	readonly label: string;
	readonly description?: string;
	readonly detail?: string;
	readonly icon?: vscode.ThemeIcon;
	readonly value: T;
	readonly picked?: boolean;
}

export interface PickOptions {
	readonly title: string;
	readonly placeholder?: string;
}

type Item<T> = vscode.QuickPickItem & { readonly value: T };

/** Rejects with `cancelled` on Esc. */
export async function pickOne<T>(choices: readonly Choice<T>[], options: PickOptions): Promise<T> {
	const picked = await vscode.window.showQuickPick(choices.map(toItem), toOptions(options));
	if (!picked) {
		throw cancelled();
	}
	return picked.value;
}

/** Rejects with `cancelled` on Esc and when nothing is ticked. */
export async function pickMany<T>(choices: readonly Choice<T>[], options: PickOptions): Promise<T[]> {
	const picked = await vscode.window.showQuickPick(choices.map(toItem), { ...toOptions(options), canPickMany: true });
	if (!picked?.length) {
		throw cancelled();
	}
	return picked.map(item => item.value);
}

/**
 * Ticked rows, else the one under the cursor, which follows what is typed: who wants one thing presses Enter on it.
 * Rejects with `cancelled` on Esc.
 */
export function pickSome<T>(choices: readonly Choice<T>[], options: PickOptions): Promise<T[]> {
	const list = vscode.window.createQuickPick<Item<T>>();
	list.title = options.title;
	list.placeholder = options.placeholder ?? vscode.l10n.t('Press Enter on one, or tick several');
	list.matchOnDescription = true;
	list.ignoreFocusOut = true;
	list.canSelectMany = true;
	list.items = choices.map(toItem);
	list.activeItems = list.items.slice(0, 1);
	return new Promise<T[]>((resolve, reject) => {
		list.onDidChangeValue(typed => {
			list.activeItems = list.items.filter(item => matches(item, typed)).slice(0, 1);
		});
		list.onDidAccept(() => {
			const picked = list.selectedItems.length > 0 ? list.selectedItems : list.activeItems;
			if (picked.length > 0) {
				resolve(picked.map(({ value }) => value));
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

function matches({ label, description = '' }: vscode.QuickPickItem, typed: string): boolean {
	return [label, description].some(text => text.toLowerCase().includes(typed.trim().toLowerCase()));
}

/** A pick list in which something else may be typed; `other` makes a choice of it. */
export function pickOrType<T>(
	choices: readonly Choice<T>[],
	other: (typed: string) => Choice<T> | undefined,
	options: PickOptions,
): Promise<T> {
	const list = vscode.window.createQuickPick<Item<T>>();
	list.title = options.title;
	list.placeholder = options.placeholder;
	list.matchOnDescription = true;
	list.ignoreFocusOut = true;
	const items = choices.map(toItem);
	list.items = items;
	return new Promise<T>((resolve, reject) => {
		list.onDidChangeValue(typed => {
			const extra = typed.trim() ? other(typed.trim()) : undefined;
			const known = items.some(item => item.label === typed.trim());
			list.items = extra && !known ? [...items, { ...toItem(extra), alwaysShow: true }] : items;
		});
		list.onDidAccept(() => {
			const picked = list.selectedItems[0];
			if (picked) {
				resolve(picked.value);
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

function toItem<T>(choice: Choice<T>): Item<T> {
	return {
		label: plainText(choice.label, 200),
		description: choice.description && plainText(choice.description, 200),
		detail: choice.detail && plainText(choice.detail),
		iconPath: choice.icon,
		picked: choice.picked,
		value: choice.value,
	};
}

function toOptions(options: PickOptions): vscode.QuickPickOptions {
	return { title: options.title, placeHolder: options.placeholder, matchOnDescription: true, ignoreFocusOut: true };
}
