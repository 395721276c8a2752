import type { Text } from '../../host.ts';
import { ruleNamed } from './rules.ts';

const nothing: Text = { en: '', ko: '' };

/** The message of a rule as the table has it. */
export function messageOf(rule: string): Text {
	return ruleNamed(rule)?.message ?? nothing;
}

/** A rule's message with the suggestion put where it has `{1}`. */
export function didYouMean(
	rule: string,
	name: string,
	suggestion: string | undefined,
): readonly [Text, readonly string[]] {
	const { en, ko } = messageOf(rule);
	const message = {
		en: en.replace('{1}', suggestion ? ' Did you mean {1}?' : ''),
		ko: ko.replace('{1}', suggestion ? ' 혹시 {1}을(를) 찾으셨나요?' : ''),
	};
	return [message, [name, suggestion ?? '']];
}
