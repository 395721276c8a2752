import { type LogLevel, logLevels } from './logRecord.ts';

const words: Readonly<Record<LogLevel, string>> = {
	trace: 'trace trc trce verbose vrb finest finer',
	debug: 'debug dbg dbug fine',
	info: 'info inf information notice note log config',
	warning: 'warn warning wrn',
	error: 'error err eror fail severe exception traceback',
	fatal: 'fatal ftl critical crit panic emerg emergency alert',
};
/** Too usual in sentences to say anything without a bracket, a key, or capitals. */
const everyday = new Set(['note', 'log', 'config', 'fine', 'finer', 'finest', 'verbose', 'fail', 'alert', 'notice']);
const keys = new Set(['level', 'lvl', 'severity', 'levelname', 'loglevel', 'severitytext', 'priority']);
/** Dates have words too. */
const dateWords = 'jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun utc gmt am pm';
const exceptionEnd = /(?:Exception|Error|Traceback)$/;

/** Bytes in which a level is looked for; one of JSON may come late. */
const reach = 120;
const reachInJson = 600;
const longestWord = 12;

const escapeCode = 0x1b;
const brace = 0x7b;

/** For each byte: 1 for a letter, 2 for what else may be in a name. */
const kinds = new Uint8Array(256);
for (let code = 0; code < 256; code++) {
	const character = String.fromCharCode(code);
	kinds[code] = /[A-Za-z]/.test(character) ? 1 : /[0-9_]/.test(character) ? 2 : 0;
}

interface Word {
	readonly text: string;
	/** From 1; 0 for one that is a key. */
	readonly level: number;
	readonly everyday: boolean;
}

const known = new Map<number, Word>();
/** Most words are none of them, and are told so quickly. */
const perhaps = new Uint8Array(4096);
for (const [index, level] of logLevels.entries()) {
	for (const text of words[level].split(' ')) {
		known.set(hashOf(text), { text, level: index + 1, everyday: everyday.has(text) });
	}
}
for (const text of keys) {
	known.set(hashOf(text), { text, level: 0, everyday: false });
}

for (const hash of known.keys()) {
	perhaps[hash & 4095] = 1;
}

const dates = new Set(dateWords.split(' ').map(hashOf));

/**
 * The level that a line names, as its place in `logLevels` counted from 1; 0 if it names none. Any common format: JSON,
 * logfmt, brackets, capitals behind a date, `error:` at the begin, klog, syslog's priorities, exceptions.
 */
export function guessLevel(data: Buffer, start: number, end: number): number {
	const first = data[start] as number;
	const isJson = first === brace;
	return (
		(first === 0x3c ? priority(data, start, end) : 0) ||
		klog(data, start, end) ||
		scan(data, start, Math.min(end, start + (isJson ? reachInJson : reach)), isJson)
	);
}

function scan(data: Buffer, start: number, end: number, onlyKeys: boolean): number {
	let isFirst = true;
	let at = start;
	while (at < end) {
		const byte = data[at] as number;
		if (kinds[byte] !== 1) {
			at = byte === escapeCode ? behindEscape(data, at, end) : at + 1;
			continue;
		}
		const begin = at;
		let hash = 0;
		while (at < end && kinds[data[at] as number] === 1) {
			hash = (hash * 31 + ((data[at] as number) | 0x20)) | 0;
			at++;
		}
		const length = at - begin;
		const word = perhaps[hash & 4095] === 1 && length <= longestWord ? known.get(hash) : undefined;
		if (word && isWord(data, start, begin, at, end, word)) {
			const level =
				word.level === 0 ? levelBehind(data, at, end) : onlyKeys ? 0 : said(data, start, begin, at, end, word, isFirst);
			if (level > 0) {
				return level;
			}
		} else if (isFirst && length > longestWord - 8 && !onlyKeys && data[at] === 0x3a && isException(data, begin, at)) {
			return 5;
		}
		isFirst &&= length === 1 || dates.has(hash) || data[at] === 0x2e;
	}
	return 0;
}

function isWord(data: Buffer, start: number, begin: number, at: number, end: number, { text }: Word): boolean {
	if ((begin > start && kinds[data[begin - 1] as number] === 2) || (at < end && kinds[data[at] as number] === 2)) {
		return false;
	}
	for (let index = 0; index < text.length; index++) {
		if (((data[begin + index] as number) | 0x20) !== text.charCodeAt(index)) {
			return false;
		}
	}
	return text.length === at - begin;
}

/** Whether a word is meant as the line's level where it stands. */
function said(
	data: Buffer,
	start: number,
	begin: number,
	at: number,
	end: number,
	word: Word,
	isFirst: boolean,
): number {
	const capitals = isCapital(data[begin + 1]) && isCapital(data[begin]) && isCapital(data[at - 1]);
	if (capitals || isBracketed(data, start, begin, at, end)) {
		return word.level;
	}
	if (word.everyday) {
		return 0;
	}
	const next = at < end ? data[at] : 0x20;
	const colon = next === 0x3a;
	// `main.c:3: error: …`, `(node:1) Warning: …`
	const behindColon =
		begin >= start + 2 && data[begin - 1] === 0x20 && (data[begin - 2] === 0x3a || data[begin - 2] === 0x29);
	if (colon && (isFirst || behindColon)) {
		return word.level;
	}
	const grave = word.level >= 4;
	return isFirst && (next === 0x20 || next === 0x09 || next === 0x7c) && (grave || !isCapital(data[begin]))
		? word.level
		: 0;
}

function isCapital(byte: number | undefined): boolean {
	return byte !== undefined && byte >= 0x41 && byte <= 0x5a;
}

/** `[error]`, `(info)`, `<warn>`, `|debug|`, also with blanks inside. */
function isBracketed(data: Buffer, start: number, begin: number, at: number, end: number): boolean {
	let before = begin - 1;
	let behind = at;
	while (before > start && data[before] === 0x20) {
		before--;
	}
	while (behind < end && data[behind] === 0x20) {
		behind++;
	}
	const opening = before >= start ? data[before] : 0;
	const closing = behind < end ? data[behind] : 0;
	return (
		(opening === 0x5b && (closing === 0x5d || closing === 0x3a)) ||
		(opening === 0x28 && closing === 0x29) ||
		(opening === 0x3c && closing === 0x3e) ||
		(opening === 0x7c && closing === 0x7c)
	);
}

/** The level behind `level=`, `"level":"`, `level: `. */
function levelBehind(data: Buffer, from: number, end: number): number {
	let at = from;
	let separated = false;
	while (at < end && isBetween(data[at] as number)) {
		separated ||= data[at] === 0x3d || data[at] === 0x3a;
		at++;
	}
	if (!separated) {
		return 0;
	}
	const begin = at;
	let hash = 0;
	while (at < end && kinds[data[at] as number] === 1) {
		hash = (hash * 31 + ((data[at] as number) | 0x20)) | 0;
		at++;
	}
	return at > begin ? (known.get(hash)?.level ?? 0) : numbered(data, begin, end);
}

/** Quotes, a colon, an equals sign, blanks. */
function isBetween(byte: number): boolean {
	return byte === 0x22 || byte === 0x27 || byte === 0x3a || byte === 0x3d || byte === 0x20;
}

/** As pino and bunyan count: 10 is the first level, 60 the last. */
function numbered(data: Buffer, begin: number, end: number): number {
	const [tens, ones] = [data[begin] as number, data[begin + 1] as number];
	const isLevel = begin + 2 <= end && tens >= 0x31 && tens <= 0x36 && ones === 0x30;
	return isLevel && kinds[data[begin + 2] ?? 0] === 0 ? tens - 0x30 : 0;
}

/** `<3>` of syslog. */
function priority(data: Buffer, start: number, end: number): number {
	const text = data.toString('latin1', start, Math.min(end, start + 5));
	const match = /^<(\d{1,3})>/.exec(text);
	return match ? ([6, 6, 6, 5, 4, 3, 3, 2][Number(match[1]) % 8] as number) : 0;
}

/** I, W, E, F. */
const klogLetters = [0x49, 0x57, 0x45, 0x46];

/** `E0801 10:20:30.123456` of Kubernetes. */
function klog(data: Buffer, start: number, end: number): number {
	const level = klogLetters.indexOf(data[start] as number) + 3;
	if (level < 3 || end - start < 8 || data[start + 5] !== 0x20) {
		return 0;
	}
	for (let at = start + 1; at < start + 5; at++) {
		if ((data[at] as number) < 0x30 || (data[at] as number) > 0x39) {
			return 0;
		}
	}
	return level;
}

/** `java.lang.IllegalStateException: …`, `TypeError: …`. */
function isException(data: Buffer, begin: number, at: number): boolean {
	return exceptionEnd.test(data.toString('latin1', Math.max(begin, at - 9), at));
}

/** Behind a colour or the like. */
function behindEscape(data: Buffer, from: number, end: number): number {
	let at = from + 1;
	if (data[at] !== 0x5b) {
		return at;
	}
	at++;
	while (at < end && (data[at] as number) < 0x40) {
		at++;
	}
	return at + 1;
}

function hashOf(text: string): number {
	let hash = 0;
	for (let index = 0; index < text.length; index++) {
		hash = (hash * 31 + text.charCodeAt(index)) | 0;
	}
	return hash;
}
