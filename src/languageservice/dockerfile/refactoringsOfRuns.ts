import { CodeActionKind } from 'vscode-languageserver-types';
import type { Analysis } from './analysis.ts';
import { type Fix, lineEnd } from './fix.ts';
import type { Instruction } from './parse.ts';
import { shellCommands } from './shellCommands.ts';
import { hasOpenQuote } from './shellText.ts';
import { stageChain } from './stages.ts';

/** The selected RUNs, or the one at the cursor with the one before it, as one. */
export function mergeRuns(analysis: Analysis, touched: readonly Instruction[]): Fix[] {
	const { instructions } = analysis.file;
	const [first] = touched;
	const before = touched.length === 1 && first ? instructions[instructions.indexOf(first) - 1] : undefined;
	const runs = before ? [before, ...touched] : touched;
	if (runs.length < 2 || !runs.every(isPlainRun) || !sameFlags(runs) || !runs.every(run => isJoinable(analysis, run))) {
		return [];
	}
	// What one command does to its shell the next would see.
	if (runs.slice(0, -1).some(run => changesShell(analysis, run))) {
		return [];
	}
	const edits = runs.slice(1).map((run, index) => {
		const previous = runs[index] as Instruction;
		return {
			start: previous.logical.endOffsetAt(previous.argumentsEnd),
			end: run.logical.offsetAt(run.argumentsStart),
			text: ` ${analysis.file.escape}${lineEnd(analysis)}    && `,
		};
	});
	// What stands between must be blank: a comment would be lost.
	const clean = edits.every(edit => /^\s*(RUN)\s[^#]*$/i.test(analysis.file.text.slice(edit.start, edit.end)));
	const title = { en: 'Merge into one RUN', ko: '하나의 RUN으로 합치기' };
	return clean ? [{ title, edits, kind: CodeActionKind.RefactorRewrite }] : [];
}

/** One RUN for each command of an `&&` chain. */
export function splitRun(analysis: Analysis, instruction: Instruction): Fix[] {
	const commands = isPlainRun(instruction) ? shellCommands(analysis.file, instruction) : [];
	if (commands.length < 2 || commands.slice(1).some(command => command.operator !== '&&')) {
		return [];
	}
	if (commands.some(isBlock) || changesShell(analysis, instruction) || !isJoinable(analysis, instruction)) {
		return [];
	}
	const { file } = analysis;
	const { logical, keyword, flags } = instruction;
	const isMixed = keyword !== keyword.toLowerCase() && keyword !== keyword.toUpperCase();
	const prefix = [isMixed ? 'RUN' : keyword, ...flags.map(flag => logical.text.slice(flag.start, flag.end))].join(' ');
	const edits = commands.slice(1).map((command, index) => ({
		start: commands[index]?.words.at(-1)?.end ?? 0,
		end: command.words[0]?.start ?? 0,
		text: `${lineEnd(analysis)}${prefix} `,
	}));
	// Assignments and comments between the commands are no words of them and would be lost.
	const clean = edits.every(
		edit => edit.end > edit.start && /^[\s\\`]*&&[\s\\`]*$/.test(file.text.slice(edit.start, edit.end)),
	);
	// A test `[ … ]` that stands alone may read as an array, and a command in dashes as a flag.
	const plain = commands.every(command => !/^\[|^--|^#/.test(command.words[0]?.value ?? ''));
	const title = { en: 'Split into one RUN for each command', ko: '명령마다 RUN으로 나누기' };
	return clean && plain ? [{ title, edits, kind: CodeActionKind.RefactorRewrite }] : [];
}

function isPlainRun(instruction: Instruction | undefined): instruction is Instruction {
	return (
		instruction?.name === 'RUN' &&
		instruction.json === 'no' &&
		instruction.heredocs.length === 0 &&
		instruction.argumentsStart < instruction.argumentsEnd
	);
}

function sameFlags(runs: readonly Instruction[]): boolean {
	const flags = new Set(runs.map(run => run.flags.map(flag => flag.value).join(' ')));
	return flags.size === 1;
}

/** Whether `&&` after or within this RUN means what it does between two. */
function isJoinable(analysis: Analysis, run: Instruction): boolean {
	const text = run.logical.text.slice(run.argumentsStart, run.argumentsEnd);
	const open = /[;&|\\]$/.test(text) || hasOpenQuote(text) || /\|\||(^|\s)#/.test(text) || /^\[\s*["']/.test(text);
	return !open && hasPosixShell(analysis, run);
}

/** PowerShell, among others, joins commands in another way. */
function hasPosixShell(analysis: Analysis, instruction: Instruction): boolean {
	const stage = analysis.model.stageOf.get(instruction);
	for (const each of stage ? stageChain(stage) : []) {
		const shell = each.instructions.findLast(
			({ name, start }) => name === 'SHELL' && (each !== stage || start < instruction.start),
		);
		if (shell) {
			return /(^|[\\/])((ba|da|a|z|k)?sh|busybox|cmd(\.exe)?)$/i.test(shell.words[0]?.value ?? '');
		}
	}
	return true;
}

const changing =
	/^(cd|pushd|popd|export|unset|set|shopt|source|\.|umask|alias|ulimit|exit|exec|eval|trap|return|read)$/;

function changesShell(analysis: Analysis, run: Instruction): boolean {
	const text = run.logical.text.slice(run.argumentsStart, run.argumentsEnd);
	return (
		shellCommands(analysis.file, run).some(({ words }) => changing.test(words[0]?.value ?? '')) ||
		// `A=1;` without a command after it stays set, and a function stays defined.
		/(^|[;&|({]\s*)[A-Za-z_]\w*=("[^"]*"|'[^']*'|[^\s;&|"']*)\s*($|[;&|])/.test(text) ||
		/\w\s*\(\)/.test(text)
	);
}

function isBlock({ words }: { words: readonly { readonly value: string }[] }): boolean {
	return /^(if|for|while|until|case|select|function|\{|\}|do|done|then|fi|esac|!)$/.test(words[0]?.value ?? '');
}
