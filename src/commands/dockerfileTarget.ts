import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { EngineError } from '../engine/errors.ts';
import { findDockerfiles } from '../providers/buildTask.ts';
import { pickOne } from '../ui/pick.ts';
import { NothingThere } from '../ui/reportError.ts';
import { runsCommand } from '../ui/wayOn.ts';
import type { CommandCall } from './commandCall.ts';

/** Absolute path of the Dockerfile a command is for: its target, else the file in the editor, else a picked one. */
export async function findDockerfile(
	call: CommandCall,
	title: string = vscode.l10n.t('Build an image'),
): Promise<string> {
	const [target] = call.targets;
	if (target instanceof vscode.Uri) {
		return dockerfileAt(target.fsPath);
	}
	if (typeof target === 'string') {
		return dockerfileAt(absolutePath(target));
	}
	// The button above the images passes the focused row, which has no Dockerfile.
	if (target !== undefined && !call.byWindow) {
		throw new EngineError('invalid', vscode.l10n.t('A Dockerfile or a folder is needed.'));
	}
	const active = vscode.window.activeTextEditor?.document;
	if (active?.uri.scheme === 'file' && isDockerfile(active)) {
		return active.uri.fsPath;
	}
	return pickDockerfile(title);
}

/** Relative paths are those of the first workspace folder. */
export function absolutePath(path: string): string {
	return isAbsolute(path) ? path : resolve(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', path);
}

async function dockerfileAt(path: string): Promise<string> {
	const candidates = [path, join(path, 'Dockerfile'), join(path, 'Containerfile')];
	for (const candidate of candidates) {
		if (await isFile(candidate)) {
			return candidate;
		}
	}
	throw new EngineError('notFound', vscode.l10n.t('There is no Dockerfile at {0}.', path));
}

async function isFile(path: string): Promise<boolean> {
	try {
		return (await stat(path)).isFile();
	} catch {
		return false;
	}
}

function isDockerfile(document: vscode.TextDocument): boolean {
	return document.languageId === 'dockerfile';
}

async function pickDockerfile(title: string): Promise<string> {
	const files = await findDockerfiles();
	if (files.length === 0) {
		throw new NothingThere(vscode.l10n.t('The workspace has no Dockerfile.'), [
			runsCommand(vscode.l10n.t('Add Dockerfile…'), commandId('dockerfile.create')),
		]);
	}
	const choices = files.map(file => ({
		label: vscode.workspace.asRelativePath(file),
		icon: new vscode.ThemeIcon('file-code'),
		value: file.fsPath,
	}));
	return choices.length === 1 && choices[0]
		? choices[0].value
		: pickOne(choices, { title, placeholder: vscode.l10n.t('Choose a Dockerfile') });
}
