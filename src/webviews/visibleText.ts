/** Controls but for tab and line feed, marks that turn the writing direction, characters that show nothing. */
const deceptive =
	/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

/** A stranger's text of several lines with everything in sight that it could deceive with: `\x1b`, `\u202e`. */
export function visibleText(text: string): string {
	return text.replaceAll('\r\n', '\n').replace(deceptive, character => {
		const code = character.codePointAt(0) as number;
		const digits = code.toString(16);
		return code < 0x100
			? `\\x${digits.padStart(2, '0')}`
			: `\\u${code > 0xffff ? `{${digits}}` : digits.padStart(4, '0')}`;
	});
}
