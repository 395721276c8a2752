/** A line of structured log: what it says, and everything else that stands in it. */
export interface LogFields {
	readonly message: string;
	/** What it is called in the line; empty without one. */
	readonly messageName: string;
	/** In the line's own order, without the message. Values of JSON that are no text are JSON, on one line. */
	readonly fields: readonly LogField[];
}

export interface LogField {
	readonly name: string;
	readonly value: string;
	/** What every line has and a viewer shows elsewhere: the time and the level. */
	readonly usual: boolean;
}

const longestLine = 64 * 1024;
const mostFields = 200;
const messageNames = ['message', 'msg', '@message', 'Message', 'text', 'event', 'body', 'log'];
const usualNames =
	/^@?(?:time|ts|t|timestamp|datetime|date|level|lvl|severity|log\.level|levelname|loglevel|Timestamp|Level|v|@version)$/;
const logfmtPairs = /\s*([A-Za-z_@][\w.\-/@]*)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?=\s|$)/y;

/** Reads a line of JSON or logfmt; `undefined` where it is neither. */
export function readLogFields(line: string): LogFields | undefined {
	const text = line.trim();
	if (text.length > longestLine) {
		return undefined;
	}
	return text.startsWith('{') && text.endsWith('}') ? readJson(text) : readLogfmt(text);
}

function readJson(text: string): LogFields | undefined {
	let parsed: Record<string, unknown>;
	try {
		parsed = JSON.parse(text);
	} catch {
		return undefined;
	}
	const pairs = Object.entries(parsed).map(([name, value]): [string, string] => [name, shown(value)]);
	return pairs.length === 0 ? undefined : fieldsOf(pairs);
}

function shown(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** All of it has to be pairs, two at least: prose with one `a=b` in it stays prose. */
function readLogfmt(text: string): LogFields | undefined {
	const pairs: [string, string][] = [];
	logfmtPairs.lastIndex = 0;
	let end = 0;
	for (let match = logfmtPairs.exec(text); match; match = logfmtPairs.exec(text)) {
		pairs.push([match[1] as string, match[2] === undefined ? (match[3] as string) : unquoted(match[2])]);
		end = logfmtPairs.lastIndex;
	}
	return end === text.length && pairs.length > 1 ? fieldsOf(pairs) : undefined;
}

function unquoted(text: string): string {
	return text.replace(/\\(.)/g, (_, character: string) => ({ n: '\n', t: '\t' })[character] ?? character);
}

function fieldsOf(pairs: readonly (readonly [string, string])[]): LogFields {
	const messageName = messageNames.find(name => pairs.some(([known, value]) => known === name && value !== '')) ?? '';
	const message = pairs.find(([name]) => name === messageName)?.[1] ?? '';
	const fields = pairs
		.filter(([name]) => name !== messageName)
		.slice(0, mostFields)
		.map(([name, value]) => ({ name, value, usual: usualNames.test(name) }));
	return { message, messageName, fields };
}
