import type { LogLevel } from '../../engine/logModel.ts';
import type { PanelProtocol } from '../protocol.ts';

/** Whose log is shown. Containers are named, so that one that was made anew is found again. */
export type LogTarget =
	| { readonly kind: 'containers'; readonly ids: readonly string[]; readonly names: readonly string[] }
	| { readonly kind: 'project'; readonly project: string; readonly services: readonly string[] };

/** How the log is read from the engine. */
export interface LogReading {
	readonly follow: boolean;
	readonly tail: number;
	/** As `docker logs --since` takes it; empty for no limit. */
	readonly since: string;
}

export type LogTimes = 'local' | 'utc' | 'relative' | 'none';

/** How lines look; the same for every viewer, and remembered. */
export interface LogLook {
	readonly times: LogTimes;
	readonly wrap: boolean;
	/** Lines of JSON and logfmt as what they say, and their fields. */
	readonly fields: boolean;
	/** Stack traces are folded. */
	readonly folded: boolean;
}

/** Text to look for, as it was typed. */
export interface LogPattern {
	readonly text: string;
	readonly regex: boolean;
	readonly matchCase: boolean;
}

/** Which lines are shown. */
export interface LogSelection {
	readonly pattern: LogPattern;
	/** Lines of this level and above; empty for all. */
	readonly level: LogLevel | '';
	/** Names of the sources that are switched off. */
	readonly hidden: readonly string[];
	/** As `docker logs` takes them; empty for no limit. */
	readonly since: string;
	readonly until: string;
}

export interface LogSourceRow {
	readonly name: string;
	readonly state: 'following' | 'ended' | 'waiting' | 'failed';
	/** Why it cannot be read, in one sentence. */
	readonly problem?: string;
}

/** A line as it travels. */
export interface LogRow {
	/** Of the line, whatever is shown of the log. */
	readonly number: number;
	readonly source: number;
	readonly text: string;
	/** Epoch milliseconds. */
	readonly time?: number;
	readonly level?: LogLevel;
	/** So many characters more are not in `text`. */
	readonly cut?: number;
	/** Part of a stack trace. */
	readonly continues?: true;
	/** So many lines of a stack trace are folded behind this one. */
	readonly folded?: number;
	/** The trace behind this line is unfolded, and can be folded. */
	readonly unfolded?: true;
	/** No line of the log, but what happened to a source; `text` is the sentence. */
	readonly note?: true;
}

/** What can be shown now. Positions count the shown lines; lines keep theirs until the selection changes. */
export interface LogState {
	/** Grows with every other selection: positions of another generation mean nothing. */
	readonly generation: number;
	readonly first: number;
	/** One behind the last. */
	readonly next: number;
	/** Lines held, shown or not. */
	readonly total: number;
	/** Oldest lines that were let go to bound the memory. */
	readonly dropped: number;
	/** Lines that came faster than they could be read. */
	readonly skipped: number;
	/** There are older lines that can be asked for. */
	readonly older: boolean;
	/** Milliseconds by which the clock that stamps the lines is ahead of ours. */
	readonly clockAhead: number;
	readonly sources: readonly LogSourceRow[];
}

export interface LogRange {
	readonly from: number;
	readonly count: number;
}

/** What a search found so far. */
export interface LogFound {
	readonly count: number;
}

export interface LogPlace {
	readonly path: string;
	readonly line: number;
	readonly column?: number;
}

/** Where a viewer is: a tab among the editors, or the view in the panel below them. */
export type LogLocation = 'editor' | 'panel';

export interface LogViewerState {
	readonly target: LogTarget;
	readonly reading: LogReading;
	/** Of this viewer, in place of what is remembered. */
	readonly times?: LogTimes;
	readonly selection: LogSelection;
	readonly search: LogPattern;
	/** The number of the line on top; none when the end is followed. */
	readonly top?: number;
}

export interface LogViewer extends PanelProtocol {
	start: { readonly log: LogState; readonly look: LogLook; readonly location: LogLocation };
	state: LogViewerState;
	requests: {
		/** The rows that there are of a range; empty when the generation is another one by now. */
		rows(range: LogRange & { readonly generation: number }): readonly LogRow[];
		/** Shows a selection of the lines. Fails as `invalid` with what is wrong with it. */
		select(selection: LogSelection): LogState;
		/** Folds a stack trace, or unfolds it, by the number of its first line. */
		fold(trace: { readonly number: number; readonly folded: boolean }): LogState;
		look(look: LogLook): LogState;
		/** Where a line stands, or the next one that is shown. */
		position(number: number): number | undefined;
		/** Begins a search, whose count is told by the event `found`; an empty text ends it. */
		search(pattern: LogPattern): LogFound;
		/** The next line that was found, going round at the end. */
		next(step: {
			readonly from: number;
			readonly backwards: boolean;
		}): { readonly position: number; readonly index: number } | undefined;
		/** Reads older lines, if there are any. */
		older(_: undefined): LogState;
		clear(_: undefined): LogState;
		/** Puts shown lines onto the clipboard; all of them without a range. */
		copy(range: LogRange | undefined): void;
		save(_: undefined): void;
		document(_: undefined): void;
		/** A line in a document of its own. */
		openLine(position: number): void;
		/** Which of these are files of the workspace. */
		files(paths: readonly string[]): readonly boolean[];
		openFile(place: LogPlace): void;
		/** Goes on at the other location; its page ends. */
		move(state: LogViewerState): void;
		/** Ends the viewer. */
		close(_: undefined): void;
	};
	events: { log: LogState; found: LogFound };
	texts: LogViewerText;
}

export type LogViewerText =
	| 'log'
	| 'toolbar'
	| 'filter'
	| 'filterPlaceholder'
	| 'matchCase'
	| 'regex'
	| 'level'
	| 'levelAll'
	| 'levelDebug'
	| 'levelInfo'
	| 'levelWarning'
	| 'levelError'
	| 'period'
	| 'since'
	| 'until'
	| 'periodHelp'
	| 'periodClear'
	| 'view'
	| 'times'
	| 'timesLocal'
	| 'timesUtc'
	| 'timesRelative'
	| 'timesNone'
	| 'wrap'
	| 'fields'
	| 'fold'
	| 'more'
	| 'copyAll'
	| 'save'
	| 'document'
	| 'moveToPanel'
	| 'moveToEditor'
	| 'close'
	| 'clear'
	| 'search'
	| 'searchPlaceholder'
	| 'searchCount'
	| 'searchNone'
	| 'searchNext'
	| 'searchPrevious'
	| 'searchClose'
	| 'sources'
	| 'sourceOnly'
	| 'sourceEnded'
	| 'sourceWaiting'
	| 'sourceFailed'
	| 'newLine'
	| 'newLines'
	| 'toEnd'
	| 'oneLine'
	| 'lines'
	| 'linesOf'
	| 'following'
	| 'paused'
	| 'ended'
	| 'waiting'
	| 'dropped'
	| 'skipped'
	| 'older'
	| 'loadingOlder'
	| 'empty'
	| 'emptyFiltered'
	| 'clearFilter'
	| 'showFields'
	| 'unfold'
	| 'foldAgain'
	| 'cut'
	| 'openFile';
