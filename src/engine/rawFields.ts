/** What an engine's JSON may hold: nothing is promised, every field may be missing, null or of another type. */
export type RawFields = Readonly<Record<string, unknown>>;

const noFields: RawFields = Object.freeze({});
export const nothing: readonly never[] = Object.freeze([]);
export const noLabels: Readonly<Record<string, string>> = Object.freeze(Object.create(null));

export function fieldsOf(value: unknown): RawFields {
	return typeof value === 'object' && value !== null ? (value as RawFields) : noFields;
}

export function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

export function numberOf(value: unknown): number {
	return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

export function itemsOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : nothing;
}

export function textsOf(value: unknown): readonly string[] {
	const texts = itemsOf(value).filter(item => typeof item === 'string' && item !== '');
	return texts.length === 0 ? nothing : Object.freeze(texts as string[]);
}

/**
 * Labels as a frozen object. A label may be called `__proto__` or `constructor`; the copy has no prototype, so neither
 * shines through nor reaches one.
 */
export function labelsOf(value: unknown): Readonly<Record<string, string>> {
	const raw = fieldsOf(value);
	let labels: Record<string, string> | undefined;
	for (const name in raw) {
		const text = raw[name];
		if (typeof text === 'string') {
			labels ??= Object.create(null) as Record<string, string>;
			labels[name] = text;
		}
	}
	return labels ? Object.freeze(labels) : noLabels;
}

/** Epoch milliseconds of an ISO time; `undefined` for none and for Go's zero time. */
export function timeOf(value: unknown): number | undefined {
	const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
	return time > 0 ? time : undefined;
}
