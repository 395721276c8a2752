import { instructionData } from '../instructions.ts';
import type { Stage } from '../model.ts';
import { nearest } from '../nearest.ts';
import type { Instruction } from '../parse.ts';
import { readCheckOptions } from './directives.ts';
import type { Findings } from './problem.ts';
import { didYouMean, messageOf } from './ruleMessage.ts';
import { buildkitRuleNames, ruleNamed } from './rules.ts';

/** What neither BuildKit nor hadolint looks at. `frontend` is the version that the engine brings, if it is known. */
export function checkOwnRules(findings: Findings, frontend: string | undefined): void {
	const { file, stages } = findings.model;
	const ownFrontend = file.directives.some(directive => directive.name === 'syntax');
	for (const instruction of file.instructions) {
		const target = instruction.trigger ?? instruction;
		checkExecForm(findings, target);
		checkSources(findings, target);
		checkSecretValues(findings, target);
		if (frontend && !ownFrontend) {
			checkFrontend(findings, target, frontend);
		}
	}
	for (const stage of stages) {
		checkEntrypoint(findings, stage);
	}
	checkSkippedRules(findings);
}

const mayBeExec = new Set(['CMD', 'ENTRYPOINT', 'RUN', 'HEALTHCHECK', 'VOLUME', 'COPY', 'ADD', 'SHELL']);

function checkExecForm(findings: Findings, instruction: Instruction): void {
	if (!mayBeExec.has(instruction.name) || instruction.json !== 'no') {
		return;
	}
	const isHealth = instruction.name === 'HEALTHCHECK';
	const start = isHealth ? (instruction.words[1]?.start ?? instruction.argumentsEnd) : instruction.argumentsStart;
	const text = instruction.logical.text.slice(start, instruction.argumentsEnd);
	// A shell's own `[ … ]` has a blank after the bracket and no quote or comma.
	if (!/^\[\s*["'“”‘’]/.test(text) && !/^\[[^\s\]$]+,/.test(text)) {
		return;
	}
	if (instruction.name === 'RUN' && /^\[ .* \](\s*(&&|\|\||;)|$)/.test(text)) {
		return;
	}
	const [en, ko] = jsonMistake(text);
	const { en: template, ko: templateKo } = messageOf('InvalidExecForm');
	const message = { en: template.replace('{0}', en), ko: templateKo.replace('{0}', ko) };
	findings.add('InvalidExecForm', instruction, start, instruction.argumentsEnd, message, [], {
		replacement: mendedJson(text),
	});
}

function jsonMistake(text: string): readonly [string, string] {
	if (/[“”‘’]/.test(text)) {
		return ['the quotes must be plain double quotes.', '곧은 큰따옴표를 써야 합니다.'];
	}
	if (/^\[\s*'/.test(text)) {
		return ['strings take double quotes.', '문자열은 큰따옴표로 감싸야 합니다.'];
	}
	if (!/\]\s*$/.test(text)) {
		return ['the closing ] is missing.', '닫는 ]가 없습니다.'];
	}
	if (/,\s*\]\s*$/.test(text)) {
		return ['there is a comma too many at the end.', '끝에 쉼표가 하나 더 있습니다.'];
	}
	return ['a quote or a comma is missing.', '따옴표나 쉼표가 빠졌습니다.'];
}

/** The array with every element in double quotes, where the elements can be told apart. */
export function mendedJson(text: string): string | undefined {
	const inner = /^\[(.*?)\]?\s*$/s.exec(text.trim())?.[1];
	if (inner === undefined || inner.length > 2000) {
		return undefined;
	}
	const items = inner.split(',').map(item => item.trim().replace(/^["'“”‘’]+|["'“”‘’]+$/g, ''));
	if (items.at(-1) === '') {
		items.pop();
	}
	if (items.length === 0 || items.some(item => /["'“”‘’[\]\\]/.test(item))) {
		return undefined;
	}
	return `[${items.map(item => JSON.stringify(item)).join(', ')}]`;
}

function checkSources(findings: Findings, instruction: Instruction): void {
	if (instruction.name !== 'COPY' && instruction.name !== 'ADD') {
		return;
	}
	const fromElsewhere = instruction.flags.some(flag => flag.name === 'from');
	const known = new Set(
		[...(instructionData('COPY')?.flags ?? []), ...(instructionData('ADD')?.flags ?? [])].map(flag => flag.name),
	);
	instruction.words.forEach((word, index) => {
		const flag = /^--([a-z-]+)(=|$)/.exec(word.value)?.[1];
		if (flag && known.has(flag)) {
			findings.add('FlagAfterArgument', instruction, word.start, word.end, messageOf('FlagAfterArgument'), [
				word.value,
			]);
		}
		const path = word.value.replace(/^["']/, '');
		if (index < instruction.words.length - 1 && !fromElsewhere && leavesContext(path)) {
			findings.add('OutsideContext', instruction, word.start, word.end, messageOf('OutsideContext'), [path]);
		}
	});
}

/** Whether a path goes up beyond the build context; BuildKit takes it as one of its root, and a rule of its own tells. */
export function leavesContext(path: string): boolean {
	let depth = 0;
	for (const part of path.split('/')) {
		depth += part === '..' ? -1 : part === '' || part === '.' ? 0 : 1;
		if (depth < 0) {
			return true;
		}
	}
	return false;
}

const secretValue =
	/\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,}|glpat-[A-Za-z0-9_-]{20}|AKIA[0-9A-Z]{16}|xox[abpr]-[A-Za-z0-9-]{10,}|sk_live_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{36}|AIza[0-9A-Za-z_-]{35})|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

function checkSecretValues(findings: Findings, instruction: Instruction): void {
	if (!['ENV', 'ARG', 'LABEL', 'RUN'].includes(instruction.name)) {
		return;
	}
	const match = secretValue.exec(instruction.logical.text);
	if (match) {
		findings.add('SecretValue', instruction, match.index, match.index + match[0].length, messageOf('SecretValue'));
	}
}

function checkFrontend(findings: Findings, instruction: Instruction, frontend: string): void {
	const data = instructionData(instruction.name);
	for (const flag of instruction.flags) {
		const since = data?.flags.find(candidate => candidate.name === flag.name)?.since;
		if (since && isNewer(since, frontend)) {
			const values = [`--${flag.name}`, since, frontend];
			findings.add(
				'NeedsNewerFrontend',
				instruction,
				flag.start,
				flag.nameEnd,
				messageOf('NeedsNewerFrontend'),
				values,
			);
		}
	}
	const [heredoc] = instruction.heredocs;
	if (heredoc && isNewer('1.4', frontend)) {
		const values = ['<<', '1.4', frontend];
		findings.add(
			'NeedsNewerFrontend',
			instruction,
			heredoc.start,
			heredoc.end,
			messageOf('NeedsNewerFrontend'),
			values,
		);
	}
}

function isNewer(version: string, than: string): boolean {
	const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
	const [otherMajor = 0, otherMinor = 0] = than.split(/[.-]/).map(Number);
	return major > otherMajor || (major === otherMajor && minor > otherMinor) || version.endsWith('labs');
}

function checkEntrypoint(findings: Findings, stage: Stage): void {
	const entrypoint = stage.instructions.findLast(({ name }) => name === 'ENTRYPOINT');
	const command = stage.instructions.findLast(({ name }) => name === 'CMD');
	if (!entrypoint || !command || entrypoint.words.length === 0 || command.words.length === 0) {
		return;
	}
	if (entrypoint.json === 'no') {
		findings.addKeyword('ShellEntrypointWithCmd', entrypoint, messageOf('ShellEntrypointWithCmd'));
	} else if (command.json === 'no') {
		findings.addKeyword('ShellCmdWithEntrypoint', command, messageOf('ShellCmdWithEntrypoint'));
	}
}

/** There are two dozen rules; nobody reads about more that do not exist. */
const mostSkippedRules = 100;

function checkSkippedRules(findings: Findings): void {
	for (const directive of findings.model.file.directives) {
		if (directive.name !== 'check') {
			continue;
		}
		const options = readCheckOptions(directive.value);
		for (const name of [...options.skip, ...options.experimental].slice(0, mostSkippedRules)) {
			if (name !== 'all' && name !== '' && !ruleNamed(name)) {
				const start = directive.valueStart + directive.value.indexOf(name);
				const suggestion =
					nearest(name, buildkitRuleNames, true) ??
					buildkitRuleNames.find(rule => rule.toLowerCase() === name.toLowerCase());
				const [message, values] = didYouMean('UnknownCheckRule', name, suggestion);
				findings.addAt('UnknownCheckRule', start, start + name.length, message, values, { replacement: suggestion });
			}
		}
	}
}
