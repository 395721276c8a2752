import type { Text } from '../host.ts';
import type { ReferenceKind } from './entities.ts';

/** What a scalar stands for, where its type alone does not say it. */
export type Meaning =
	/** `1m30s`: units are required, `us` `ms` `s` `m` `h` `d` `w`. */
	| 'duration'
	/** `512m`: bytes, or `b` `k` `m` `g` `t` `p` with an optional `b`. */
	| 'size'
	/** Octal permissions, `0440`. */
	| 'fileMode'
	| 'file'
	| 'folder'
	| 'path'
	| 'composeFile'
	| 'envFile'
	| 'dockerfile'
	| 'dockerfileText'
	/** A folder, a URL, or `service:name` where it is a value of `additional_contexts`. */
	| 'buildContext'
	| 'image'
	| 'modelName'
	| 'port'
	/** `[address:][host:]container[/protocol]` */
	| 'portMapping'
	/** `[source:]target[:options]` */
	| 'volumeMount'
	/** `host:container[:permissions]` */
	| 'device'
	/** `path[:options]` */
	| 'tmpfsMount'
	/** `NAME=value` */
	| 'assignment'
	/** `NAME=value` or `NAME:value`: a host and its address. */
	| 'hostMapping'
	| 'environmentVariable'
	| 'command'
	| 'healthTest'
	| 'shellText'
	| 'stage'
	| 'user'
	| 'group'
	| 'signal'
	| 'platform'
	| 'capability'
	| 'ipAddress'
	| 'subnet'
	| 'macAddress'
	| 'containerPath'
	| 'hostName'
	| 'name'
	| 'glob'
	| 'cacheEntry'
	| 'constraint'
	| 'range';

/** `countOrAll` is a whole number or `all`; `size` as in the meaning of that name. */
export type Reading = 'boolean' | 'integer' | 'float' | 'size' | 'countOrAll' | 'never';

/** One value that can be written, also where any other text is accepted. */
export interface ValueModel {
	readonly value: string;
	readonly text: Text;
	/** How it is written where nothing is quoted yet; `value` itself if it is missing. */
	readonly plain?: string;
	/** Version of Compose that has it. */
	readonly since?: string;
}

export interface ScalarForm {
	readonly kind: 'string' | 'boolean' | 'integer' | 'number' | 'null';
	readonly meaning?: Meaning;
	readonly values?: readonly ValueModel[];
	/** Whether nothing but `values` is accepted. */
	readonly isClosed?: boolean;
	/** The text must contain a match; not anchored unless it says so. */
	readonly pattern?: string;
	readonly minimum?: number;
	readonly maximum?: number;
	/** What the text names. */
	readonly names?: readonly ReferenceKind[];
	/** What stands before such a name: `service:`. */
	readonly prefix?: string;
	/**
	 * What a text must turn out to be when its variables are filled in; such a text is accepted only so that `${NAME}`
	 * can stand where a number or a boolean belongs. `never`: Compose refuses every text although its schema does not.
	 */
	readonly reads?: Reading;
	/** Whether Compose reads it while it fills in variables, and so before it validates. */
	readonly isCast?: boolean;
}

/** A map with keys of its own. */
export interface MapForm {
	readonly kind: 'map';
	readonly keys: readonly KeyModel[];
	readonly required: readonly string[];
	/** What becomes of other keys: `ignored` is what Compose does although its schema refuses them. */
	readonly others: 'refused' | 'accepted' | 'ignored';
	/** Whether keys that begin with `x-` are accepted. */
	readonly hasExtensions: boolean;
}

/** A map whose keys are chosen by its author. */
export interface NamedMapForm {
	readonly kind: 'namedMap';
	/** What each value may be. */
	readonly of: readonly Form[];
	/** The whole key must match; `undefined` accepts everything but the empty key. */
	readonly pattern?: string;
	/** What becomes of keys that do not match. */
	readonly others: 'refused' | 'accepted';
	readonly hasExtensions: boolean;
	/** What the keys name; a top-level section declares, everything else uses. */
	readonly names?: ReferenceKind;
	readonly declares?: boolean;
	/** Keys worth offering. */
	readonly usual?: readonly ValueModel[];
	/** What the keys are where they are no names. */
	readonly meaning?: Meaning;
}

export interface ListForm {
	readonly kind: 'list';
	readonly of: readonly Form[];
	/** `refused`: the same item twice is an error. `dropped`: Compose keeps the last one and says nothing. */
	readonly duplicates: 'accepted' | 'refused' | 'dropped';
	/** Values of the first item only, as `CMD` in a health check. */
	readonly first?: readonly ValueModel[];
}

/** Everything that Compose accepts, whatever it is. */
export interface AnyForm {
	readonly kind: 'any';
}

/** One of the shapes that a value may have. */
export type Form = ScalarForm | MapForm | NamedMapForm | ListForm | AnyForm;

/** What a person wants to know of one key. */
export interface KeyFacts {
	readonly text: Text;
	/** YAML that begins with the key; accepted by Compose in its place. */
	readonly example: string;
	readonly default?: string;
	/** Version of Compose that has it; undefined for those that every Compose 2 has. */
	readonly since?: string;
	/** Keys that must not stand beside it. */
	readonly excludes?: readonly string[];
	readonly deprecated?: Text;
}

export interface KeyModel extends KeyFacts {
	readonly name: string;
	readonly forms: readonly Form[];
	/** `services/#image`, below the documentation's reference of compose files. */
	readonly anchor: string;
}

type ScalarDetails = Omit<ScalarForm, 'kind'>;

export const string = (details: ScalarDetails = {}): ScalarForm => ({ kind: 'string', ...details });
export const boolean: ScalarForm = { kind: 'boolean' };
export const integer = (details: ScalarDetails = {}): ScalarForm => ({ kind: 'integer', ...details });
export const number = (details: ScalarDetails = {}): ScalarForm => ({ kind: 'number', ...details });
export const nothing: ScalarForm = { kind: 'null' };
export const anything: AnyForm = { kind: 'any' };

/** A text in the place of something else, see `ScalarForm.reads`. */
export const text = (reads: Reading): ScalarForm => ({ kind: 'string', reads });
export const castText = (reads: Reading): ScalarForm => ({ kind: 'string', reads, isCast: true });

/** `true`, `false` or a variable. */
export const flag: readonly Form[] = [boolean, text('boolean')];
export const castFlag: readonly Form[] = [boolean, castText('boolean')];
/** A whole number or a variable. */
export const castCount: readonly Form[] = [integer(), castText('integer')];
/** A number that is read as a whole one, or a variable. */
export const castNumber: readonly Form[] = [number(), castText('integer')];
/** A number, or a variable. */
export const castFraction: readonly Form[] = [number(), castText('float')];
export const fraction: readonly Form[] = [number(), text('float')];
export const duration: readonly Form[] = [string({ meaning: 'duration' })];

/** A text out of a list; others are accepted unless `isClosed`. */
export function oneOf(values: readonly ValueModel[], details: ScalarDetails = {}): readonly Form[] {
	return [string({ values, ...details })];
}

export function enumeration(values: readonly ValueModel[]): readonly Form[] {
	return [string({ values, isClosed: true })];
}

type ListDetails = Omit<Partial<ListForm>, 'kind' | 'of'>;

export function list(of: readonly Form[], details: ListDetails = {}): ListForm {
	return { kind: 'list', of, duplicates: 'accepted', ...details };
}

type MapDetails = Omit<Partial<MapForm>, 'kind' | 'keys'>;

export function map(keys: readonly KeyModel[], details: MapDetails = {}): MapForm {
	return { kind: 'map', keys, required: [], others: 'refused', hasExtensions: true, ...details };
}

type NamedMapDetails = Omit<Partial<NamedMapForm>, 'kind' | 'of'>;

export function namedMap(of: readonly Form[], details: NamedMapDetails = {}): NamedMapForm {
	return { kind: 'namedMap', of, others: 'refused', hasExtensions: false, ...details };
}

/** Names of services, networks and the like. */
export const resourceName = '^[a-zA-Z0-9._-]+$';

/** Values that a map of free keys may hold: labels, variables. */
const plainValue: readonly Form[] = [string(), number(), boolean, nothing];

/** `NAME: value` or a list of `NAME=value`. */
export function assignments(
	duplicates: ListForm['duplicates'],
	details: {
		readonly names?: ReferenceKind;
		readonly usual?: readonly ValueModel[];
		readonly meaning?: Meaning;
		/** What a value in the map is, if it is not just any text. */
		readonly value?: ScalarForm;
	} = {},
): readonly Form[] {
	const { names, usual, meaning, value } = details;
	return [
		namedMap(value ? [value, number(), boolean, nothing] : plainValue, {
			...(names ? { names } : {}),
			...(usual ? { usual } : {}),
			...(meaning ? { meaning } : {}),
		}),
		list([string({ meaning: 'assignment' })], { duplicates }),
	];
}

/** One text or a list of them. */
export function stringOrList(item: ScalarForm, duplicates: ListForm['duplicates']): readonly Form[] {
	return [item, list([item], { duplicates })];
}

/** Options of a driver. */
export function options(usual: readonly ValueModel[] = [], more: readonly Form[] = []): readonly Form[] {
	return [namedMap([string(), number(), ...more], { others: 'accepted', usual })];
}

/**
 * The keys of one map: their forms joined with what there is to say about each.
 * @param page of the documentation, with `#heading` where all of them share one.
 */
export function keys<Name extends string>(
	page: string,
	facts: Readonly<Record<Name, KeyFacts>>,
	forms: Readonly<Record<Name, readonly Form[]>>,
): readonly KeyModel[] {
	const names = Object.keys(forms) as Name[];
	return names.map(name => ({
		...facts[name],
		name,
		forms: forms[name],
		anchor: page.includes('#') ? page : `${page}/#${name}`,
	}));
}

/** What there is to say about a key; the example first, since it shows the most. */
export function entry(
	example: string,
	en: string,
	ko: string,
	more: Omit<KeyFacts, 'text' | 'example'> = {},
): KeyFacts {
	return { example, text: { en, ko }, ...more };
}
