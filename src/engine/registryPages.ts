import type { RemoteImage } from './remoteImage.ts';

export interface Page<T> {
	readonly items: readonly T[];
	/** Gets the next page; undefined after the last one. */
	readonly next: string | undefined;
}

export interface PageOptions {
	readonly signal: AbortSignal;
	/** Of the page before. */
	readonly next?: string;
}

export interface RemoteTag {
	readonly name: string;
	/** Where the list tells it. */
	readonly image?: RemoteImage;
}

/** Path and query of an address that a registry gave, relative to where it gave it; whatever host it names is left out. */
export function withoutOrigin(address: string, from: string): string {
	const base = `http://registry${from}`;
	if (!URL.canParse(address, base)) {
		return '';
	}
	const { pathname, search } = new URL(address, base);
	return pathname + search;
}

/** The next page's path, unless it leads somewhere else than to the same list. */
export function pathOf(next: string | undefined, start: string): string | undefined {
	return next?.startsWith(start) ? next : undefined;
}
