import type { Hover, Position } from 'vscode-languageserver-types';
import { type Alias, isAlias, isMap, isPair, isScalar, type Node, type Pair } from 'yaml';
import { type ServiceHost, say, type Text } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import type { Reference } from './entities.ts';
import { imageMarkdown } from './hoverImages.ts';
import { holders, type Mount, mountMarkdown, portMarkdown, shortMount, stateMarkdown } from './hoverMounts.ts';
import { code, durationInWords, modeInWords, sizeInWords, yamlBlock } from './hoverTexts.ts';
import { variableAt, variableMarkdown, variablesOf } from './hoverVariables.ts';
import { substitute } from './interpolation.ts';
import { keyMarkdown, valueMarkdown, valuesOf } from './keyMarkdown.ts';
import { folderOf } from './load.ts';
import { valueAt } from './merged.ts';
import { formsAt, keyAt, type ModelPath } from './model.ts';
import { modelPaths } from './modelPaths.ts';
import type { Form, KeyModel, Meaning } from './modelTypes.ts';
import { type Place, placeAt } from './nodeAt.ts';
import { parsePortRange } from './portMapping.ts';
import { loadProject } from './project.ts';
import { buildIndex } from './references.ts';
import { referencesIn } from './referencesInFile.ts';
import { knownService } from './serviceSnippets.ts';

/** What the parts of a hover work with. */
interface HoverContext {
	readonly document: ComposeDocument;
	readonly host: ServiceHost;
	readonly signal: AbortSignal;
	readonly offset: number;
	readonly place: Place;
	/** The folder that the project's `.env` is in. */
	readonly folder: string | undefined;
}

/** Markdown about the key, value or name at a position. */
export async function findHover(
	document: ComposeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<Hover | undefined> {
	const offset = document.text.offsetAt(position);
	const place = placeAt(document, offset);
	if (place.role === 'none') {
		return undefined;
	}
	const { uri } = document.text;
	const folder = folderOf(host.composeFiles?.(uri)?.[0] ?? uri);
	const context = { document, host, signal, offset, place, folder };
	return (
		(await hoverVariable(context)) ??
		(await hoverReference(context)) ??
		(place.role === 'key' ? hoverKey(context) : await hoverValue(context))
	);
}

function hover(context: HoverContext, value: string | undefined, start: number, end: number): Hover | undefined {
	return value === undefined
		? undefined
		: { contents: { kind: 'markdown', value }, range: context.document.range(start, end) };
}

function overNode(context: HoverContext, value: string | undefined): Hover | undefined {
	const [start = 0, end = 0] = context.place.node?.range ?? [];
	return hover(context, value, start, end);
}

async function hoverVariable(context: HoverContext): Promise<Hover | undefined> {
	const { document, offset, place, host, signal, folder } = context;
	const { node, role } = place;
	if (role === 'key' || !isScalar(node) || !node.range) {
		return undefined;
	}
	const [start, end] = node.range;
	const part = variableAt(document.source.slice(start, end), offset - start);
	return part
		? hover(context, await variableMarkdown(part, host, folder, signal), start + part.start, start + part.end)
		: undefined;
}

async function hoverReference(context: HoverContext): Promise<Hover | undefined> {
	const { place, document, offset } = context;
	if (isAlias(place.node)) {
		const target = place.doc.resolveAlias(place.node as Alias);
		return target ? overNode(context, yamlBlock(textOf(document, target))) : undefined;
	}
	const reference = referenceAt(document, offset);
	const value = reference && (await referenceMarkdown(context, reference));
	return reference && value ? hover(context, value, reference.start, reference.end) : undefined;
}

async function referenceMarkdown(context: HoverContext, reference: Reference): Promise<string | undefined> {
	const { host } = context;
	if (reference.kind === 'profile') {
		return profileMarkdown(context, reference);
	}
	if (reference.kind === 'variable' || reference.kind === 'argument' || reference.kind === 'container') {
		return undefined;
	}
	const isDeclaration = reference.role === 'declaration';
	const found = isDeclaration
		? { declaration: reference, document: context.document }
		: await findDeclaration(context, reference);
	if (!found) {
		return undefined;
	}
	const { declaration } = found;
	const mount = isDeclaration ? undefined : mountAt(context);
	const state = reference.kind === 'service' ? stateMarkdown(reference.name, projectName(context), host) : undefined;
	const yaml = isDeclaration && reference.kind !== 'anchor' ? undefined : declarationText(found.document, declaration);
	const parts = [
		...(mount ? [mountMarkdown(mount, host.locale)] : []),
		...(yaml ? [yamlBlock(yaml)] : []),
		...(declaration.uri === context.document.text.uri ? [] : [fileNote(context, declaration)]),
		...(isDeclaration ? [`${code(reference.name)}: ${sectionNote(context, reference)}`] : []),
		...(state ? [state] : []),
	];
	return parts.length === 0 ? undefined : parts.join('\n\n');
}

/** The reference at an offset: of two that touch it the one that begins there. */
function referenceAt(document: ComposeDocument, offset: number): Reference | undefined {
	const touching = referencesIn(document).filter(({ start, end }) => start <= offset && offset <= end);
	return touching.at(-1);
}

/** Where a name is declared: in this file if it is, else anywhere in the project. */
async function findDeclaration(
	context: HoverContext,
	reference: Reference,
): Promise<{ declaration: Reference; document: ComposeDocument } | undefined> {
	const { document, host, signal } = context;
	const own = referencesIn(document).find(
		({ kind, name, role }) => role === 'declaration' && kind === reference.kind && name === reference.name,
	);
	if (own && reference.file === undefined && reference.kind !== 'anchor') {
		return { declaration: own, document };
	}
	const project = await loadProject(document, host, signal);
	const [declaration] = buildIndex(project).declarationsOf(reference);
	const file = project.files.find(({ uri }) => uri === declaration?.uri);
	return declaration && file && { declaration, document: file.document };
}

const usedTimes: Text = { en: '{0}, used {1} times in this file.', ko: '{0}, 이 파일에서 {1}번 사용됨.' };
const inFile: Text = { en: 'In {0}.', ko: '{0}에 있습니다.' };
const kinds: Readonly<Record<string, Text>> = {
	service: { en: 'service', ko: '서비스' },
	network: { en: 'network', ko: '네트워크' },
	volume: { en: 'volume', ko: '볼륨' },
	config: { en: 'config', ko: 'config' },
	secret: { en: 'secret', ko: '비밀 값' },
	model: { en: 'model', ko: '모델' },
	anchor: { en: 'anchor', ko: '앵커(anchor)' },
	stage: { en: 'stage', ko: '스테이지' },
};

function sectionNote({ document, host }: HoverContext, reference: Reference): string {
	const uses = referencesIn(document).filter(
		({ kind, name, role }) => role === 'use' && kind === reference.kind && name === reference.name,
	).length;
	const kind = say(kinds[reference.kind] ?? { en: reference.kind, ko: reference.kind }, host.locale);
	return say(usedTimes, host.locale, kind, uses);
}

function fileNote({ host }: HoverContext, { uri }: Reference): string {
	return say(inFile, host.locale, code(decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))));
}

const profileUses: Text = {
	en: 'Started with the profile {0}: {1}.',
	ko: '{0} 프로필로 시작되는 서비스: {1}.',
};

function profileMarkdown({ document, host }: HoverContext, reference: Reference): string {
	const same = referencesIn(document).filter(({ kind, name }) => kind === 'profile' && name === reference.name);
	const services = new Set(same.flatMap(each => each.services));
	return say(profileUses, host.locale, code(reference.name), [...services].map(code).join(', '));
}

/** The YAML that declares a name, without its indentation. */
function declarationText(document: ComposeDocument, declaration: Reference): string | undefined {
	const place = placeAt(document, declaration.start);
	if (declaration.kind === 'anchor') {
		const node = place.doc.anchors.get(declaration.name);
		return node && textOf(document, node);
	}
	return place.pair && textOf(document, place.pair);
}

/** The text of a node or pair, moved to the left margin. */
function textOf(document: ComposeDocument, node: Node | Pair): string {
	const first = isPair(node) ? (node.key as Node) : node;
	const last = isPair(node) ? ((node.value ?? node.key) as Node) : node;
	const start = first.range?.[0] ?? 0;
	const end = Math.max(last.range?.[1] ?? 0, first.range?.[1] ?? 0);
	const column = start - (document.source.lastIndexOf('\n', start - 1) + 1);
	const indent = new RegExp(`^ {0,${column}}`);
	const [head = '', ...lines] = document.source.slice(start, end).trimEnd().split('\n');
	return [head, ...lines.map(line => line.replace(indent, ''))].join('\n');
}

/** The name of the project, as far as the file and its folder tell. */
function projectName({ document, folder }: HoverContext): string | undefined {
	const named = document.docs.map(doc => valueAt(doc, doc.root, 'name')).find(isScalar)?.value;
	const name = typeof named === 'string' ? named : decodeURIComponent(folder?.split('/').at(-1) ?? '');
	const plain = name.toLowerCase().replace(/[^a-z0-9_-]/g, '');
	return name.includes('$') || plain === '' ? undefined : plain;
}

function pathsOf({ place }: HoverContext): readonly ModelPath[] {
	const { doc, parent, path } = place;
	const around = modelPaths(doc, parent, path.slice(0, -1));
	return around.map(each => [...each, ...path.slice(-1)]);
}

function hoverKey(context: HoverContext): Hover | undefined {
	const key = modelKey(context);
	if (key) {
		return overNode(context, keyMarkdown(key, context.host.locale));
	}
	const { path } = context.place;
	if (path.at(-2) === 'environment') {
		const known = knownService(serviceImage(context))?.variables?.find(({ value }) => value === path.at(-1));
		return overNode(context, known && say(known.text, context.host.locale));
	}
	const usual = pathsOf(context).flatMap(each => usualAt(each));
	const found = usual.find(({ value }) => value === path.at(-1));
	return overNode(context, found && `${code(found.value)}: ${say(found.text, context.host.locale)}`);
}

function modelKey(context: HoverContext): KeyModel | undefined {
	for (const path of pathsOf(context)) {
		const key = keyAt(path);
		if (key) {
			return key;
		}
	}
	return undefined;
}

function usualAt(path: ModelPath) {
	return formsAt(path.slice(0, -1)).flatMap(form => (form.kind === 'namedMap' ? (form.usual ?? []) : []));
}

function serviceImage({ place }: HoverContext): string | undefined {
	const { doc, path } = place;
	const image = path[0] === 'services' ? valueAt(doc, doc.root, 'services', path[1] as string, 'image') : undefined;
	return isScalar(image) ? String(image.value) : undefined;
}

async function hoverValue(context: HoverContext): Promise<Hover | undefined> {
	const { node } = context.place;
	if (!isScalar(node)) {
		return undefined;
	}
	const paths = pathsOf(context);
	const forms = paths.flatMap(path => formsAt(path));
	const written = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
	const known = knownValue(paths, forms, written);
	if (known) {
		return overNode(context, valueMarkdown(known.key, known.value, context.host.locale));
	}
	const variables = await variablesOf(context.host, context.folder, context.signal);
	const text = written.includes('$') ? substitute(written, name => variables.get(name)).text : written;
	for (const meaning of new Set(forms.map(form => ('meaning' in form ? form.meaning : undefined)))) {
		const value = meaning && (await meaningMarkdown(context, meaning, text));
		if (value) {
			return overNode(context, value);
		}
	}
	const reads = forms.some(form => 'reads' in form && form.reads === 'size');
	const size = reads && /[a-z]/i.test(text) ? sizeInWords(text, context.host.locale) : undefined;
	return overNode(context, size);
}

function knownValue(paths: readonly ModelPath[], forms: readonly Form[], text: string) {
	const value = valuesOf(forms).find(each => each.value === text);
	for (const path of value ? paths : []) {
		const key = keyAt(path) ?? keyAt(path.slice(0, -1));
		if (key && value) {
			return { key, value };
		}
	}
	return undefined;
}

async function meaningMarkdown(context: HoverContext, meaning: Meaning, text: string): Promise<string | undefined> {
	const { host, signal } = context;
	switch (meaning) {
		case 'image':
			return await imageMarkdown(text, host, signal);
		case 'portMapping':
			return portMarkdown(text, host);
		case 'port':
			return context.place.path.at(-1) === 'published' ? publishedMarkdown(context, text) : undefined;
		case 'volumeMount':
		case 'path':
		case 'containerPath': {
			const mount = mountAt(context);
			return mount && mountMarkdown(mount, host.locale);
		}
		case 'tmpfsMount':
			return mountMarkdown(
				{ type: 'tmpfs', source: '', target: text.replace(/:.*/, ''), isReadOnly: false },
				host.locale,
			);
		case 'duration':
			return durationInWords(text, host.locale);
		case 'size':
			return sizeInWords(text, host.locale);
		case 'fileMode':
			return modeInWords(text);
		default:
			return undefined;
	}
}

function publishedMarkdown(context: HoverContext, text: string): string | undefined {
	const { place, host } = context;
	const sibling = (key: string) => {
		const node = isMap(place.parent) ? valueAt(place.doc, place.parent, key) : undefined;
		return isScalar(node) ? String(node.value) : undefined;
	};
	const range = parsePortRange(text);
	const address = sibling('host_ip');
	const target = sibling('target') ?? '';
	const protocol = sibling('protocol') ?? 'tcp';
	const whole = portMarkdown(`${address ? `${address}:` : ''}${text}:${target}/${protocol}`, host);
	return whole ?? (range && holders(range, protocol, host).join('\n\n'));
}

/** The mount that the place is in, in either form. */
function mountAt({ place }: HoverContext): Mount | undefined {
	const { doc, node, parent, path } = place;
	if (
		isScalar(node) &&
		typeof node.value === 'string' &&
		path.at(-2) === 'volumes' &&
		typeof path.at(-1) === 'number'
	) {
		return shortMount(node.value);
	}
	if (path.at(-3) !== 'volumes' || !isMap(parent)) {
		return undefined;
	}
	const text = (key: string) => {
		const value = valueAt(doc, parent, key);
		return isScalar(value) ? String(value.value) : '';
	};
	return {
		type: text('type'),
		source: text('source'),
		target: text('target'),
		isReadOnly: text('read_only') === 'true',
	};
}
