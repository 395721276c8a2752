import { commonImage } from './baseImages.ts';
import { type Fix, type FixInput, lineEnd, one } from './fix.ts';
import { lineText } from './parse.ts';
import { shellCommands } from './shellCommands.ts';
import { stageChain } from './stages.ts';

/** Adds a command at the end of a RUN: on a line of its own if the RUN has several. */
export function appendCommand({ analysis, instruction }: FixInput, command: string, preferred = true): Fix[] {
	if (!instruction || instruction.heredocs.length > 0 || instruction.json !== 'no') {
		return [];
	}
	const { logical, argumentsEnd, startLine, lastLine } = instruction;
	const last = logical.text.slice(0, argumentsEnd);
	if (/[;&|\\]$/.test(last) || hasOpenQuoteOrBlock(last)) {
		return [];
	}
	const at = logical.endOffsetAt(argumentsEnd);
	const indent = /^[ \t]*/.exec(lineText(analysis.file, lastLine))?.[0] || '    ';
	const text =
		lastLine > startLine ? ` ${analysis.file.escape}${lineEnd(analysis)}${indent}&& ${command}` : ` && ${command}`;
	return one({ en: 'Add && {0}', ko: '&& {0} 추가' }, [{ start: at, end: at, text }], [command], preferred);
}

function hasOpenQuoteOrBlock(text: string): boolean {
	return /(^|[\s;])(fi|done|esac|\}|\))\s*$/.test(text) || /(\|\|)/.test(text) || /(^|\s)#/.test(text);
}

export function cdToWorkdir({ analysis, instruction, start }: FixInput): Fix[] {
	if (!instruction || instruction.flags.length > 0 || instruction.heredocs.length > 0) {
		return [];
	}
	const [first, second] = shellCommands(analysis.file, instruction);
	const folder = first?.words[1];
	if (!first || first.words[0]?.start !== start || first.words.length !== 2 || !folder || second?.operator !== '&&') {
		return [];
	}
	// In a subshell the folder holds for a part only, and a relative one continues what is not in the file.
	const stage = analysis.model.stageOf.get(instruction);
	const known = folder.value.startsWith('/') || stage?.instructions.some(({ name }) => name === 'WORKDIR');
	if (first.operator !== '' || !known) {
		return [];
	}
	const next = second.words[0];
	if (!next || /["'$`~\s]/.test(folder.value) || analysis.file.text.slice(folder.end, next.start).includes('=')) {
		return [];
	}
	const keyword = instruction.keyword === instruction.keyword.toLowerCase() ? 'workdir' : 'WORKDIR';
	const text = `${keyword} ${folder.value}${lineEnd(analysis)}${instruction.keyword} `;
	const edit = { start: instruction.start, end: next.start, text };
	return one({ en: 'Use WORKDIR {0}', ko: 'WORKDIR {0} 쓰기' }, [edit], [folder.value], false);
}

export function splitEnv({ analysis, instruction }: FixInput): Fix[] {
	if (!instruction || instruction.words.length > 100) {
		return [];
	}
	const { logical, words, keyword } = instruction;
	const edits = words.slice(1).map((word, index) => ({
		start: logical.endOffsetAt(words[index]?.end ?? 0),
		end: logical.offsetAt(word.start),
		text: `${lineEnd(analysis)}${keyword} `,
	}));
	const commented = analysis.file.comments.some(
		comment => comment.inside && comment.line > instruction.startLine && comment.line < instruction.lastLine,
	);
	return commented || edits.length === 0
		? []
		: one({ en: 'Split into one ENV for each variable', ko: '변수마다 ENV를 나누기' }, edits, [], false);
}

export function addShell({ analysis, instruction }: FixInput): Fix[] {
	const stage = instruction && analysis.model.stageOf.get(instruction);
	if (!instruction || !stage) {
		return [];
	}
	const shell = /alpine/.test(stageChain(stage).at(-1)?.resolvedBase ?? '')
		? '["/bin/ash", "-eo", "pipefail", "-c"]'
		: '["/bin/bash", "-o", "pipefail", "-c"]';
	const at = analysis.file.lineStarts[instruction.startLine] ?? 0;
	const keyword = instruction.keyword === instruction.keyword.toLowerCase() ? 'shell' : 'SHELL';
	const edit = { start: at, end: at, text: `${keyword} ${shell}${lineEnd(analysis)}` };
	return one({ en: 'Add SHELL {0}', ko: 'SHELL {0} 추가' }, [edit], [shell], false);
}

export function removeSudo({ analysis, start, end }: FixInput): Fix[] {
	const rest = /^[ \t]+/.exec(analysis.file.text.slice(end, end + 50));
	const next = analysis.file.text.slice(end).trimStart();
	return rest && !next.startsWith('-')
		? one({ en: 'Remove sudo', ko: 'sudo 지우기' }, [{ start, end: end + rest[0].length, text: '' }])
		: [];
}

export function addTag({ analysis, start, end }: FixInput): Fix[] {
	const name = analysis.file.text.slice(start, end);
	return tagsFor(name).map(tag => ({
		title: { en: 'Use {0}:{1}', ko: '{0}:{1} 쓰기' },
		values: [name, tag],
		edits: [{ start: end, end, text: `:${tag}` }],
	}));
}

export function pinTag({ analysis, start, end }: FixInput): Fix[] {
	const text = analysis.file.text.slice(start, end);
	const name = text.replace(/:latest$/, '');
	return name === text
		? []
		: tagsFor(name).map(tag => ({
				title: { en: 'Use {0}:{1}', ko: '{0}:{1} 쓰기' },
				values: [name, tag],
				edits: [{ start: start + name.length + 1, end, text: tag }],
			}));
}

function tagsFor(name: string): readonly string[] {
	return (commonImage(name)?.tags ?? []).slice(0, 3);
}
