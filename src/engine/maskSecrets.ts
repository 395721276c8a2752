import { shellQuote } from './shellQuote.ts';

const mask = '***';

/** A command line for a shell, as `dockerCommand` writes it, without the passwords and tokens among its words. */
export function maskSecrets(line: string): string {
	let before = '';
	return line.replace(shellWord, raw => {
		const word = unquote(raw);
		const masked = flagsOfSecrets.test(before) ? mask : maskWord(word);
		before = word;
		return masked === word ? raw : shellQuote(masked);
	});
}

/** The value of a variable or a label, without what is secret in it. */
export function maskValue(name: string, value: string): string {
	return isSecret(name, value) ? mask : maskWord(value);
}

/** What the engine tells of a thing, with the same masked in all its texts, whether as `NAME=value`, by its key or after a flag. */
export function maskFacts(value: unknown, name = ''): unknown {
	if (typeof value === 'string') {
		return maskValue(name, value);
	}
	if (Array.isArray(value)) {
		return value.map((item, index) => (flagsOfSecrets.test(value[index - 1]) ? mask : maskFacts(item)));
	}
	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, maskFacts(each, key)]))
		: value;
}

const shellWord = /(?:\$'(?:\\.|[^'\\])*'|'[^']*'|\\.|[^\s'\\])+/gs;
const flagsOfSecrets = /^--(?:password|passphrase|token)$/;

function maskWord(word: string): string {
	return maskAssignment(word)
		.replace(/(:\/\/[^\s:/@]*:)[^\s/@]+@/g, `$1${mask}@`)
		.replace(/\b(bearer|basic) +[^\s'"]+/gi, `$1 ${mask}`);
}

/** `NAME=value` as the whole word, after a flag, or inside a script, a list of options or an address. */
function maskAssignment(word: string): string {
	const [, start = '', name = '', value = ''] = /^(--?[\w-]+=)?([\w.-]+)=(.*)$/s.exec(word) ?? [];
	if (isSecret(name, value)) {
		return `${start}${name}=${mask}`;
	}
	return word.replace(/(^|[\s;,=&?"'])([\w.-]+)=([^\s;,&"']+)/g, (all, separator, inner, content) =>
		isSecret(inner, content) ? `${separator}${inner}=${mask}` : all,
	);
}

/** A switch is none, and the path of a file that holds one is none either. */
function isSecret(name: string, value: string): boolean {
	return (
		/passw|passphrase|(?:^|[_.-])(?:pass|pwd|pw|auth)(?:$|[_.-]?\d*$)|secret|token(?!iz)|credential|(?:api|access|private|secret|encryption)[_.-]?key/i.test(
			name,
		) &&
		!/[_.-](?:file|path|dir|url|host|method|type|ttl|expiry|length)$/i.test(name) &&
		!/^(?:yes|no|true|false|on|off|[01])?$/i.test(value)
	);
}

/** What a shell makes of a word. */
function unquote(raw: string): string {
	return raw.replace(/\$'((?:\\.|[^'\\])*)'|'([^']*)'|\\(.)/gs, (_, escaped, quoted, single) =>
		escaped === undefined ? (quoted ?? single) : withoutEscapes(escaped),
	);
}

const letters: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function withoutEscapes(text: string): string {
	return text.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|(.))/gs, (_, two, four, eight, single) =>
		single === undefined
			? String.fromCodePoint(Number.parseInt(two ?? four ?? eight, 16))
			: (letters[single] ?? single),
	);
}
