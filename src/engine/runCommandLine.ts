import { invalidOption } from './calls.ts';

/** A `docker run …` line taken apart; in the words `$` stands doubled where Compose is to leave it alone. */
export interface RunCommandLine {
	/** Long name of each flag, without dashes, in the order given; `''` is the value of a switch that is on. */
	readonly flags: readonly { readonly name: string; readonly value: string }[];
	readonly image: string;
	readonly command: readonly string[];
}

/** Flags without a value. */
const switches = new Set([
	...['detach', 'disable-content-trust', 'help', 'init', 'interactive', 'no-healthcheck', 'oom-kill-disable'],
	...['privileged', 'publish-all', 'quiet', 'read-only', 'rm', 'sig-proxy', 'tty', 'use-api-socket'],
]);

const shortNames: Readonly<Record<string, string>> = {
	a: 'attach',
	c: 'cpu-shares',
	d: 'detach',
	e: 'env',
	h: 'hostname',
	i: 'interactive',
	l: 'label',
	m: 'memory',
	p: 'publish',
	P: 'publish-all',
	q: 'quiet',
	t: 'tty',
	u: 'user',
	v: 'volume',
	w: 'workdir',
};

const otherNames: Readonly<Record<string, string>> = { net: 'network', 'net-alias': 'network-alias' };

/** Reads a line as a shell would, line continuations of three shells included; `invalid` if it is no `docker run`. */
export function parseRunCommandLine(line: string): RunCommandLine {
	const words = withoutPrefix(splitWords(line));
	const flags: { name: string; value: string }[] = [];
	let index = 0;
	for (; index < words.length; index++) {
		const word = words[index] ?? '';
		if (word === '--') {
			index++;
			break;
		}
		if (!/^-./.test(word)) {
			break;
		}
		const read = word.startsWith('--') ? readLong(word, words[index + 1]) : readShort(word, words[index + 1]);
		flags.push(...read.flags);
		index += read.tookNext ? 1 : 0;
	}
	const image = words[index];
	if (image === undefined) {
		throw invalidOption('lineImage', line, 'The line names no image.');
	}
	return { flags, image, command: words.slice(index + 1) };
}

interface ReadFlags {
	readonly flags: { name: string; value: string }[];
	readonly tookNext: boolean;
}

function readLong(word: string, next: string | undefined): ReadFlags {
	const [, written = '', given] = /^--([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
	const name = otherNames[written] ?? written;
	if (switches.has(name)) {
		return { flags: given === 'false' ? [] : [{ name, value: '' }], tookNext: false };
	}
	return { flags: [{ name, value: given ?? needed(next, word) }], tookNext: given === undefined };
}

/** `-dp 80:80`, `-p80:80` and `-it` are all usual. */
function readShort(word: string, next: string | undefined): ReadFlags {
	const flags: ReadFlags['flags'] = [];
	for (let at = 1; at < word.length; at++) {
		const name = shortNames[word[at] ?? ''];
		if (name === undefined) {
			throw invalidOption('lineFlag', `-${word[at]}`, `docker run has no flag "-${word[at]}".`);
		}
		if (!switches.has(name)) {
			const rest = word.slice(at + 1).replace(/^=/, '');
			flags.push({ name, value: rest === '' ? needed(next, `-${word[at]}`) : rest });
			return { flags, tookNext: rest === '' };
		}
		if (word[at + 1] === '=') {
			return { flags: word.endsWith('=false') ? flags : [...flags, { name, value: '' }], tookNext: false };
		}
		flags.push({ name, value: '' });
	}
	return { flags, tookNext: false };
}

function needed(value: string | undefined, flag: string): string {
	if (value === undefined) {
		throw invalidOption('lineFlagValue', flag, `The flag "${flag}" needs a value.`);
	}
	return value;
}

/** Drops a prompt, `sudo`, variables, and `docker run` itself with the flags before it. */
function withoutPrefix(words: readonly string[]): string[] {
	const program = words.findIndex(word => /(^|[\\/])(docker|podman|nerdctl)(\.exe)?$/.test(word));
	const verb = words.findIndex((word, index) => index > program && (word === 'run' || word === 'create'));
	const before = words.slice(0, Math.max(program, 0));
	const between = words.slice(program + 1, verb).filter(word => word !== 'container');
	const isPrefix = (word: string) => /^(\$\$?|#|>|sudo|[A-Za-z_]\w*=.*)$/s.test(word);
	const isGlobalFlag = (word: string, index: number) => word.startsWith('-') || between[index - 1]?.startsWith('-');
	if (program < 0 || verb < 0 || !before.every(isPrefix) || !between.every(isGlobalFlag)) {
		throw invalidOption('line', words.join(' '), 'This is not a "docker run" line.');
	}
	return words.slice(verb + 1);
}

function splitWords(line: string): string[] {
	const words: string[] = [];
	let word: string | undefined;
	const text = line.replace(/[\\`^][ \t]*\r?\n/g, ' ').replace(/(\$\(pwd\)|\$\{PWD\}|\$PWD\b|%cd%)/gi, '.');
	for (let at = 0; at < text.length; at++) {
		const character = text[at] ?? '';
		if (/\s/.test(character)) {
			if (word !== undefined) {
				words.push(word);
			}
			word = undefined;
		} else if (character === "'" || character === '"') {
			const end = closingQuote(text, at);
			word = (word ?? '') + unquote(text.slice(at + 1, end), character);
			at = end;
		} else if (character === '\\' && !isWindowsPath(text, at)) {
			at++;
			word = (word ?? '') + literal(text[at] ?? '');
		} else if (/[;&|]/.test(character) && word === undefined) {
			break;
		} else if (character === '$' && text[at + 1] === '(') {
			word = `${word ?? ''}$$`;
		} else {
			word = (word ?? '') + character;
		}
	}
	return word === undefined ? words : [...words, word];
}

/** `C:\data` is not an escaped `d`. */
function isWindowsPath(text: string, at: number): boolean {
	return (
		/(^|[\s'"=])[A-Za-z]:[^\s'"]*$/.test(text.slice(Math.max(0, at - 260), at)) && /[\w.]/.test(text[at + 1] ?? '')
	);
}

function closingQuote(text: string, start: number): number {
	const quote = text[start];
	for (let at = start + 1; at < text.length; at++) {
		if (text[at] === '\\' && quote === '"') {
			at++;
		} else if (text[at] === quote) {
			return at;
		}
	}
	throw invalidOption('lineQuote', quote, `A closing ${quote} is missing.`);
}

function unquote(inner: string, quote: string): string {
	return quote === "'"
		? literal(inner)
		: inner
				.replace(/\\(["\\$`])|\$(?=\()/g, (_all, escaped: string | undefined) =>
					escaped === undefined ? '$$' : literal(escaped),
				)
				.replace(/\\\n/g, '');
}

function literal(text: string): string {
	return text.replaceAll('$', '$$$$');
}
