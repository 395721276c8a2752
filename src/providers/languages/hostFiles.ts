import * as vscode from 'vscode';
import { DisposableOwner, toDisposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/event.ts';
import type { FolderEntry } from '../../languageservice/host.ts';

/** Bytes; a larger file is nothing that a Dockerfile or a compose file speaks of. */
const largestFile = 4 * 1024 * 1024;
/** Milliseconds for which a folder that was read counts as known. Events of VS Code's own watcher end it sooner. */
const freshness = 3000;
const mostFolders = 500;
const settleTime = 200;

interface KnownFolder {
	readonly readAt: number;
	readonly entries: Promise<readonly FolderEntry[] | undefined>;
}

/** Reads a folder of this computer, sizes included; undefined if there is none. */
export type LocalFolderReader = (path: string) => Promise<readonly FolderEntry[] | undefined>;

/** Files and folders as the language services see them: open editors before what is stored. Nothing here throws. */
export class HostFiles extends DisposableOwner {
	readonly #changed = this.register(new Emitter<void>());
	/** Files came, went, or were written. */
	readonly onDidChange = this.#changed.event;
	readonly #readLocalFolder: LocalFolderReader | undefined;
	readonly #folders = new Map<string, KnownFolder>();
	#timer: NodeJS.Timeout | undefined;
	#watching = false;

	constructor(readLocalFolder?: LocalFolderReader) {
		super();
		this.#readLocalFolder = readLocalFolder;
		this.register(toDisposable(() => clearTimeout(this.#timer)));
	}

	async readFile(uri: string, signal: AbortSignal): Promise<string | undefined> {
		this.#watch();
		const parsed = vscode.Uri.parse(uri);
		const open = vscode.workspace.textDocuments.find(document => document.uri.toString() === parsed.toString());
		if (open) {
			return open.getText();
		}
		try {
			const { size, type } = await vscode.workspace.fs.stat(parsed);
			if (signal.aborted || size > largestFile || (type & vscode.FileType.File) === 0) {
				return undefined;
			}
			return new TextDecoder().decode(await vscode.workspace.fs.readFile(parsed));
		} catch {
			return undefined;
		}
	}

	/** Several who ask share one reading: nobody's cancellation ends it. */
	readFolder(uri: string): Promise<readonly FolderEntry[] | undefined> {
		this.#watch();
		const now = Date.now();
		const known = this.#folders.get(uri);
		if (known && now - known.readAt < freshness) {
			return known.entries;
		}
		const entries = this.#readFolder(vscode.Uri.parse(uri));
		this.#folders.delete(uri);
		this.#folders.set(uri, { readAt: now, entries });
		for (const [oldest] of this.#folders) {
			if (this.#folders.size <= mostFolders) {
				break;
			}
			this.#folders.delete(oldest);
		}
		return entries;
	}

	async #readFolder(uri: vscode.Uri): Promise<readonly FolderEntry[] | undefined> {
		try {
			if (uri.scheme === 'file' && this.#readLocalFolder) {
				return await this.#readLocalFolder(uri.fsPath);
			}
			const entries = await vscode.workspace.fs.readDirectory(uri);
			return entries.map(([name, type]) => ({
				name,
				kind: (type & vscode.FileType.Directory) !== 0 ? 'folder' : 'file',
			}));
		} catch {
			return undefined;
		}
	}

	#watch(): void {
		if (this.#watching) {
			return;
		}
		this.#watching = true;
		const watcher = this.register(vscode.workspace.createFileSystemWatcher('**/*'));
		this.register(watcher.onDidCreate(uri => this.#onFile(uri)));
		this.register(watcher.onDidDelete(uri => this.#onFile(uri)));
		this.register(watcher.onDidChange(uri => this.#isRead(uri) && this.#onFile(uri)));
	}

	/** Only these are read for what is in them. */
	#isRead(uri: vscode.Uri): boolean {
		return (
			/(?:\.dockerignore|\.env|\.ya?ml|dockerfile|\.hadolint|\.hcl)[^/]*$/i.test(uri.path) || /\.env$/.test(uri.path)
		);
	}

	#onFile(uri: vscode.Uri): void {
		if (/\/(?:\.git|node_modules)\//.test(uri.path)) {
			return;
		}
		this.#folders.clear();
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#changed.fire(), settleTime);
	}
}
