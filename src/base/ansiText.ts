/** A colour as a terminal has it: 0 to 15 is the theme's, anything else `#rrggbb`. */
export type TerminalColour = number | string;

export interface TextStyle {
	readonly foreground?: TerminalColour;
	readonly background?: TerminalColour;
	readonly bold?: boolean;
	readonly dim?: boolean;
	readonly italic?: boolean;
	readonly underline?: boolean;
	readonly strike?: boolean;
	readonly inverse?: boolean;
}

export interface StyledText {
	readonly text: string;
	readonly style: TextStyle;
}

const plain: TextStyle = {};
const escapes =
	/(?:\x1b\[|\x9b)([0-?]*)[ -/]*([@-~])?|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?/g;
const controls = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const longestColour = 64;

/**
 * A line of a log in pieces of one look. Colours and styles (SGR) are read, every other escape sequence is dropped,
 * control characters become visible symbols, and of what a carriage return overwrote the last is left.
 */
export function styledText(line: string): readonly StyledText[] {
	const pieces: StyledText[] = [];
	let style = plain;
	let end = 0;
	const add = (text: string) => {
		if (text !== '') {
			pieces.push({ text: text.replace(controls, visible), style });
		}
	};
	const text = lastWritten(line);
	for (const match of text.matchAll(escapes)) {
		add(text.slice(end, match.index));
		end = match.index + match[0].length;
		if (match[2] === 'm' && (match[1] as string).length <= longestColour && /^[\d;:]*$/.test(match[1] as string)) {
			style = restyled(style, match[1] as string);
		}
	}
	add(text.slice(end));
	return pieces;
}

/** The same without its looks. */
export function unstyledText(line: string): string {
	return lastWritten(line).replace(escapes, '').replace(controls, visible);
}

function lastWritten(line: string): string {
	if (!line.includes('\r')) {
		return line;
	}
	return (
		line
			.split('\r')
			.reverse()
			.find(part => part !== '') ?? ''
	);
}

function visible(character: string): string {
	const code = character.charCodeAt(0);
	return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? '\u2421' : '\ufffd';
}

function restyled(before: TextStyle, parameters: string): TextStyle {
	const codes = parameters.split(/[;:]/).map(Number);
	let style = before;
	for (let index = 0; index < codes.length; index++) {
		const code = codes[index] as number;
		if (code === 38 || code === 48) {
			const [colour, used] = extendedColour(codes.slice(index + 1), parameters.includes(':'));
			index += used;
			style = { ...style, [code === 38 ? 'foreground' : 'background']: colour };
		} else {
			style = withCode(style, code);
		}
	}
	return style;
}

function withCode(style: TextStyle, code: number): TextStyle {
	const change = simpleChanges.get(code);
	if (change) {
		return { ...style, ...change };
	}
	const base = code >= 90 ? 90 : code >= 40 ? 40 : 30;
	if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
		return { ...style, foreground: code - base + (base === 90 ? 8 : 0) };
	}
	if (code >= 40 && code <= 47) {
		return { ...style, background: code - 40 };
	}
	return code >= 100 && code <= 107 ? { ...style, background: code - 92 } : code === 0 ? plain : style;
}

const simpleChanges: ReadonlyMap<number, TextStyle> = new Map([
	[1, { bold: true }],
	[2, { dim: true }],
	[3, { italic: true }],
	[4, { underline: true }],
	[7, { inverse: true }],
	[9, { strike: true }],
	[22, { bold: undefined, dim: undefined }],
	[23, { italic: undefined }],
	[24, { underline: undefined }],
	[27, { inverse: undefined }],
	[29, { strike: undefined }],
	[39, { foreground: undefined }],
	[49, { background: undefined }],
] as [number, TextStyle][]);

/** `5;n` or `2;r;g;b`; with colons a colour space may stand before the red. Also how many numbers that takes. */
function extendedColour(codes: readonly number[], colons: boolean): [TerminalColour | undefined, number] {
	if (codes[0] === 5) {
		return [paletteColour(codes[1] ?? 0), 2];
	}
	if (codes[0] !== 2) {
		return [undefined, 0];
	}
	const used = colons && codes.length >= 5 ? 5 : 4;
	return [hex(codes.slice(used - 3, used)), used];
}

function paletteColour(index: number): TerminalColour | undefined {
	if (index < 16) {
		return index;
	}
	if (index > 255) {
		return undefined;
	}
	if (index >= 232) {
		const grey = 8 + (index - 232) * 10;
		return hex([grey, grey, grey]);
	}
	const steps = [Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6];
	return hex(steps.map(step => (step === 0 ? 0 : 55 + step * 40)));
}

function hex(parts: readonly number[]): string {
	return `#${parts
		.map(part =>
			Math.min(255, part || 0)
				.toString(16)
				.padStart(2, '0'),
		)
		.join('')}`;
}
