import { argumentRules } from './dockerfileArguments.ts';
import { comment, directives } from './dockerfileComments.ts';
import { heredocOperator, heredocRules, noHeredoc } from './heredocs.ts';
import { ruby } from './ruby.ts';
import { type Grammar, include, instructionKeyword, never, type Rule } from './rule.ts';
import { variableRules } from './variables.ts';

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
	workdir: { keywords: ['WORKDIR', 'USER', 'MAINTAINER'], parts: ['words'] },
	stopsignal: { keywords: ['STOPSIGNAL'], parts: ['signal', 'words'] },
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
		begin: `(?:^|\\G)[ \\t]*(${instructionKeyword(keywords)})`,
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

function onbuild(names: readonly string[]): Rule {
	return {
		begin: `(?:^|\\G)[ \\t]*(${instructionKeyword(['ONBUILD'])})`,
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
	const after = (...keywords: string[]) => `(?:((?i:ONBUILD))[ \\t]+)?(${instructionKeyword(keywords)})`;
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
