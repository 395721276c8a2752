export interface Dockerignore {
	/** Whether a path, relative to the context and with `/`, is left out. */
	ignores(path: string): boolean;
	/** With exceptions (`!`), something below an ignored folder may be sent all the same. */
	readonly hasExceptions: boolean;
}

/** The rules of `.dockerignore`: they are matched from the context's root, and the last one that matches wins. */
export function parseDockerignore(text: string): Dockerignore {
	const rules = text
		.replace(/^\uFEFF/, '')
		.split(/\r?\n/)
		.filter(line => !line.startsWith('#'))
		.map(line => line.trim())
		.filter(line => line !== '' && line !== '!')
		.map(line => ({ exception: line.startsWith('!'), pattern: compile(line.replace(/^!/, '').trim()) }));
	return {
		hasExceptions: rules.some(rule => rule.exception),
		ignores: path => rules.findLast(rule => rule.pattern.test(path))?.exception === false,
	};
}

/** A pattern also matches everything below the folder it names. */
function compile(pattern: string): RegExp {
	const clean = pattern.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
	const source = clean.replace(
		/\*\*\/|\/\*\*$|\*\*|\*|\?|\[[^\]]+\]|\\.|[.+^${}()|[\]\\]/g,
		part => wildcards[part] ?? (part.length > 1 ? bracketOrEscape(part) : `\\${part}`),
	);
	try {
		return clean === '.' || clean === '' ? /^/ : new RegExp(`^${source}(/.*)?$`, 's');
	} catch {
		return /(?!)/;
	}
}

const wildcards: Readonly<Record<string, string>> = {
	'**/': '(.*/)?',
	'/**': '/.*',
	'**': '.*',
	'*': '[^/]*',
	'?': '[^/]',
};

function bracketOrEscape(part: string): string {
	return part.startsWith('[') ? part.replace(/\\(?![\]\\^-])/g, '\\\\') : `\\${part.slice(1)}`;
}
