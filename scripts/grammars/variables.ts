import { include, oneOf, type Rule } from './rule.ts';

const predefined = [
	...['BUILD', 'TARGET'].flatMap(place => ['PLATFORM', 'OS', 'OSVERSION', 'ARCH', 'VARIANT'].map(part => place + part)),
	'TARGETSTAGE',
];

/** Deeper expansions in expansions are not coloured: each level costs time at each place of a line. */
const deepest = 4;

/** `$NAME` and `${NAME…}` in all the forms that an expansion by BuildKit or Compose may have. */
export function variableRules(language: string): Record<string, Rule> {
	const dollar = { name: `punctuation.definition.variable.${language}` };
	const name = {
		patterns: [
			{ match: `^${oneOf(predefined)}$|(?<=[{$])${oneOf(predefined)}(?!\\w)`, name: `variable.language.${language}` },
			{ match: '\\w+', name: `variable.other.readwrite.${language}` },
		],
	};
	const levels = Array.from({ length: deepest }, (_, index) => index);
	return Object.fromEntries(
		levels.map((level): [string, Rule] => [level === 0 ? 'variable' : `variable-${level}`, variable(level)]),
	);

	function variable(level: number): Rule {
		return {
			patterns: [
				{
					begin: String.raw`(\$\{)([A-Za-z_]\w*|\d+)?`,
					end: String.raw`(\})|(?=["\n])|$`,
					beginCaptures: { 1: dollar, 2: name },
					endCaptures: { 1: dollar },
					name: `meta.variable.${language}`,
					patterns: modifier(level + 1 < deepest ? include(`variable-${level + 1}`) : []),
				},
				{
					match: String.raw`(\$)([A-Za-z_]\w*|\d|[@*#?$!-](?=\W|$))`,
					captures: { 1: dollar, 2: name },
					name: `meta.variable.${language}`,
				},
			],
		};
	}

	function modifier(inner: readonly Rule[]): Rule[] {
		const operator = `keyword.operator.expansion.${language}`;
		return [
			{
				begin: String.raw`(?<=\w)(:?[-+?]|##?|%%?|//?)`,
				end: String.raw`(?=[}"\n])|$`,
				beginCaptures: { 1: { name: operator } },
				contentName: `string.unquoted.expansion.${language}`,
				patterns: [...inner, { match: '/', name: operator }],
			},
			{ match: '[^}"\\s]+', name: `invalid.illegal.expansion.${language}` },
		];
	}
}
