import { isMap, isScalar } from 'yaml';
import type { ServiceHost } from '../host.ts';
import type { ComposeDocument } from './document.ts';
import { type Mount, shortMount } from './hoverMounts.ts';
import { valueAt } from './merged.ts';
import type { Place } from './nodeAt.ts';

/** What the parts of a hover work with. */
export interface HoverContext {
	readonly document: ComposeDocument;
	readonly host: ServiceHost;
	readonly signal: AbortSignal;
	readonly offset: number;
	readonly place: Place;
	/** The folder that the project's `.env` is in. */
	readonly folder: string | undefined;
}

/** The mount that the place is in, in either form. */
export function mountAt({ place }: HoverContext): Mount | undefined {
	const { doc, node, parent, path } = place;
	if (
		isScalar(node) &&
		typeof node.value === 'string' &&
		path.at(-2) === 'volumes' &&
		typeof path.at(-1) === 'number'
	) {
		return shortMount(node.value);
	}
	if (path.at(-3) !== 'volumes' || !isMap(parent)) {
		return undefined;
	}
	const text = (key: string) => {
		const value = valueAt(doc, parent, key);
		return isScalar(value) ? String(value.value) : '';
	};
	return {
		type: text('type'),
		source: text('source'),
		target: text('target'),
		isReadOnly: text('read_only') === 'true',
	};
}
