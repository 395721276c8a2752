import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Range } from 'vscode-languageserver-types';
import { DocumentCache } from '../documentCache.ts';
import type { DockerfileModel } from './model.ts';
import { buildModel } from './modelBuilder.ts';
import { type ParsedDockerfile, parseDockerfile, placeAt } from './parse.ts';

/** Everything that the features share about one version of a document. */
export interface Analysis {
	readonly document: TextDocument;
	readonly file: ParsedDockerfile;
	readonly model: DockerfileModel;
	/** The diagnostics published last for this version, for the fixes. */
	diagnostics: readonly Diagnostic[] | undefined;
}

export function createAnalyses(): DocumentCache<Analysis> {
	return new DocumentCache(document => {
		const file = parseDockerfile(document.getText());
		return { document, file, model: buildModel(file), diagnostics: undefined };
	});
}

export function rangeOf(file: ParsedDockerfile, start: number, end: number): Range {
	return { start: placeAt(file, start), end: placeAt(file, Math.max(start, end)) };
}

/** The offset of a position, also of one outside the text. */
export function offsetOf(file: ParsedDockerfile, position: { line: number; character: number }): number {
	const start = file.lineStarts[position.line];
	if (start === undefined) {
		return position.line < 0 ? 0 : file.text.length;
	}
	const next = file.lineStarts[position.line + 1];
	let end = next === undefined ? file.text.length : next - 1;
	if (next !== undefined && end > start && file.text[end - 1] === '\r') {
		end--;
	}
	return Math.max(start, Math.min(start + position.character, end));
}
