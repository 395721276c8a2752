import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import { containerChanges } from '../engine/changes.ts';
import type { EngineConnection } from '../engine/connection.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { type FileEntry, joinPath, parentOf } from '../engine/fileEntry.ts';
import type { Files } from '../engine/files.ts';
import { sentenceOf } from '../ui/errorSentence.ts';
import { withProgress } from '../ui/progress.ts';
import { compareText } from './arrange.ts';
import type { Detail, ViewElement } from './elements.ts';
import { type ChangeElement, changeElementId, type FileElement, fileElementId, isFolder } from './fileElements.ts';

/** Rows for the files of containers and volumes, read when their folder is opened. */
export class FileRows extends DisposableOwner {
	readonly #files: Files;
	readonly #connection: EngineConnection;
	readonly #changed = this.register(new Emitter<readonly string[]>());
	/** Rows, by their ids, below which something has changed. */
	readonly onDidChange = this.#changed.event;

	constructor(files: Files, connection: EngineConnection) {
		super();
		this.#files = files;
		this.#connection = connection;
	}

	/** Reads a folder anew where it is shown. */
	renew(ids: readonly string[]): void {
		this.#changed.fire(ids);
	}

	async children(element: FileElement | ChangeElement): Promise<readonly ViewElement[]> {
		try {
			return element.kind === 'file' ? await this.#filesIn(element) : await this.#changesIn(element);
		} catch (thrown) {
			return [this.#failure(element, thrown)];
		}
	}

	async #filesIn(folder: FileElement): Promise<readonly FileElement[]> {
		const { owner, root, path } = folder;
		const entries = await withProgress(vscode.l10n.t('Reading {0}', `${owner.name}:${path}`), signal =>
			this.#files.list({ root, path }, { signal }),
		);
		return entries
			.map(entry => {
				const place = joinPath(path, entry.name);
				return { ...folder, id: fileElementId(root, place), path: place, entry };
			})
			.sort((left, right) => Number(isFolder(right)) - Number(isFolder(left)) || byName(left.entry, right.entry));
	}

	async #changesIn(element: ChangeElement): Promise<readonly ViewElement[]> {
		const isTop = element.path === '/';
		const changes = isTop
			? await withProgress(vscode.l10n.t('Comparing {0} with its image', element.owner.name), signal =>
					containerChanges(this.#connection, element.owner.id, { signal }),
				)
			: element.changes;
		if (isTop && changes.length === 0) {
			return [detailOf(element, vscode.l10n.t('Nothing has changed'), 'check')];
		}
		return changes
			.filter(({ path }) => parentOf(path) === element.path)
			.map(({ kind, path }) => {
				const below = changes.filter(change => change.path.startsWith(`${path}/`));
				const change = kind === 'C' && below.length > 0 ? undefined : kind;
				return { ...element, id: changeElementId(element.owner, path), path, change, changes: below };
			});
	}

	#failure(element: FileElement | ChangeElement, thrown: unknown): Detail {
		const error = toEngineError(thrown);
		const sentence =
			error.code === 'cancelled'
				? vscode.l10n.t('Cancelled')
				: sentenceOf(error, { containers: [], endpoint: this.#connection.status.endpoint });
		return detailOf(element, sentence, error.code === 'cancelled' ? 'circle-slash' : 'error');
	}
}

function detailOf(element: FileElement | ChangeElement, label: string, icon: string): Detail {
	const { owner } = element;
	return { kind: 'detail', id: `${element.id}/…`, label, description: '', icon, owner, contextValue: 'detail' };
}

function byName(left: FileEntry, right: FileEntry): number {
	return compareText(left.name, right.name);
}
