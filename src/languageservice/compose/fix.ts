import type { Diagnostic } from 'vscode-languageserver-types';
import type { Node, Pair } from 'yaml';
import type { ServiceHost, Text } from '../host.ts';
import type { OffsetEdit, YamlEditor } from './edits.ts';
import type { ProblemData } from './problems.ts';

/** A file beside this document that a fix makes or adds to. */
export interface FileChange {
	readonly uri: string;
	/** What the file gets; added at its end if it is there already. */
	readonly text: string;
}

export interface Fix {
	readonly title: Text;
	readonly values?: readonly (string | number)[];
	readonly edits: readonly OffsetEdit[];
	readonly files?: readonly FileChange[];
	/** Whether it is what one would nearly always want, and safe without looking. */
	readonly preferred?: boolean;
	/** `quickfix` unless said otherwise. */
	readonly kind?: string;
}

export interface FixInput {
	readonly editor: YamlEditor;
	readonly host: ServiceHost;
	readonly diagnostic: Diagnostic;
	readonly data: ProblemData;
	/** Offsets of the problem. */
	readonly start: number;
	readonly end: number;
	/** What the problem stands on. */
	readonly node: Node | undefined;
	/** The pair that it is the key or value of. */
	readonly pair: Pair | undefined;
	readonly role: 'key' | 'value' | 'item' | 'none';
	/** From the root to it. */
	readonly path: readonly (string | number)[];
}

export type FixWriter = (input: FixInput) => readonly Fix[];

/** A list with a fix, or none where there is nothing to edit. */
export function one(
	title: Text,
	edits: readonly (OffsetEdit | undefined)[],
	values: readonly (string | number)[] = [],
	preferred = true,
): Fix[] {
	return edits.some(edit => edit === undefined)
		? []
		: [{ title, values, edits: edits as readonly OffsetEdit[], preferred }];
}

/** Leaves the text between two offsets as it is and replaces it by another. */
export function replace(start: number, end: number, text: string): OffsetEdit {
	return { start, end, text };
}
