import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { projectRoot } from '../support/projectRoot.ts';

export interface Snippet {
	readonly name: string;
	readonly prefix: string;
	readonly description: string;
	/** As the editor inserts it, every placeholder left as it is offered. */
	readonly text: string;
}

export function readSnippets(file: string): Snippet[] {
	const contents: Record<string, { prefix: string; body: string[]; description: string }> = JSON.parse(
		readFileSync(path.join(projectRoot, 'snippets', file), 'utf8'),
	);
	return Object.entries(contents).map(([name, { prefix, body, description }]) => ({
		name,
		prefix,
		description,
		text: expand(body.join('\n')).replaceAll('\t', '  '),
	}));
}

/** What VS Code makes of a snippet's text. @throws Error where a placeholder is used without a default. */
function expand(body: string): string {
	const defaults = new Map<string, string>([['0', '']]);
	const pattern = /\\([$}\\])|\$\{(\d+):((?:\\.|[^}\\])*)\}|\$\{(\d+)\|([^,|]*)[^}]*\|\}|\$(?:(\d+)|\{(\d+)\})|\$/g;
	const value = (number: string) => {
		const known = defaults.get(number);
		if (known === undefined) {
			throw new Error(`$${number} stands before its default in ${body}`);
		}
		return known;
	};
	return body.replace(pattern, (_, escaped, number, text, choice, first, plain, braced) => {
		if (escaped) return escaped;
		if (number) defaults.set(number, text.replace(/\\(.)/g, '$1'));
		if (choice) defaults.set(choice, first);
		const used = number ?? choice ?? plain ?? braced;
		if (!used) throw new Error(`A dollar sign without a backslash in ${body}`);
		return value(used);
	});
}
