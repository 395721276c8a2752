import type { Analysis } from './analysis.ts';
import { commonImage } from './baseImages.ts';
import { type Fix, type FixInput, hasCommentInside, inCaseOfFile, lineEnd, one, startOfLine } from './fix.ts';
import { type Instruction, lineText } from './parse.ts';
import { mergeRuns } from './refactoringsOfRuns.ts';
import { shellCommands } from './shellCommands.ts';
import { hasOpenQuote } from './shellText.ts';
import { stageChain, workdirs } from './stages.ts';

/** Adds a command at the end of a RUN: on a line of its own if the RUN has several. */
export function appendCommand({ analysis, instruction }: FixInput, command: string, preferred = true): Fix[] {
	if (!instruction || instruction.heredocs.length > 0 || instruction.json !== 'no') {
		return [];
	}
	const { logical, argumentsEnd, startLine, lastLine } = instruction;
	const last = logical.text.slice(0, argumentsEnd);
	if (/[;&|\\]$/.test(last) || hasOpenQuote(last) || endsInBlock(last)) {
		return [];
	}
	const at = logical.endOffsetAt(argumentsEnd);
	const indent = /^[ \t]*/.exec(lineText(analysis.file, lastLine))?.[0] || '    ';
	const text =
		lastLine > startLine ? ` ${analysis.file.escape}${lineEnd(analysis)}${indent}&& ${command}` : ` && ${command}`;
	return one({ en: 'Add && {0}', ko: '&& {0} 추가' }, [{ start: at, end: at, text }], [command], preferred);
}

function endsInBlock(text: string): boolean {
	return /(^|[\s;])(fi|done|esac|\}|\))\s*$/.test(text) || /(\|\|)/.test(text) || /(^|\s)#/.test(text);
}

export function cdToWorkdir({ analysis, instruction, start }: FixInput): Fix[] {
	if (!instruction || instruction.flags.length > 0 || instruction.heredocs.length > 0) {
		return [];
	}
	const { logical, argumentsStart, argumentsEnd } = instruction;
	const [first, second] = shellCommands(analysis.file, instruction);
	const folder = first?.words[1];
	const next = second?.words[0];
	if (first?.words.length !== 2 || !folder || second?.operator !== '&&' || !next) {
		return [];
	}
	const isFirst = first.words[0]?.start === start && logical.offsetAt(argumentsStart) === start;
	const between = /^[\s\\`]*&&[\s\\`]*$/.test(analysis.file.text.slice(folder.end, next.start));
	const rest = logical.text.slice(logical.indexOf(next.start), argumentsEnd);
	if (!isFirst || !between || /["'$`~\s\\]/.test(folder.value) || /^\[|^--/.test(rest)) {
		return [];
	}
	// WORKDIR is relative to the last one, and where there is none, to whatever the image has.
	if (!folder.value.startsWith('/') && !isBelowWorkdir(analysis, instruction)) {
		return [];
	}
	const keyword = inCaseOfFile(analysis, 'WORKDIR');
	const text = `${keyword} ${folder.value}${lineEnd(analysis)}${instruction.keyword} `;
	const edit = { start: instruction.start, end: next.start, text };
	return one({ en: 'Use WORKDIR {0}', ko: 'WORKDIR {0} 쓰기' }, [edit], [folder.value], false);
}

const foldersOf = new WeakMap<Analysis, ReadonlyMap<Instruction, string>>();

function isBelowWorkdir(analysis: Analysis, instruction: Instruction): boolean {
	let folders = foldersOf.get(analysis);
	if (!folders) {
		folders = workdirs(analysis.model);
		foldersOf.set(analysis, folders);
	}
	return (folders.get(instruction) ?? '/') !== '/';
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
	return hasCommentInside(analysis, instruction) || edits.length === 0
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
	const at = startOfLine(analysis, instruction.comments[0]?.line ?? instruction.startLine);
	const keyword = inCaseOfFile(analysis, 'SHELL');
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

/** The destination as an absolute path: where no WORKDIR is known, relative means to the root. */
export function absoluteDestination({ analysis, start, end }: FixInput): Fix[] {
	const path = analysis.file.text.slice(start, end);
	if (!/^[\w.-]+(\/[\w.-]*)*$/.test(path) || path.includes('..')) {
		return [];
	}
	const text = `/${path.replace(/^\.(\/|$)/, '')}`;
	return one({ en: 'Change to {0}', ko: '{0}(으)로 바꾸기' }, [{ start, end, text }], [text], false);
}

/** A key in lower case, with hyphens. */
export function plainLabelKey({ analysis, start, end, data }: FixInput): Fix[] {
	const key = analysis.file.text.slice(start, end);
	const text = key
		.replace(/([a-z0-9])([A-Z])/g, '$1-$2')
		.toLowerCase()
		.replace(/[_\s]+/g, '-');
	const valid = /^[a-z]([a-z0-9.-]*[a-z0-9])?$/.test(text) && !/[.-]{2}/.test(text);
	return data.replacement === undefined && valid && /^[\w.-]+$/.test(key)
		? one({ en: 'Change to {0}', ko: '{0}(으)로 바꾸기' }, [{ start, end, text }], [text], false)
		: [];
}

/** HEALTHCHECK at the end of the last stage: of the port that it exposes, or none. */
export function addHealthcheck({ analysis }: FixInput): Fix[] {
	const stage = analysis.model.stages.at(-1);
	const last = stage?.instructions.at(-1) ?? stage?.from;
	if (!stage || !last || last.heredocs.some(heredoc => heredoc.terminator < 0)) {
		return [];
	}
	const port = stage.instructions.find(({ name }) => name === 'EXPOSE')?.words[0]?.value.match(/^\d+(?=\/tcp$|$)/)?.[0];
	const command = port ? ` CMD wget -q --spider http://localhost:${port}/ || exit 1` : ' NONE';
	const keyword = inCaseOfFile(analysis, 'HEALTHCHECK');
	const text = `${lineEnd(analysis)}${keyword}${command}`;
	// The last line may end in a continuation mark that continues nothing.
	const open = analysis.file.text.slice(0, last.end).trimEnd().endsWith(analysis.file.escape);
	return open
		? []
		: one(
				{ en: 'Add {0}', ko: '{0} 추가' },
				[{ start: last.end, end: last.end, text }],
				[`HEALTHCHECK${command}`],
				false,
			);
}

/** This RUN and the one before as one. */
export function mergeWithPrevious({ analysis, instruction }: FixInput): Fix[] {
	return instruction ? mergeRuns(analysis, [instruction]).map(fix => ({ ...fix, kind: 'quickfix' })) : [];
}

function tagsFor(name: string): readonly string[] {
	return (commonImage(name)?.tags ?? []).slice(0, 3);
}
