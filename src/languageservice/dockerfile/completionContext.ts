import { type CompletionItem, type CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types';
import { type ServiceHost, say, type Text } from '../host.ts';
import { type Analysis, rangeOf } from './analysis.ts';
import type { DockerfileModel, Stage } from './model.ts';
import type { Instruction } from './parse.ts';

/** What the parts of completion work with. */
export interface CompletionContext {
	readonly analysis: Analysis;
	readonly host: ServiceHost;
	readonly signal: AbortSignal;
	/** An item that replaces a range of the document, given in offsets. */
	item(label: string, kind: CompletionItemKind, start: number, end: number, more?: ItemDetails): CompletionItem;
}

export interface ItemDetails {
	readonly insert?: string;
	readonly snippet?: boolean;
	readonly detail?: string;
	readonly text?: Text;
	readonly filter?: string;
	readonly sort?: string;
	readonly again?: boolean;
}

export function createCompletionContext(analysis: Analysis, host: ServiceHost, signal: AbortSignal): CompletionContext {
	return {
		analysis,
		host,
		signal,
		item(label, kind, start, end, more = {}) {
			return {
				label,
				kind,
				textEdit: { range: rangeOf(analysis.file, start, end), newText: more.insert ?? label },
				insertTextFormat: more.snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
				...(more.detail ? { detail: more.detail } : {}),
				...(more.text ? { documentation: { kind: 'markdown', value: say(more.text, host.locale) } } : {}),
				...(more.filter ? { filterText: more.filter } : {}),
				...(more.sort ? { sortText: more.sort } : {}),
				...(more.again ? { command: { title: '', command: 'editor.action.triggerSuggest' } } : {}),
			};
		},
	};
}

/** The stage of an instruction, also of one that ONBUILD puts off. */
export function stageWith(model: DockerfileModel, instruction: Instruction): Stage | undefined {
	return model.stageOf.get(instruction) ?? model.stages.findLast(stage => stage.from.start <= instruction.start);
}
