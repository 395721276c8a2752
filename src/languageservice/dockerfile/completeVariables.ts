import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionContext } from './completionContext.ts';
import type { Definition, ScopeEntry, Stage } from './model.ts';
import type { Instruction } from './parse.ts';
import { platformDefaults, proxyVariables } from './predefined.ts';

/** The variables that can be used in an instruction, for a `$` at `start`. */
export function variableItems(
	context: CompletionContext,
	instruction: Instruction,
	start: number,
	end: number,
): CompletionItem[] {
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
	for (const [name, detail, order] of variablesFor(context, instruction)) {
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

function variablesFor(context: CompletionContext, instruction: Instruction): [string, string, string][] {
	const { model } = context.analysis;
	const stage = model.stageOf.get(instruction) ?? stageOfTrigger(context, instruction);
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

function stageOfTrigger(context: CompletionContext, instruction: Instruction): Stage | undefined {
	return context.analysis.model.stages.findLast(stage => stage.from.start <= instruction.start);
}
