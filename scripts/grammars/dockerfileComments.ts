import { include, never, type Rule } from './rule.ts';

const directiveLine = '#[ \\t]*(?i:syntax|escape|check)[ \\t]*=';

/** Only the top of a file. With a backtick as escape character the rest of the file is another language. */
export function directives(): Rule {
	const backtick = '^(?=#[ \\t]*(?i:escape)[ \\t]*=[ \\t]*`[ \\t]*$)';
	return {
		begin: `\\A(?=${directiveLine})`,
		end: `^(?!${directiveLine})`,
		patterns: [
			{
				begin: backtick,
				end: never,
				contentName: 'meta.escape-backtick.dockerfile',
				patterns: [
					{ begin: backtick, end: `^(?!${directiveLine})`, patterns: [directive()] },
					...include('backtick-lines'),
				],
			},
			directive(),
		],
	};
}

function directive(): Rule {
	return {
		match: String.raw`^(#)[ \t]*(?:((?i:check))[ \t]*(=)[ \t]*(.*)|((?i:syntax|escape))[ \t]*(=)[ \t]*(.*?))[ \t]*$`,
		name: 'comment.line.number-sign.dockerfile meta.directive.dockerfile',
		captures: {
			1: { name: 'punctuation.definition.comment.dockerfile' },
			2: { name: 'keyword.other.directive.dockerfile' },
			3: { name: 'keyword.operator.assignment.dockerfile' },
			4: { patterns: checkOptions() },
			5: { name: 'keyword.other.directive.dockerfile' },
			6: { name: 'keyword.operator.assignment.dockerfile' },
			7: { name: 'string.unquoted.directive.dockerfile' },
		},
	};
}

function checkOptions(): Rule[] {
	return [
		{
			match: '(skip|experimental|error)(=)',
			captures: {
				1: { name: 'variable.parameter.check.dockerfile' },
				2: { name: 'keyword.operator.assignment.dockerfile' },
			},
		},
		{ match: String.raw`\b(?:all|true|false)\b`, name: 'constant.language.dockerfile' },
		{ match: String.raw`\b[A-Z]\w+`, name: 'entity.name.function.rule.dockerfile' },
	];
}

/** Comments that switch rules off for the next instruction are picked out. */
export function comment(): Rule {
	const hash = { name: 'punctuation.definition.comment.dockerfile' };
	const name = 'comment.line.number-sign.dockerfile';
	return {
		patterns: [
			{
				match: String.raw`^[ \t]*(#)[ \t]*(check)(=)((?:(?!//).)*)(.*)$`,
				name,
				captures: {
					1: hash,
					2: { name: 'keyword.other.directive.dockerfile' },
					3: { name: 'keyword.operator.assignment.dockerfile' },
					4: { patterns: checkOptions() },
				},
			},
			{
				match: String.raw`^[ \t]*(#)[ \t]*(hadolint)[ \t]+(?:global[ \t]+)?(ignore)(=)((?:[\w, \t])*)`,
				name,
				captures: {
					1: hash,
					2: { name: 'keyword.other.directive.dockerfile' },
					3: { name: 'variable.parameter.check.dockerfile' },
					4: { name: 'keyword.operator.assignment.dockerfile' },
					5: { patterns: [{ match: String.raw`\w+`, name: 'entity.name.function.rule.dockerfile' }] },
				},
			},
			{ match: String.raw`^[ \t]*(#).*$`, name, captures: { 1: hash } },
		],
	};
}
