import { EngineError } from '../engine/errors.ts';

/** How the options of a command are declared, by name. */
export interface OptionTypes {
	string: string;
	boolean: boolean;
	number: number;
	strings: readonly string[];
	/** A command line, or its words. */
	command: string | readonly string[];
	/** An object whose values are strings; numbers and booleans are taken as such. */
	record: Readonly<Record<string, string>>;
}
export type OptionTypeName = keyof OptionTypes;
export type OptionSchema = Readonly<Record<string, OptionTypeName>>;
export type OptionsOf<S extends OptionSchema> = { readonly [K in keyof S]?: OptionTypes[S[K]] } & {
	readonly confirm?: boolean;
};

/** Checks and types what a caller gave; `invalid` with a sentence that names the option. */
export function readOptions<const S extends OptionSchema>(
	given: Readonly<Record<string, unknown>>,
	schema: S,
): OptionsOf<S> {
	const types: Readonly<Record<string, OptionTypeName>> = { ...schema, confirm: 'boolean' };
	const read: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(given)) {
		if (value === undefined || value === null) {
			continue;
		}
		const type = Object.hasOwn(types, name) ? types[name] : undefined;
		if (!type) {
			throw new EngineError('invalid', `Unknown option "${name}"; known are ${Object.keys(types).join(', ')}.`);
		}
		const converted = convert[type](value);
		if (converted === undefined) {
			throw new EngineError('invalid', `The option "${name}" must be ${expected[type]}.`);
		}
		read[name] = converted;
	}
	return read as OptionsOf<S>;
}

const expected: Readonly<Record<OptionTypeName, string>> = {
	string: 'a string',
	boolean: 'true or false',
	number: 'a number',
	strings: 'a list of strings',
	command: 'a string or a list of strings',
	record: 'an object with strings as values',
};

const convert: Readonly<Record<OptionTypeName, (value: unknown) => unknown>> = {
	string: value => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined),
	boolean: value => (typeof value === 'boolean' ? value : undefined),
	number: value => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
	strings: value => (typeof value === 'string' ? [value] : isStrings(value) ? value : undefined),
	command: value => (typeof value === 'string' || isStrings(value) ? value : undefined),
	record: readRecord,
};

function isStrings(value: unknown): value is string[] {
	return Array.isArray(value) && value.every(item => typeof item === 'string');
}

function readRecord(value: unknown): Record<string, string> | undefined {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return undefined;
	}
	const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
	return entries.every(([, item]) => ['string', 'number', 'boolean'].includes(typeof item))
		? Object.fromEntries(entries.map(([key, item]) => [key, String(item)]))
		: undefined;
}
