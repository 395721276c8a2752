import type { LineChoice, LineIndex } from './lineIndex.ts';
import { lineMatcher } from './lineMatcher.ts';
import { type LogChunk, lineFlags } from './logChunk.ts';
import { type LogFilter, logLevels } from './logRecord.ts';

/**
 * Which lines a filter shows. A stack trace goes with its first line; if that is not shown, each of its lines counts for
 * itself. Remarks are shown whatever the text. Throws an `EngineError` (`invalid`) for what is no regular expression.
 */
export function filterChoice(filter: LogFilter): LineChoice {
	const matcher = filter.text ? lineMatcher({ ...filter, text: filter.text }) : undefined;
	const passes = lineTest(filter);
	const isHead = headTest();
	let matched = new Uint8Array(0);
	return (chunk, from, to, index) => {
		let end = to;
		if (matcher) {
			matched = matched.length < to - from ? new Uint8Array(to - from) : matched.fill(0);
			end = matcher.find(chunk, from, to, line => {
				matched[line - from] = 1;
			});
		}
		for (let line = from; line < end; line++) {
			const flags = chunk.flags[line] as number;
			const head = flags & lineFlags.continues ? headOf(chunk, line) : undefined;
			if (head !== undefined && isHead(index, head)) {
				if (isUnfolded(filter, head)) {
					index.push(chunk.first + line);
				}
			} else if ((!matcher || matched[line - from] || flags & lineFlags.note) && passes(chunk, line, flags)) {
				index.push(chunk.first + line);
			}
		}
		return end;
	};
}

/** Number of the first line of a line's stack trace; `undefined` if that is not known. */
export function headOf(chunk: LogChunk, line: number): number | undefined {
	const distance = (chunk.flags[line] as number) & lineFlags.continues ? (chunk.traces[line] as number) : 0;
	return distance === 0 ? undefined : chunk.first + line - distance;
}

export function isUnfolded({ unfolded }: LogFilter, head: number): boolean {
	return unfolded === 'all' || (unfolded?.has(head) ?? false);
}

/** All lines of a stack trace ask for the same one. */
function headTest(): (index: LineIndex, head: number) => boolean {
	let [lastIndex, lastHead, known]: [LineIndex | undefined, number, boolean] = [undefined, Number.NaN, false];
	return (index, head) => {
		if (index !== lastIndex || head !== lastHead) {
			[lastIndex, lastHead, known] = [index, head, index.positionOf(head) !== undefined];
		}
		return known;
	};
}

function lineTest(filter: LogFilter): (chunk: LogChunk, line: number, flags: number) => boolean {
	const { levels, onlyKnown = false, hiddenSources, since, until } = filter;
	const hidden = new Set(hiddenSources);
	const shownLevels = [!onlyKnown, ...logLevels.map(level => levels?.includes(level) ?? true)];
	return (chunk, line, flags) => {
		const time = chunk.times[line] as number;
		const shown = (flags & lineFlags.note) !== 0 || shownLevels[flags >> lineFlags.levelShift] === true;
		const tooEarly = since !== undefined && time < since;
		const tooLate = until !== undefined && time > until;
		return shown && !tooEarly && !tooLate && !(hidden.size > 0 && hidden.has(chunk.sources[line] as number));
	};
}
