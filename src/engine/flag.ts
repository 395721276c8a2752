/** A flag of the docker program by its long name; `''` is the value of a switch that is on. */
export interface Flag {
	readonly name: string;
	readonly value: string;
}

export function value(name: string, given: string | number | undefined): Flag[] {
	return given === undefined || given === '' ? [] : [{ name, value: String(given) }];
}

export function each(name: string, values: readonly string[] | null | undefined): Flag[] {
	return (values ?? []).map(one => ({ name, value: one }));
}

export function when(name: string, on: unknown): Flag[] {
	return on === true ? [{ name, value: '' }] : [];
}

export function assignments(record: Readonly<Record<string, string>> | null | undefined): string[] {
	return Object.entries(record ?? {}).map(([key, text]) => `${key}=${text}`);
}

/** One field of the comma-separated values of `--mount` and `--network`. */
export function field(key: string, text: string): string {
	const both = `${key}=${text}`;
	return /[",\n\r]/.test(both) || /^\s|\s$/.test(both) ? `"${both.replaceAll('"', '""')}"` : both;
}
