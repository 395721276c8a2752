import type { Analysis } from './analysis.ts';
import { type Fix, type FixInput, innermost, one } from './fix.ts';
import { instructionData } from './instructions.ts';
import type { Instruction } from './parse.ts';
import type { FlagWord } from './words.ts';

/** Removes the flag at the problem, with the blanks behind it. */
export function removeFlag({ analysis, start, end }: FixInput): Fix[] {
	const { text } = analysis.file;
	let stop = end;
	while (text[stop] === ' ' || text[stop] === '\t') {
		stop++;
	}
	return one({ en: 'Remove {0}', ko: '{0} 지우기' }, [{ start, end: stop, text: '' }], [text.slice(start, end)]);
}

export function removeUnknownFlag(input: FixInput): Fix[] {
	const { instruction, start, data } = input;
	if (data.replacement !== undefined) {
		return [];
	}
	const flags = [...(instruction?.flags ?? []), ...(instruction?.trigger?.flags ?? [])];
	const flag = flags.find(candidate => instruction?.logical.offsetAt(candidate.start) === start);
	const owner = instruction && (instruction.flags.includes(flag as FlagWord) ? instruction : innermost(instruction));
	const lower = flag?.name.toLowerCase();
	if (flag && owner && instructionData(owner.name)?.flags.some(({ name }) => name === lower && name !== flag.name)) {
		const at = start + 2;
		const edit = { start: at, end: at + flag.name.length, text: lower as string };
		return one({ en: 'Change to {0}', ko: '{0}(으)로 바꾸기' }, [edit], [`--${lower}`]);
	}
	const end = flag && instruction?.logical.endOffsetAt(flag.end);
	return end === undefined ? [] : removeFlag({ ...input, end }).map(fix => ({ ...fix, preferred: false }));
}

export function removeInstruction({ analysis, instruction }: FixInput): Fix[] {
	if (!instruction) {
		return [];
	}
	const edit = { ...linesOf(analysis, instruction), text: '' };
	return one({ en: 'Remove this {0}', ko: '이 {0} 지우기' }, [edit], [instruction.name]);
}

/** The instruction's whole lines, the line break included, and the comments above that only speak to checks. */
function linesOf(analysis: Analysis, instruction: Instruction): { start: number; end: number } {
	const { lineStarts, text } = analysis.file;
	let line = instruction.startLine;
	for (const comment of [...instruction.comments].reverse()) {
		if (comment.line !== line - 1 || !/^(check\s*=|hadolint\s+ignore\s*=)/i.test(comment.text)) {
			break;
		}
		line = comment.line;
	}
	return { start: lineStarts[line] ?? 0, end: lineStarts[instruction.endLine + 1] ?? text.length };
}

export function removeLine({ analysis, start }: FixInput): Fix[] {
	const { lineStarts, text } = analysis.file;
	const line = lineStarts.findLastIndex(lineStart => lineStart <= start);
	const edit = { start: lineStarts[line] ?? 0, end: lineStarts[line + 1] ?? text.length, text: '' };
	return one({ en: 'Remove this line', ko: '이 줄 지우기' }, [edit], [], false);
}

/** Removes what is underlined, and the blanks before it. */
export function removeWords({ analysis, start, end }: FixInput): Fix[] {
	const { text } = analysis.file;
	let from = start;
	while (text[from - 1] === ' ' || text[from - 1] === '\t') {
		from--;
	}
	const words = text.slice(start, end);
	return words.includes('\n')
		? []
		: one({ en: 'Remove {0}', ko: '{0} 지우기' }, [{ start: from, end, text: '' }], [words], false);
}
