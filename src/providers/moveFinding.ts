interface Place {
	readonly line: number;
	readonly character: number;
}

interface Span {
	readonly start: Place;
	readonly end: Place;
}

export interface TextChange {
	readonly range: Span;
	readonly text: string;
}

/**
 * By how many lines a change of the text moves what is at a place, 0 if it is behind it; undefined where the change
 * touches the place's own lines.
 */
export function lineShift({ start, end }: Span, { range, text }: TextChange): number | undefined {
	if (range.start.line > end.line) {
		return 0;
	}
	const leavesLineWhole =
		range.end.character === 0 && (text === '' ? range.start.character === 0 : text.endsWith('\n'));
	if (range.end.line > start.line || (range.end.line === start.line && !leavesLineWhole)) {
		return undefined;
	}
	return text.split('\n').length - 1 - (range.end.line - range.start.line);
}
