import { type IgnoreFile, parseIgnoreFile } from '../../base/ignorePatterns.ts';
import type { FolderEntry, ServiceHost } from '../host.ts';

/** The files that a build of one Dockerfile would see, read through the host and remembered while one question is answered. */
export class BuildContext {
	readonly folder: string | undefined;
	readonly #host: ServiceHost;
	readonly #documentUri: string;
	readonly #signal: AbortSignal;
	readonly #folders = new Map<string, Promise<readonly FolderEntry[] | undefined>>();
	#ignore: Promise<{ uri: string; text: string } | undefined> | undefined;

	constructor(host: ServiceHost, documentUri: string, signal: AbortSignal) {
		this.#host = host;
		this.#documentUri = documentUri;
		this.#signal = signal;
		this.folder = host.contextFolder?.(documentUri) ?? folderOf(documentUri);
	}

	/** The entries of a folder given relative to the context, `''` for the context itself. */
	entries(path: string): Promise<readonly FolderEntry[] | undefined> {
		let known = this.#folders.get(path);
		if (!known) {
			known = this.#read(path);
			this.#folders.set(path, known);
		}
		return known;
	}

	/** The `.dockerignore` in force: the Dockerfile's own, else the context's. */
	async ignoreFile(): Promise<IgnoreFile | undefined> {
		const source = await this.ignoreSource();
		return source && parseIgnoreFile(source.text);
	}

	/** Where the `.dockerignore` in force is, and what it says. */
	ignoreSource(): Promise<{ readonly uri: string; readonly text: string } | undefined> {
		this.#ignore ??= this.#readIgnoreFile();
		return this.#ignore;
	}

	async #read(path: string): Promise<readonly FolderEntry[] | undefined> {
		if (!this.folder || !this.#host.readFolder) {
			return undefined;
		}
		return await this.#host.readFolder(path === '' ? this.folder : joinUri(this.folder, path), this.#signal);
	}

	async #readIgnoreFile() {
		if (!this.folder || !this.#host.readFile) {
			return undefined;
		}
		for (const uri of [`${this.#documentUri}.dockerignore`, joinUri(this.folder, '.dockerignore')]) {
			const text = await this.#host.readFile(uri, this.#signal);
			if (text !== undefined) {
				return { uri, text };
			}
		}
		return undefined;
	}
}

/** The URI of the folder that a file is in; undefined for unsaved documents. */
export function folderOf(uri: string): string | undefined {
	if (/^(untitled|inmemory):/.test(uri)) {
		return undefined;
	}
	const slash = uri.lastIndexOf('/');
	return slash < 0 ? undefined : uri.slice(0, slash);
}

export function joinUri(folder: string, path: string): string {
	const parts = path.split('/').filter(part => part !== '' && part !== '.');
	return `${folder.replace(/\/$/, '')}/${parts.map(encodeURIComponent).join('/')}`;
}
