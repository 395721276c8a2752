import type { DocumentHighlight, Location, Position, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { DocumentHighlightKind } from 'vscode-languageserver-types';
import { rangeOf } from '../dockerfile/analysis.ts';
import { type ServiceHost, say, type Text } from '../host.ts';
import { dockerfileOf } from './dockerfileOfTarget.ts';
import { type BakeDocument, definitionAt, holds, offsetAt, plainString } from './document.ts';
import { functionSignatures } from './functions.ts';
import { builtInVariables, type NamePlace, namesIn } from './names.ts';
import { type BakeProject, loadBakeProject } from './siblings.ts';

/** A name in one of the files. */
export interface FoundName {
	readonly document: BakeDocument;
	readonly place: NamePlace;
}

/** The name at a place, and all places of the same name in all files that are read together. */
export function samePlaces(project: BakeProject, offset: number): { at: NamePlace; all: FoundName[] } | undefined {
	const own = namesIn(project.document);
	const at = own.find(place => holds(place, offset));
	if (!at) {
		return undefined;
	}
	const all = project.files.flatMap(document =>
		(document === project.document ? own : namesIn(document)).map(place => ({ document, place })),
	);
	if (at.kind === 'local') {
		const isSame = ({ document, place }: FoundName) =>
			document === project.document && place.kind === 'local' && place.name === at.name && place.within === at.within;
		return { at, all: all.filter(isSame) };
	}
	const family = familyOf(at, all);
	return { at, all: all.filter(({ place }) => place.name === at.name && familyOf(place, all) === family) };
}

/** What a name really names: a group's item a target if there is one, an attribute at the top a variable. */
function familyOf(place: NamePlace, all: readonly FoundName[]): string {
	if (place.kind === 'attribute') {
		return 'variable';
	}
	if (place.kind !== 'group' || place.role === 'declaration') {
		return place.kind;
	}
	const isGroup = all.some(
		each => each.place.kind === 'group' && each.place.role === 'declaration' && each.place.name === place.name,
	);
	const isTarget = all.some(
		each => each.place.kind === 'target' && each.place.role === 'declaration' && each.place.name === place.name,
	);
	return isGroup && !isTarget ? 'group' : 'target';
}

/** The block that declares a name; the stage or `ARG` of the Dockerfile that `target` or a key of `args` names. */
export async function findDefinition(
	document: BakeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<Location | undefined> {
	const project = await loadBakeProject(document, host, signal);
	const offset = offsetAt(document, position);
	const same = samePlaces(project, offset);
	const declaration = same?.all.find(({ place }) => place.role === 'declaration');
	if (declaration) {
		return { uri: declaration.document.text.uri, range: declaration.document.range(declaration.place) };
	}
	return same ? undefined : await definitionInDockerfile(project, host, offset, signal);
}

async function definitionInDockerfile(
	project: BakeProject,
	host: ServiceHost,
	offset: number,
	signal: AbortSignal,
): Promise<Location | undefined> {
	const target = definitionAt(project.document, offset);
	const stage = plainString(target?.attributes.get('target')?.value);
	const args = target?.attributes.get('args')?.value;
	const key = args?.kind === 'object' ? args.entries.find(({ name }) => name && holds(name, offset))?.name : undefined;
	const isStage = stage !== undefined && holds(stage, offset);
	if (!target || (!isStage && !key)) {
		return undefined;
	}
	const dockerfile = await dockerfileOf(project, target, host, signal);
	if (!dockerfile?.model || !dockerfile.file) {
		return undefined;
	}
	const { model, file, uri } = dockerfile;
	if (isStage) {
		const from = model.stages.find(each => each.name === stage.text.toLowerCase())?.from;
		return from ? { uri, range: rangeOf(file, from.start, from.end) } : undefined;
	}
	const argument = model.definitions.find(each => each.kind === 'ARG' && each.name === key?.text);
	return argument ? { uri, range: rangeOf(file, argument.start, argument.end) } : undefined;
}

/** Every place of the name at a position. */
export async function findReferences(
	document: BakeDocument,
	host: ServiceHost,
	position: Position,
	includeDeclaration: boolean,
	signal: AbortSignal,
): Promise<Location[]> {
	const same = samePlaces(await loadBakeProject(document, host, signal), offsetAt(document, position));
	const places = same?.all.filter(({ place }) => includeDeclaration || place.role === 'use') ?? [];
	return places.map(({ document: file, place }) => ({ uri: file.text.uri, range: file.range(place) }));
}

export async function findHighlights(
	document: BakeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<DocumentHighlight[]> {
	const same = samePlaces(await loadBakeProject(document, host, signal), offsetAt(document, position));
	return (same?.all ?? [])
		.filter(each => each.document === document)
		.map(({ place }) => ({
			range: document.range(place),
			kind: place.role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
		}));
}

/** What a rename would change; undefined where nothing can be renamed. */
export async function prepareRename(
	document: BakeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<{ range: ReturnType<BakeDocument['range']>; placeholder: string } | undefined> {
	const same = samePlaces(await loadBakeProject(document, host, signal), offsetAt(document, position));
	const isDeclared = same?.all.some(({ place }) => place.role === 'declaration');
	return same && isDeclared ? { range: document.range(same.at), placeholder: same.at.name } : undefined;
}

const texts = {
	block: {
		en: 'A name may only contain letters, digits, `_` and `-`.',
		ko: '이름에는 영문자, 숫자, `_`, `-`만 쓸 수 있습니다.',
	},
	variable: {
		en: 'A variable begins with a letter or `_` and contains only letters, digits, `_` and `-`.',
		ko: '변수 이름은 글자나 `_`로 시작하고 글자, 숫자, `_`, `-`만 쓸 수 있습니다.',
	},
	taken: { en: 'There is already a `{0}`.', ko: '`{0}`이(가) 이미 있습니다.' },
} as const satisfies Readonly<Record<string, Text>>;

export async function rename(
	document: BakeDocument,
	host: ServiceHost,
	position: Position,
	newName: string,
	signal: AbortSignal,
): Promise<WorkspaceEdit | { readonly problem: string } | undefined> {
	const project = await loadBakeProject(document, host, signal);
	const same = samePlaces(project, offsetAt(document, position));
	if (!same?.all.some(({ place }) => place.role === 'declaration')) {
		return undefined;
	}
	const isBlock = same.at.kind === 'target' || same.at.kind === 'group';
	const isRight = isBlock ? /^[A-Za-z0-9_-]+$/.test(newName) : /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(newName);
	if (!isRight || /^(?:true|false|null|for|in|if)$/.test(newName)) {
		return { problem: say(isBlock ? texts.block : texts.variable, host.locale) };
	}
	if (newName !== same.at.name && isTaken(project, same.at, newName)) {
		return { problem: say(texts.taken, host.locale, newName) };
	}
	const changes: Record<string, TextEdit[]> = {};
	for (const { document: file, place } of same.all) {
		changes[file.text.uri] ??= [];
		changes[file.text.uri]?.push({ range: file.range(place), newText: newName });
	}
	return { changes };
}

function isTaken(project: BakeProject, at: NamePlace, name: string): boolean {
	if (at.kind === 'function' && functionSignatures.has(name)) {
		return true;
	}
	const isVariable = at.kind === 'variable' || at.kind === 'attribute' || at.kind === 'local';
	if (isVariable && builtInVariables.has(name)) {
		return true;
	}
	const family = isVariable
		? ['variable', 'attribute', 'local']
		: at.kind === 'function'
			? ['function']
			: ['target', 'group'];
	return project.files
		.flatMap(namesIn)
		.some(place => place.role === 'declaration' && place.name === name && family.includes(place.kind));
}
