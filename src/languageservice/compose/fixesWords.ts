import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { OffsetEdit } from './edits.ts';
import { type Fix, type FixInput, one, replace } from './fix.ts';
import { scalarText } from './yamlText.ts';

export const changeTitle = { en: 'Change to {0}', ko: '{0}(으)로 바꾸기' };

/** The word of a problem replaced by what was probably meant; quotes stay. */
export function toSuggestion(input: FixInput): Fix[] {
	const { suggestion } = input.data;
	const edit = suggestion === undefined ? undefined : replaceName(input, suggestion);
	return suggestion === undefined || !edit ? [] : one(changeTitle, [edit], [suggestion]);
}

/** Replaces the name of a problem where it stands in the text of the problem. */
export function replaceName({ editor, start, end, data, node }: FixInput, by: string): OffsetEdit | undefined {
	const text = editor.source.slice(start, end);
	const name = data.name ?? text;
	const inside = text.startsWith(name) ? 0 : /^["'!]/.test(text) && text.startsWith(name, 1) ? 1 : text.indexOf(name);
	if (inside < 0) {
		return undefined;
	}
	const isWhole = inside === 0 && name.length === text.length && isScalar(node) && node.type === 'PLAIN';
	const written = isWhole ? scalarText(by, isInFlow({ editor, node })) : by;
	return replace(start + inside, start + inside + name.length, written);
}

/** Whether a node stands between brackets. */
export function isInFlow({ editor, node }: Pick<FixInput, 'editor'> & { node: Node | undefined }): boolean {
	let at: Node | Pair | undefined = node && editor.doc.parentOf(node);
	while (at) {
		if ((isMap(at) || isSeq(at)) && at.flow) {
			return true;
		}
		at = editor.doc.parentOf(at);
	}
	return false;
}
