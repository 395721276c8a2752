import { isAlias, isMap, isSeq } from 'yaml';
import type { ComposeDocument } from './document.ts';
import { NodeReader, type Word } from './nodeReader.ts';

/** A place in a compose file that names a file. */
export interface FilePlace {
	readonly word: Word;
	/** `env_file`, `dockerfile`, `file`, `volumes`, `include`, `include.env_file` … */
	readonly attribute: string;
	/** The path as written, variables and all; for a Dockerfile with its build context in front. */
	readonly path: string;
	/** Whether the path may as well be a folder, or not a path at all: the sources of bind mounts. */
	readonly mayBeFolder: boolean;
}

/** A place that names an image, or a model. */
export interface ImagePlace {
	readonly word: Word;
	readonly kind: 'image' | 'model';
}

/** Every place that names a file or an image, in any form; aliases are not followed to their values. */
export function placesIn(document: ComposeDocument): FileAndImagePlaces {
	let places = known.get(document);
	if (!places) {
		const { files, images } = new Places(document);
		places = { files, images };
		known.set(document, places);
	}
	return places;
}

const known = new WeakMap<ComposeDocument, FileAndImagePlaces>();

export interface FileAndImagePlaces {
	readonly files: readonly FilePlace[];
	readonly images: readonly ImagePlace[];
}

class Places {
	readonly files: FilePlace[] = [];
	readonly images: ImagePlace[] = [];
	readonly #seen = new Set<unknown>();

	constructor(document: ComposeDocument) {
		for (const doc of document.docs) {
			const reader = new NodeReader(document, doc);
			const top = new Map(reader.entries(doc.root).map(entry => [entry.key.text, entry.value]));
			this.#includes(reader, top.get('include'));
			for (const { value } of reader.entries(top.get('services'))) {
				this.#service(reader, value);
			}
			for (const section of ['configs', 'secrets']) {
				for (const { value } of reader.entries(top.get(section))) {
					this.#attribute(reader, value, 'file');
				}
			}
			for (const { value } of reader.entries(top.get('models'))) {
				this.#image(reader, reader.written(value, 'model'), 'model');
			}
		}
	}

	#includes(reader: NodeReader, value: unknown): void {
		for (const item of isSeq(value) ? value.items : []) {
			this.#file(reader, item, 'include');
			if (isMap(item)) {
				this.#attribute(reader, item, 'path', 'include');
				this.#attribute(reader, item, 'env_file', 'include.env_file');
			}
		}
	}

	#service(reader: NodeReader, service: unknown): void {
		const entries = new Map(reader.entries(service).map(entry => [entry.key.text, entry]));
		const raw = (key: string) => entries.get(key)?.written;
		if (!entries.has('build')) {
			this.#image(reader, raw('image'), 'image');
		}
		this.#attribute(reader, service, 'env_file');
		this.#attribute(reader, service, 'label_file');
		this.#attribute(reader, raw('extends'), 'file');
		this.#attribute(reader, raw('credential_spec'), 'file');
		this.#dockerfile(reader, raw('build'));
		for (const item of reader.items(raw('volumes'))) {
			this.#volume(reader, item);
		}
	}

	/** A path, a list of paths, or a list of maps with a `path`. */
	#attribute(reader: NodeReader, map: unknown, key: string, attribute = key): void {
		const value = reader.written(map, key);
		if (isSeq(value)) {
			for (const item of value.items) {
				this.#file(reader, isMap(item) ? reader.written(item, 'path') : item, attribute);
			}
		} else {
			this.#file(reader, value, attribute);
		}
	}

	#dockerfile(reader: NodeReader, build: unknown): void {
		const context = reader.wordOf(build, 'context')?.text ?? '.';
		const node = reader.written(build, 'dockerfile');
		if (/^\w+:\/\/|^git@|^github\.com\//.test(context)) {
			return;
		}
		this.#file(reader, node, 'dockerfile', path =>
			isAbsolute(path) ? path : `${context.replace(/\/+$/, '')}/${path}`,
		);
	}

	#volume(reader: NodeReader, item: unknown): void {
		const word = reader.word(item);
		if (!word) {
			const type = reader.wordOf(item, 'type')?.text;
			const source = reader.written(item, 'source');
			if (type === 'bind') {
				this.#file(reader, source, 'volumes', path => path, true);
			} else if (type === 'image') {
				this.#image(reader, source, 'image');
			}
			return;
		}
		// Colons in `${NAME:-default}` part nothing.
		const plain = word.text.replace(/\$\{[^}]*\}/g, variable => '_'.repeat(variable.length));
		const colon = plain.indexOf(':', /^[A-Za-z]:[\\/]/.test(plain) ? 2 : 0);
		if (/^[./~\\]|^[A-Za-z]:[\\/]/.test(plain) && colon > 0 && !this.#seen.has(word.node)) {
			this.#seen.add(word.node);
			const source = { ...word, text: word.text.slice(0, colon), end: word.start + colon };
			this.#add(source, 'volumes', source.text, true);
		}
	}

	#file(
		reader: NodeReader,
		node: unknown,
		attribute: string,
		locate = (path: string) => path,
		mayBeFolder = false,
	): void {
		const word = isAlias(node) ? undefined : reader.word(node);
		if (word && !this.#seen.has(node)) {
			this.#seen.add(node);
			this.#add(word, attribute, locate(word.text), mayBeFolder);
		}
	}

	#add(word: Word, attribute: string, path: string, mayBeFolder: boolean): void {
		const isRemote = /^[A-Za-z][\w+.-]+:\/\/|^git@/.test(path);
		if (path !== '' && path !== '-' && !isRemote && !path.startsWith('~')) {
			this.files.push({ word, attribute, path, mayBeFolder });
		}
	}

	#image(reader: NodeReader, node: unknown, kind: ImagePlace['kind']): void {
		const word = isAlias(node) ? undefined : reader.word(node);
		if (word && !this.#seen.has(node)) {
			this.#seen.add(node);
			this.images.push({ word, kind });
		}
	}
}

function isAbsolute(path: string): boolean {
	return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}
