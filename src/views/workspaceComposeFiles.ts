import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import type { Logger } from '../base/logger.ts';
import { type ComposeFile, readComposeFiles } from '../engine/composeFiles.ts';

const pattern = '**/{compose,docker-compose,compose.*,docker-compose.*}.{yaml,yml}';
const excluded = '**/{node_modules,.git,vendor,dist,build,target,.venv}/**';
const mostFiles = 50;
const settleMs = 250;

/** The compose files of the open folders, found on first use and watched from then on. Untrusted folders are not read. */
export class WorkspaceComposeFiles extends DisposableOwner {
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChange = this.#changed.event;
	readonly #logger: Logger;
	#files: readonly ComposeFile[] | undefined;
	#reading: Promise<readonly ComposeFile[]> | undefined;
	#stale = false;
	#timer: NodeJS.Timeout | undefined;

	constructor(logger: Logger) {
		super();
		this.#logger = logger;
	}

	/** Never rejects; what could not be read says so in its entry. */
	list(): Promise<readonly ComposeFile[]> {
		if (this.#files) {
			return Promise.resolve(this.#files);
		}
		if (!this.#reading) {
			this.#watch();
		}
		return this.#read();
	}

	/** `undefined` before they have been read. */
	peek(): readonly ComposeFile[] | undefined {
		return this.#files;
	}

	/** The entry that a file belongs to: its project, or the variant it is. */
	forFile(path: string): ComposeFile | undefined {
		return this.#files?.find(file => file.files.includes(path));
	}

	/** The name of the project that a compose file makes, wherever it lies; undefined where it may not be read. */
	async projectOf(path: string): Promise<string | undefined> {
		const known = (await this.list()).find(file => file.files.includes(path));
		if (known || !vscode.workspace.isTrusted) {
			return known?.projectName;
		}
		return (await readComposeFiles([path], process.env))[0]?.projectName;
	}

	async refresh(): Promise<void> {
		if (this.#files || this.#reading) {
			this.#stale = true;
			await this.#read();
		}
	}

	override dispose(): void {
		clearTimeout(this.#timer);
		super.dispose();
	}

	#watch(): void {
		const watchers = [pattern, '**/.env'].map(glob => vscode.workspace.createFileSystemWatcher(glob));
		for (const watcher of watchers.map(watcher => this.register(watcher))) {
			for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
				this.register(event(() => this.#readSoon()));
			}
		}
		this.register(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#readSoon()));
		this.register(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#readSoon()));
	}

	#readSoon(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.refresh(), settleMs);
	}

	/** One reading at a time; what changes meanwhile is read by another one right after. */
	#read(): Promise<readonly ComposeFile[]> {
		this.#reading ??= this.#readAll().finally(() => {
			this.#reading = undefined;
		});
		return this.#reading;
	}

	async #readAll(): Promise<readonly ComposeFile[]> {
		do {
			this.#stale = false;
			const files = await this.#find();
			if (this.isDisposed) {
				return [];
			}
			const isNew = JSON.stringify(files) !== JSON.stringify(this.#files ?? []);
			this.#files = files;
			if (isNew) {
				this.#changed.fire();
			}
		} while (this.#stale);
		return this.#files ?? [];
	}

	async #find(): Promise<readonly ComposeFile[]> {
		if (!vscode.workspace.isTrusted || !vscode.workspace.workspaceFolders?.length) {
			return [];
		}
		try {
			const found = await vscode.workspace.findFiles(pattern, excluded, mostFiles);
			const paths = found.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
			return await readComposeFiles(paths.sort(), process.env);
		} catch (error) {
			this.#logger.warn(`Compose files could not be found: ${error instanceof Error ? error.message : String(error)}`);
			return [];
		}
	}
}
