import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { buildkitRuleNames, ruleNamed, rules } from './checks/rules.ts';
import type { CompletionContext } from './completionContext.ts';
import type { Cursor } from './cursor.ts';
import type { DirectiveName } from './directives.ts';
import { checkOptionTexts, directiveTexts } from './hoverTexts.ts';

const values: Readonly<Record<'syntax' | 'escape', readonly string[]>> = {
	syntax: ['docker/dockerfile:1', 'docker/dockerfile:1-labs', 'docker/dockerfile:1.20'],
	escape: ['`', '\\'],
};

/** Directives at the top, `check=` and `hadolint ignore=` anywhere. */
export function completeComment(context: CompletionContext, cursor: Cursor & { kind: 'comment' }): CompletionItem[] {
	const content = cursor.before.replace(/^\s*#\s*/, '');
	const lineStart = context.analysis.file.lineStarts[cursor.line] ?? 0;
	const offset = lineStart + cursor.before.length;
	const directive = /^(syntax|escape)\s*=\s*(\S*)$/i.exec(content);
	if (directive && cursor.isTop) {
		const [start, end] = [offset - (directive[2] as string).length, lineStart + cursor.text.trimEnd().length];
		const name = (directive[1] as string).toLowerCase() as 'syntax' | 'escape';
		return values[name].map(value =>
			context.item(value, CompletionItemKind.Value, start, Math.max(start, end, offset)),
		);
	}
	const check = /^check\s*=\s*(.*)$/i.exec(content);
	if (check) {
		return completeCheck(context, check[1] as string, offset, cursor.text);
	}
	const hadolint = /^hadolint\s+(?:global\s+)?ignore\s*=\s*(?:[^,]*,)*\s*(\w*)$/.exec(content);
	if (hadolint) {
		const used = new Set((cursor.text.split('=').at(-1) ?? '').split(',').map(name => name.trim()));
		return rules
			.filter(rule => rule.source === 'hadolint' && (!used.has(rule.name) || rule.name === hadolint[1]))
			.map(rule =>
				context.item(rule.name, CompletionItemKind.EnumMember, offset - (hadolint[1] as string).length, offset, {
					text: rule.title,
				}),
			);
	}
	return /^\w*$/.test(content) ? directiveItems(context, cursor, offset - content.length, offset) : [];
}

function directiveItems(
	context: CompletionContext,
	cursor: Cursor & { kind: 'comment' },
	start: number,
	offset: number,
): CompletionItem[] {
	const present = new Set(context.analysis.file.directives.map(directive => directive.name));
	const names: DirectiveName[] = cursor.isTop ? ['syntax', 'escape', 'check'] : ['check'];
	const directives = names
		.filter(name => !cursor.isTop || !present.has(name))
		.map(name =>
			context.item(name, CompletionItemKind.Keyword, start, offset, {
				insert: cursor.isTop ? `${name}=` : 'check=skip=',
				text: directiveTexts[name],
				again: true,
			}),
		);
	const text = {
		en: 'Leaves out rules of hadolint for the next instruction.',
		ko: '다음 명령어에서 hadolint 규칙을 무시합니다.',
	};
	const item = context.item('hadolint ignore=', CompletionItemKind.Keyword, start, offset, { text, again: true });
	return [...directives, item];
}

function completeCheck(context: CompletionContext, value: string, offset: number, line: string): CompletionItem[] {
	const option = value.slice(value.lastIndexOf(';') + 1);
	const equals = option.indexOf('=');
	if (equals < 0) {
		const typed = option.trimStart();
		return Object.entries(checkOptionTexts)
			.filter(([name]) => !new RegExp(`(^|;)\\s*${name}\\s*=`).test(value))
			.map(([name, text]) =>
				context.item(`${name}=`, CompletionItemKind.Property, offset - typed.length, offset, { text, again: true }),
			);
	}
	if (option.slice(0, equals).trim() === 'error') {
		const typed = option.slice(equals + 1);
		return ['true', 'false'].map(name => context.item(name, CompletionItemKind.Value, offset - typed.length, offset));
	}
	const list = option.slice(equals + 1);
	const typed = list.slice(list.lastIndexOf(',') + 1).trimStart();
	const used = new Set((line.split('=').at(-1) ?? '').split(',').map(name => name.trim()));
	const names = list.includes(',') ? buildkitRuleNames : ['all', ...buildkitRuleNames];
	return names
		.filter(name => !used.has(name) || name === typed)
		.map(name => {
			const text = ruleNamed(name)?.title;
			return context.item(name, CompletionItemKind.EnumMember, offset - typed.length, offset, text ? { text } : {});
		});
}
