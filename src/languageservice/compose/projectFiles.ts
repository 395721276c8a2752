import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ServiceHost } from '../host.ts';
import { type ComposeDocument, parseCompose } from './document.ts';
import { resolveUri } from './fileUris.ts';

/** What is known of a path. `unknown` where nobody can look, or nobody has looked yet. */
export type FileState =
	| { readonly kind: 'file'; readonly text: string }
	| { readonly kind: 'folder' | 'missing' | 'unknown' };

const unknown: FileState = { kind: 'unknown' };

/**
 * The files around a document, for code that cannot wait: asking for one that has not been read yet gives `unknown` and
 * notes the wish; `fetch` reads what was wished for, after which the same question can be asked again.
 */
export class ProjectFiles {
	readonly #host: ServiceHost;
	readonly #states = new Map<string, FileState>();
	readonly #own: string | undefined;
	readonly #wanted = new Set<string>();
	readonly #parsed: Map<string, ComposeDocument>;

	constructor(host: ServiceHost, own?: ComposeDocument) {
		this.#host = host;
		this.#parsed = parsedBy(host);
		this.#own = own?.text.uri;
		if (own) {
			this.#states.set(own.text.uri, { kind: 'file', text: own.source });
			this.#parsed.set(own.text.uri, own);
		}
	}

	/** The URI of a path as compose files write it, `~` included; undefined if it cannot be told. */
	resolve(folder: string | undefined, path: string): string | undefined {
		const home = this.#host.environment?.().HOME;
		return path.startsWith('~/') && home && folder?.startsWith('file:')
			? resolveUri('file://', `${home}${path.slice(1)}`)
			: resolveUri(folder, path);
	}

	/** @param uri undefined for paths that cannot be told, which are `unknown`. */
	state(uri: string | undefined): FileState {
		if (uri === undefined || !this.#host.readFile) {
			return unknown;
		}
		const state = this.#states.get(uri);
		if (!state) {
			this.#wanted.add(uri);
		}
		return state ?? unknown;
	}

	/** The file as a compose document; the same object until its text changes. */
	document(uri: string, text: string): ComposeDocument {
		const known = this.#parsed.get(uri);
		if (known?.source === text) {
			return known;
		}
		const document = parseCompose(TextDocument.create(uri, 'dockercompose', 0, text));
		this.#parsed.set(uri, document);
		return document;
	}

	/** Reads what was asked for in vain. Tells whether there was anything. */
	async fetch(signal: AbortSignal): Promise<boolean> {
		const wanted = [...this.#wanted];
		this.#wanted.clear();
		await Promise.all(wanted.map(async uri => this.#states.set(uri, await this.#look(uri, signal))));
		return wanted.length > 0;
	}

	/** Whether every file still says what it said. */
	async isUnchanged(signal: AbortSignal): Promise<boolean> {
		const states = [...this.#states].filter(([uri]) => uri !== this.#own);
		const now = await Promise.all(states.map(([uri]) => this.#look(uri, signal)));
		return states.every(([, state], index) => {
			const other = now[index];
			return (
				state.kind === other?.kind && (state.kind !== 'file' || other.kind !== 'file' || state.text === other.text)
			);
		});
	}

	async #look(uri: string, signal: AbortSignal): Promise<FileState> {
		if (signal.aborted) {
			return unknown;
		}
		const text = await this.#host.readFile?.(uri, signal);
		if (text !== undefined) {
			return { kind: 'file', text };
		}
		if (!this.#host.readFolder) {
			return { kind: 'missing' };
		}
		return { kind: (await this.#host.readFolder(uri, signal)) ? 'folder' : 'missing' };
	}
}

const parsed = new WeakMap<ServiceHost, Map<string, ComposeDocument>>();

function parsedBy(host: ServiceHost): Map<string, ComposeDocument> {
	const known = parsed.get(host) ?? new Map<string, ComposeDocument>();
	if (known.size > 200) {
		known.clear();
	}
	parsed.set(host, known);
	return known;
}
