import { Expander, type ExpansionOptions } from './expander.ts';
import { type ExpansionError, ExpansionFailure } from './expansionError.ts';
import type { VariableUse } from './variableUse.ts';

export interface Expansion {
	readonly result: string;
	/** Split at blanks that were not quoted; empty where they are not wanted. */
	readonly words: readonly string[];
	readonly uses: readonly VariableUse[];
	/** Names that `lookup` did not know. */
	readonly unmatched: ReadonlySet<string>;
	readonly matched: ReadonlySet<string>;
	readonly error: ExpansionError | undefined;
}

/** Expands the variables of `text` between two indexes as BuildKit's builder does. Never throws. */
export function expand(text: string, from: number, to: number, options: ExpansionOptions): Expansion {
	const reader = new Expander(text, from, to, options);
	let result = '';
	let error: ExpansionError | undefined;
	try {
		result = reader.readUntil('', options.keepEscapes ?? false);
	} catch (caught) {
		if (!(caught instanceof ExpansionFailure)) {
			throw caught;
		}
		error = caught.error;
	}
	return {
		result,
		words: error ? [] : reader.words.end(),
		uses: reader.uses,
		unmatched: reader.unmatched,
		matched: reader.matched,
		error,
	};
}
