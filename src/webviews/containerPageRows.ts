import * as vscode from 'vscode';
import type { CommandName } from '../contributions.ts';
import { agoWords, nextAgeChange } from '../ui/age.ts';
import type { PageRow, PageValue } from './protocols/containerPage.ts';
import { visibleText } from './visibleText.ts';

/** A click on a value: a command, or a folder or file of this machine to be shown. */
export type PageLink =
	| { readonly command: CommandName; readonly arguments: readonly unknown[] }
	| { readonly path: string };

/** What is behind a value of the page. */
export interface KeptValue {
	/** As it is, secrets and all. */
	readonly whole: string;
	readonly link?: PageLink;
}

export interface ValueDetails {
	readonly label?: string;
	/** Shown in place of the whole. */
	readonly shown?: string;
	readonly look?: PageValue['look'];
	readonly link?: PageLink;
	readonly linkTitle?: string;
}

/** Longer values are cut: they can be shown whole. */
const longestText = 300;

/** Makes the rows of a page, and keeps what is behind them. */
export class PageRows {
	readonly kept = new Map<string, KeptValue>();
	readonly endpoint: string;
	readonly now: number;
	/** When a text changes by itself; epoch milliseconds. */
	changesAt = Number.POSITIVE_INFINITY;

	constructor(endpoint: string, now: number) {
		this.endpoint = endpoint;
		this.now = now;
	}

	row(key: string, name: string, values: readonly (readonly [whole: string, details?: ValueDetails])[]): PageRow {
		return {
			key,
			name: visibleText(name.slice(0, longestText)),
			values: values.map(([whole, details], index) => this.#value(`${key}.${index}`, whole, details)),
		};
	}

	#value(key: string, whole: string, { shown = whole, label, look, link, linkTitle }: ValueDetails = {}): PageValue {
		this.kept.set(key, { whole, ...(link && { link }) });
		const isCut = shown.length > longestText;
		return {
			key,
			text: visibleText(isCut ? `${shown.slice(0, longestText)}…` : shown),
			...(shown.includes('***') && shown !== whole ? { hides: 'secret' } : isCut ? { hides: 'rest' } : {}),
			...(isCut && { length: whole.length }),
			...(label !== undefined && { label }),
			...(look && { look }),
			...(link && { link: linkTitle ?? '' }),
		};
	}

	/** The details of a value that a command tells more about. */
	command(command: CommandName, ...args: readonly unknown[]): ValueDetails {
		return { link: { command, arguments: args }, linkTitle: linkTitle(command) };
	}

	/** `21.11.2026, 16:00 · 3 minutes ago`; empty for no moment. */
	moment(moment: number | undefined): string {
		if (moment === undefined) {
			return '';
		}
		this.changesAt = Math.min(this.changesAt, nextAgeChange(moment, this.now));
		return `${this.time(moment)} · ${agoWords(moment, this.now)}`;
	}

	time(moment: number | undefined): string {
		return moment === undefined ? '–' : new Date(moment).toLocaleString(vscode.env.language);
	}
}

function linkTitle(command: CommandName): string {
	switch (command) {
		case 'container.openPort':
			return vscode.l10n.t('Open in the browser');
		case 'image.inspect':
			return vscode.l10n.t('Inspect the image');
		case 'volume.inspect':
			return vscode.l10n.t('Inspect the volume');
		default:
			return vscode.l10n.t('Inspect the network');
	}
}
