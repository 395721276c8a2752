import type { Hover, Position } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import { type Locale, type ServiceHost, say, type Text } from '../host.ts';
import { signatureOf } from './checks/references.ts';
import { dockerfileOf } from './dockerfileOfTarget.ts';
import { type BakeDocument, type Definition, definitionAt, holds, offsetAt, plainString } from './document.ts';
import { functionSignatures } from './functions.ts';
import type { Span } from './hclSyntax.ts';
import { type AttributeModel, type BlockModel, blockModels, kindTexts } from './model.ts';
import { builtInVariables, type NamePlace } from './names.ts';
import { samePlaces } from './navigation.ts';
import { type BakeProject, loadBakeProject } from './siblings.ts';

const texts = {
	environment: {
		en: 'The environment variable of this name, if set, takes its place.',
		ko: '같은 이름의 환경 변수가 있으면 그 값이 쓰입니다.',
	},
	noDefault: {
		en: 'No default; without an environment variable it is empty.',
		ko: '기본값이 없습니다. 환경 변수가 없으면 비어 있습니다.',
	},
	builtIn: { en: 'Set by bake itself.', ko: 'bake가 정하는 값입니다.' },
	local: { en: 'A name of this block.', ko: '이 블록 안에서만 쓰는 이름입니다.' },
	stage: { en: 'A stage of {0}.', ko: '{0}의 스테이지입니다.' },
	secret: { en: 'The value looks like a secret and is not shown.', ko: '비밀 값으로 보여 표시하지 않습니다.' },
} as const satisfies Readonly<Record<string, Text>>;

/** What the name, attribute or block at a position is; never a command or trusted HTML. */
export async function findHover(
	document: BakeDocument,
	host: ServiceHost,
	position: Position,
	signal: AbortSignal,
): Promise<Hover | undefined> {
	const project = await loadBakeProject(document, host, signal);
	const offset = offsetAt(document, position);
	const found =
		hoverOfName(project, offset, host.locale) ??
		hoverOfWord(document, offset, host.locale) ??
		(await hoverOfStage(project, host, offset, signal));
	if (!found) {
		return undefined;
	}
	return { contents: { kind: MarkupKind.Markdown, value: found.text }, range: document.range(found.span) };
}

interface Found {
	readonly text: string;
	readonly span: Span;
}

function hoverOfName(project: BakeProject, offset: number, locale: Locale): Found | undefined {
	const same = samePlaces(project, offset);
	if (!same) {
		return undefined;
	}
	const { at, all } = same;
	const declaration = all.find(({ place }) => place.role === 'declaration');
	const definition = declaration?.place.definition;
	const text = describe(at, definition, declaration?.document ?? project.document, locale);
	return text === undefined ? undefined : { text, span: at };
}

function describe(
	at: NamePlace,
	definition: Definition | undefined,
	document: BakeDocument,
	locale: Locale,
): string | undefined {
	if (at.kind === 'local') {
		return say(texts.local, locale);
	}
	if (at.kind === 'function') {
		const signature = definition ? signatureOf(definition) : functionSignatures.get(at.name);
		const code = definition ? sourceOf(document, definition) : (signature ?? '');
		return code === '' ? undefined : fenced(code);
	}
	if (!definition) {
		return builtInVariables.has(at.name) ? say(texts.builtIn, locale) : undefined;
	}
	if (definition.kind !== 'variable') {
		return fenced(sourceOf(document, definition));
	}
	const value = definition.attributes.get('default')?.value;
	if (!value) {
		return `${say(texts.noDefault, locale)}`;
	}
	if (looksSecret(at.name)) {
		return `${say(texts.secret, locale)}\n\n${say(texts.environment, locale)}`;
	}
	const code = document.source.slice(value.start, Math.min(value.end, value.start + longest));
	return `${fenced(code)}\n\n${say(texts.environment, locale)}`;
}

const longest = 2000;

function looksSecret(name: string): boolean {
	return /pass(?:word|wd)?|secret|token|api_?key|credential/i.test(name);
}

function sourceOf(document: BakeDocument, { block }: Definition): string {
	return document.source.slice(block.start, Math.min(block.end, block.start + longest));
}

/** A code block that its content cannot leave. */
function fenced(code: string): string {
	const longestRun = Math.max(2, ...[...code.matchAll(/`+/g)].map(match => match[0].length));
	const fence = '`'.repeat(longestRun + 1);
	return `${fence}hcl\n${code.replaceAll('\r', '')}\n${fence}`;
}

/** The word of a block, attribute or function. */
function hoverOfWord(document: BakeDocument, offset: number, locale: Locale): Found | undefined {
	for (const block of document.body.blocks) {
		const model = Object.hasOwn(blockModels, block.type.text) ? blockModels[block.type.text] : undefined;
		if (model && holds(block.type, offset)) {
			return { text: `${say(model.text, locale)}\n\n${fenced(model.example)}`, span: block.type };
		}
		const inner = model && hoverInside(block.body, model, offset, locale);
		if (inner) {
			return inner;
		}
	}
	return undefined;
}

function hoverInside(
	{ attributes, blocks }: BakeDocument['body'],
	model: BlockModel,
	offset: number,
	locale: Locale,
): Found | undefined {
	const attribute = attributes.find(({ name }) => holds(name, offset))?.name;
	const known: Readonly<Record<string, AttributeModel>> = model.attributes;
	const attributeModel = attribute && Object.hasOwn(known, attribute.text) ? known[attribute.text] : undefined;
	if (attribute && attributeModel) {
		return { text: describeAttribute(attribute.text, attributeModel, locale), span: attribute };
	}
	for (const block of blocks) {
		const inner = model.blocks?.[block.type.text];
		if (inner && holds(block.type, offset)) {
			return { text: `${say(inner.text, locale)}\n\n${fenced(inner.example)}`, span: block.type };
		}
		const deeper = inner && hoverInside(block.body, inner, offset, locale);
		if (deeper) {
			return deeper;
		}
	}
	return undefined;
}

/** Text, type and example of an attribute, in Markdown. */
export function describeAttribute(name: string, { text, kind, example }: AttributeModel, locale: Locale): string {
	return `**${name}** · ${say(kindTexts[kind], locale)}\n\n${say(text, locale)}\n\n${fenced(example)}`;
}

async function hoverOfStage(
	project: BakeProject,
	host: ServiceHost,
	offset: number,
	signal: AbortSignal,
): Promise<Found | undefined> {
	const target = definitionAt(project.document, offset);
	const stage = plainString(target?.attributes.get('target')?.value);
	const args = target?.attributes.get('args')?.value;
	const key = args?.kind === 'object' ? args.entries.find(({ name }) => name && holds(name, offset))?.name : undefined;
	const isStage = stage !== undefined && holds(stage, offset);
	const dockerfile = target && (isStage || key) ? await dockerfileOf(project, target, host, signal) : undefined;
	if (!dockerfile?.model || !dockerfile.file) {
		return undefined;
	}
	const instruction = isStage
		? dockerfile.model.stages.find(each => each.name === stage.text.toLowerCase())?.from
		: dockerfile.model.definitions.find(each => each.kind === 'ARG' && each.name === key?.text)?.instruction;
	if (!instruction) {
		return undefined;
	}
	const line = dockerfile.file.text.slice(instruction.start, instruction.end);
	return { text: fenced(line).replace('hcl\n', 'dockerfile\n'), span: isStage ? stage : (key as Span) };
}
