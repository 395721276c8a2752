import { type CallOptions, callJson } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { fieldsOf, itemsOf, numberOf, textOf } from './rawFields.ts';

export interface SearchHit {
	/** As it can be pulled. */
	readonly name: string;
	readonly description: string;
	readonly stars: number;
	/** Kept by Docker together with its makers. */
	readonly official: boolean;
}

const mostHits = 50;

/**
 * Searches Docker Hub, or the registry that the term begins with (`localhost:5000/term`), by way of the engine; the
 * official ones first, then by stars.
 */
export async function searchImages(
	connection: EngineConnection,
	term: string,
	options: CallOptions = {},
): Promise<SearchHit[]> {
	const registry = registryOf(term);
	const request = { method: 'GET', path: '/images/search', query: { term, limit: mostHits } } as const;
	const hits = itemsOf(await callJson<unknown>(connection, request, options)).map(hit => readHit(hit, registry));
	return hits
		.filter(({ name }) => name !== '')
		.sort((left, right) => Number(right.official) - Number(left.official) || right.stars - left.stars);
}

/** `localhost:5000/` of `localhost:5000/term`; empty for Docker Hub. */
function registryOf(term: string): string {
	return /^(?:[^/]*[.:][^/]*|localhost)\//.exec(term)?.[0] ?? '';
}

/** An index names what it has without its own address. */
function readHit(value: unknown, registry: string): SearchHit {
	const raw = fieldsOf(value);
	const name = textOf(raw.name);
	return {
		name: name === '' || name.startsWith(registry) ? name : `${registry}${name}`,
		description: textOf(raw.description).trim(),
		stars: numberOf(raw.star_count),
		official: raw.is_official === true,
	};
}
