import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type CompletionItem, CompletionItemKind, type Position } from 'vscode-languageserver-types';
import { type ServiceHost, say } from '../host.ts';
import { rules } from './rules.ts';

/** Names of rules behind `# slipway-ignore`; undefined anywhere else. */
export function completeComment(
	text: TextDocument,
	host: ServiceHost,
	position: Position,
): CompletionItem[] | undefined {
	const before = text.getText({ start: { line: position.line, character: 0 }, end: position });
	const match = /(?:^|\s)#\s*slipway-ignore\s+((?:\w+[,\s]+)*)(\w*)$/.exec(before);
	if (!match) {
		return undefined;
	}
	const taken = new Set((match[1] as string).split(/[,\s]+/));
	const start = { line: position.line, character: position.character - (match[2] as string).length };
	return rules
		.filter(rule => !taken.has(rule.name))
		.map(rule => ({
			label: rule.name,
			kind: CompletionItemKind.EnumMember,
			textEdit: { range: { start, end: position }, newText: rule.name },
			detail: say(rule.title, host.locale),
		}));
}
