import type { Rule } from './rule.ts';

const words = [
	...['alias', 'begin', 'break', 'case', 'class', 'def', 'do', 'else', 'elsif', 'end', 'ensure', 'for', 'if', 'in'],
	...['module', 'next', 'raise', 'redo', 'require', 'require_relative', 'rescue', 'retry', 'return', 'then', 'undef'],
	...['unless', 'until', 'when', 'while', 'yield', 'and', 'or', 'not', 'defined\\?'],
];

/** Enough of Ruby for a script of a few lines. */
export function ruby(): Rule {
	return {
		patterns: [
			{ match: '#(?!\\{).*$', name: 'comment.line.number-sign.ruby' },
			{
				begin: '"',
				end: '"',
				name: 'string.quoted.double.ruby',
				patterns: [
					{ match: '\\\\.', name: 'constant.character.escape.ruby' },
					{ match: '#\\{[^}]*\\}', name: 'meta.embedded.line.ruby' },
				],
			},
			{
				begin: "'",
				end: "'",
				name: 'string.quoted.single.ruby',
				patterns: [{ match: "\\\\[\\\\']", name: 'constant.character.escape.ruby' }],
			},
			{ match: `(?<![.\\w])(?:${words.join('|')})(?!\\w)`, name: 'keyword.control.ruby' },
			{ match: '\\b(?:nil|true|false|self|super)\\b', name: 'constant.language.ruby' },
			{ match: '(?:@@?|\\$)[A-Za-z_]\\w*', name: 'variable.other.readwrite.instance.ruby' },
			{ match: '(?<![:\\w]):[A-Za-z_]\\w*[?!]?|\\b[a-z_]\\w*:(?!:)', name: 'constant.other.symbol.ruby' },
			{ match: '\\b\\d[\\d_]*(?:\\.\\d+)?\\b', name: 'constant.numeric.ruby' },
			{ match: '\\b[A-Z]\\w*', name: 'entity.name.type.ruby' },
			{ match: '\\b(?:puts|print|p|printf)\\b', name: 'support.function.ruby' },
		],
	};
}
