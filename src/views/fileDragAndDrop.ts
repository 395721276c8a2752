import * as vscode from 'vscode';
import { commandId, type ViewId } from '../contributions.ts';
import { fileUri } from '../ui/fileUri.ts';
import type { ViewElement } from './elements.ts';
import { elementAbove, type FileElement, isFolder } from './fileElements.ts';

const uriList = 'text/uri-list';

/** Files between these views, the explorer, editors and the desktop. */
export class FileDragAndDrop implements vscode.TreeDragAndDropController<ViewElement> {
	readonly dragMimeTypes = [uriList];
	readonly dropMimeTypes: readonly string[];
	/** VS Code's own kind for what comes from the same view. */
	readonly #ownMime: string;

	constructor(view: ViewId) {
		this.#ownMime = `application/vnd.code.tree.${view.toLowerCase()}`;
		this.dropMimeTypes = [uriList, this.#ownMime];
	}

	handleDrag(source: readonly ViewElement[], transfer: vscode.DataTransfer): void {
		const files = source.filter(element => element.kind === 'file' && element.path !== '/');
		if (files.length > 0) {
			const uris = (files as FileElement[]).map(file => fileUri(file).toString());
			transfer.set(uriList, new vscode.DataTransferItem(uris.join('\r\n')));
		}
	}

	async handleDrop(target: ViewElement | undefined, transfer: vscode.DataTransfer): Promise<void> {
		const folder = target && folderOf(target);
		const text = await transfer.get(uriList)?.asString();
		if (!folder || !text) {
			return;
		}
		const source = text.split(/\r?\n/).filter(line => line !== '' && !line.startsWith('#'));
		const move = transfer.get(this.#ownMime) !== undefined;
		// The command tells of its failure itself.
		await Promise.resolve(vscode.commands.executeCommand(commandId('file.upload'), folder, { source, move })).catch(
			() => {},
		);
	}
}

function folderOf(element: ViewElement): FileElement | undefined {
	if (element.kind !== 'file') {
		return undefined;
	}
	return isFolder(element) ? element : (elementAbove(element) as FileElement | undefined);
}
