import { include, oneOf, type Rule } from './rule.ts';

const predefined = [
	...['BUILD', 'TARGET'].flatMap(place => ['PLATFORM', 'OS', 'OSVERSION', 'ARCH', 'VARIANT'].map(part => place + part)),
	'TARGETSTAGE',
];

/** `$NAME` and `${NAME…}` in all the forms that an expansion by BuildKit or Compose may have. */
export function variableRules(language: string): Record<string, Rule> {
	const dollar = { name: `punctuation.definition.variable.${language}` };
	const name = {
		patterns: [
			{ match: `^${oneOf(predefined)}$|(?<=[{$])${oneOf(predefined)}(?!\\w)`, name: `variable.language.${language}` },
			{ match: '\\w+', name: `variable.other.readwrite.${language}` },
		],
	};
	return {
		variable: {
			patterns: [
				{
					begin: String.raw`(\$\{)([A-Za-z_]\w*|\d+)?`,
					end: String.raw`(\})|(?=["\n])|$`,
					beginCaptures: { 1: dollar, 2: name },
					endCaptures: { 1: dollar },
					name: `meta.variable.${language}`,
					patterns: include('variable-modifier'),
				},
				{
					match: String.raw`(\$)([A-Za-z_]\w*|\d|[@*#?$!-](?=\W|$))`,
					captures: { 1: dollar, 2: name },
					name: `meta.variable.${language}`,
				},
			],
		},
		'variable-modifier': {
			patterns: [
				{
					begin: String.raw`(?<=\w)(:?[-+?]|##?|%%?|//?)`,
					end: String.raw`(?=[}"\n])|$`,
					beginCaptures: { 1: { name: `keyword.operator.expansion.${language}` } },
					contentName: `string.unquoted.expansion.${language}`,
					patterns: [...include('variable'), { match: '/', name: `keyword.operator.expansion.${language}` }],
				},
				{ match: '[^}"\\s]+', name: `invalid.illegal.expansion.${language}` },
			],
		},
	};
}
