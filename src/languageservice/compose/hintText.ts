/** A value as it may stand in a hint: in one line, not too long. */
export function hintText(value: string): string {
	const line = value.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
	return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
