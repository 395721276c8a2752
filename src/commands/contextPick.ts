import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import type { ContextListing, ListedFile, ListedFolder, ListedPattern } from '../engine/contextListing.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { addIgnorePattern, patternFor } from '../providers/ignoreFile.ts';
import { plainText } from '../ui/plainText.ts';
import { offer } from '../ui/wayOn.ts';

export interface ContextPickOptions {
	readonly dockerfile: string;
	readonly context: string;
	/** Lists anew, after the ignore file has changed. */
	look(): Promise<ContextListing>;
}

interface Row extends vscode.QuickPickItem {
	/** Relative to the context; undefined for a line of the ignore file. */
	readonly path?: string;
	open?(): unknown;
}

const shownFolders = 12;
const shownFiles = 20;

/** One list: folders, largest files, and what each line of the ignore file leaves out. A button leaves a row out too. */
export class ContextPick {
	readonly #options: ContextPickOptions;
	readonly #list = vscode.window.createQuickPick<Row>();
	#ignoreFile = '';

	constructor(options: ContextPickOptions) {
		this.#options = options;
		this.#list.matchOnDescription = true;
		this.#list.onDidAccept(() => {
			this.#list.hide();
			void this.#list.selectedItems[0]?.open?.();
		});
		this.#list.onDidTriggerItemButton(({ item }) => void this.#leaveOut(item));
		this.#list.onDidHide(() => this.#list.dispose());
	}

	show(listing: ContextListing): void {
		const { dockerfile, context } = this.#options;
		this.#ignoreFile = listing.ignoreFile ?? join(context, '.dockerignore');
		this.#list.title = vscode.l10n.t(
			'Build context of {0}: {1}',
			plainText(vscode.workspace.asRelativePath(dockerfile)),
			weight(listing, listing.complete),
		);
		this.#list.placeholder = vscode.l10n.t(
			'The build sends at most this; the button adds a row to {0}',
			this.#ignoreName(),
		);
		this.#list.items = this.#rows(listing);
		this.#list.show();
	}

	#rows({ folders, largest, excluded, complete }: ContextListing): Row[] {
		const left = vscode.l10n.t('Left out by {0}: {1}', this.#ignoreName(), weight(excluded, complete));
		return [
			...section(vscode.l10n.t('Folders'), folders.slice(0, shownFolders), folder => this.#folderRow(folder)),
			...section(vscode.l10n.t('Largest files'), largest.slice(0, shownFiles), file => this.#fileRow(file)),
			...section(left, excluded.patterns, pattern => this.#patternRow(pattern)),
		];
	}

	#folderRow({ path, files, bytes }: ListedFolder): Row {
		const uri = this.#uriOf(path);
		return {
			label: plainText(`${path}/`, 200),
			description: weight({ files, bytes }, true),
			iconPath: vscode.ThemeIcon.Folder,
			path,
			buttons: [this.#button()],
			open: () => vscode.commands.executeCommand('revealInExplorer', uri),
		};
	}

	#fileRow({ path, bytes }: ListedFile): Row {
		const uri = this.#uriOf(path);
		return {
			label: plainText(path, 200),
			description: humanSize(bytes),
			iconPath: vscode.ThemeIcon.File,
			path,
			buttons: [this.#button()],
			open: () => vscode.commands.executeCommand('vscode.open', uri),
		};
	}

	#patternRow({ pattern, line, files, bytes }: ListedPattern): Row {
		const selection = new vscode.Range(line - 1, 0, line - 1, 0);
		return {
			label: plainText(pattern, 200),
			description: files === 0 ? vscode.l10n.t('nothing') : weight({ files, bytes }, true),
			iconPath: new vscode.ThemeIcon('exclude'),
			open: () => vscode.window.showTextDocument(vscode.Uri.file(this.#ignoreFile), { selection }),
		};
	}

	#button(): vscode.QuickInputButton {
		return {
			iconPath: new vscode.ThemeIcon('exclude'),
			tooltip: vscode.l10n.t('Leave out: add it to {0}', this.#ignoreName()),
		};
	}

	async #leaveOut({ path }: Row): Promise<void> {
		if (path === undefined) {
			return;
		}
		this.#list.busy = true;
		try {
			await addIgnorePattern(vscode.Uri.file(this.#ignoreFile), patternFor(path));
			this.show(await this.#options.look());
		} catch (error) {
			offer('error', toEngineError(error).message, []);
		} finally {
			this.#list.busy = false;
		}
	}

	#uriOf(path: string): vscode.Uri {
		return vscode.Uri.file(join(this.#options.context, path));
	}

	#ignoreName(): string {
		return basename(this.#ignoreFile);
	}
}

function section<T>(label: string, items: readonly T[], row: (item: T) => Row): Row[] {
	return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items.map(row)];
}

/** `1,204 files, 56 MB` */
function weight({ files, bytes }: { readonly files: number; readonly bytes: number }, complete: boolean): string {
	const size = humanSize(bytes);
	const count = files.toLocaleString(vscode.env.language);
	if (!complete) {
		return vscode.l10n.t('more than {0} files, {1}', count, size);
	}
	return files === 1 ? vscode.l10n.t('1 file, {0}', size) : vscode.l10n.t('{0} files, {1}', count, size);
}
