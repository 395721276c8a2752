import * as vscode from 'vscode';
import type { LayersProgress } from '../engine/layerProgress.ts';
import type { ReadOnlyDocuments } from './documents.ts';
import { layerRows, layersSummary } from './layerRows.ts';
import { plainText } from './plainText.ts';

/** Milliseconds between two looks of a document that is open. */
const pace = 200;
const mostKept = 10;

/** A pull or push with a row for each layer, for whoever wants to see more than the sum. */
export interface Transfer {
	/** Names it to `Transfers.show`. */
	readonly key: string;
	update(progress: LayersProgress): void;
	/** The last line: what came of it. */
	end(outcome: string): void;
}

interface Shown {
	readonly commandLine: string;
	readonly title: string;
	progress: LayersProgress | undefined;
	outcome: string;
	uri: vscode.Uri | undefined;
	timer: NodeJS.Timeout | undefined;
}

/** The pulls and pushes of this window, the last ones also after their end; each can be opened as a document that goes on. */
export class Transfers implements vscode.Disposable {
	readonly #documents: ReadOnlyDocuments;
	readonly #shown = new Map<string, Shown>();
	#count = 0;

	constructor(documents: ReadOnlyDocuments) {
		this.#documents = documents;
	}

	/** `commandLine` is the docker line that does the same, `title` the document's. */
	begin(commandLine: string, title: string): Transfer {
		const key = String(++this.#count);
		const shown: Shown = { commandLine, title, progress: undefined, outcome: '', uri: undefined, timer: undefined };
		this.#shown.set(key, shown);
		this.#forgetOldest();
		return {
			key,
			update: progress => {
				shown.progress = progress;
				this.#renewSoon(shown);
			},
			end: outcome => {
				shown.outcome = outcome;
				this.#renewSoon(shown);
			},
		};
	}

	/** Opens the layers of one of them, else of the last; false when there is none. */
	async show(key: string | undefined): Promise<boolean> {
		const shown = key === undefined ? [...this.#shown.values()].at(-1) : this.#shown.get(key);
		if (!shown) {
			return false;
		}
		const title = `${plainText(shown.title, 80)}.txt`;
		const { uri } = await this.#documents.open('layers', title, 'plaintext', textOf(shown), { preserveFocus: true });
		shown.uri = uri;
		this.#documents.renew(uri, textOf(shown));
		return true;
	}

	dispose(): void {
		for (const { timer } of this.#shown.values()) {
			clearTimeout(timer);
		}
	}

	#renewSoon(shown: Shown): void {
		shown.timer ??= setTimeout(() => {
			shown.timer = undefined;
			if (shown.uri && isOpen(shown.uri)) {
				this.#documents.renew(shown.uri, textOf(shown));
			}
		}, pace);
	}

	#forgetOldest(): void {
		for (const key of [...this.#shown.keys()].slice(0, -mostKept)) {
			this.#shown.delete(key);
		}
	}
}

function isOpen(uri: vscode.Uri): boolean {
	return vscode.workspace.textDocuments.some(document => document.uri.toString() === uri.toString());
}

function textOf({ commandLine, progress, outcome }: Shown): string {
	const rows = progress ? layerRows(progress) : [];
	const sum = progress && !outcome ? layersSummary(progress) : '';
	return [commandLine, '', ...rows, '', plainText(outcome || sum), ''].join('\n');
}
