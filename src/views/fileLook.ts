import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { nameOf } from '../engine/fileEntry.ts';
import type { FileEntry, FileRoot } from '../engine/files.ts';
import { fileUri } from '../ui/fileUri.ts';
import { changeUri } from './changeDecorations.ts';
import { type ChangeElement, type FileElement, isFolder } from './fileElements.ts';
import type { Row, TooltipRow } from './viewDescription.ts';

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
