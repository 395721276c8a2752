const escapeSequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|[ -~]?)/g;
const blanks = /[\t\n\v\f\r\u0085\u2028\u2029 ]+/g;
const controls = /[\u0000-\u001f\u007f-\u009f]/g;
/** Marks that turn the direction of what follows, and characters that show nothing. */
const invisible =
	/[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const loneSurrogates = /\p{Surrogate}/gu;
const punctuation = /[!-/:-@[-`{-~]/g;

/**
 * Text of the engine for a row: one line, no escape sequences, no control characters, nothing that turns the writing
 * direction of its neighbours, at most `limit` characters.
 */
export function rowText(text: string, limit = 200): string {
	// Names of 4 kB exist; reading a little more than what is shown is enough.
	const line = text
		.slice(0, limit * 8)
		.replace(escapeSequences, '')
		.replace(blanks, ' ')
		.replace(controls, '\ufffd')
		.replace(invisible, '')
		.replace(loneSurrogates, '\ufffd')
		.trim();
	return shorten(line, limit);
}

/**
 * The same for a tooltip: every character that Markdown could take for its own is escaped, so that there are no links,
 * no addresses made into links, no code, no table cells, no icons and no HTML.
 */
export function escapeMarkdown(text: string, limit = 300): string {
	return rowText(text, limit).replace(punctuation, '\\$&');
}

function shorten(text: string, limit: number): string {
	if (text.length <= limit) {
		return text;
	}
	const end = /[\ud800-\udbff]/.test(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
	return `${text.slice(0, end)}…`;
}
