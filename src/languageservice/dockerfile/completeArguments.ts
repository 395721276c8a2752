import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { commonImage } from './baseImages.ts';
import { stageItems } from './completeFlags.ts';
import { imageItems, tagItems } from './completeImages.ts';
import { filesIn } from './completePaths.ts';
import type { CompletionContext } from './completionContext.ts';
import type { InstructionCursor } from './cursor.ts';
import { predefinedTexts, signalText } from './hoverTexts.ts';
import { instructionNames, notInOnbuild } from './instructions.ts';
import { platformDefaults } from './predefined.ts';
import { shellCommands } from './shellCommands.ts';
import { signals } from './signals.ts';
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
				: choose(['80', '443', '3000', '5000', '8000', '8080']);
		case 'STOPSIGNAL':
			return Object.keys(signals).map(name =>
				context.item(`SIG${name}`, CompletionItemKind.Constant, start, end, {
					text: signalText(name),
					sort: `${['TERM', 'QUIT', 'INT', 'KILL', 'HUP', 'USR1', 'USR2', 'WINCH'].includes(name) ? 0 : 1}${name}`,
				}),
			);
		case 'SHELL':
			return isFirst ? choose(shells, CompletionItemKind.Snippet) : [];
		case 'CMD':
		case 'ENTRYPOINT':
			return isFirst ? execForms(context, cursor, start, end) : [];
		case 'HEALTHCHECK':
			return isFirst ? healthItems(context, start, end) : [];
		case 'USER':
			return choose(usersOf(context, cursor));
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

const shells = [
	'["/bin/bash", "-o", "pipefail", "-c"]',
	'["/bin/sh", "-c"]',
	'["/bin/ash", "-eo", "pipefail", "-c"]',
	'["powershell", "-Command", "$ErrorActionPreference = \'Stop\'; $ProgressPreference = \'SilentlyContinue\';"]',
	'["cmd", "/S", "/C"]',
];

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
	const fromElsewhere = instruction.flags.some(flag => flag.name === 'from');
	const items = fromElsewhere ? [] : await filesIn(context, plain, cursor.offset);
	const before = instruction.words.filter(word => word.end < cursor.wordStart);
	if (before.length > 0 && !isJson) {
		const folders = ['./', ...workdirsOf(context, cursor).map(folder => `${folder.replace(/\/$/, '')}/`)];
		for (const folder of new Set(folders)) {
			items.push(context.item(folder, CompletionItemKind.Folder, start, end, { sort: '0' }));
		}
	}
	return items;
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

function execForms(
	context: CompletionContext,
	cursor: InstructionCursor,
	start: number,
	end: number,
): CompletionItem[] {
	const stage = context.analysis.model.stageOf.get(cursor.instruction);
	const root = stage ? (stageChain(stage).at(-1)?.resolvedBase ?? '') : '';
	const usual: Record<string, readonly string[]> = {
		node: ['["node", "server.js"]', '["npm", "start"]'],
		python: ['["python3", "main.py"]', '["uvicorn", "main:app", "--host", "0.0.0.0"]'],
		'eclipse-temurin': ['["java", "-jar", "app.jar"]'],
		openjdk: ['["java", "-jar", "app.jar"]'],
		nginx: ['["nginx", "-g", "daemon off;"]'],
		php: ['["php", "-S", "0.0.0.0:8000"]'],
		ruby: ['["ruby", "app.rb"]'],
	};
	const forms = [...(usual[commonImage(root)?.name ?? ''] ?? []), '["executable", "argument"]'];
	return forms.map((form, index) => {
		const isLast = index === forms.length - 1;
		const insert = isLast ? '["${1:executable}"$2]' : form;
		return context.item(form, CompletionItemKind.Snippet, start, end, { insert, snippet: isLast, sort: String(index) });
	});
}

function healthItems(context: CompletionContext, start: number, end: number): CompletionItem[] {
	const curl = 'CMD curl -f http://localhost/ || exit 1';
	return [
		context.item('CMD', CompletionItemKind.Keyword, start, end, { insert: 'CMD ', sort: '0' }),
		context.item('NONE', CompletionItemKind.Keyword, start, end, { sort: '1' }),
		context.item(curl, CompletionItemKind.Snippet, start, end, { sort: '2' }),
	];
}

/** Users that the stage makes, and those of well-known images. */
function usersOf(context: CompletionContext, cursor: InstructionCursor): string[] {
	const { model, file } = context.analysis;
	const stage = model.stageOf.get(cursor.instruction);
	const users = new Set<string>();
	for (const current of stage ? stageChain(stage).slice(0, 20) : []) {
		for (const instruction of current.instructions) {
			const commands = instruction.name === 'RUN' ? shellCommands(file, instruction) : [];
			for (const { words } of commands.filter(command => /^(useradd|adduser)$/.test(command.words[0]?.value ?? ''))) {
				users.add(words.findLast(word => /^[a-z_][\w-]*$/.test(word.value))?.value ?? '');
			}
		}
	}
	const root = stage ? (stageChain(stage).at(-1)?.resolvedBase ?? '') : '';
	const own: Record<string, string> = {
		node: 'node',
		nginx: 'nginx',
		postgres: 'postgres',
		redis: 'redis',
		httpd: 'www-data',
		php: 'www-data',
	};
	users.add(own[commonImage(root)?.name ?? ''] ?? '');
	users.delete('');
	return [...users, '1000:1000', 'nobody', 'root'];
}

function workdirsOf(context: CompletionContext, cursor: InstructionCursor): string[] {
	const stage = context.analysis.model.stageOf.get(cursor.instruction);
	const folders = (stage ? stageChain(stage).slice(0, 20) : []).flatMap(current =>
		current.instructions.filter(({ name }) => name === 'WORKDIR').map(instruction => instruction.words[0]?.value ?? ''),
	);
	return [...new Set(folders.filter(folder => folder.startsWith('/')))];
}
