import type { Text } from '../host.ts';
import type { IsKnown } from './checks/structure.ts';
import type { ParsedDocument } from './document.ts';
import type { Problems } from './problems.ts';
import type { ProjectFiles } from './projectFiles.ts';
import { readValues } from './readValues.ts';
import { type Entry, isMapValue, type MapValue, type Source, type Spot } from './values.ts';
import type { Variables } from './variables.ts';

/** What all steps of loading share. */
export interface LoadContext {
	readonly files: ProjectFiles;
	readonly problems: Problems;
	readonly isKnown: IsKnown;
}

/** How a file that was loaded is used. */
export interface LoadedFile {
	readonly source: Source;
	readonly role: 'main' | 'include' | 'extends';
}

/** A compose model as several files make it. */
export interface Loaded {
	readonly model: MapValue | undefined;
	/** Files of which nobody could tell what is in them; with any of these, names may be declared that nobody knows of. */
	readonly isIncomplete: boolean;
	readonly files: readonly LoadedFile[];
}

/** What has been loaded so far, and what loading a file begins with. */
export class LoadState {
	readonly context: LoadContext;
	readonly files: LoadedFile[] = [];
	isIncomplete = false;

	constructor(context: LoadContext) {
		this.context = context;
	}

	/** The YAML documents of a file that are maps. */
	read(source: Source, variables: Variables): MapValue[] {
		const { problems } = this.context;
		const found: MapValue[] = [];
		for (const doc of source.document.docs) {
			const value = readValues(source, doc, name => variables.get(name), problems);
			if (isMapValue(value)) {
				found.push(value);
			} else if (value?.kind !== 'null' ? value !== undefined : isExplicit(source, doc)) {
				const at = value?.at ?? { source, start: doc.start, end: doc.end };
				problems.add('WrongType', at, [], { expected: ['map'] }, notAMap);
			}
		}
		return found;
	}

	/** Notes a file that is not there; one that nobody can look for makes the rest incomplete. */
	missing(kind: string, at: Spot, path: string, uri: string | undefined): void {
		if (kind === 'unknown') {
			this.isIncomplete = true;
		} else {
			this.context.problems.add('MissingFile', at, [path], { path, uri }, kind === 'folder' ? isAFolder : undefined);
		}
	}
}

const notAMap: Text = {
	en: 'A compose file is a map of keys such as "services".',
	ko: 'Compose 파일은 "services" 같은 키로 된 맵이어야 합니다.',
};

const isAFolder: Text = { en: '"{0}" is a folder, not a file.', ko: '"{0}"은(는) 파일이 아니라 폴더입니다.' };

/** Whether a document that says nothing is set apart by `---`: Compose then refuses it. */
function isExplicit({ document }: Source, doc: ParsedDocument): boolean {
	return document.docs.length > 1 || /^---/m.test(document.source.slice(doc.start, doc.end));
}

/** The errors of a file that another one uses. */
export function noteSyntaxErrors(source: Source, problems: Problems): void {
	for (const doc of source.document.docs) {
		for (const error of doc.errors) {
			problems.add('InvalidYaml', { source, start: error.pos[0], end: error.pos[1] }, [error.message]);
		}
	}
}

export function withEntry(map: MapValue, entry: Entry): MapValue {
	return { ...map, entries: new Map(map.entries).set(entry.key, entry) };
}

export function withoutKey(map: MapValue, key: string): MapValue {
	const entries = new Map(map.entries);
	entries.delete(key);
	return { ...map, entries };
}

export function folderOf(uri: string): string | undefined {
	return /^(untitled|inmemory):/.test(uri) || !uri.includes('/') ? undefined : uri.slice(0, uri.lastIndexOf('/'));
}

export function nameOf(uri: string): string {
	const name = uri.slice(uri.lastIndexOf('/') + 1);
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}
