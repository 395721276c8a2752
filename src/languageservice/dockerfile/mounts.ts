import type { FlagWord } from './words.ts';

/** One `key=value` of a comma-separated flag value; places are indexes in the logical line. */
export interface MountField {
	/** Lower case. */
	readonly key: string;
	/** Undefined for a bare key such as `ro`. */
	readonly value: string | undefined;
	readonly keyStart: number;
	readonly keyEnd: number;
	readonly valueStart: number;
	readonly valueEnd: number;
}

export interface MountFlag {
	readonly flag: FlagWord;
	readonly fields: readonly MountField[];
	/** Whether the text is no line of comma-separated values at all. */
	readonly broken: boolean;
	/** `bind` unless said otherwise; lower case. */
	readonly type: string;
}

/** The options of a `--mount` or `--device`. */
export function readMount(text: string, flag: FlagWord, escapeMark = '\\'): MountFlag {
	const value = flag.flagValue ?? '';
	const indexes = placesOfValue(text, flag, escapeMark);
	const fields: MountField[] = [];
	const { pieces, broken } = splitCsv(value);
	for (const [start, end] of pieces) {
		fields.push(asField(value, start, end, indexes, flag));
	}
	const type = fields.find(field => field.key === 'type')?.value?.toLowerCase() ?? 'bind';
	return { flag, fields, broken: broken || value === '', type };
}

export function fieldOf(mount: MountFlag, ...keys: readonly string[]): MountField | undefined {
	return mount.fields.findLast(field => keys.includes(field.key));
}

function asField(
	value: string,
	start: number,
	end: number,
	indexes: readonly number[] | undefined,
	flag: FlagWord,
): MountField {
	const place = (index: number) => (indexes ? (indexes[index] ?? flag.end) : flag.valueStart + index);
	const equals = value.indexOf('=', start);
	const hasValue = equals >= 0 && equals < end;
	const keyEnd = hasValue ? equals : end;
	return {
		key: value.slice(start, keyEnd).toLowerCase(),
		value: hasValue ? value.slice(equals + 1, end) : undefined,
		keyStart: place(start),
		keyEnd: place(keyEnd),
		valueStart: place(hasValue ? equals + 1 : end),
		valueEnd: place(end),
	};
}

/** The pieces between commas; a piece in double quotes may hold commas. */
function splitCsv(value: string): { pieces: [number, number][]; broken: boolean } {
	const pieces: [number, number][] = [];
	let broken = false;
	let start = 0;
	while (start <= value.length) {
		if (value[start] === '"') {
			const close = value.indexOf('"', start + 1);
			const end = close < 0 ? value.length : close;
			broken ||= close < 0 || (close + 1 < value.length && value[close + 1] !== ',');
			pieces.push([start + 1, end]);
			start = end + 2;
			continue;
		}
		const comma = value.indexOf(',', start);
		const end = comma < 0 ? value.length : comma;
		broken ||= value.slice(start, end).includes('"');
		pieces.push([start, end]);
		start = end + 1;
	}
	return { pieces, broken };
}

/** Where every character of a flag's value stands; undefined if it stands as it is, one after the other. */
function placesOfValue(text: string, flag: FlagWord, escapeMark: string): number[] | undefined {
	const raw = text.slice(flag.valueStart, flag.end);
	if (raw === flag.flagValue) {
		return undefined;
	}
	const places: number[] = [];
	let quote = '';
	for (let index = flag.valueStart; index < flag.end; index++) {
		const character = text[index] as string;
		if (character === escapeMark) {
			places.push(++index);
		} else if (character === quote) {
			quote = '';
		} else if (quote === '' && (character === '"' || character === "'")) {
			quote = character;
		} else {
			places.push(index);
		}
	}
	places.push(flag.end);
	return places;
}
