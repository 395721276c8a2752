import type { Rule } from './rule.ts';

const keywords = [
	...['ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER'],
	...['RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'],
];

/**
 * A Dockerfile inside another file, line by line: the real grammar has to know whether the line before was continued,
 * which it cannot see below a rule that lasts line by line itself.
 */
export function inlineLines(language: string): Rule[] {
	return [
		{ match: `\\G[ \\t]*(#.*)$`, captures: { 1: { name: `comment.line.number-sign.${language}` } } },
		{
			match: `\\G[ \\t]*(?:((?i:ONBUILD))[ \\t]+)?((?i:${keywords.join('|')}))(?=[ \\t]|$)`,
			captures: { 1: { name: `keyword.control.${language}` }, 2: { name: `keyword.control.${language}` } },
		},
		{ match: `(?<=[ \\t])(?i:AS)(?=[ \\t])`, name: `keyword.control.${language}` },
		{
			match: `(?<=[ \\t])(--)([a-z][a-z-]*)`,
			captures: {
				1: { name: `punctuation.definition.parameter.${language}` },
				2: { name: `variable.parameter.flag.${language}` },
			},
		},
		{ match: `"(?:[^"\\\\\\n]|\\\\.)*"`, name: `string.quoted.double.${language}` },
		{ match: `'[^'\\n]*'`, name: `string.quoted.single.${language}` },
		{ match: `\\\\[ \\t]*$`, name: `constant.character.escape.line-continuation.${language}` },
	];
}
