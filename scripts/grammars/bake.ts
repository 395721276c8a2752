import { inlineLines } from './inlineDockerfile.ts';
import { type Grammar, include, type Rule } from './rule.ts';

/** Bake files in HCL. Quoted text ends with its line, whatever is left open in it. */
export function bakeGrammar(): Grammar {
	return {
		name: 'Docker Bake',
		scopeName: 'source.hcl.bake',
		patterns: include('comment', 'block', 'attribute', 'expression'),
		repository: {
			comment: comments(),
			block: block(),
			attribute: {
				match: String.raw`^[ \t]*([A-Za-z_][\w-]*)[ \t]*(=)(?![=>])`,
				captures: {
					1: { name: 'variable.other.property.bake' },
					2: { name: 'keyword.operator.assignment.bake' },
				},
			},
			expression: {
				patterns: include(
					...[
						'comment',
						'heredoc',
						'string',
						'number',
						'constant',
						'for',
						'call',
						'object-key',
						'reference',
						'operator',
					],
					...['braces', 'brackets', 'parentheses'],
				),
			},
			...expressions(),
			...nested(),
			heredoc: heredoc(),
			string: string(),
			interpolation: interpolation(),
		},
	};
}

function comments(): Rule {
	const punctuation = { 1: { name: 'punctuation.definition.comment.bake' } };
	return {
		patterns: [
			{ match: '(#).*$', captures: punctuation, name: 'comment.line.number-sign.bake' },
			{ match: '(//).*$', captures: punctuation, name: 'comment.line.double-slash.bake' },
			{ begin: '/\\*', end: '\\*/', name: 'comment.block.bake' },
		],
	};
}

/** `target "web" {`; what is inside the braces is read as anywhere else. */
function block(): Rule {
	const label = { name: 'entity.name.type.label.bake' };
	return {
		match: String.raw`^[ \t]*([A-Za-z_][\w-]*)(?:[ \t]+("[^"\n]*"|[A-Za-z_][\w-]*))?[ \t]*(?=\{)`,
		captures: { 1: { name: 'keyword.control.block.bake' }, 2: label },
	};
}

function expressions(): Record<string, Rule> {
	return {
		number: { match: String.raw`\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b`, name: 'constant.numeric.bake' },
		constant: { match: String.raw`\b(?:true|false|null)\b`, name: 'constant.language.bake' },
		for: {
			match: String.raw`(?<=[\[{(\s])(?:for|in|if|else|endif|endfor)\b(?![ \t]*[=(])`,
			name: 'keyword.control.bake',
		},
		call: { match: String.raw`\b[A-Za-z_]\w*(?=\()`, name: 'entity.name.function.bake' },
		'object-key': {
			match: String.raw`\b([A-Za-z_][\w-]*)[ \t]*(=)(?![=>])`,
			captures: { 1: { name: 'variable.other.property.bake' }, 2: { name: 'keyword.operator.assignment.bake' } },
		},
		reference: { match: String.raw`\b[A-Za-z_][\w-]*`, name: 'variable.other.readwrite.bake' },
		operator: {
			patterns: [
				{ match: String.raw`=>|\.\.\.|[=!<>]=|&&|\|\||[<>!?:+*/%-]`, name: 'keyword.operator.bake' },
				{ match: '=', name: 'keyword.operator.assignment.bake' },
				{ match: ',', name: 'punctuation.separator.bake' },
				{ match: String.raw`\.`, name: 'punctuation.accessor.bake' },
			],
		},
	};
}

function nested(): Record<string, Rule> {
	const pair = (kind: string, open: string, close: string): Rule => ({
		patterns: [
			{ match: open, name: `punctuation.section.${kind}.begin.bake` },
			{ match: close, name: `punctuation.section.${kind}.end.bake` },
		],
	});
	return {
		braces: pair('braces', '\\{', '\\}'),
		brackets: pair('brackets', '\\[', '\\]'),
		parentheses: pair('parentheses', '\\(', '\\)'),
	};
}

function string(): Rule {
	return {
		begin: '"',
		end: '"|$',
		captures: { 0: { name: 'punctuation.definition.string.bake' } },
		name: 'string.quoted.double.bake',
		patterns: [
			{
				match: String.raw`\\(?:[nrt"\\]|u[\da-fA-F]{4}|U[\da-fA-F]{8})|\$\$\{|%%\{`,
				name: 'constant.character.escape.bake',
			},
			...include('interpolation'),
		],
	};
}

function interpolation(): Rule {
	return {
		begin: '[$%]\\{~?',
		end: '~?\\}|$',
		captures: { 0: { name: 'punctuation.section.embedded.bake' } },
		name: 'meta.interpolation.bake',
		contentName: 'meta.embedded.line.bake',
		patterns: [
			{ begin: '\\{', end: '\\}|$', patterns: include('expression') },
			...include('string', 'number', 'constant', 'for', 'call', 'reference', 'operator', 'brackets', 'parentheses'),
		],
	};
}

/** `dockerfile-inline = <<EOT`; spaces may stand before the closing word. */
function heredoc(): Rule {
	return {
		begin: String.raw`(?=<<-?([A-Za-z_]\w*)[ \t]*$)`,
		end: String.raw`^[ \t]*(\1)$\n?`,
		endCaptures: { 1: { name: 'keyword.control.heredoc-token.bake' } },
		patterns: [
			{
				begin: String.raw`(<<-?)([A-Za-z_]\w*)[ \t]*\n`,
				beginCaptures: {
					1: { name: 'keyword.operator.heredoc.bake' },
					2: { name: 'keyword.control.heredoc-token.bake' },
				},
				while: String.raw`^(?![ \t]*\2$)`,
				contentName: 'meta.embedded.block.dockerfile',
				patterns: [...include('interpolation'), ...inlineLines('bake')],
			},
		],
	};
}
