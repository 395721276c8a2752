/** Looks a variable up; `undefined` when it is not set. */
export type VariableLookup = (name: string) => string | undefined;

/** A project's name as Compose allows it: lower case, digits, `-` and `_`, beginning with a letter or a digit. */
export function normaliseProjectName(name: string): string {
	return name
		.toLowerCase()
		.replace(/[^-_a-z0-9]/g, '')
		.replace(/^[-_]+/, '');
}

/** The variables of a `.env` file: `KEY=value`, `export KEY=…`, quotes, comments; never throws. */
export function parseDotEnv(text: string): Readonly<Record<string, string>> {
	const variables: Record<string, string> = Object.create(null);
	const line = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:'([^'\n]*)'|"((?:[^"\\\n]|\\.)*)"|([^\n]*))/gm;
	for (const [, name, single, double, bare] of text.replaceAll('\r\n', '\n').matchAll(line)) {
		variables[name as string] =
			single ??
			double?.replace(/\\(.)/g, (_, character) => (character === 'n' ? '\n' : character)) ??
			bareValue(bare ?? '');
	}
	return variables;
}

/**
 * Puts variables into a text of a compose file: `$X`, `${X}`, `${X:-default}`, `${X-default}`, `${X:+other}`,
 * `${X+other}`; `$$` is a dollar. A variable that must be there and is not (`${X:?…}`) becomes empty.
 */
export function interpolate(text: string, lookup: VariableLookup, depth = 0): string {
	let result = '';
	let position = 0;
	while (position < text.length) {
		const dollar = text.indexOf('$', position);
		if (dollar < 0) {
			return result + text.slice(position);
		}
		result += text.slice(position, dollar);
		const [value, length] = substitution(text, dollar, lookup, depth);
		result += value;
		position = dollar + length;
	}
	return result;
}

const deepest = 8;

/** What stands for the `$…` at `start`, and how many characters that was. */
function substitution(text: string, start: number, lookup: VariableLookup, depth: number): [string, number] {
	if (text[start + 1] === '$') {
		return ['$', 2];
	}
	const simple = /^\$([A-Za-z_]\w*)/.exec(text.slice(start, start + 256));
	if (simple) {
		return [lookup(simple[1] as string) ?? '', simple[0].length];
	}
	const end = text[start + 1] === '{' ? closingBrace(text, start + 2) : -1;
	const braced = end < 0 ? null : /^([A-Za-z_]\w*)(?:(:?[-+?])([\s\S]*))?$/.exec(text.slice(start + 2, end));
	if (!braced) {
		return ['$', 1];
	}
	const [, name, operator = '', word = ''] = braced;
	const value = lookup(name as string);
	const isSet = value !== undefined && (operator[0] !== ':' || value !== '');
	const other = () => (depth < deepest ? interpolate(word, lookup, depth + 1) : '');
	const length = end + 1 - start;
	if (operator.endsWith('+')) {
		return [isSet ? other() : '', length];
	}
	return [isSet || !operator.endsWith('-') ? (value ?? '') : other(), length];
}

function closingBrace(text: string, start: number): number {
	let open = 1;
	for (let index = start; index < text.length; index++) {
		if (text[index] === '{' && text[index - 1] === '$') {
			open++;
		} else if (text[index] === '}' && --open === 0) {
			return index;
		}
	}
	return -1;
}

function bareValue(text: string): string {
	return text.replace(/(?:^|[ \t])#.*$/, '').trim();
}
