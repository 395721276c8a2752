import type { Hover, Position } from 'vscode-languageserver-types';
import { type Alias, isAlias, isMap, isScalar } from 'yaml';
import { buildModel } from '../dockerfile/modelBuilder.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import { type ServiceHost, say, type Text } from '../host.ts';
import { dockerfileOf } from './dockerfiles.ts';
import type { ComposeDocument } from './document.ts';
import { hoverComment } from './hoverComments.ts';
import { type HoverContext, mountAt } from './hoverContext.ts';
import { fileMarkdown } from './hoverFiles.ts';
import { imageMarkdown } from './hoverImages.ts';
import { holders, mountMarkdown, portMarkdown } from './hoverMounts.ts';
import { referenceAt, referenceMarkdown, textOf } from './hoverNames.ts';
import { code, codeBlock, durationInWords, modeInWords, sizeInWords } from './hoverTexts.ts';
import { variableAt, variableMarkdown, variablesOf } from './hoverVariables.ts';
import { substitute } from './interpolation.ts';
import { keyMarkdown, valueMarkdown, valuesOf } from './keyMarkdown.ts';
import { folderOf } from './loadState.ts';
import { valueAt } from './merged.ts';
import { formsAt, keyAt, type ModelPath } from './model.ts';
import { modelPaths } from './modelPaths.ts';
import type { Form, KeyModel, Meaning } from './modelTypes.ts';
import { placeAt } from './nodeAt.ts';
import { parsePortRange } from './portMapping.ts';
import { loadProject } from './project.ts';
import { knownService } from './serviceSnippets.ts';

/** Markdown about the key, value or name at a position. */
export async function findHover(
	document: ComposeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<Hover | undefined> {
	const comment = hoverComment(document, host, position);
	if (comment) {
		return comment;
	}
	const offset = document.text.offsetAt(position);
	const place = placeAt(document, offset);
	const { uri } = document.text;
	const folder = folderOf(host.composeFiles?.(uri)?.[0] ?? uri);
	const context = { document, host, signal, offset, place, folder };
	const named = (await hoverVariable(context)) ?? (await hoverReference(context));
	if (named || place.role === 'none') {
		return named;
	}
	return place.role === 'key' ? hoverKey(context) : await hoverValue(context);
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
		return target ? overNode(context, codeBlock(textOf(document, target))) : undefined;
	}
	const reference = referenceAt(document, offset);
	const value = reference && (await referenceMarkdown(context, reference));
	return reference && value ? hover(context, value, reference.start, reference.end) : undefined;
}

function pathsOf({ place }: HoverContext): readonly ModelPath[] {
	const { doc, parent, path } = place;
	const around = modelPaths(doc, parent, path.slice(0, -1));
	return around.map(each => [...each, ...path.slice(-1)]);
}

const mergeKey: Text = {
	en: 'Merge key: takes over the keys of the map behind it, or of several maps in a list. Keys that are written here win.',
	ko: '병합 키입니다. 뒤에 적은 맵이나 맵 목록의 키를 그대로 가져옵니다. 여기에 직접 적은 키가 우선합니다.',
};

function hoverKey(context: HoverContext): Hover | undefined {
	const key = modelKey(context);
	if (key) {
		return overNode(context, keyMarkdown(key, context.host.locale));
	}
	const { path } = context.place;
	if (path.at(-1) === '<<') {
		return overNode(context, say(mergeKey, context.host.locale));
	}
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
	const around = paths.flatMap(path => (path.at(-1) === 0 ? formsAt(path.slice(0, -1)) : []));
	const first = around.flatMap(form => (form.kind === 'list' ? (form.first ?? []) : []));
	const value = [...first, ...valuesOf(forms)].find(each => each.value === text);
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
			return portFieldMarkdown(context, text);
		case 'volumeMount':
		case 'path':
		case 'containerPath': {
			const mount = mountAt(context);
			return mount && mountMarkdown(mount, host.locale);
		}
		case 'envFile':
		case 'composeFile':
			return await fileMarkdown(context, meaning, text);
		case 'stage':
			return await stageMarkdown(context, text);
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

/** The line of the Dockerfile that begins a stage. */
async function stageMarkdown(
	{ document, host, signal, place }: HoverContext,
	name: string,
): Promise<string | undefined> {
	const service = place.path[0] === 'services' ? String(place.path[1]) : undefined;
	const project = service === undefined ? undefined : await loadProject(document, host, signal);
	const uri = project && service !== undefined ? dockerfileOf(project, service, project.main) : undefined;
	const text = uri === undefined ? undefined : await host.readFile?.(uri, signal);
	const stages = text === undefined ? [] : buildModel(parseDockerfile(text)).stages;
	const stage = stages.find(each => each.name === name.toLowerCase());
	return stage && codeBlock(stage.from.logical.text.trim(), 'dockerfile');
}

const exposed: Text = {
	en: 'Port {0} of the container, for other services only: it is not published on the host.',
	ko: '컨테이너의 포트 {0}이며 다른 서비스만 쓸 수 있습니다. 호스트에 공개되지 않습니다.',
};

function portFieldMarkdown(context: HoverContext, text: string): string | undefined {
	const { path } = context.place;
	if (path.at(-2) === 'expose') {
		return say(exposed, context.host.locale, code(text));
	}
	return path.at(-1) === 'published' ? publishedMarkdown(context, text) : undefined;
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
