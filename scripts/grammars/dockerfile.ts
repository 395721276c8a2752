import { heredocOperator, heredocRules, noHeredoc } from './heredocs.ts';
import { ruby } from './ruby.ts';
import { type Grammar, include, never, type Rule } from './rule.ts';
import { variableRules } from './variables.ts';

const directiveLine = '#[ \\t]*(?i:syntax|escape|check)[ \\t]*=';

/**
 * Dockerfiles. An instruction lasts while the line before ended in the escape character, whatever quotes or
 * parentheses its shell command leaves open: the rule for that character takes the line's end with it, and only after
 * such a rule does `\G` match at the start of the next line.
 */
export function dockerfileGrammar(): Grammar {
	return {
		name: 'Dockerfile',
		scopeName: 'source.dockerfile.buildkit',
		patterns: include('directives', 'lines'),
		injections: {
			'L:meta.instruction.dockerfile -comment -meta.escape-backtick': { patterns: continuation('\\\\') },
			'L:meta.escape-backtick.dockerfile meta.instruction.dockerfile -comment': {
				patterns: continuation('`'),
			},
			'L:meta.instruction.dockerfile meta.arguments.dockerfile -meta.embedded -meta.json -string.quoted.single -comment -meta.escape-backtick':
				{ patterns: [{ match: '\\\\.', name: 'constant.character.escape.dockerfile' }] },
			'L:meta.escape-backtick.dockerfile meta.arguments.dockerfile -meta.embedded -meta.json -string.quoted.single -comment':
				{
					patterns: [{ match: '`.', name: 'constant.character.escape.dockerfile' }],
				},
			'L:meta.heredoc-line.dockerfile -string -comment': { patterns: [heredocOperator] },
			// A shell's own heredoc cannot begin on a line of RUN: what looks like one is a shift.
			'L:meta.embedded.line.shell -string -comment': {
				patterns: [{ match: '(?<!<)<<(?!<)|<{4,}', name: 'keyword.operator.shift.dockerfile' }],
			},
			'L:meta.heredoc.expanded.dockerfile -meta.instruction -comment': { patterns: include('variable') },
		},
		repository: {
			directives: directives(),
			lines: { patterns: include('comment', 'heredocs', 'instructions', 'continued-heredocs', 'unknown') },
			'backtick-lines': {
				patterns: include('comment', 'heredocs', 'backtick-instructions', 'continued-heredocs', 'unknown'),
			},
			comment: comment(),
			unknown: { begin: '^(?=[ \\t]*[^\\s#\\\\])', while: '\\G', name: 'meta.instruction.dockerfile' },
			...instructionRules(),
			...heredocRules(),
			ruby: ruby(),
			...heredocLines(),
			...argumentRules(),
			...variableRules('dockerfile'),
		},
	};
}

/** Only the top of a file. With a backtick as escape character the rest of the file is another language. */
function directives(): Rule {
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
function comment(): Rule {
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

/** Comments and empty lines do not end an instruction that goes on. */
function continuation(character: string): Rule[] {
	const name = 'constant.character.escape.line-continuation.dockerfile';
	return [
		{
			begin: `(?<!${character})(${character})[ \\t]*\\n`,
			end: '^(?![ \\t]*(?:#|$))',
			beginCaptures: { 1: { name } },
			patterns: include('comment'),
		},
		{ match: `(?<!${character})(${character})[ \\t]*$`, captures: { 1: { name } } },
	];
}

interface Instruction {
	readonly keywords: readonly string[];
	/** Names in the repository of what may stand after the flags. */
	readonly parts: readonly string[];
	readonly flags?: boolean;
	readonly heredocs?: boolean;
}

const instructions: Readonly<Record<string, Instruction>> = {
	from: { keywords: ['FROM'], parts: ['stage', 'image'], flags: true },
	copy: { keywords: ['COPY', 'ADD'], parts: ['json', 'words'], flags: true, heredocs: true },
	environment: { keywords: ['ENV', 'LABEL'], parts: ['pairs'] },
	argument: { keywords: ['ARG'], parts: ['declarations'] },
	expose: { keywords: ['EXPOSE'], parts: ['ports'] },
	workdir: { keywords: ['WORKDIR', 'USER', 'MAINTAINER', 'STOPSIGNAL'], parts: ['words'] },
	volume: { keywords: ['VOLUME'], parts: ['json', 'words'] },
	'shell-form': { keywords: ['SHELL'], parts: ['json'] },
};

/** The ones whose arguments are a command; Windows files, the ones with a backtick, mostly speak PowerShell. */
const commands: Readonly<Record<string, Instruction>> = {
	run: { keywords: ['RUN'], parts: ['json', 'command'], flags: true, heredocs: true },
	entrypoint: { keywords: ['CMD', 'ENTRYPOINT'], parts: ['json', 'command'] },
	healthcheck: { keywords: ['HEALTHCHECK'], parts: ['none', 'check-command'], flags: true },
};

function instructionRules(): Record<string, Rule> {
	const all = { ...instructions, ...commands };
	const backtick = (name: string) => (name in commands ? `backtick-${name}` : name);
	const rules = Object.entries(all).map(([name, each]) => [name, instruction(name, each, 'command')]);
	const powershell = Object.entries(commands).map(([name, each]) => [
		`backtick-${name}`,
		instruction(name, each, 'powershell-command'),
	]);
	return {
		instructions: { patterns: include('onbuild', ...Object.keys(all)) },
		'backtick-instructions': { patterns: include('backtick-onbuild', ...Object.keys(all).map(backtick)) },
		onbuild: onbuild(Object.keys(all)),
		'backtick-onbuild': onbuild(Object.keys(all).map(backtick)),
		...Object.fromEntries([...rules, ...powershell]),
	};
}

function instruction(name: string, { keywords, parts, flags, heredocs }: Instruction, command: string): Rule {
	return {
		begin: `(?:^|\\G)[ \\t]*(${keyword(keywords)})`,
		beginCaptures: { 1: { name: 'keyword.control.dockerfile' } },
		while: heredocs ? `\\G${noHeredoc}` : '\\G',
		name: `meta.instruction.dockerfile meta.instruction.${name}.dockerfile`,
		patterns: argumentsOf({ keywords, parts, flags }, command),
	};
}

/** Flags end at the first argument. */
function argumentsOf({ parts, flags }: Instruction, command: string): Rule[] {
	const names = parts.map(part =>
		command === 'command' ? part : part.replace(/command$/, match => `powershell-${match}`),
	);
	return [
		...(flags ? include('flag') : []),
		{ begin: '(?=\\S)', end: never, contentName: 'meta.arguments.dockerfile', patterns: include(...names) },
	];
}

function keyword(keywords: readonly string[]): string {
	return `(?i:${keywords.join('|')})(?=[ \\t\\v\\f\\\\\`]|$)`;
}

function onbuild(names: readonly string[]): Rule {
	return {
		begin: `(?:^|\\G)[ \\t]*(${keyword(['ONBUILD'])})`,
		beginCaptures: { 1: { name: 'keyword.control.dockerfile' } },
		while: `\\G${noHeredoc}`,
		name: 'meta.instruction.dockerfile meta.instruction.onbuild.dockerfile',
		patterns: include(...names),
	};
}

/** The first line of an instruction with heredocs, alone: nothing in it reaches into the body. */
function heredocLines(): Record<string, Rule> {
	const line = (name: string, parts: Rule[], start: string): Rule => ({
		begin: String.raw`^[ \t]*${start}`,
		beginCaptures: { 1: { name: 'keyword.control.dockerfile' }, 2: { name: 'keyword.control.dockerfile' } },
		end: never,
		name: `meta.instruction.dockerfile meta.instruction.${name}.dockerfile meta.heredoc-line.dockerfile`,
		patterns: parts,
	});
	const after = (...keywords: string[]) => `(?:((?i:ONBUILD))[ \\t]+)?(${keyword(keywords)})`;
	const { run, copy } = { ...instructions, ...commands } as { run: Instruction; copy: Instruction };
	return {
		'heredoc-line': {
			patterns: [
				line('run', argumentsOf(run, 'command'), after('RUN')),
				line('copy', argumentsOf(copy, 'command'), after('COPY', 'ADD')),
				...include('heredoc-line-rest'),
			],
		},
		'heredoc-line-rest': line('continued', include('flag', 'command'), '(?=\\S)'),
	};
}

function argumentRules(): Record<string, Rule> {
	const word = 'string.unquoted.argument.dockerfile';
	return {
		flag: flag(),
		stage: {
			match: String.raw`(?<!\S)((?i:AS))(?:[ \t]+([^\s\\\x60]+))?(?=\s|$)`,
			captures: {
				1: { name: 'keyword.control.dockerfile' },
				2: { name: 'entity.name.namespace.stage.dockerfile' },
			},
		},
		image: image(),
		words: {
			patterns: [
				...include('quoted', 'variable'),
				{ match: String.raw`(?:https?|ssh|git)://[^\s"'$]+`, name: 'markup.underline.link.dockerfile' },
				{ match: String.raw`(?<!\S)(?:0x[\da-fA-F]+|\d+)(?!\S)`, name: 'constant.numeric.dockerfile' },
				{
					match: String.raw`(?<!\S)(?:SIG)?(?:RT(?:MIN|MAX)[+-]\d+|[A-Z][A-Z\d]+)(?!\S)`,
					name: 'constant.language.dockerfile',
				},
				{ match: String.raw`[^\s"'$\\\x60]+|[\\\x60]`, name: word },
			],
		},
		pairs: pairs(),
		declarations: {
			patterns: [
				{
					match: String.raw`(?<!\S)([A-Za-z_]\w*)(?:(=)|(?=\s|$))`,
					captures: {
						1: { name: 'variable.other.constant.dockerfile' },
						2: { name: 'keyword.operator.assignment.dockerfile' },
					},
				},
				...include('value'),
			],
		},
		ports: {
			patterns: [
				...include('quoted', 'variable'),
				{
					match: String.raw`(\d+)(?:(-)(\d+))?(?:(/)((?i:tcp|udp|sctp)))?`,
					captures: {
						1: { name: 'constant.numeric.port.dockerfile' },
						2: { name: 'keyword.operator.range.dockerfile' },
						3: { name: 'constant.numeric.port.dockerfile' },
						4: { name: 'punctuation.separator.protocol.dockerfile' },
						5: { name: 'constant.language.protocol.dockerfile' },
					},
				},
			],
		},
		none: { match: String.raw`\G(?i:NONE)(?=\s|$)`, name: 'constant.language.dockerfile' },
		'check-command': checkCommand('command'),
		'check-powershell-command': checkCommand('powershell-command'),
		command: {
			begin: '(?=\\S)',
			end: never,
			contentName: 'meta.embedded.line.shell',
			// A statement begins here though this is not the start of a line.
			patterns: include('source.shell#typical_statements', 'source.shell'),
		},
		'powershell-command': {
			begin: '(?=\\S)',
			end: never,
			contentName: 'meta.embedded.line.powershell',
			patterns: include('source.powershell'),
		},
		value: {
			patterns: [
				...include('quoted', 'variable'),
				{ match: String.raw`(?<![^\s=])\d+(?:\.\d+)*(?!\S)`, name: 'constant.numeric.dockerfile' },
				{ match: String.raw`[^\s"'$\\\x60]+|[\\\x60]`, name: 'string.unquoted.value.dockerfile' },
			],
		},
		quoted: quoted(),
		json: json(),
	};
}

function checkCommand(command: string): Rule {
	return {
		begin: `\\G(${keyword(['CMD'])})`,
		end: never,
		beginCaptures: { 1: { name: 'keyword.control.dockerfile' } },
		patterns: include('json', command),
	};
}

function flag(): Rule {
	const start = (name: string) => String.raw`(?<!\S)(--)(${name})(?:(=)|(?=\s|$))`;
	const beginCaptures = {
		1: { name: 'punctuation.definition.parameter.dockerfile' },
		2: { name: 'variable.parameter.flag.dockerfile' },
		3: { name: 'keyword.operator.assignment.dockerfile' },
	};
	const end = '(?=\\s)|$';
	return {
		patterns: [
			{ begin: start('mount'), beginCaptures, end, name: 'meta.flag.mount.dockerfile', patterns: mountOptions() },
			{
				begin: start('from'),
				beginCaptures,
				end,
				name: 'meta.flag.from.dockerfile',
				patterns: [
					{ match: String.raw`(?<==)[^\s:/@$"']+(?=\s|$)`, name: 'entity.name.namespace.stage.dockerfile' },
					...include('image'),
				],
			},
			{
				begin: start('[A-Za-z][\\w-]*'),
				beginCaptures,
				end,
				name: 'meta.flag.dockerfile',
				patterns: [
					{ match: '(?<==)(?i:true|false)(?=\\s|$)', name: 'constant.language.boolean.dockerfile' },
					{
						match: String.raw`(?<==)(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+(?=\s|$)`,
						name: 'constant.numeric.duration.dockerfile',
					},
					...include('value'),
				],
			},
			{ match: String.raw`(?<!\S)--(?=\s|$)`, name: 'keyword.operator.end-of-options.dockerfile' },
		],
	};
}

function mountOptions(): Rule[] {
	const key = { name: 'variable.parameter.option.dockerfile' };
	const equals = { name: 'keyword.operator.assignment.dockerfile' };
	return [
		{
			match: String.raw`(?<=[=,"])((?i:type))(=)([A-Za-z]+)(?=[\s,"]|$)`,
			captures: { 1: key, 2: equals, 3: { name: 'support.constant.mount.dockerfile' } },
		},
		{ match: String.raw`(?<=[=,"])([A-Za-z][\w-]*)(=)`, captures: { 1: key, 2: equals } },
		{
			match: String.raw`(?<=[=,"])(?i:ro|rw|readonly|readwrite|required)(?=[\s,"]|$)`,
			name: 'variable.parameter.option.dockerfile',
		},
		{ match: '(?<==)(?i:true|false)(?=[\\s,"]|$)', name: 'constant.language.boolean.dockerfile' },
		{ match: '(?<==)\\d+(?:[kmgKMG][bB]?)?(?=[\\s,"]|$)', name: 'constant.numeric.dockerfile' },
		{ match: ',', name: 'punctuation.separator.option.dockerfile' },
		{ match: '"', name: 'punctuation.definition.string.dockerfile' },
		...include('variable'),
		{ match: String.raw`[^\s,"$\\\x60]+`, name: 'string.unquoted.value.dockerfile' },
	];
}

function image(): Rule {
	return {
		patterns: [
			...include('variable'),
			{ match: '(?<!\\S)scratch(?=\\s|$)', name: 'constant.language.dockerfile' },
			{
				match: '(@)(sha256|sha512)(:)([0-9a-f]+)',
				captures: {
					1: { name: 'punctuation.separator.digest.dockerfile' },
					2: { name: 'keyword.other.digest.dockerfile' },
					3: { name: 'punctuation.separator.digest.dockerfile' },
					4: { name: 'constant.numeric.digest.dockerfile' },
				},
			},
			{
				begin: '(:)(?!\\d+/)',
				end: '(?=[@\\s"]|$)',
				beginCaptures: { 1: { name: 'punctuation.separator.tag.dockerfile' } },
				patterns: [...include('variable'), { match: '[\\w.-]+', name: 'constant.other.tag.dockerfile' }],
			},
			{ match: '[A-Za-z0-9_./-]+(?::\\d+/[\\w./-]*)?', name: 'entity.name.type.image.dockerfile' },
			{ match: ':\\d+/', name: 'entity.name.type.image.dockerfile' },
		],
	};
}

function pairs(): Rule {
	const key = { name: 'variable.other.constant.dockerfile' };
	return {
		patterns: [
			{
				match: String.raw`(?<!\S)(?:([^\s="'$\\#]+)|("[^"\s]*"|'[^'\s]*'))(=)`,
				captures: { 1: key, 2: key, 3: { name: 'keyword.operator.assignment.dockerfile' } },
			},
			{
				// The old form, "ENV name the rest of the line": a pair without an equals sign.
				begin: String.raw`\G([^\s="'$\\]+)(?=[ \t]+\S)`,
				end: never,
				beginCaptures: { 1: key },
				patterns: include('value'),
			},
			...include('value'),
		],
	};
}

function quoted(): Rule {
	const punctuation = { 0: { name: 'punctuation.definition.string.dockerfile' } };
	return {
		patterns: [
			{
				begin: '"',
				end: '"',
				captures: punctuation,
				name: 'string.quoted.double.dockerfile',
				patterns: include('variable'),
			},
			{ begin: "'", end: "'", captures: punctuation, name: 'string.quoted.single.dockerfile' },
		],
	};
}

/** Only what can be a JSON list of strings: `[ -f x ]` and `[ "$a" = b ]` are shell. */
function json(): Rule {
	const text = String.raw`"(?:[^"\\]|\\.)*`;
	const goesOn = String.raw`[,\]]|[\\\x60]?[ \t]*$`;
	return {
		begin: String.raw`\G\s*(\[)(?=\s*(?:${text}(?:$|"\s*(?:${goesOn}))|\][ \t]*$|[\\\x60]?[ \t]*$))`,
		end: '\\]',
		beginCaptures: { 1: { name: 'punctuation.definition.array.begin.dockerfile' } },
		endCaptures: { 0: { name: 'punctuation.definition.array.end.dockerfile' } },
		name: 'meta.json.dockerfile',
		patterns: [
			{
				begin: '"',
				end: '"',
				captures: { 0: { name: 'punctuation.definition.string.dockerfile' } },
				name: 'string.quoted.double.json.dockerfile',
				patterns: [
					{ match: String.raw`\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})`, name: 'constant.character.escape.json.dockerfile' },
					{ match: '\\\\.', name: 'invalid.illegal.escape.json.dockerfile' },
				],
			},
			{ match: ',', name: 'punctuation.separator.array.dockerfile' },
			{ match: String.raw`[^\s,"\]\\\x60]+`, name: 'invalid.illegal.json.dockerfile' },
		],
	};
}
