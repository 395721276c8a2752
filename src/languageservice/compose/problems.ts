import type { Text } from '../host.ts';
import type { ReferenceKind } from './entities.ts';
import { ruleNamed } from './rules.ts';
import type { Spot } from './values.ts';

/**
 * What a diagnostic carries in `data` for the fixes. Every problem has `rule`; the others where they make sense:
 * - `UnknownKey`, `InvalidValue`, `Undefined…`, `UnknownTag`: `name` as written, `suggestion` if one is near.
 * - `Undefined…`: `kind` of what is missing.
 * - `WrongType`: `expected` shapes, `list` or `map` first; `name` is the key.
 * - `MissingKey`: `name` of the key that is missing.
 * - `ConflictingKeys`: `name` of the key that the problem stands on, `other` the key that it conflicts with.
 * - `UnsetVariable`, `RequiredVariable`: `name` of the variable.
 * - `MissingFile` and its like: `path` as written, `uri` of the file that would have to exist.
 * - `NonStringKey`, `YamlBoolean`, `InvalidDuration`: `replacement` for the range.
 * - `DuplicateHostPort`, `HostPortTaken`: `port`.
 */
export interface ProblemData {
	readonly rule: string;
	readonly name?: string | undefined;
	readonly suggestion?: string | undefined;
	readonly kind?: ReferenceKind | undefined;
	readonly expected?: readonly string[] | undefined;
	readonly other?: string | undefined;
	readonly path?: string | undefined;
	readonly uri?: string | undefined;
	readonly replacement?: string | undefined;
	readonly port?: number | undefined;
}

export interface Problem {
	readonly rule: string;
	readonly at: Spot;
	readonly text: Text;
	readonly values: readonly (string | number)[];
	readonly data: ProblemData;
}

/** What the checks have found, each finding once however many ways lead to its place. */
export class Problems {
	readonly #found = new Map<string, Problem>();

	get list(): readonly Problem[] {
		return [...this.#found.values()];
	}

	/**
	 * Notes a problem.
	 * @param text what is said, if the rule's own message does not fit.
	 */
	add(
		rule: string,
		at: Spot,
		values: readonly (string | number)[] = [],
		data: Omit<ProblemData, 'rule'> = {},
		text?: Text,
	): void {
		const message = text ?? ruleNamed(rule)?.message ?? { en: rule, ko: rule };
		const key = `${rule} ${at.source.document.text.uri} ${at.start} ${at.end} ${message.en} ${values.join(' ')}`;
		if (!this.#found.has(key)) {
			this.#found.set(key, { rule, at, text: message, values, data: { rule, ...data } });
		}
	}
}
