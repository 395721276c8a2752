import type { ComposeDocument } from '../document.ts';

const comment = /#\s*slipway-ignore\s+([\w, \t]+)/;

/** Whether `# slipway-ignore Rule` stands on the line of an offset, or on comment lines right above it. */
export function isIgnored(document: ComposeDocument, offset: number, rule: string): boolean {
	const { source } = document;
	if (!source.includes('slipway-ignore')) {
		return false;
	}
	let start = source.lastIndexOf('\n', offset - 1) + 1;
	const next = source.indexOf('\n', offset);
	if (names(source.slice(start, next < 0 ? source.length : next), rule)) {
		return true;
	}
	while (start > 0) {
		const end = start - 1;
		start = source.lastIndexOf('\n', end - 1) + 1;
		const line = source.slice(start, end);
		if (!/^\s*#/.test(line)) {
			return false;
		}
		if (names(line, rule)) {
			return true;
		}
	}
	return false;
}

function names(line: string, rule: string): boolean {
	const list = comment.exec(line)?.[1];
	return list?.split(/[,\s]+/).includes(rule) ?? false;
}
