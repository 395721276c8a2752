import type { LogLook, LogPattern, LogSelection, LogTarget, LogTimes, LogViewer } from './protocols/logViewer.ts';

type Kept = Readonly<Record<string, unknown>>;

const times: readonly string[] = ['local', 'utc', 'relative', 'none'] satisfies LogTimes[];
const levels: readonly string[] = ['trace', 'debug', 'info', 'warning', 'error', 'fatal'];
const usualTail = 1000;

/** What a viewer kept, whichever version of it that was; `undefined` when it does not even say whose log it showed. */
export function readLogViewerState(kept: unknown): LogViewer['state'] | undefined {
	const { target, reading, times, selection, search, top } = record(kept);
	const known = readTarget(record(target));
	const { follow, tail, since } = record(reading);
	return (
		known && {
			target: known,
			reading: {
				follow: follow !== false,
				tail: typeof tail === 'number' && tail >= 0 ? tail : usualTail,
				since: text(since),
			},
			times: isTimes(times) ? times : undefined,
			selection: readSelection(record(selection)),
			search: readPattern(record(search)),
			top: typeof top === 'number' ? top : undefined,
		}
	);
}

/** How lines looked in the viewer that was used last. */
export function readLogLook(kept: unknown): LogLook {
	const { times, wrap, fields, folded } = record(kept);
	return {
		times: isTimes(times) ? times : 'local',
		wrap: wrap === true,
		fields: fields !== false,
		folded: folded !== false,
	};
}

function readTarget({ kind, ids, names, project, services }: Kept): LogTarget | undefined {
	if (kind === 'containers' && texts(ids).length > 0) {
		return { kind, ids: texts(ids), names: texts(names) };
	}
	return kind === 'project' && text(project) !== ''
		? { kind, project: text(project), services: texts(services) }
		: undefined;
}

function readSelection({ pattern, level, hidden, since, until }: Kept): LogSelection {
	return {
		pattern: readPattern(record(pattern)),
		level: levels.includes(text(level)) ? (level as LogSelection['level']) : '',
		hidden: texts(hidden),
		since: text(since),
		until: text(until),
	};
}

function readPattern({ text: searched, regex, matchCase }: Kept): LogPattern {
	return { text: text(searched), regex: regex === true, matchCase: matchCase === true };
}

function isTimes(value: unknown): value is LogTimes {
	return times.includes(text(value));
}

function record(value: unknown): Kept {
	return typeof value === 'object' && value !== null ? (value as Kept) : {};
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function texts(value: unknown): string[] {
	return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}
