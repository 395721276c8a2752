import type { Hover, Position } from 'vscode-languageserver-types';
import { type ServiceHost, say, type Text } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { codeBlock } from './hoverTexts.ts';
import { ruleNamed, rulePage } from './rules.ts';
import { tagTexts } from './tags.ts';

const words = {
	wrong: { en: 'Instead of', ko: '이것 대신' },
	right: { en: 'write', ko: '이렇게 씁니다' },
	more: { en: 'Documentation', ko: '문서' },
} satisfies Record<string, Text>;

/** What stands outside of the tree: the names of rules behind `# slipway-ignore`, and the tags of Compose. */
export function hoverComment(document: ComposeDocument, host: ServiceHost, position: Position): Hover | undefined {
	const { line, character } = position;
	const text = document.text.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
	const word = [...text.matchAll(/!?\w+/g)].find(
		({ 0: found, index }) => index <= character && character <= index + found.length,
	);
	const value = word && (ruleText(text, word, host) ?? tagText(word[0], text, host));
	return value
		? {
				contents: { kind: 'markdown', value },
				range: {
					start: { line, character: word.index },
					end: { line, character: word.index + word[0].length },
				},
			}
		: undefined;
}

function ruleText(line: string, word: RegExpExecArray, { locale }: ServiceHost): string | undefined {
	const comment = /(?:^|\s)#\s*slipway-ignore\s/.exec(line);
	const rule = comment && comment.index < word.index ? ruleNamed(word[0]) : undefined;
	return (
		rule &&
		[
			`**${rule.name}**: ${say(rule.title, locale)}`,
			say(words.wrong, locale),
			codeBlock(rule.wrong),
			say(words.right, locale),
			codeBlock(rule.right),
			`[${say(words.more, locale)}](${rulePage(rule.name)})`,
		].join('\n\n')
	);
}

function tagText(word: string, line: string, { locale }: ServiceHost): string | undefined {
	const tag = tagTexts.find(({ label }) => label === word);
	return tag && /^\s*(?:- +)*[^#"']*:\s+!/.test(line) ? `${tag.label}: ${say(tag.text, locale)}` : undefined;
}
