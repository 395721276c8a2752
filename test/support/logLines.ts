import { lineFlags } from '../../src/engine/logChunk.ts';
import { type LogLevel, logLevels } from '../../src/engine/logRecord.ts';
import type { IncomingLine, LogStore } from '../../src/engine/logStore.ts';

export interface LineOptions {
	readonly source?: number;
	readonly time?: number;
	readonly stderr?: boolean;
	readonly continues?: boolean;
	readonly level?: LogLevel;
	readonly cut?: number;
}

/** A line as a reader of a log hands it over. */
export function incoming(text: string, options: LineOptions = {}): IncomingLine {
	const data = Buffer.from(text);
	const { source = 0, time = Number.NaN, stderr, continues, level, cut = 0 } = options;
	const rank = level ? logLevels.indexOf(level) + 1 : 0;
	const flags =
		(stderr ? lineFlags.stderr : 0) | (continues ? lineFlags.continues : 0) | (rank << lineFlags.levelShift);
	return { source, time, flags, data, start: 0, end: data.length, cut };
}

export function addLines(store: LogStore, texts: readonly string[], options: LineOptions = {}): void {
	for (const text of texts) {
		store.add(incoming(text, options));
	}
	store.tell();
}

export function textsOf(store: LogStore): string[] {
	const texts: string[] = [];
	for (let number = store.present(store.first); number < store.next; number = store.present(number + 1)) {
		const chunk = store.chunkOf(number);
		texts.push(chunk.text(number - chunk.first));
	}
	return texts;
}
