import { invalidOption } from '../engine/calls.ts';
import type { LogFilter, LogModel } from '../engine/logModel.ts';
import { logLevels } from '../engine/logRecord.ts';
import { parseLogTime } from '../engine/logTime.ts';
import type { LogSelection } from './protocols/logViewer.ts';

/** What a viewer shows, as the log understands it. Throws an `EngineError` (`invalid`) for a time that is none. */
export function logFilter(
	selection: LogSelection,
	{ sources, clockAhead }: Pick<LogModel, 'sources' | 'clockAhead'>,
): LogFilter {
	const { pattern, level, hidden, since, until } = selection;
	const from = logLevels.indexOf(level as (typeof logLevels)[number]);
	return {
		...pattern,
		...(from > 0 ? { levels: logLevels.slice(from), onlyKnown: from > logLevels.indexOf('info') } : {}),
		hiddenSources: sources.flatMap(({ name }, index) => (hidden.includes(name) ? [index] : [])),
		since: pointInTime('since', since, clockAhead),
		until: pointInTime('until', until, clockAhead),
	};
}

/** Epoch milliseconds, of the clock that stamps the lines. */
function pointInTime(option: 'since' | 'until', text: string, clockAhead: number): number | undefined {
	if (text === '') {
		return undefined;
	}
	try {
		return Number(parseLogTime(text, Date.now() + clockAhead)) * 1000;
	} catch {
		throw invalidOption(option, text, `"${text}" is no time: write 10m, 1h30m or 2026-08-01T10:00:00.`);
	}
}
