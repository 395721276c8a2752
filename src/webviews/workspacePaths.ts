import * as vscode from 'vscode';
import { fileNameOf, meantFiles } from '../base/pathLinks.ts';
import { EngineError } from '../engine/errors.ts';
import { pickOne } from '../ui/pick.ts';

const freshFor = 20_000;
const mostNames = 500;
const mostFiles = 200;
const plainName = /^[\w.+@-]{1,200}$/;

/** Finds the files of the workspace that are meant by paths from elsewhere, such as a container's. Never any other file. */
export class WorkspacePaths {
	readonly #byName = new Map<string, { readonly at: number; readonly files: Promise<readonly vscode.Uri[]> }>();

	/** Several, where it cannot be told which one is meant. */
	async find(path: string): Promise<readonly vscode.Uri[]> {
		const name = fileNameOf(path);
		if (!plainName.test(name) || !vscode.workspace.workspaceFolders?.length) {
			return [];
		}
		const files = await this.#filesNamed(name);
		const relative = new Map(files.map(file => [vscode.workspace.asRelativePath(file, false), file]));
		return meantFiles(path, [...relative.keys()]).flatMap(known => relative.get(known) ?? []);
	}

	#filesNamed(name: string): Promise<readonly vscode.Uri[]> {
		const known = this.#byName.get(name);
		if (known && Date.now() - known.at < freshFor) {
			return known.files;
		}
		const files = Promise.resolve(vscode.workspace.findFiles(`**/${name}`, '**/{node_modules,.git}/**', mostFiles));
		this.#byName.delete(name);
		this.#byName.set(name, { at: Date.now(), files });
		const [oldest] = this.#byName.keys();
		if (this.#byName.size > mostNames && oldest !== undefined) {
			this.#byName.delete(oldest);
		}
		return files;
	}
}

/** Shows a file at a place, both from 1; of several files the one that is picked. */
export async function openWorkspaceFile(
	files: readonly vscode.Uri[],
	{ path, line, column = 1 }: { readonly path: string; readonly line: number; readonly column?: number },
): Promise<void> {
	const [only] = files;
	if (!only) {
		throw new EngineError('notFound', vscode.l10n.t('"{0}" is not in the workspace.', path));
	}
	const choices = files.map(file => ({ label: vscode.workspace.asRelativePath(file), value: file }));
	const file = files.length === 1 ? only : await pickOne(choices, { title: vscode.l10n.t('Open file') });
	const place = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
	await vscode.window.showTextDocument(file, {
		viewColumn: vscode.ViewColumn.Beside,
		selection: new vscode.Range(place, place),
	});
}
