import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position, TextEdit } from 'vscode-languageserver-types';
import { type ComposeDocument, parseCompose } from './document.ts';
import { insertService } from './insertService.ts';
import { placeAt } from './nodeAt.ts';

/**
 * The edits that bring services in where they were pasted; undefined where a text would be pasted into something else,
 * such as a comment, a value or a script, and in documents that cannot be read.
 */
export function pasteService(text: TextDocument, position: Position, yaml: string): TextEdit[] | undefined {
	const document = parseCompose(text);
	return isBetweenServices(document, text.offsetAt(position)) ? insertService(text, yaml) : undefined;
}

/** An empty file, or a blank line that belongs to `services`, to one of them, or to the whole file. */
function isBetweenServices(document: ComposeDocument, offset: number): boolean {
	const { source } = document;
	const end = source.indexOf('\n', offset);
	const line = source.slice(source.lastIndexOf('\n', offset - 1) + 1, end < 0 ? source.length : end);
	const place = placeAt(document, offset);
	const [section] = place.path;
	return (
		line.trim() === '' &&
		place.role === 'none' &&
		place.path.length <= 2 &&
		(section === undefined || section === 'services')
	);
}
