import { type InlayHint, InlayHintKind } from 'vscode-languageserver-types';
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { type Locale, say, type Text } from '../host.ts';
import type { ParsedDocument } from './document.ts';
import { resolveUri } from './fileUris.ts';
import { hintText } from './hintText.ts';
import { type Entry, entries, lookup, valueAt } from './merged.ts';
import type { ProjectFile } from './project.ts';
import type { RelatedFiles } from './relatedFiles.ts';

const parentValue: Text = { en: '(parent value: {0})', ko: '(상위 값: {0})' };

/** Lists that replace the parent's; all others are added to it. */
const replacingLists = new Set(['command', 'entrypoint']);

/** For every attribute that overrides one of an extended service: what the nearest of its parents says. */
export function findInheritedHints(project: RelatedFiles, locale: Locale): InlayHint[] {
	const file = project.main;
	const hints: InlayHint[] = [];
	for (const doc of file.document.docs) {
		const services = doc.resolve(lookup(doc, doc.root, 'services')?.value);
		for (const service of isMap(services) ? entries(doc, services).values() : []) {
			const own = isMap(service.value) ? entries(doc, service.value) : new Map<string, Entry>();
			const parents = own.has('extends') ? parentsOf(project, { file, doc, value: service.value }) : [];
			for (const entry of parents.length > 0 ? own.values() : []) {
				const text = entry.key === 'extends' ? undefined : overridden(entry, parents);
				const position = text === undefined ? undefined : placeOf(file, entry);
				if (text !== undefined && position) {
					const label = say(parentValue, locale, hintText(text));
					hints.push({ position, label, kind: InlayHintKind.Parameter, paddingLeft: true });
				}
			}
		}
	}
	return hints;
}

interface Service {
	readonly file: ProjectFile;
	readonly doc: ParsedDocument;
	readonly value: Node | undefined;
}

const mostParents = 20;

/** The services that a service extends, nearest first. */
function parentsOf(project: RelatedFiles, service: Service): Service[] {
	const parents: Service[] = [];
	const seen = new Set<unknown>([service.value]);
	let next = parentOf(project, service);
	while (next && !seen.has(next.value) && parents.length < mostParents) {
		seen.add(next.value);
		parents.push(next);
		next = parentOf(project, next);
	}
	return parents;
}

function parentOf(project: RelatedFiles, { file, doc, value }: Service): Service | undefined {
	const name = text(valueAt(doc, value, 'extends')) ?? text(valueAt(doc, value, 'extends', 'service'));
	const path = text(valueAt(doc, value, 'extends', 'file'));
	const uri = path === undefined ? file.uri : resolveUri(file.folder, path);
	const target = project.files.find(each => each.uri === uri);
	if (name === undefined || !target) {
		return undefined;
	}
	for (const other of target.document.docs) {
		const found = valueAt(other, other.root, 'services', name);
		if (isMap(found)) {
			return { file: target, doc: other, value: found };
		}
	}
	return undefined;
}

/** What the nearest parent that sets a key says; undefined for maps and lists, which Compose merges. */
function overridden({ key, value }: Entry, parents: readonly Service[]): string | undefined {
	if (value === undefined || isMap(value) || (isSeq(value) && !replacingLists.has(key))) {
		return undefined;
	}
	for (const { doc, value: parent } of parents) {
		const inherited = lookup(doc, parent, key)?.value;
		if (inherited) {
			return isSeq(inherited) && replacingLists.has(key)
				? inherited.items.flatMap(item => text(doc.resolve(item)) ?? []).join(' ')
				: text(inherited);
		}
	}
	return undefined;
}

function text(node: Node | undefined): string | undefined {
	if (!isScalar(node) || node.value === null) {
		return undefined;
	}
	return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

/** Behind a value in one line, behind the key of a longer one. */
function placeOf({ document }: ProjectFile, { written, keyNode }: Entry) {
	const range = written?.range;
	const [start, end] = range ?? keyNode.range ?? [0, 0];
	const isLong = /\n/.test(document.source.slice(start, end).trimEnd());
	const keyEnd = keyNode.range?.[1] ?? 0;
	return document.text.positionAt(isLong || !range ? keyEnd + 1 : end);
}
