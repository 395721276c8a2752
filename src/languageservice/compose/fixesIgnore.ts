import type { Diagnostic } from 'vscode-languageserver-types';
import { isScalar, visit } from 'yaml';
import type { ComposeDocument } from './document.ts';
import { YamlEditor } from './edits.ts';
import type { Fix } from './fix.ts';
import type { ProblemData } from './problems.ts';

const title = { en: 'Ignore {0} here', ko: '여기서 {0} 무시' };

/** What breaks the reading of the file is not made better by silence. */
const unignorable = new Set(['InvalidYaml', 'TabIndentation', 'SplitValue', 'EmptyFile']);

/** A comment above the line that makes us silent; undefined where a comment would become part of a value. */
export function ignoreFix(document: ComposeDocument, diagnostic: Diagnostic): Fix | undefined {
	const data = diagnostic.data as ProblemData | undefined;
	if (!data || unignorable.has(data.rule)) {
		return undefined;
	}
	const offset = document.text.offsetAt(diagnostic.range.start);
	const editor = new YamlEditor(document, document.docAt(offset));
	const start = editor.lineStart(offset);
	if (isInsideText(document, start)) {
		return undefined;
	}
	const values = [data.rule];
	const above = start === 0 ? '' : document.source.slice(editor.lineStart(start - 1), start - 1).trimEnd();
	if (/^\s*#\s*slipway-ignore\s[\w, \t]+$/.test(above)) {
		const end = editor.lineStart(start - 1) + above.length;
		return { title, values, edits: [{ start: end, end, text: `, ${data.rule}` }] };
	}
	const indent = /^[ ]*/.exec(document.source.slice(start))?.[0] ?? '';
	return { title, values, edits: [{ start, end: start, text: `${indent}# slipway-ignore ${data.rule}${editor.eol}` }] };
}

/** Whether a line begins inside a scalar of several lines. */
function isInsideText(document: ComposeDocument, lineStart: number): boolean {
	let isInside = false;
	visit(document.docAt(lineStart).yaml, {
		Scalar(_key, node) {
			const range = node.range;
			if (isScalar(node) && range && range[0] < lineStart && lineStart < range[1]) {
				isInside = true;
				return visit.BREAK;
			}
			return undefined;
		},
	});
	return isInside;
}
