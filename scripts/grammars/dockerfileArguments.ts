import { include, instructionKeyword, never, type Rule } from './rule.ts';

/** What may stand after an instruction and its flags, by the names that the instructions list. */
export function argumentRules(): Record<string, Rule> {
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
				{ match: String.raw`[^\s"'$\\\x60]+|[\\\x60]`, name: word },
			],
		},
		signal: {
			match: String.raw`(?<!\S)(?i:(?:SIG)?(?:RT(?:MIN|MAX)(?:[+-]\d+)?|[A-Z][A-Z\d]+))(?!\S)`,
			name: 'constant.language.signal.dockerfile',
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
		begin: `\\G(${instructionKeyword(['CMD'])})`,
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
