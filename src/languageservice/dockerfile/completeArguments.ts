import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { execItems } from './completeExec.ts';
import { stageItems } from './completeFlags.ts';
import { digestItems, imageItems, tagItems } from './completeImages.ts';
import { filesIn } from './completePaths.ts';
import { groupsAt, usersAt } from './completeUsers.ts';
import { type CompletionContext, stageWith } from './completionContext.ts';
import type { InstructionCursor } from './cursor.ts';
import { instructionNames, notInOnbuild } from './instructions.ts';
import type { Stage } from './model.ts';
import { platformDefaults, proxyVariables } from './predefined.ts';
import { predefinedTexts } from './predefinedTexts.ts';
import { signals } from './signals.ts';
import { signalText } from './signalTexts.ts';
import { stageChain } from './stages.ts';

/** What may stand among an instruction's arguments. */
export async function completeArguments(
	context: CompletionContext,
	cursor: InstructionCursor,
): Promise<CompletionItem[]> {
	const { instruction } = cursor;
	const { logical } = instruction;
	const typed = logical.text.slice(cursor.wordStart, cursor.index);
	const start = logical.offsetAt(cursor.wordStart);
	const end = Math.max(cursor.offset, logical.endOffsetAt(cursor.wordEnd));
	const isFirst = logical.text.slice(instruction.argumentsStart, cursor.wordStart).trim() === '';
	const choose = (values: readonly string[], kind: CompletionItemKind = CompletionItemKind.Value) =>
		values.map((value, index) => context.item(value, kind, start, end, { sort: String(index).padStart(3, '0') }));
	switch (instruction.name) {
		case 'FROM':
			return await completeFrom(context, cursor, typed, start, end);
		case 'COPY':
		case 'ADD':
			return await completeCopy(context, cursor, typed, start, end);
		case 'ARG':
			return completeArg(context, start, end);
		case 'ENV':
			return completeEnv(context, cursor, start, end);
		case 'EXPOSE':
			return typed.includes('/')
				? protocols(context, cursor, typed)
				: choose([...(await portsOfImage(context, cursor)), ...ports]);
		case 'STOPSIGNAL':
			return Object.keys(signals).map(name =>
				context.item(`SIG${name}`, CompletionItemKind.Constant, start, end, {
					text: signalText(name),
					sort: `${['TERM', 'QUIT', 'INT', 'KILL', 'HUP', 'USR1', 'USR2', 'WINCH'].includes(name) ? 0 : 1}${name}`,
				}),
			);
		case 'SHELL':
		case 'CMD':
		case 'ENTRYPOINT':
			return execItems(context, cursor, start, end);
		case 'RUN':
			return logical.text[instruction.argumentsStart] === '[' ? execItems(context, cursor, start, end) : [];
		case 'HEALTHCHECK':
			return completeHealthcheck(context, cursor, isFirst, start, end);
		case 'USER':
			return completeUser(context, cursor, typed, start, end);
		case 'WORKDIR':
			return choose([...new Set([...workdirsOf(context, cursor), '/app', '/src', '/usr/src/app', '/workspace'])]);
		case 'VOLUME':
			return isFirst ? choose(['["/data"]', '/data']) : [];
		case 'LABEL':
			return choose(labelKeys, CompletionItemKind.Property);
		case 'ONBUILD':
			return choose(
				instructionNames.filter(name => !notInOnbuild.has(name)),
				CompletionItemKind.Keyword,
			);
		default:
			return [];
	}
}

const labelKeys = [
	'title',
	'description',
	'authors',
	'source',
	'version',
	'licenses',
	'url',
	'documentation',
	'vendor',
	'revision',
	'created',
].map(key => `org.opencontainers.image.${key}`);

async function completeFrom(
	context: CompletionContext,
	cursor: InstructionCursor,
	typed: string,
	start: number,
	end: number,
): Promise<CompletionItem[]> {
	const { instruction } = cursor;
	const words = instruction.words.filter(word => word.end < cursor.wordStart);
	if (words.length === 1) {
		const as = instruction.keyword === instruction.keyword.toLowerCase() ? 'as' : 'AS';
		return [context.item(as, CompletionItemKind.Keyword, start, end, { insert: `${as} ` })];
	}
	if (words.length > 1) {
		const names = ['base', 'build', 'deps', 'test', 'runtime'];
		return words.length === 2 ? names.map(name => context.item(name, CompletionItemKind.Module, start, end)) : [];
	}
	const at = typed.lastIndexOf('@');
	if (at > 0) {
		return await digestItems(context, typed.slice(0, at), start + at + 1, end);
	}
	const colon = typed.lastIndexOf(':');
	if (colon > typed.lastIndexOf('/')) {
		return await tagItems(context, typed.slice(0, colon), start + colon + 1, end);
	}
	const text = {
		en: 'Nothing at all: an image of just what is copied into it.',
		ko: '아무것도 없는 이미지입니다. 복사해 넣은 것만 들어 있습니다.',
	};
	return [
		...stageItems(context, cursor, start, end, false),
		context.item('scratch', CompletionItemKind.Reference, start, end, { text, sort: '5scratch' }),
		...(await imageItems(context, start, end, '3')),
	];
}

async function completeCopy(
	context: CompletionContext,
	cursor: InstructionCursor,
	typed: string,
	start: number,
	end: number,
): Promise<CompletionItem[]> {
	const { instruction } = cursor;
	const plain = typed.replace(/^\[?["']/, '');
	const isJson = instruction.logical.text[instruction.argumentsStart] === '[';
	if (isJson && plain === typed) {
		return [];
	}
	const from = instruction.flags.find(flag => flag.name === 'from');
	const items = from
		? foldersOfStage(context, from.flagValue ?? '', start, end)
		: await filesIn(context, plain, cursor.offset, isJson);
	const before = instruction.words.filter(word => word.end < cursor.wordStart);
	if (before.length > 0 && !isJson) {
		const folders = ['./', ...workdirsOf(context, cursor).map(folder => `${folder.replace(/\/$/, '')}/`)];
		for (const folder of new Set(folders)) {
			items.push(context.item(folder, CompletionItemKind.Folder, start, end, { sort: '0' }));
		}
	}
	return items;
}

/** Where the stage that is copied from has worked. */
function foldersOfStage(context: CompletionContext, name: string, start: number, end: number): CompletionItem[] {
	const { stages, stagesByName } = context.analysis.model;
	const stage = stagesByName.get(name.toLowerCase()) ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined);
	return (stage ? workdirsOfStage(stage) : []).map(folder =>
		context.item(folder, CompletionItemKind.Folder, start, end, { detail: name, sort: '0' }),
	);
}

function completeArg(context: CompletionContext, start: number, end: number): CompletionItem[] {
	const { model } = context.analysis;
	const items: CompletionItem[] = [];
	const begun = model.stages.some(stage => stage.from.start < start);
	for (const name of begun ? model.globals.names() : []) {
		const entry = model.globals.get(name);
		if (entry?.definition) {
			items.push(
				context.item(name, CompletionItemKind.Variable, start, end, { detail: entry.value ?? '', sort: `0${name}` }),
			);
		}
	}
	for (const name of Object.keys(platformDefaults)) {
		const text = predefinedTexts[name];
		items.push(
			context.item(name, CompletionItemKind.Variable, start, end, { sort: `1${name}`, ...(text ? { text } : {}) }),
		);
	}
	for (const name of ['SOURCE_DATE_EPOCH', ...proxyVariables]) {
		const text = predefinedTexts[name];
		items.push(
			context.item(name, CompletionItemKind.Variable, start, end, { sort: `2${name}`, ...(text ? { text } : {}) }),
		);
	}
	return items;
}

function completeEnv(
	context: CompletionContext,
	cursor: InstructionCursor,
	start: number,
	end: number,
): CompletionItem[] {
	const { model } = context.analysis;
	const stage = model.stageOf.get(cursor.instruction);
	const names = (stage?.scope.names() ?? []).filter(name => stage?.scope.get(name)?.definition?.kind === 'ARG');
	return names.map(name => context.item(`${name}=$${name}`, CompletionItemKind.Variable, start, end));
}

function protocols(context: CompletionContext, cursor: InstructionCursor, typed: string): CompletionItem[] {
	const start = cursor.offset - (typed.length - typed.lastIndexOf('/') - 1);
	return ['tcp', 'udp', 'sctp'].map(name => context.item(name, CompletionItemKind.Value, start, cursor.offset));
}

const ports = ['80', '443', '3000', '5000', '8000', '8080'];

async function portsOfImage(context: CompletionContext, cursor: InstructionCursor): Promise<string[]> {
	const stage = stageWith(context.analysis.model, cursor.instruction);
	const root = stage && stageChain(stage).at(-1)?.resolvedBase;
	const image = root ? await context.host.inspectImage?.(root, context.signal) : undefined;
	return (image?.ports ?? []).map(port => port.replace(/\/tcp$/, '')).filter(port => !ports.includes(port));
}

function completeUser(
	context: CompletionContext,
	cursor: InstructionCursor,
	typed: string,
	start: number,
	end: number,
): CompletionItem[] {
	const colon = typed.indexOf(':');
	const names =
		colon < 0
			? [...usersAt(context, cursor.instruction), '1000:1000', 'nobody', 'root']
			: groupsAt(context, cursor.instruction);
	return names.map((name, index) =>
		context.item(name, CompletionItemKind.Value, start + colon + 1, end, { sort: String(index).padStart(3, '0') }),
	);
}

function completeHealthcheck(
	context: CompletionContext,
	cursor: InstructionCursor,
	isFirst: boolean,
	start: number,
	end: number,
): CompletionItem[] {
	const [kind] = cursor.instruction.words;
	if (isFirst || kind?.value.toUpperCase() !== 'CMD') {
		return isFirst ? healthItems(context, start, end) : [];
	}
	const isCommand = cursor.instruction.logical.text.slice(kind.end, cursor.wordStart).trim() === '';
	const checks = ['curl -f http://localhost/ || exit 1', 'wget -q --spider http://localhost/ || exit 1'];
	const shell = isCommand
		? checks.map((check, index) => context.item(check, CompletionItemKind.Snippet, start, end, { sort: `a${index}` }))
		: [];
	return [...shell, ...execItems(context, cursor, start, end)];
}

function healthItems(context: CompletionContext, start: number, end: number): CompletionItem[] {
	const curl = 'CMD curl -f http://localhost/ || exit 1';
	return [
		context.item('CMD', CompletionItemKind.Keyword, start, end, { insert: 'CMD ', sort: '0' }),
		context.item('NONE', CompletionItemKind.Keyword, start, end, { sort: '1' }),
		context.item(curl, CompletionItemKind.Snippet, start, end, { sort: '2' }),
	];
}

function workdirsOf(context: CompletionContext, cursor: InstructionCursor): string[] {
	const stage = stageWith(context.analysis.model, cursor.instruction);
	return stage ? workdirsOfStage(stage) : [];
}

function workdirsOfStage(stage: Stage): string[] {
	const folders = stageChain(stage)
		.slice(0, 20)
		.flatMap(current =>
			current.instructions
				.filter(({ name }) => name === 'WORKDIR')
				.map(instruction => instruction.words[0]?.value ?? ''),
		);
	return [...new Set(folders.filter(folder => folder.startsWith('/')))];
}
