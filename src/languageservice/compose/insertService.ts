import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import { type ComposeDocument, parseCompose } from './document.ts';
import { type OffsetEdit, YamlEditor } from './edits.ts';
import { freeName } from './freeName.ts';
import { keyText } from './merged.ts';
import { flowText, quoted, scalarText, type Yaml } from './yamlText.ts';

const sections = ['services', 'networks', 'volumes', 'configs', 'secrets'] as const;

/**
 * The edits that bring what another compose text declares into a document: its services at the end of those that are
 * there, under a free name where one is taken, and the networks, volumes, configs and secrets that are not there yet.
 * Only lines are added. Undefined where the document or the text cannot be read, or is no compose file.
 */
export function insertService(text: TextDocument, yaml: string): TextEdit[] | undefined {
	const target = parseCompose(text);
	const added = parseCompose(TextDocument.create('inmemory:added', 'dockercompose', 1, yaml));
	const doc = target.docs.find(each => each.root) ?? target.docs[0];
	const isReadable = [...target.docs, ...added.docs].every(each => each.errors.length === 0);
	if (
		!doc ||
		!isReadable ||
		!added.docs[0]?.root ||
		(doc.yaml.contents !== null && !doc.root && !isNothing(doc.yaml.contents))
	) {
		return undefined;
	}
	const edits = doc.root ? sectionEdits(new YamlEditor(target, doc), added) : wholeText(target, yaml);
	return edits?.map(({ start, end, text: newText }) => ({ range: target.range(start, end), newText }));
}

function isNothing(contents: unknown): boolean {
	return isScalar(contents) && contents.value === null;
}

function wholeText({ source }: ComposeDocument, yaml: string): OffsetEdit[] {
	const eol = source.includes('\r\n') ? '\r\n' : '\n';
	const gap = source === '' || source.endsWith('\n') ? '' : eol;
	return [{ start: source.length, end: source.length, text: gap + yaml.replace(/\r?\n/g, eol) }];
}

function sectionEdits(editor: YamlEditor, added: ComposeDocument): OffsetEdit[] | undefined {
	const edits: OffsetEdit[] = [];
	const isThere = (section: string) => editor.doc.root?.has(section) ?? false;
	// What goes into the last section stands before the sections that follow it.
	for (const section of [...sections.filter(isThere), ...sections.filter(each => !isThere(each))]) {
		const pairs = entriesOf(added.docs[0]?.root, section);
		const taken = entriesOf(editor.doc.root, section).map(([name]) => name);
		const wanted = pairs.filter(([name]) => section === 'services' || !taken.includes(name));
		if (wanted.length === 0) {
			continue;
		}
		const named = wanted.map(([name, value]) => {
			const free = taken.includes(name) ? freeName(name, taken) : name;
			taken.push(free);
			return [scalarText(free), toYaml(added.source, value)] as const;
		});
		const edit = addAll(editor, section, named);
		if (!edit) {
			return undefined;
		}
		edits.push(edit);
	}
	return joined(edits);
}

/** Of edits at one place one is made, since their order would be anybody's guess. */
function joined(edits: readonly OffsetEdit[]): OffsetEdit[] {
	const places = new Map<number, OffsetEdit>();
	for (const edit of edits) {
		const before = places.get(edit.start);
		places.set(edit.start, before ? { ...before, text: before.text + edit.text } : edit);
	}
	return [...places.values()];
}

/** One edit for all entries of a section: several at one place would depend on their order. */
function addAll(
	editor: YamlEditor,
	section: string,
	named: readonly (readonly [string, Yaml])[],
): OffsetEdit | undefined {
	const pair = editor.doc.root?.items.find(item => keyText(item.key) === section);
	const map = pair?.value;
	if (pair && isMap(map) && map.flow && map.items.length === 0) {
		const colon = editor.afterColon(editor.startOf(pair) + section.length);
		const value = { map: named };
		const column = editor.columnOf(editor.startOf(pair));
		return { start: colon, end: editor.endOf(map), text: editor.blockOf(value, column) };
	}
	const edits = named.map(([name, value]) => editor.addToSection(section, name, value));
	const [first] = edits;
	if (!first || edits.includes(undefined)) {
		return undefined;
	}
	if (!pair) {
		return editor.addNewSection(section, named);
	}
	return { ...first, text: edits.map(edit => edit?.text).join('') };
}

function entriesOf(root: unknown, section: string): (readonly [name: string, value: unknown])[] {
	const pair = isMap(root) ? root.items.find(item => keyText(item.key) === section) : undefined;
	return isMap(pair?.value) ? pair.value.items.map(item => [keyText(item.key) ?? '', item.value] as const) : [];
}

/** A node as text to be written; scalars of several lines in quotes, aliases not at all. */
function toYaml(source: string, node: unknown): Yaml {
	if (isMap(node)) {
		const map = node.items.map(({ key, value }) => [scalarText(keyText(key) ?? ''), toYaml(source, value)] as const);
		return node.flow ? flowText({ map }) : { map };
	}
	if (isSeq(node)) {
		const list = node.items.map(item => toYaml(source, item));
		return node.flow ? flowText({ list }) : { list };
	}
	if (!isScalar(node) || isAlias(node) || node.value === null || !node.range) {
		return '';
	}
	const written = source.slice(node.range[0], node.range[1]).trimEnd();
	return written.includes('\n') || /^BLOCK/.test(node.type ?? '') ? quoted(String(node.value)) : written;
}
