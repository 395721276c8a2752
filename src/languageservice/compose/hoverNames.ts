import { isPair, isScalar, type Node, type Pair } from 'yaml';
import { say, type Text } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import type { Reference } from './entities.ts';
import { type HoverContext, mountAt } from './hoverContext.ts';
import { mountMarkdown, stateMarkdown } from './hoverMounts.ts';
import { code, codeBlock } from './hoverTexts.ts';
import { valueAt } from './merged.ts';
import { placeAt } from './nodeAt.ts';
import { loadProject } from './project.ts';
import { buildIndex } from './references.ts';
import { referencesIn } from './referencesInFile.ts';

/** The reference at an offset: of two that touch it the one that begins there. */
export function referenceAt(document: ComposeDocument, offset: number): Reference | undefined {
	const touching = referencesIn(document).filter(({ start, end }) => start <= offset && offset <= end);
	return touching.at(-1);
}

/** What a name stands for: its YAML, the state of a service, the kind of a mount; undefined for names that say nothing. */
export async function referenceMarkdown(context: HoverContext, reference: Reference): Promise<string | undefined> {
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
		...(yaml ? [codeBlock(yaml)] : []),
		...(declaration.uri === context.document.text.uri ? [] : [fileNote(context, declaration)]),
		...(isDeclaration ? [`${code(reference.name)}: ${sectionNote(context, reference)}`] : []),
		...(state ? [state] : []),
	];
	return parts.length === 0 ? undefined : parts.join('\n\n');
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
export function textOf(document: ComposeDocument, node: Node | Pair): string {
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
