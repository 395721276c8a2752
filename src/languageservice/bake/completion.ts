import {
	type CompletionItem,
	CompletionItemKind,
	InsertTextFormat,
	MarkupKind,
	type Position,
} from 'vscode-languageserver-types';
import { resolveUri } from '../compose/fileUris.ts';
import { folderOf } from '../dockerfile/buildContext.ts';
import { buildModel } from '../dockerfile/modelBuilder.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { type ServiceHost, say } from '../host.ts';
import { signatureOf } from './checks/references.ts';
import { type BakeCursor, cursorAt } from './cursor.ts';
import { dockerfileOf } from './dockerfileOfTarget.ts';
import { type BakeDocument, type BakeKind, definitionAt, offsetAt, plainString } from './document.ts';
import { functionSignatures } from './functions.ts';
import { describeAttribute } from './hover.ts';
import {
	type AttributeModel,
	type BlockModel,
	blockModels,
	callValues,
	commonPlatforms,
	entitlementValues,
	itemStarts,
	kindTexts,
	networkValues,
	type ValueKind,
} from './model.ts';
import { builtInVariables, namesIn } from './names.ts';
import { type BakeProject, loadBakeProject } from './siblings.ts';

/** What may be written at a position; each item replaces the word at it. */
export async function complete(
	document: BakeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<CompletionItem[]> {
	const offset = offsetAt(document, position);
	const cursor = cursorAt(document.source, offset);
	if (document.isJson) {
		return [];
	}
	const project = await loadBakeProject(document, host, signal);
	return await new Completion(project, host, signal, cursor, offset).items();
}

interface Details {
	readonly detail?: string;
	readonly documentation?: string;
	readonly insert?: string;
	readonly isSnippet?: boolean;
	readonly kind?: CompletionItemKind;
	readonly again?: boolean;
}

class Completion {
	readonly #project: BakeProject;
	readonly #host: ServiceHost;
	readonly #signal: AbortSignal;
	readonly #cursor: BakeCursor;
	readonly #offset: number;
	readonly #items = new Map<string, CompletionItem>();

	constructor(project: BakeProject, host: ServiceHost, signal: AbortSignal, cursor: BakeCursor, offset: number) {
		this.#project = project;
		this.#host = host;
		this.#signal = signal;
		this.#cursor = cursor;
		this.#offset = offset;
	}

	async items(): Promise<CompletionItem[]> {
		const { role, isInTemplate, typed, block } = this.#cursor;
		if (role === 'name') {
			this.#names();
			await this.#targetsForStages();
		} else if (isInTemplate && typed === undefined) {
			this.#expressionNames();
		} else if (role === 'key') {
			await this.#keys();
		} else if (role === 'value' && block !== undefined) {
			await this.#values();
		} else if (role === 'value') {
			this.#expressionNames();
		}
		return [...this.#items.values()];
	}

	#add(label: string, details: Details = {}): void {
		const { text } = this.#project.document;
		const range = { start: text.positionAt(this.#cursor.wordStart), end: text.positionAt(this.#offset) };
		const { detail, documentation, insert = label, kind = CompletionItemKind.Value, isSnippet, again } = details;
		this.#items.set(label, {
			label,
			kind,
			...(detail === undefined ? {} : { detail }),
			...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
			textEdit: { range, newText: insert },
			insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
			...(again ? { command: { title: '', command: 'editor.action.triggerSuggest' } } : {}),
		});
	}

	#names(): void {
		const { block, inner } = this.#cursor;
		const { locale } = this.#host;
		if (block === undefined) {
			for (const [name, { text }] of Object.entries(blockModels)) {
				const documentation = say(text, locale);
				const kind = CompletionItemKind.Class;
				this.#add(name, { documentation, kind, insert: blockSnippets[name as BakeKind], isSnippet: true });
			}
			return;
		}
		const outer: BlockModel | undefined = Object.hasOwn(blockModels, block) ? blockModels[block] : undefined;
		const model = inner === undefined ? outer : outer?.blocks?.[inner];
		const present = this.#presentAttributes();
		for (const [name, attribute] of Object.entries(model?.attributes ?? {})) {
			if (!present.has(name)) {
				this.#attribute(name, attribute);
			}
		}
		for (const [name, { text }] of Object.entries(model?.blocks ?? {})) {
			const insert = `${name} {\n  $0\n}`;
			this.#add(name, { documentation: say(text, locale), kind: CompletionItemKind.Class, insert, isSnippet: true });
		}
	}

	/** A target for each stage of the Dockerfile beside the file that no target builds yet. */
	async #targetsForStages(): Promise<void> {
		const folder = folderOf(this.#project.document.text.uri);
		if (this.#cursor.block !== undefined || folder === undefined) {
			return;
		}
		const text = await this.#host.readFile?.(`${folder}/Dockerfile`, this.#signal);
		const targets = this.#project.files.flatMap(file => file.definitions).filter(each => each.kind === 'target');
		const built = new Set(
			targets.flatMap(each => [each.name.text, plainString(each.attributes.get('target')?.value)?.text]),
		);
		for (const { writtenName, base } of text === undefined ? [] : buildModel(parseDockerfile(text)).stages) {
			if (writtenName !== undefined && !built.has(writtenName) && /^[A-Za-z0-9_-]+$/.test(writtenName)) {
				const insert = `target "${writtenName}" {\n  target = "${writtenName}"\n}`;
				this.#add(`target "${writtenName}"`, { detail: base, insert, kind: CompletionItemKind.Snippet });
			}
		}
	}

	#attribute(name: string, model: AttributeModel): void {
		const { locale } = this.#host;
		const after = this.#project.document.source.slice(this.#offset);
		const hasValue = /^[ \t]*=/.test(after);
		this.#add(name, {
			kind: CompletionItemKind.Property,
			detail: say(kindTexts[model.kind], locale).replaceAll('`', ''),
			documentation: describeAttribute(name, model, locale),
			insert: hasValue ? name : `${name} = ${valueSnippets[model.kind]}`,
			isSnippet: !hasValue,
			again: !hasValue && triggering.has(name),
		});
	}

	#presentAttributes(): ReadonlySet<string> {
		const { document } = this.#project;
		const own = definitionAt(document, this.#offset);
		const inner = own?.block.body.blocks.find(block => block.start < this.#offset && this.#offset <= block.end);
		const attributes = (inner ?? own?.block)?.body.attributes ?? [];
		return new Set(attributes.filter(each => each.name.end !== this.#offset).map(each => each.name.text));
	}

	async #keys(): Promise<void> {
		const { attribute, block } = this.#cursor;
		const target = definitionAt(this.#project.document, this.#offset);
		if (block !== 'target' || attribute !== 'args' || target?.kind !== 'target') {
			return;
		}
		const dockerfile = await dockerfileOf(this.#project, target, this.#host, this.#signal);
		const args = target.attributes.get('args')?.value;
		const present = new Set(args?.kind === 'object' ? args.entries.map(entry => entry.name?.text) : []);
		const isQuoted = this.#cursor.typed !== undefined;
		for (const { kind, name, written } of dockerfile?.model?.definitions ?? []) {
			const isOther = present.has(name) && !this.#project.document.source.slice(0, this.#offset).endsWith(name);
			if (kind === 'ARG' && !isOther) {
				const insert = isQuoted ? name : `${name} = "$0"`;
				const detail = written === undefined ? {} : { detail: written };
				this.#add(name, { ...detail, kind: CompletionItemKind.Variable, insert, isSnippet: !isQuoted });
			}
		}
	}

	async #values(): Promise<void> {
		const { block, attribute = '', key, typed } = this.#cursor;
		const value = `${block}.${attribute}`;
		if (value === 'group.targets') {
			this.#blockNames(['target', 'group']);
		} else if (value === 'target.inherits') {
			this.#blockNames(['target']);
		} else if (value === 'target.contexts' && key !== undefined && typed?.startsWith('target:')) {
			this.#blockNames(['target'], true);
		} else if (value === 'target.target' || value === 'target.no-cache-filter') {
			await this.#stages();
		} else if (value === 'target.context' || value === 'target.contexts') {
			await this.#paths(true);
		} else if (value === 'target.dockerfile') {
			await this.#paths(false, this.#contextFolder());
		} else if (block === 'target' && Object.hasOwn(wordValues, attribute)) {
			this.#words(wordValues[attribute] ?? []);
		} else if (block === 'target' && Object.hasOwn(itemStarts, attribute)) {
			this.#words(itemStarts[attribute] ?? []);
		} else if (value === 'variable.type') {
			this.#words(['string', 'number', 'bool', 'any', 'list(string)', 'map(string)'], false);
		} else if (block === 'target' && /^(?:pull|no-cache)$/.test(attribute)) {
			this.#words(['true', 'false'], false);
		}
		if (typed === undefined && value !== 'variable.type') {
			this.#expressionNames();
		}
	}

	/** Words that need quotes where there are none yet. */
	#words(words: readonly string[], needQuotes = true): void {
		const isQuoted = this.#cursor.typed !== undefined || !needQuotes;
		for (const word of words) {
			this.#add(word, { insert: isQuoted ? word : `"${word}"`, kind: CompletionItemKind.EnumMember });
		}
	}

	#blockNames(kinds: readonly BakeKind[], isPlain = false): void {
		const own = definitionAt(this.#project.document, this.#offset);
		const isQuoted = this.#cursor.typed !== undefined;
		for (const { kind, name } of this.#project.files.flatMap(file => file.definitions)) {
			const isItself = kind === own?.kind && name.text === own.name.text && kind === 'group';
			if (kinds.includes(kind) && !isItself && name.text !== '') {
				const insert = isQuoted || isPlain ? name.text : `"${name.text}"`;
				this.#add(name.text, { detail: kind, insert, kind: CompletionItemKind.Reference });
			}
		}
	}

	async #stages(): Promise<void> {
		const target = definitionAt(this.#project.document, this.#offset);
		const dockerfile = target && (await dockerfileOf(this.#project, target, this.#host, this.#signal));
		const isQuoted = this.#cursor.typed !== undefined;
		for (const { writtenName, base } of dockerfile?.model?.stages ?? []) {
			if (writtenName !== undefined) {
				const insert = isQuoted ? writtenName : `"${writtenName}"`;
				this.#add(writtenName, { detail: base, insert, kind: CompletionItemKind.Module });
			}
		}
	}

	/** The folder of the build context that a target says literally. */
	#contextFolder(): string | undefined {
		const target = definitionAt(this.#project.document, this.#offset);
		const context = target?.attributes.get('context')?.value;
		const folder = folderOf(this.#project.document.text.uri);
		const path = context?.kind === 'template' && context.parts[0]?.kind === 'text' ? context.parts[0].text : '.';
		return resolveUri(folder, path);
	}

	async #paths(foldersOnly: boolean, base = folderOf(this.#project.document.text.uri)): Promise<void> {
		const { typed } = this.#cursor;
		if (typed === undefined || /:\/\/|[$]/.test(typed)) {
			return;
		}
		const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
		const uri = folder === '' ? base : resolveUri(base, folder);
		const entries = uri === undefined ? undefined : await this.#host.readFolder?.(uri, this.#signal);
		for (const { name, kind } of entries ?? []) {
			const isFolder = kind === 'folder';
			if (isFolder || !foldersOnly) {
				this.#add(name, { kind: isFolder ? CompletionItemKind.Folder : CompletionItemKind.File });
			}
		}
	}

	/** Variables, names of the block, and functions. */
	#expressionNames(): void {
		const { document, files } = this.#project;
		for (const { kind, name, role, within } of namesIn(document)) {
			const isHere = within && within.start <= this.#offset && this.#offset <= within.end;
			if (kind === 'local' && role === 'declaration' && isHere) {
				this.#add(name, { kind: CompletionItemKind.Variable });
			}
		}
		for (const file of files) {
			for (const { kind, name, attributes } of file.definitions) {
				if (kind === 'variable') {
					const value = attributes.get('default')?.value;
					const detail = value ? { detail: file.source.slice(value.start, value.end).slice(0, 80) } : {};
					this.#add(name.text, { ...detail, kind: CompletionItemKind.Variable });
				}
			}
			for (const { name } of file.body.attributes) {
				this.#add(name.text, { kind: CompletionItemKind.Variable });
			}
			for (const definition of file.definitions.filter(each => each.kind === 'function')) {
				this.#function(definition.name.text, signatureOf(definition) ?? definition.name.text);
			}
		}
		for (const name of builtInVariables) {
			this.#add(name, { kind: CompletionItemKind.Constant });
		}
		for (const [name, signature] of functionSignatures) {
			this.#function(name, signature);
		}
	}

	#function(name: string, signature: string): void {
		this.#add(name, { detail: signature, insert: `${name}($0)`, isSnippet: true, kind: CompletionItemKind.Function });
	}
}

const blockSnippets: Readonly<Record<BakeKind, string>> = {
	target: 'target "${1:name}" {\n  $0\n}',
	group: 'group "${1:default}" {\n  targets = [$0]\n}',
	variable: 'variable "${1:NAME}" {\n  default = "$0"\n}',
	function: 'function "${1:name}" {\n  params = [${2:value}]\n  result = "$0"\n}',
};

const valueSnippets: Readonly<Record<ValueKind, string>> = {
	string: '"$0"',
	bool: '$0',
	strings: '["$0"]',
	entries: '["$0"]',
	map: '{\n  $0\n}',
	any: '$0',
	names: '["$0"]',
};

const triggering: ReadonlySet<string> = new Set([
	'target',
	'context',
	'dockerfile',
	'inherits',
	'network',
	'entitlements',
	'platforms',
	'pull',
	'no-cache',
	'output',
	'cache-from',
	'cache-to',
	'targets',
	'args',
	'call',
	'attest',
	'secret',
	'ssh',
]);

const wordValues: Readonly<Record<string, readonly string[]>> = {
	network: networkValues,
	entitlements: entitlementValues,
	platforms: commonPlatforms,
	call: callValues,
};
