import { isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Fix } from './fix.ts';
import { keyText } from './merged.ts';
import { isPure, ownPair, type Refactoring, textOf, touchesNode } from './refactoring.ts';
import { plainNumber } from './refactorLists.ts';
import { scalarText } from './yamlText.ts';

const title = { en: 'Move environment to {0}', ko: 'environment를 {0}(으)로 옮기기' };

/** The variables of a service go into an env file beside the compose file. */
export const moveEnvironment: Refactoring = (input, { name, map }) => {
	const { editor } = input;
	const pair = ownPair(map, 'environment');
	const { uri } = editor.document.text;
	const slash = uri.lastIndexOf('/');
	const isPossible =
		pair &&
		touchesNode(input, pair) &&
		isPure(pair.value) &&
		!ownPair(map, 'env_file') &&
		!ownPair(map, '<<') &&
		!ownPair(map, 'extends');
	const lines = pair ? linesOf(pair.value as Node | null) : undefined;
	const isRoom = slash > 0 && !/^(?:untitled|inmemory):/.test(uri) && /^[\w.-]+$/.test(name);
	if (
		!isPossible ||
		!lines ||
		lines.length === 0 ||
		!isRoom ||
		/#/.test(editor.source.slice(editor.startOf(pair), editor.endOf(pair)))
	) {
		return [];
	}
	const file = `${name}.env`;
	const edit = { start: editor.startOf(pair), end: editor.endOf(pair), text: `env_file: ${scalarText(file)}` };
	const fix: Fix = {
		title,
		values: [file],
		edits: [edit],
		files: [{ uri: `${uri.slice(0, slash)}/${encodeURIComponent(file)}`, text: `${lines.join('\n')}\n` }],
		kind: 'refactor.extract',
	};
	return [fix];
};

/** Lines of an env file; undefined if a value cannot stand there unchanged. */
function linesOf(environment: Node | null): string[] | undefined {
	const entries: (readonly [string, string] | undefined)[] = [];
	if (isMap(environment)) {
		for (const { key, value } of environment.items) {
			const text =
				isScalar(value) && typeof value.value !== 'string' ? plainNumber(value.value, value.source) : textOf(value);
			entries.push(text === undefined ? undefined : [keyText(key) ?? '', text]);
		}
	} else if (isSeq(environment)) {
		for (const item of environment.items) {
			const match = /^([^=]+)=([\s\S]*)$/.exec(textOf(item) ?? '');
			entries.push(match ? [match[1] as string, match[2] as string] : undefined);
		}
	}
	const lines = entries.map(entry => entry && lineOf(...entry));
	return lines.includes(undefined) ? undefined : (lines as string[]);
}

/** Single quotes keep a value as it is; variables of Compose would not be filled in the same way. */
function lineOf(name: string, value: string): string | undefined {
	if (!/^[A-Za-z_][\w.-]*$/.test(name) || /[$\n\r'\\]/.test(value)) {
		return undefined;
	}
	return /^[\w.,:/@%+=-]*$/.test(value) ? `${name}=${value}` : `${name}='${value}'`;
}
