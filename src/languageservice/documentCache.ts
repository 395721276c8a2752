import type { TextDocument } from 'vscode-languageserver-textdocument';

/** Keeps what was computed from a document until its version changes; the documents used last stay. */
export class DocumentCache<T> {
	readonly #entries = new Map<string, { readonly version: number; readonly value: T }>();
	readonly #compute: (document: TextDocument) => T;
	readonly #limit: number;

	constructor(compute: (document: TextDocument) => T, limit = 20) {
		this.#compute = compute;
		this.#limit = limit;
	}

	get(document: TextDocument): T {
		const known = this.#entries.get(document.uri);
		this.#entries.delete(document.uri);
		const entry =
			known?.version === document.version ? known : { version: document.version, value: this.#compute(document) };
		this.#entries.set(document.uri, entry);
		if (this.#entries.size > this.#limit) {
			const oldest = this.#entries.keys().next().value;
			if (oldest !== undefined) {
				this.#entries.delete(oldest);
			}
		}
		return entry.value;
	}

	/** Forgets a document that was closed. */
	forget(uri: string): void {
		this.#entries.delete(uri);
	}
}
