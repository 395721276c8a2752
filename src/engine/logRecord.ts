import type { Disposable } from '../base/disposable.ts';
import type { Event } from '../base/event.ts';
import type { EngineError } from './errors.ts';

export const logLevels = ['trace', 'debug', 'info', 'warning', 'error', 'fatal'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One row of a log. */
export interface LogRecord {
	/** Of the line; never used again. Older lines that are loaded later have smaller ones, also below zero. */
	readonly number: number;
	/** `LogModel.sources[source]`; -1 for a remark that concerns them all. */
	readonly source: number;
	readonly stream: 'stdout' | 'stderr';
	/** The engine's time, epoch milliseconds with a fraction; `undefined` when it gave none. */
	readonly time?: number;
	/** Guessed from the line; a line of a stack trace has its first line's. */
	readonly level?: LogLevel;
	/** As it was written, escape sequences included, without the engine's stamp and the line end; at most 65,536 characters. */
	readonly text: string;
	/** How many characters beyond those were left out. */
	readonly cut?: number;
	/** Part of the stack trace of a line above, of the same source. */
	readonly continues: boolean;
	/** On a line whose stack trace is folded: how many lines are hidden under it. */
	readonly folded?: number;
	/** Not a line of the log, but a remark in its place. */
	readonly note?: LogNote;
}

export type LogNote =
	| { readonly kind: 'started' }
	| { readonly kind: 'stopped'; readonly exitCode?: number }
	/** Another container has taken its place. */
	| { readonly kind: 'recreated' }
	| { readonly kind: 'removed' }
	/** More came than could be shown. */
	| { readonly kind: 'skipped'; readonly count: number }
	/** The engine is gone; it is followed again when it is back. */
	| { readonly kind: 'lost'; readonly problem: EngineError }
	/** The log cannot be read. */
	| { readonly kind: 'driver'; readonly problem: EngineError };

/** One container, and those that take its place. */
export interface LogSource {
	readonly name: string;
	readonly id: string;
	/** Of Compose. */
	readonly service?: string;
	/** `waiting`: it does not run, or its engine is gone. */
	readonly state: 'following' | 'ended' | 'waiting' | 'failed';
	readonly problem?: EngineError;
	/** Received from it so far. */
	readonly lines: number;
}

export interface LogFilter {
	readonly text?: string;
	readonly regex?: boolean;
	readonly matchCase?: boolean;
	/** Lines whose level is not known are shown too, unless `onlyKnown`. */
	readonly levels?: readonly LogLevel[];
	readonly onlyKnown?: boolean;
	readonly hiddenSources?: readonly number[];
	/** Epoch milliseconds by the engine's clock, both included. */
	readonly since?: number;
	readonly until?: number;
	/** Numbers of first lines whose stack traces are shown; all others are folded. */
	readonly unfolded?: ReadonlySet<number> | 'all';
}

export interface LogQuery {
	readonly text: string;
	readonly regex?: boolean;
	readonly matchCase?: boolean;
}

/** Rows that match a query. A row with a folded stack trace matches when a line of it does. */
export interface LogSearch extends Disposable {
	readonly count: number;
	/** Lines came or went, or the filter is another one. */
	readonly onDidChange: Event<void>;
	/** The nearest match behind a position, or before it; `undefined` if there is none in that direction. */
	next(from: number, backwards: boolean): number | undefined;
	/** 0 for the first match; -1 if the row at that position is none. */
	indexOf(position: number): number;
}

/** Positions are those of the rows shown: `first` to `next` - 1, the same from one `setFilter` to the next. */
export interface LogExtent {
	readonly first: number;
	readonly next: number;
	/** Lines in memory, shown or not. */
	readonly total: number;
	/** Of text in memory. */
	readonly bytes: number;
	/** Lines that were given up for newer ones. */
	readonly dropped: number;
	/** Lines that came too fast. */
	readonly skipped: number;
	/** The log may have older lines that can be loaded. */
	readonly older: boolean;
}
