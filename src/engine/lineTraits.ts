import { lineFlags } from './logChunk.ts';
import { guessLevel } from './logLevel.ts';
import type { ReadLine } from './logLineReader.ts';
import { logLevels } from './logRecord.ts';
import { StackTraces } from './stackTraces.ts';

const errorLevel = logLevels.indexOf('error') + 1;

/** What a line's text says of it, in the order in which a container wrote its lines. */
export class LineTraits {
	readonly #stdout = new StackTraces();
	readonly #stderr = new StackTraces();

	/** As `lineFlags`; `time` in epoch milliseconds. */
	of({ stderr, data, start, end }: ReadLine, time: number): number {
		const level = guessLevel(data, start, end);
		const traces = stderr ? this.#stderr : this.#stdout;
		const continues = traces.continues(data, start, end, time, level >= errorLevel);
		return (stderr ? lineFlags.stderr : 0) | (continues ? lineFlags.continues : 0) | (level << lineFlags.levelShift);
	}
}
