import { TextDocument } from 'vscode-languageserver-textdocument';
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { isMap, isScalar, isSeq } from 'yaml';
import { say, type Text } from '../host.ts';
import { type CompletionContext, item, nodeAtPath, ownKeys, scalar, siblingText } from './completionContext.ts';
import { parseCompose } from './document.ts';
import type { ReferenceKind } from './entities.ts';
import { resolveUri } from './fileUris.ts';
import { entries, lookup } from './merged.ts';
import type { ScalarForm } from './modelTypes.ts';

const kindNames: Partial<Readonly<Record<ReferenceKind, Text>>> = {
	service: { en: 'service', ko: '서비스' },
	network: { en: 'network', ko: '네트워크' },
	volume: { en: 'volume', ko: '볼륨' },
	config: { en: 'config', ko: 'config' },
	secret: { en: 'secret', ko: '비밀 값' },
	model: { en: 'model', ko: '모델' },
	profile: { en: 'profile', ko: '프로필' },
	container: { en: 'container', ko: '컨테이너' },
};

const kindIcons: Partial<Readonly<Record<ReferenceKind, CompletionItemKind>>> = {
	service: CompletionItemKind.Class,
	network: CompletionItemKind.Interface,
	volume: CompletionItemKind.File,
	config: CompletionItemKind.File,
	secret: CompletionItemKind.Constant,
	model: CompletionItemKind.Module,
	profile: CompletionItemKind.EnumMember,
};

export function nameDetail(context: CompletionContext, kind: ReferenceKind): string {
	const text = kindNames[kind];
	return text ? say(text, context.host.locale) : kind;
}

/** The names that a scalar may be: services for `depends_on`, volumes for a `source` … */
export async function nameItems(context: CompletionContext, form: ScalarForm, lead = ''): Promise<CompletionItem[]> {
	const items: CompletionItem[] = [];
	for (const kind of form.names ?? []) {
		const names = await namesFor(context, kind);
		for (const name of names) {
			const text = (form.prefix ?? '') + name;
			items.push(
				item(context, text, kindIcons[kind] ?? CompletionItemKind.Reference, {
					insert: lead + scalar(context, text),
					detail: nameDetail(context, kind),
					sort: `0${kind}${name}`,
				}),
			);
		}
	}
	return items;
}

/** The names as keys of a map that uses them, with the beginning of what belongs to each. */
export async function nameKeys(context: CompletionContext, kind: ReferenceKind): Promise<readonly string[]> {
	const own = ownKeys(context);
	// Others are refused by Compose, and would need quotes.
	return (await namesFor(context, kind)).filter(name => !own.has(name) && /^[\w.-]+$/.test(name));
}

/** Names of a kind that make sense at the mark: not the service itself, nothing that the list has already. */
export async function namesFor(context: CompletionContext, kind: ReferenceKind): Promise<readonly string[]> {
	const { path, service } = context;
	const attribute = path.find((step, index) => index >= 2 && typeof step === 'string');
	if (kind === 'variable' || kind === 'stage' || kind === 'argument') {
		return [];
	}
	if (kind === 'container') {
		const prefix = attribute === 'external_links' ? '' : 'container:';
		return (context.host.containers?.() ?? []).map(({ name }) => prefix + name);
	}
	if (attribute === 'extends') {
		return (await extendable(context)).filter(name => name !== service || siblingText(context, 'file') !== undefined);
	}
	const declared = await context.names(kind);
	const taken = new Set(listedBeside(context));
	const names = declared.filter(name => !taken.has(name) && !(kind === 'service' && name === service));
	const isDefaultUseful = kind === 'network' && declared.length > 0 && !declared.includes('default');
	return isDefaultUseful && !taken.has('default') && path[0] === 'services' ? [...names, 'default'] : names;
}

/** The other items of the list that the mark is in. */
function listedBeside(context: CompletionContext): string[] {
	const { parent, node } = context.mark.place;
	return isSeq(parent)
		? parent.items
				.filter(other => other !== node)
				.map(other => (isScalar(other) ? String(other.value).replace(/:.*/, '') : ''))
		: [];
}

/** Services that can be extended: of this file, or of the file that `file` names. */
async function extendable(context: CompletionContext): Promise<readonly string[]> {
	const path = siblingText(context, 'file');
	if (path === undefined) {
		return includesComeFirst(context.host.composeVersion?.()) ? await context.names('service') : nodeNames(context);
	}
	const { folder } = await context.file();
	const uri = resolveUri(folder, path);
	if (uri === context.text.uri) {
		return nodeNames(context);
	}
	const loaded = (await context.project()).files.find(file => file.uri === uri);
	const source =
		loaded?.document.source ?? (uri === undefined ? undefined : await context.host.readFile?.(uri, context.signal));
	return source === undefined ? [] : serviceNames(source);
}

/** Since Compose 2.41 files are included before services are extended, so that included ones can be too. */
function includesComeFirst(version: string | undefined): boolean {
	const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
	return major > 2 || (major === 2 && minor > 40);
}

function nodeNames(context: CompletionContext): readonly string[] {
	const services = nodeAtPath(context, 'services');
	return isMap(services) ? [...entries(context.mark.place.doc, services).keys()] : [];
}

function serviceNames(source: string): readonly string[] {
	const parsed = parseCompose(TextDocument.create('file:///', 'yaml', 0, source));
	return parsed.docs.flatMap(doc => {
		const services = lookup(doc, doc.root, 'services')?.value;
		return isMap(services) ? [...entries(doc, services).keys()] : [];
	});
}

/** What the engine has, for the name of a network or volume that the file does not make itself. */
export function externalNames(context: CompletionContext, lead: string): CompletionItem[] {
	const [section, , attribute] = context.path;
	const kind = section === 'networks' ? 'network' : section === 'volumes' ? 'volume' : undefined;
	if (!kind || (attribute !== 'external' && siblingText(context, 'external') !== 'true')) {
		return [];
	}
	return (context.host.engineNames?.(kind) ?? []).map(name =>
		item(context, name, kindIcons[kind] ?? CompletionItemKind.Reference, {
			insert: lead + scalar(context, name),
			detail: nameDetail(context, kind),
		}),
	);
}

/** Names that other containers answer to: services, and their aliases are left to their authors. */
export async function hostNames(context: CompletionContext): Promise<readonly string[]> {
	return (await context.names('service')).filter(name => name !== context.service);
}
