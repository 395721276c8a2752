import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import { humanSize } from '../base/format.ts';
import { containerChanges } from '../engine/changes.ts';
import type { EngineConnection } from '../engine/connection.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { type FileEntry, type FileRoot, type Files, joinPath, nameOf, parentOf } from '../engine/files.ts';
import { sentenceOf } from '../ui/errorSentence.ts';
import { fileUri } from '../ui/fileUri.ts';
import { withProgress } from '../ui/progress.ts';
import { compareText } from './arrange.ts';
import { changeUri } from './changeDecorations.ts';
import type { Detail, ViewElement } from './elements.ts';
import { type ChangeElement, type FileElement, isFolder } from './fileElements.ts';
import type { TooltipRow } from './viewDescription.ts';
import type { Row } from './viewDescription.ts';

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
			.map(entry => ({ ...folder, id: childId(folder.id, entry.name), path: joinPath(path, entry.name), entry }))
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
				return { ...element, id: childId(element.id, nameOf(path)), path, change, changes: below };
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

export function fileRow(element: FileElement): Row {
	const { entry, path } = element;
	const folder = isFolder(element);
	const uri = fileUri(element);
	const common = { resource: uri, expansion: folder ? ('collapsed' as const) : undefined };
	if (path === '/') {
		const icon = new vscode.ThemeIcon('files');
		return { label: vscode.l10n.t('Files'), description: '', icon, contextValue: 'files', expansion: 'collapsed' };
	}
	const isFile = (entry.target ?? entry.kind) === 'file';
	return {
		...common,
		label: entry.name,
		description: descriptionOf(entry),
		icon: folder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File,
		contextValue: folder ? 'file.folder' : 'file',
		command: isFile
			? { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri, { preview: true }] }
			: undefined,
	};
}

export function changeRow(element: ChangeElement): Row {
	const { path, change, changes, owner } = element;
	if (path === '/') {
		const icon = new vscode.ThemeIcon('diff');
		const label = vscode.l10n.t('Changes');
		return { label, description: '', icon, contextValue: 'changes', expansion: 'collapsed' };
	}
	const hasMore = changes.length > 0;
	return {
		label: nameOf(path),
		description: '',
		icon: hasMore ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File,
		contextValue: 'change',
		resource: changeUri(path, change),
		expansion: hasMore ? 'collapsed' : undefined,
		state: change && changeWord(change),
		command: hasMore ? undefined : openChange(owner.id, owner.imageId, path, change),
	};
}

export function fileTooltip({ owner, path, entry }: FileElement): readonly TooltipRow[] {
	return path === '/'
		? [[vscode.l10n.t('Files of {0}', owner.name), '']]
		: [
				[entry.name, path],
				[vscode.l10n.t('Size'), entry.kind === 'folder' ? undefined : humanSize(entry.size)],
				[vscode.l10n.t('Permissions'), permissionText(entry)],
				[vscode.l10n.t('Changed'), new Date(entry.modifiedAt).toLocaleString(vscode.env.language)],
			];
}

export function changeTooltip({ path, change }: ChangeElement): readonly TooltipRow[] {
	return [[path === '/' ? vscode.l10n.t('What differs from the image') : path, change && changeWord(change)]];
}

function openChange(
	containerId: string,
	imageId: string,
	path: string,
	change: ChangeElement['change'],
): vscode.Command {
	const title = vscode.l10n.t('Open');
	const side = (root: FileRoot) => fileUri({ root, path });
	const now = side({ kind: 'container', id: containerId });
	const before = side({ kind: 'image', id: imageId });
	return change === 'C'
		? {
				command: 'vscode.diff',
				title,
				arguments: [before, now, vscode.l10n.t('{0} (image and container)', nameOf(path)), { preview: true }],
			}
		: { command: 'vscode.open', title, arguments: [change === 'D' ? before : now, { preview: true }] };
}

function changeWord(change: 'A' | 'C' | 'D'): string {
	switch (change) {
		case 'A':
			return vscode.l10n.t('added');
		case 'C':
			return vscode.l10n.t('changed');
		case 'D':
			return vscode.l10n.t('deleted');
	}
}

function descriptionOf(entry: FileEntry): string {
	if (entry.kind === 'link') {
		return entry.target === undefined ? vscode.l10n.t('link to nothing') : vscode.l10n.t('link');
	}
	return entry.kind === 'file' ? humanSize(entry.size) : '';
}

/** `rwxr-xr-x` */
function permissionText({ mode }: FileEntry): string {
	return [6, 3, 0]
		.map(shift => ['r', 'w', 'x'].map((letter, index) => ((mode >> shift) & (4 >> index) ? letter : '-')).join(''))
		.join('');
}

function detailOf(element: FileElement | ChangeElement, label: string, icon: string): Detail {
	const { owner } = element;
	return { kind: 'detail', id: `${element.id}/…`, label, description: '', icon, owner, contextValue: 'detail' };
}

function childId(id: string, name: string): string {
	return id.endsWith('/') ? id + name : `${id}/${name}`;
}

function byName(left: FileEntry, right: FileEntry): number {
	return compareText(left.name, right.name);
}
