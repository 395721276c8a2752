/** Escape sequences of terminals: colours, cursor, titles, links. */
const escapes =
	/\x1b(?:\[[0-?]*[ -/]*[@-~]?|[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|[ -/]*[0-~]?)|\x9b[0-?]*[ -/]*[@-~]?/g;

/** What a person would read of a line. */
export function withoutEscapes(text: string): string {
	return text.includes('\x1b') || text.includes('\x9b') ? text.replace(escapes, '') : text;
}

/** `2026-08-01T10:20:30.123Z`, or `2026-08-01T19:20:30.123+09:00`. */
export function timestamp(time: number, zone: 'local' | 'utc'): string {
	const date = new Date(time);
	if (zone === 'utc') {
		return date.toISOString();
	}
	const offset = -date.getTimezoneOffset();
	const local = new Date(time + offset * 60_000).toISOString().slice(0, -1);
	const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
	return `${local}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
}

function two(value: number): string {
	return String(value).padStart(2, '0');
}
