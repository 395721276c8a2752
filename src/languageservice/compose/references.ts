import type { ComposeDocument } from './document.ts';
import { type Reference, type ReferenceKind, sections } from './entities.ts';
import { normalized, resolveUri } from './fileUris.ts';
import type { ProjectFile } from './project.ts';
import { referencesIn } from './referencesInFile.ts';
import type { RelatedFiles } from './relatedFiles.ts';

/** Every declaration and use of a name in the files of a project, and which of them mean the same thing. */
export interface ReferenceIndex {
	/** File by file, in the order of the text. */
	readonly references: readonly Reference[];
	/** The name at an offset of a file; of two that touch it the one that begins there. */
	at(uri: string, offset: number): Reference | undefined;
	/** Every place of what a reference names, itself included. */
	sameAs(reference: Reference): readonly Reference[];
	/** Where it is declared: in its own file first, then in the base, the main and the other files. */
	declarationsOf(reference: Reference): readonly Reference[];
	/** Names of a kind that can be used in a file, each once. */
	names(kind: ReferenceKind, uri: string): readonly string[];
}

const indexes = new WeakMap<
	ComposeDocument,
	{ readonly documents: readonly ComposeDocument[]; readonly index: Index }
>();

/** The index of a project; built once for the versions of its files. */
export function buildIndex(project: RelatedFiles): ReferenceIndex {
	const documents = project.files.map(file => file.document);
	const before = indexes.get(project.main.document);
	if (before && isSameList(before.documents, documents)) {
		return before.index;
	}
	const index = new Index(project);
	indexes.set(project.main.document, { documents, index });
	return index;
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
	return a.length === b.length && a.every((item, index) => item === b[index]);
}

class Index implements ReferenceIndex {
	readonly references: readonly Reference[];
	readonly #files: ReadonlyMap<string, ProjectFile>;
	readonly #byFile = new Map<string, readonly Reference[]>();
	#byKey: Map<string, Reference[]> | undefined;

	constructor(project: RelatedFiles) {
		const files = [...project.files].sort((a, b) => order[a.role] - order[b.role]);
		this.#files = new Map(files.map(file => [normalized(file.uri), file]));
		for (const file of files) {
			this.#byFile.set(normalized(file.uri), referencesIn(file.document));
		}
		this.references = [...this.#byFile.values()].flat();
	}

	at(uri: string, offset: number): Reference | undefined {
		const references = this.#byFile.get(normalized(uri)) ?? [];
		let low = 0;
		let high = references.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (beginOf(references[middle] as Reference) <= offset) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		// Names do not overlap, so the last that begins before the offset is the only one that can reach it.
		const last = references[low - 1];
		return last && offset <= last.end ? last : undefined;
	}

	sameAs(reference: Reference): readonly Reference[] {
		this.#byKey ??= this.#group();
		return this.#byKey.get(this.#keyOf(reference)) ?? [reference];
	}

	declarationsOf(reference: Reference): readonly Reference[] {
		const declarations = this.sameAs(reference).filter(({ role }) => role === 'declaration');
		const isOwn = ({ uri }: Reference) => uri === reference.uri;
		return [...declarations.filter(isOwn), ...declarations.filter(each => !isOwn(each))];
	}

	names(kind: ReferenceKind, uri: string): readonly string[] {
		const scope = this.#scopeOf(uri);
		const isListed = (reference: Reference) =>
			reference.kind === kind &&
			(reference.role === 'declaration' || kind === 'profile') &&
			this.#scopeOf(reference.uri) === scope;
		return [...new Set(this.references.filter(isListed).map(({ name }) => name))];
	}

	#group(): Map<string, Reference[]> {
		const groups = new Map<string, Reference[]>();
		for (const reference of this.references) {
			const key = this.#keyOf(reference);
			const group = groups.get(key);
			if (group) {
				group.push(reference);
			} else {
				groups.set(key, [reference]);
			}
		}
		return groups;
	}

	#keyOf(reference: Reference): string {
		const { kind, name, uri, file, anchor } = reference;
		if (kind === 'anchor') {
			return `anchor ${anchor ?? name} ${uri}`;
		}
		if (kind === 'stage' || kind === 'argument') {
			return `${kind} ${name} ${uri} ${reference.services[0] ?? ''}`;
		}
		if (!Object.hasOwn(sections, kind)) {
			return `${kind} ${name}`;
		}
		const scope = file === undefined ? this.#scopeOf(uri) : this.#scopeOfPath(uri, file);
		return `${kind} ${name} ${scope}`;
	}

	/** Files that are only extended do not share their names with the others. */
	#scopeOf(uri: string): string {
		const file = this.#files.get(normalized(uri));
		return file?.role === 'extends' ? file.uri : '';
	}

	#scopeOfPath(uri: string, path: string): string {
		const target = resolveUri(this.#files.get(normalized(uri))?.folder, path);
		return target !== undefined && this.#files.has(normalized(target)) ? this.#scopeOf(target) : `no file ${path}`;
	}
}

const order: Readonly<Record<ProjectFile['role'], number>> = { base: 0, main: 1, override: 2, include: 3, extends: 4 };

/** Where the editor would say that it begins: the mark of an alias or anchor belongs to it. */
function beginOf({ kind, start }: Reference): number {
	return kind === 'anchor' ? start - 1 : start;
}
