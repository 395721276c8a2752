import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { Text } from '../host.ts';
import { baseImageVariables } from './baseImages.ts';
import { type CompletionContext, stageWith } from './completionContext.ts';
import type { Definition, ScopeEntry } from './model.ts';
import type { Instruction } from './parse.ts';
import { platformDefaults, proxyVariables } from './predefined.ts';
import { stageChain } from './stages.ts';

/** The variables that can be used in an instruction, for a `$` at `start`. */
export async function variableItems(
	context: CompletionContext,
	instruction: Instruction,
	start: number,
	end: number,
): Promise<CompletionItem[]> {
	const { text } = context.analysis.file;
	let close = end;
	while (close < text.length && /\w/.test(text[close] as string)) {
		close++;
	}
	const braced = text[start + 1] === '{';
	const stop = braced && text[close] === '}' ? close + 1 : close;
	const items: CompletionItem[] = [];
	// Whoever has typed `$NA` gets `$NAME`, as long as nothing follows that would become part of the name.
	const plain = !braced && end > start + 1;
	const own = variablesFor(context, instruction);
	for (const [name, detail, order] of [...own, ...(await imageVariables(context, instruction, own))]) {
		items.push(
			context.item(plain ? `$${name}` : `\${${name}}`, CompletionItemKind.Variable, start, stop, {
				detail,
				filter: braced ? `\${${name}}` : `$${name}`,
				sort: `${order}${name}`,
			}),
		);
	}
	return items;
}

const modifiers: readonly (readonly [string, string, Text])[] = [
	[
		':-',
		'default',
		{ en: 'The word, if the variable is empty or not set.', ko: '변수가 비었거나 없으면 이 값입니다.' },
	],
	['-', 'default', { en: 'The word, if the variable is not set.', ko: '변수가 없으면 이 값입니다.' }],
	[':+', 'word', { en: 'The word, if the variable is not empty.', ko: '변수가 비어 있지 않으면 이 값입니다.' }],
	['+', 'word', { en: 'The word, if the variable is set.', ko: '변수가 있으면 이 값입니다.' }],
	[':?', 'message', { en: 'Stops the build if the variable is empty.', ko: '변수가 비어 있으면 빌드를 멈춥니다.' }],
	['?', 'message', { en: 'Stops the build if the variable is not set.', ko: '변수가 없으면 빌드를 멈춥니다.' }],
	['#', 'pattern', { en: 'Without the shortest match at the start.', ko: '앞에서 가장 짧게 일치하는 부분을 뺍니다.' }],
	['##', 'pattern', { en: 'Without the longest match at the start.', ko: '앞에서 가장 길게 일치하는 부분을 뺍니다.' }],
	['%', 'pattern', { en: 'Without the shortest match at the end.', ko: '끝에서 가장 짧게 일치하는 부분을 뺍니다.' }],
	['%%', 'pattern', { en: 'Without the longest match at the end.', ko: '끝에서 가장 길게 일치하는 부분을 뺍니다.' }],
	['/', 'old/new', { en: 'With the first match replaced.', ko: '처음 일치하는 부분을 바꿉니다.' }],
	['//', 'old/new', { en: 'With every match replaced.', ko: '일치하는 부분을 모두 바꿉니다.' }],
];

/** The forms of `${name…}` that begin as the text before `end` does; none if no such form is being written. */
export function modifierItems(context: CompletionContext, end: number): CompletionItem[] {
	const { text } = context.analysis.file;
	const match = /\$\{([A-Za-z_]\w*)(:|:?[-+?]|##?|%%?|\/\/?)$/.exec(text.slice(Math.max(0, end - 200), end));
	if (!match) {
		return [];
	}
	const [whole, name, typed] = match as unknown as [string, string, string];
	const start = end - whole.length;
	const stop = text[end] === '}' ? end + 1 : end;
	return modifiers
		.filter(([mark]) => mark.startsWith(typed))
		.map(([mark, word, about], index) =>
			context.item(`\${${name}${mark}${word}}`, CompletionItemKind.Variable, start, stop, {
				insert: `\\\${${name}${mark}\${1:${word}}\\}`,
				snippet: true,
				text: about,
				filter: `${whole}${mark}${word}`,
				sort: String(index).padStart(2, '0'),
			}),
		);
}

/** What the base image sets, as far as that is known without asking a registry. */
async function imageVariables(
	context: CompletionContext,
	instruction: Instruction,
	own: readonly (readonly [string, string, string])[],
): Promise<[string, string, string][]> {
	const stage = instruction.name === 'FROM' ? undefined : stageWith(context.analysis.model, instruction);
	const root = stage && stageChain(stage).at(-1)?.resolvedBase;
	if (!root || root === 'scratch') {
		return [];
	}
	const { host, signal } = context;
	const image = await (host.knownImage ?? host.inspectImage)?.(root, signal);
	const set = image?.env?.map(entry => entry.split('=')) ?? [...(baseImageVariables(root) ?? [])].map(name => [name]);
	const known = new Set(own.map(([name]) => name));
	const found: [string, string, string][] = [];
	for (const [name = '', ...value] of [...set, ['PATH']]) {
		if (/^[A-Za-z_]\w*$/.test(name) && !known.has(name)) {
			known.add(name);
			found.push([name, value.join('='), '2']);
		}
	}
	return found;
}

function variablesFor(context: CompletionContext, instruction: Instruction): [string, string, string][] {
	const { model } = context.analysis;
	const stage = stageWith(model, instruction);
	if (instruction.name === 'FROM' || !stage) {
		return model.globals
			.names()
			.filter(name => (model.globals.get(name)?.definition?.start ?? -1) < instruction.start)
			.map(name => [name, model.globals.get(name)?.value ?? '', name in platformDefaults ? '2' : '1']);
	}
	const found = new Map<string, [string, string, string]>();
	for (const name of stage.scope.names()) {
		const entry: ScopeEntry | undefined = stage.scope.get(name);
		const definition: Definition | undefined = entry?.definition;
		const comesLater = definition?.stage === stage && definition.start > instruction.start;
		if (!comesLater) {
			found.set(name, [name, `${definition?.kind ?? ''} ${entry?.value ?? ''}`.trim(), '1']);
		}
	}
	if (['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(instruction.name)) {
		for (const name of proxyVariables.filter(candidate => !found.has(candidate))) {
			found.set(name, [name, '', '3']);
		}
	}
	return [...found.values()];
}
