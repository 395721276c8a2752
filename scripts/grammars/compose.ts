import { inlineLines } from './inlineDockerfile.ts';
import { type Grammar, include, type Rule } from './rule.ts';
import { variableRules } from './variables.ts';

/** Start of a list item's or a value's text, behind the quote if there is one. */
const item = `(?<=- |- ["'])`;
const range = String.raw`\d+(?:-\d+)?`;
const protocol = '(?:(/)((?i:tcp|udp|sctp)))?';
const textEnd = `(?=["']?(?:[ \\t]|$))`;

const durations = [
	...['interval', 'timeout', 'start_period', 'start_interval', 'stop_grace_period'],
	...['delay', 'monitor', 'window', 'max_elapsed'],
];
const sizes = ['mem_limit', 'memswap_limit', 'mem_reservation', 'shm_size', 'size', 'memory'];

/** YAML with what Compose sees in its texts. */
export function composeGrammar(): Grammar {
	return {
		name: 'Compose',
		scopeName: 'source.yaml.compose',
		patterns: include('source.yaml'),
		injections: {
			'L:string -entity.name.tag -comment -meta.variable.compose -meta.image.compose': {
				patterns: include('image', 'escaped-dollar', 'variable', 'port', 'volume', 'assignment', 'duration', 'size'),
			},
			'L:meta.mapping.yaml -string -comment -meta.embedded': { patterns: include('inline-dockerfile') },
		},
		repository: {
			...variableRules('compose'),
			'escaped-dollar': { match: String.raw`\$\$`, name: 'constant.character.escape.compose' },
			image: image(),
			port: port(),
			volume: volume(),
			assignment: {
				match: `${item}([A-Za-z_]\\w*)(=)`,
				captures: {
					1: { name: 'variable.other.constant.compose' },
					2: { name: 'keyword.operator.assignment.compose' },
				},
			},
			duration: measured(durations, String.raw`(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h|d))+`, 'duration'),
			size: measured(sizes, String.raw`\d+(?:\.\d+)?\s?[bkmgtBKMGT]i?[bB]?`, 'size'),
			'inline-dockerfile': inlineDockerfile(),
		},
	};
}

function after(keys: readonly string[]): string {
	return `(?<=${keys.flatMap(key => [`\\b${key}: `, `\\b${key}: ["']`]).join('|')})`;
}

function measured(keys: readonly string[], value: string, kind: string): Rule {
	return { match: `${after(keys)}${value}${textEnd}`, name: `constant.numeric.${kind}.compose` };
}

function image(): Rule {
	const variable = String.raw`\$\{(?:[^{}"]|\{[^}"]*\})*\}|\$\w+`;
	return {
		match: `${after(['image'])}((?:[^\\s:"'@$#]|${variable}|:\\d+(?=/))+)(?:(:)((?:[\\w.-]|${variable})+))?(?:(@)([\\w:$\{}-]+))?`,
		name: 'meta.image.compose',
		captures: {
			1: { patterns: [...include('variable'), { match: '[^$]+', name: 'entity.name.type.image.compose' }] },
			2: { name: 'punctuation.separator.tag.compose' },
			3: { patterns: [...include('variable'), { match: '[^$]+', name: 'constant.other.tag.compose' }] },
			4: { name: 'punctuation.separator.digest.compose' },
			5: { patterns: [...include('variable'), { match: '[0-9a-f]{32,}', name: 'constant.numeric.digest.compose' }] },
		},
	};
}

function port(): Rule {
	const number = { name: 'constant.numeric.port.compose' };
	const colon = { name: 'punctuation.separator.port.compose' };
	const slash = { name: 'punctuation.separator.protocol.compose' };
	const name = { name: 'constant.language.protocol.compose' };
	return {
		patterns: [
			{
				match: `${item}(?:(\\d+(?:\\.\\d+){3}|\\[[\\da-fA-F:]+\\])(:))?(${range})(:)(${range})${protocol}${textEnd}`,
				captures: { 1: number, 2: colon, 3: number, 4: colon, 5: number, 6: slash, 7: name },
			},
			{
				match: `${item}(${range})(?:(/)((?i:tcp|udp|sctp)))${textEnd}`,
				captures: { 1: number, 2: slash, 3: name },
			},
			{
				match: `(?<=\\})(:)(${range})${protocol}${textEnd}`,
				captures: { 1: colon, 2: number, 3: slash, 4: name },
			},
		],
	};
}

function volume(): Rule {
	const mode = '(?:ro|rw|z|Z|cached|delegated|consistent|nocopy|r?shared|r?slave|r?private)';
	const colon = { name: 'punctuation.separator.volume.compose' };
	return {
		match: `${item}(?:([A-Za-z0-9][\\w.-]*)|([.~/][^:"'$\\s]*))(:)(/[^:"'$\\s]*)(?:(:)(${mode}(?:,${mode})*))?${textEnd}`,
		captures: {
			1: { name: 'entity.name.namespace.volume.compose' },
			3: colon,
			5: colon,
			6: { name: 'constant.language.mode.compose' },
		},
	};
}

/** A Dockerfile as a block of text: until the next key of YAML, which no line of a Dockerfile looks like. */
function inlineDockerfile(): Rule {
	return {
		begin: String.raw`(dockerfile_inline)(:)[ ]+([|>])([+-]?\d?[+-]?)[ \t]*\n`,
		beginCaptures: {
			1: { name: 'meta.map.key.yaml entity.name.tag.yaml' },
			2: { name: 'punctuation.separator.map.value.yaml' },
			3: { name: 'keyword.control.flow.block-scalar.literal.yaml' },
			4: { name: 'storage.modifier.chomping-indicator.yaml' },
		},
		while: String.raw`(?:^|\G)(?![ ]*(?:[\w."'-]+[ ]*:(?:[ ]|$)|- ))`,
		contentName: 'meta.embedded.block.dockerfile',
		patterns: [...include('escaped-dollar', 'variable'), ...inlineLines('compose')],
	};
}
