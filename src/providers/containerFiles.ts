import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { humanSize } from '../base/format.ts';
import { fileScheme } from '../contributions.ts';
import type { EngineConnection } from '../engine/connection.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import type { FileAddress, FileEntry, FileRoot, FileStat, Files } from '../engine/files.ts';
import type { ResourceStore, StoreChange } from '../engine/resourceStore.ts';
import type { ContainerState } from '../engine/resources.ts';
import { confirm } from '../ui/confirm.ts';
import { sentenceOf } from '../ui/errorSentence.ts';
import { fileAddress } from '../ui/fileUri.ts';
import { withProgress } from '../ui/progress.ts';

/** Bytes above which a file is only read after asking. */
const largeFile = 50_000_000;

interface Parts {
	readonly files: Files;
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
}

/** What a file was when its content was handed out. */
interface Seen {
	readonly modifiedAt: number;
	readonly size: number;
}

/** `slipway-files:` the files of containers and volumes for everything in VS Code that works with files. */
export class ContainerFiles extends DisposableOwner implements vscode.FileSystemProvider {
	readonly #parts: Parts;
	readonly #changed = this.register(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
	readonly onDidChangeFile = this.#changed.event;
	readonly #watched = new Map<string, { readonly uri: vscode.Uri; users: number }>();
	readonly #seen = new Map<string, Seen>();
	readonly #states = new Map<string, ContainerState>();

	constructor(parts: Parts) {
		super();
		this.#parts = parts;
		this.register(vscode.workspace.registerFileSystemProvider(fileScheme, this, { isCaseSensitive: true }));
		this.register(parts.store.onDidChange(change => this.#onStoreChange(change)));
		this.register(vscode.window.onDidChangeActiveTextEditor(editor => editor && this.#look(editor.document.uri)));
		this.register(vscode.workspace.onDidCloseTextDocument(document => this.#seen.delete(document.uri.toString())));
	}

	watch(uri: vscode.Uri): vscode.Disposable {
		const key = uri.toString();
		const watched = this.#watched.get(key) ?? { uri, users: 0 };
		watched.users++;
		this.#watched.set(key, watched);
		// What happens to a container is only heard once somebody has asked for the list.
		void this.#parts.store.list('container').catch(() => {});
		return new vscode.Disposable(() => {
			if (--watched.users === 0) {
				this.#watched.delete(key);
			}
		});
	}

	stat(uri: vscode.Uri): Promise<vscode.FileStat> {
		return this.#answer(uri, async address => statOf(await this.#parts.files.stat(address)));
	}

	readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
		return this.#answer(uri, async address => {
			const entries = await withProgress(vscode.l10n.t('Reading {0}', address.path), signal =>
				this.#parts.files.list(address, { signal }),
			);
			return entries.map(entry => [entry.name, typeOf(entry)]);
		});
	}

	readFile(uri: vscode.Uri): Promise<Uint8Array> {
		return this.#answer(uri, async address => {
			const before = this.#seen.get(uri.toString());
			const stat = await this.#parts.files.stat(address);
			await askIfLarge(stat);
			const content = await withProgress(vscode.l10n.t('Reading {0}', address.path), signal =>
				this.#parts.files.read(address, { signal }),
			);
			// What was saved meanwhile is newer than what this has read.
			if (this.#seen.get(uri.toString()) === before) {
				this.#seen.set(uri.toString(), stat);
			}
			return content;
		});
	}

	writeFile(
		uri: vscode.Uri,
		content: Uint8Array,
		options: { readonly create: boolean; readonly overwrite: boolean },
	): Promise<void> {
		return this.#answer(uri, async address => {
			const there = await this.#find(address);
			if (there ? options.create && !options.overwrite : !options.create) {
				throw there ? vscode.FileSystemError.FileExists(uri) : vscode.FileSystemError.FileNotFound(uri);
			}
			await this.#askIfChanged(uri, there);
			await withProgress(vscode.l10n.t('Writing {0}', address.path), signal =>
				this.#parts.files.write(address, Buffer.from(content.buffer, content.byteOffset, content.length), { signal }),
			);
			this.#seen.set(uri.toString(), await this.#parts.files.stat(address));
			this.#tell([there ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created, uri]);
		});
	}

	createDirectory(uri: vscode.Uri): Promise<void> {
		return this.#answer(uri, async address => {
			await this.#parts.files.createFolder(address);
			this.#tell([vscode.FileChangeType.Created, uri]);
		});
	}

	delete(uri: vscode.Uri, { recursive }: { readonly recursive: boolean }): Promise<void> {
		return this.#answer(uri, async address => {
			await withProgress(vscode.l10n.t('Deleting {0}', address.path), signal =>
				this.#parts.files.remove(address, { recursive, signal }),
			);
			this.#tell([vscode.FileChangeType.Deleted, uri]);
		});
	}

	rename(from: vscode.Uri, to: vscode.Uri, { overwrite }: { readonly overwrite: boolean }): Promise<void> {
		return this.#answer(from, async source => {
			await withProgress(vscode.l10n.t('Renaming {0}', source.path), signal =>
				this.#parts.files.rename(source, needAddress(to), { overwrite, signal }),
			);
			this.#tell([vscode.FileChangeType.Deleted, from], [vscode.FileChangeType.Created, to]);
		});
	}

	copy(from: vscode.Uri, to: vscode.Uri, { overwrite }: { readonly overwrite: boolean }): Promise<void> {
		return this.#answer(from, async source => {
			await withProgress(vscode.l10n.t('Copying {0}', source.path), signal =>
				this.#parts.files.copy(source, needAddress(to), { overwrite, signal }),
			);
			this.#tell([vscode.FileChangeType.Created, to]);
		});
	}

	/** Something may have changed behind VS Code's back. */
	refresh(uri: vscode.Uri): void {
		const address = fileAddress(uri);
		if (address) {
			this.#parts.files.forget(address.root);
			this.#tell([vscode.FileChangeType.Changed, uri]);
		}
	}

	/**
	 * VS Code asks by itself before it overwrites a file that is newer and has another size; what was replaced by as many
	 * bytes, or by something older, it does not see.
	 */
	async #askIfChanged(uri: vscode.Uri, there: FileStat | undefined): Promise<void> {
		const seen = this.#seen.get(uri.toString());
		if (!seen || !there || (there.modifiedAt === seen.modifiedAt && there.size === seen.size)) {
			return;
		}
		if (there.modifiedAt > seen.modifiedAt && there.size !== seen.size) {
			return;
		}
		await confirm(
			{
				message: vscode.l10n.t('"{0}" was changed in the container since it was opened.', there.name),
				detail: vscode.l10n.t('Saving replaces those changes.'),
				verb: vscode.l10n.t('Overwrite'),
			},
			undefined,
		);
	}

	async #find(address: FileAddress): Promise<FileStat | undefined> {
		try {
			return await this.#parts.files.stat(address);
		} catch (error) {
			if (error instanceof EngineError && error.recognised?.kind === 'noSuchFile') {
				return undefined;
			}
			throw error;
		}
	}

	/** A file that comes to the front is compared with what was read of it. */
	async #look(uri: vscode.Uri): Promise<void> {
		const seen = this.#seen.get(uri.toString());
		const address = fileAddress(uri);
		if (!seen || !address) {
			return;
		}
		const there = await this.#find(address).catch(() => seen);
		if (!there) {
			this.#tell([vscode.FileChangeType.Deleted, uri]);
		} else if (there.modifiedAt !== seen.modifiedAt || there.size !== seen.size) {
			this.#tell([vscode.FileChangeType.Changed, uri]);
		}
	}

	/** A container that was started, stopped or removed has other files than before. */
	#onStoreChange({ kind, ids, added, removed }: StoreChange): void {
		const others = new Set(ids.filter(id => this.#isOther(kind, id) && !added.includes(id)));
		const changes: [vscode.FileChangeType, vscode.Uri][] = [];
		for (const { uri } of others.size > 0 ? this.#watched.values() : []) {
			const root = fileAddress(uri)?.root;
			if (root && kind === root.kind && others.has(idOf(root))) {
				this.#parts.files.forget(root);
				const isGone = removed.includes(idOf(root));
				changes.push([isGone ? vscode.FileChangeType.Deleted : vscode.FileChangeType.Changed, uri]);
			}
		}
		this.#tell(...changes);
	}

	/** A container's health and age change without its files doing so. */
	#isOther(kind: StoreChange['kind'], id: string): boolean {
		const state = kind === 'container' ? this.#parts.store.get(kind, id)?.state : undefined;
		const before = this.#states.get(id);
		if (state === undefined) {
			this.#states.delete(id);
		} else {
			this.#states.set(id, state);
		}
		return kind === 'container' ? before !== state && (before !== undefined || state === undefined) : true;
	}

	#tell(...changes: [vscode.FileChangeType, vscode.Uri][]): void {
		if (changes.length > 0) {
			this.#changed.fire(changes.map(([type, uri]) => ({ type, uri })));
		}
	}

	async #answer<T>(uri: vscode.Uri, work: (address: FileAddress) => Promise<T>): Promise<T> {
		try {
			return await work(needAddress(uri));
		} catch (error) {
			throw error instanceof vscode.FileSystemError ? error : this.#explain(toEngineError(error), uri);
		}
	}

	#explain(error: EngineError, uri: vscode.Uri): vscode.FileSystemError {
		const cause = error.recognised;
		const sentence = sentenceOf(error, {
			containers: this.#parts.store.peek('container') ?? [],
			endpoint: this.#parts.connection.status.endpoint,
		});
		switch (cause?.kind) {
			case 'noSuchFile':
				return vscode.FileSystemError.FileNotFound(uri);
			case 'notRunning':
				return vscode.FileSystemError.Unavailable(
					vscode.l10n.t('Nothing is removed or renamed in a container that does not run. Start it first.'),
				);
			case 'file':
				if (cause.problem === 'exists') {
					return vscode.FileSystemError.FileExists(uri);
				}
				if (cause.problem === 'isFolder') {
					return vscode.FileSystemError.FileIsADirectory(uri);
				}
		}
		if (error.code === 'denied') {
			return vscode.FileSystemError.NoPermissions(sentence);
		}
		if (error.code === 'notFound' && cause === undefined) {
			return vscode.FileSystemError.FileNotFound(uri);
		}
		return vscode.FileSystemError.Unavailable(error.code === 'cancelled' ? vscode.l10n.t('Cancelled') : sentence);
	}
}

function idOf(root: FileRoot): string {
	return root.kind === 'volume' ? root.name : root.id;
}

function needAddress(uri: vscode.Uri): FileAddress {
	const address = fileAddress(uri);
	if (!address) {
		throw vscode.FileSystemError.FileNotFound(uri);
	}
	return address;
}

function statOf(stat: FileStat): vscode.FileStat {
	return {
		type: typeOf(stat),
		// When it was made is not known.
		ctime: 0,
		mtime: stat.modifiedAt,
		size: stat.size,
		permissions: stat.readOnly ? vscode.FilePermission.Readonly : undefined,
	};
}

function typeOf({ kind, target }: FileEntry): vscode.FileType {
	const own = kind === 'link' ? target : kind;
	const type =
		own === 'folder' ? vscode.FileType.Directory : own === 'file' ? vscode.FileType.File : vscode.FileType.Unknown;
	return kind === 'link' ? type | vscode.FileType.SymbolicLink : type;
}

async function askIfLarge({ name, size }: FileStat): Promise<void> {
	if (size > largeFile) {
		await confirm(
			{
				message: vscode.l10n.t('Read "{0}" of {1}?', name, humanSize(size)),
				detail: vscode.l10n.t('It is held in memory as a whole.'),
				verb: vscode.l10n.t('Read'),
			},
			undefined,
		);
	}
}
