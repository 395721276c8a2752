export type Values = Record<string, unknown>;

/** A compose service in the making. */
export interface Draft {
	readonly service: Values;
	readonly volumes: Set<string>;
	/** With the options that belong to one alone. */
	readonly networks: Map<string, Values>;
	/** Those of the first network. */
	readonly networkOptions: Values;
	readonly ignored: string[];
}

export type Conversion = (draft: Draft, value: string) => void;

export function split(value: string): [string, string | null] {
	const at = value.indexOf('=');
	return at < 0 ? [value, null] : [value.slice(0, at), value.slice(at + 1)];
}

export function set(values: Values, key: string, value: unknown): void {
	values[key] = value;
}

export function append(values: Values, key: string, value: unknown): void {
	values[key] = [...((values[key] as unknown[] | undefined) ?? []), value];
}

export function section(values: Values, key: string, entries: Values): Values {
	const merged = { ...(values[key] as Values | undefined), ...entries };
	values[key] = merged;
	return merged;
}

/** Comma-separated; a field with a comma in it stands in quotes. */
export function splitFields(value: string): [string, string | null][] {
	const fields = value.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [];
	return fields.map(text => split(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text));
}
