import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { commonImage } from './baseImages.ts';
import type { CompletionContext } from './completionContext.ts';
import { stageWith } from './completionContext.ts';
import type { InstructionCursor } from './cursor.ts';
import { stageChain } from './stages.ts';

const shells = [
	'["/bin/bash", "-o", "pipefail", "-c"]',
	'["/bin/sh", "-c"]',
	'["/bin/ash", "-eo", "pipefail", "-c"]',
	'["powershell", "-Command", "$ErrorActionPreference = \'Stop\'; $ProgressPreference = \'SilentlyContinue\';"]',
	'["cmd", "/S", "/C"]',
];

const programs: Readonly<Record<string, readonly string[]>> = {
	node: ['node', 'npm', 'npx', 'yarn'],
	python: ['python3', 'uvicorn', 'gunicorn', 'flask'],
	golang: ['go', '/app'],
	'eclipse-temurin': ['java'],
	openjdk: ['java'],
	nginx: ['nginx'],
	php: ['php', 'php-fpm', 'apache2-foreground'],
	ruby: ['ruby', 'bundle', 'rails'],
	rust: ['cargo'],
};

const commonForms: Readonly<Record<string, readonly string[]>> = {
	node: ['["node", "server.js"]', '["npm", "start"]'],
	python: ['["python3", "main.py"]', '["uvicorn", "main:app", "--host", "0.0.0.0"]'],
	'eclipse-temurin': ['["java", "-jar", "app.jar"]'],
	openjdk: ['["java", "-jar", "app.jar"]'],
	nginx: ['["nginx", "-g", "daemon off;"]'],
	php: ['["php", "-S", "0.0.0.0:8000"]'],
	ruby: ['["ruby", "app.rb"]'],
};

/** What usually follows a program. */
const following: Readonly<Record<string, readonly string[]>> = {
	node: ['server.js', 'index.js', 'app.js', 'dist/main.js'],
	npm: ['start', 'run'],
	npx: [],
	yarn: ['start'],
	python: ['main.py', 'app.py', '-m'],
	python3: ['main.py', 'app.py', '-m'],
	uvicorn: ['main:app', '--host', '0.0.0.0', '--port'],
	gunicorn: ['app:app', '--bind', '0.0.0.0:8000'],
	flask: ['run', '--host', '0.0.0.0'],
	java: ['-jar', 'app.jar', '-cp'],
	nginx: ['-g', 'daemon off;'],
	php: ['-S', '0.0.0.0:8000'],
	ruby: ['app.rb'],
	bundle: ['exec'],
	sh: ['-c'],
	bash: ['-c', '-o', 'pipefail', '-eo'],
	ash: ['-c', '-eo', 'pipefail'],
	powershell: ['-Command'],
	pwsh: ['-Command'],
	cmd: ['/S', '/C'],
};

/** Commands in exec form: whole arrays, and inside of one its words. */
export function execItems(
	context: CompletionContext,
	cursor: InstructionCursor,
	start: number,
	end: number,
): CompletionItem[] {
	const { instruction, index } = cursor;
	const { logical, argumentsStart } = instruction;
	const from = instruction.name === 'HEALTHCHECK' ? (instruction.words[1]?.start ?? index) : argumentsStart;
	const before = logical.text.slice(from, index);
	const inString = stringBefore(before);
	if (inString) {
		return wordItems(context, cursor, inString);
	}
	if (/[^[\s]/.test(before)) {
		return [];
	}
	const first = Math.min(start, logical.offsetAt(Math.min(from, cursor.wordStart)));
	if (instruction.name === 'SHELL') {
		return shells.map((form, order) =>
			context.item(form, CompletionItemKind.Snippet, first, end, { sort: String(order) }),
		);
	}
	const forms = [...(commonForms[imageOf(context, cursor)] ?? []), '["executable", "argument"]'];
	return forms.map((form, order) => {
		const isLast = order === forms.length - 1;
		const insert = isLast ? '["${1:executable}"$2]' : form;
		return context.item(form, CompletionItemKind.Snippet, first, end, { insert, snippet: isLast, sort: String(order) });
	});
}

/** The strings of an array that is being written, of which the last is open. */
function stringBefore(text: string): { done: string[]; typed: string } | undefined {
	const match = /^\[\s*((?:"(?:[^"\\]|\\.)*"\s*,\s*)*)"((?:[^"\\]|\\.)*)$/.exec(text);
	if (!match) {
		return undefined;
	}
	const done = [...(match[1] as string).matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(each => each[1] as string);
	return { done, typed: match[2] as string };
}

function wordItems(
	context: CompletionContext,
	cursor: InstructionCursor,
	{ done, typed }: { done: readonly string[]; typed: string },
): CompletionItem[] {
	const { instruction } = cursor;
	const program = done[0]?.replace(/^.*[\\/]/, '').replace(/\.exe$/, '');
	const isShell = instruction.name === 'SHELL';
	const own = isShell
		? ['/bin/bash', '/bin/sh', '/bin/ash', 'powershell', 'pwsh', 'cmd']
		: ownPrograms(context, cursor);
	const values = program === undefined ? own : (following[program] ?? []).filter(word => !done.includes(word));
	const start = cursor.offset - typed.length;
	const rest = /^[^"\\,\]\n]*/.exec(context.analysis.file.text.slice(cursor.offset))?.[0] ?? '';
	const stop = cursor.offset + (context.analysis.file.text[cursor.offset + rest.length] === '"' ? rest.length : 0);
	return values.map((value, order) =>
		context.item(value, CompletionItemKind.Value, start, stop, { sort: String(order).padStart(2, '0') }),
	);
}

function ownPrograms(context: CompletionContext, cursor: InstructionCursor): readonly string[] {
	return [...(programs[imageOf(context, cursor)] ?? []), 'sh', '/bin/sh', 'bash'];
}

function imageOf(context: CompletionContext, cursor: InstructionCursor): string {
	const stage = stageWith(context.analysis.model, cursor.instruction);
	return commonImage(stage ? (stageChain(stage).at(-1)?.resolvedBase ?? '') : '')?.name ?? '';
}
