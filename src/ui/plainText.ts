const escapeSequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -~]?)/g;
const controls = /[\u0000-\u001f\u007f-\u009f]+/g;
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text of the engine, made safe for a notification, a dialog or a list: one line without control characters and
 * writing-direction marks, in which `[label](command:…)` is no link and `$(icon)` no icon.
 */
export function plainText(text: string, limit = 600): string {
	const line = text.replace(escapeSequences, '').replace(controls, ' ').replace(directions, '').trim();
	const inert = line.replaceAll('](', ']\u200b(').replaceAll('$(', '$\u200b(');
	return inert.length > limit ? `${inert.slice(0, limit - 1)}…` : inert;
}

/** The same for text of several lines, such as a dialog's detail. */
export function plainLines(text: string, limit = 2000): string {
	return plainLength(
		text.split('\n').map(line => plainText(line)),
		limit,
	);
}

function plainLength(lines: readonly string[], limit: number): string {
	const text = lines.join('\n');
	return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
