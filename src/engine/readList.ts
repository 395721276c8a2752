import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import { EngineError } from './errors.ts';
import { fieldsOf } from './rawFields.ts';
import { readContainer } from './readContainer.ts';
import { readImage } from './readImage.ts';
import { readNetwork } from './readNetwork.ts';
import { readVolume } from './readVolume.ts';
import type { Kind, ResourceOf } from './resources.ts';

/**
 * Reads the list of one kind, or just the elements of some ids (volumes: names; images: always all, their list has no
 * such filter). `known` gives what was known of a container before. Aborts with the signal.
 */
export async function readList<K extends Kind>(
	docker: Docker,
	kind: K,
	ids: readonly string[] | undefined,
	known: (id: string) => ResourceOf[K] | undefined,
	signal: AbortSignal,
): Promise<ResourceOf[K][]> {
	const { path, query, read } = lists[kind] as ListShape<K>;
	const answer = await getJson(docker, path, query(ids), signal);
	const readAt = Date.now();
	const items = kind === 'volume' ? (fieldsOf(answer).Volumes ?? []) : answer;
	if (!Array.isArray(items)) {
		throw new EngineError('failed', `The engine's list of ${kind}s is not a list`);
	}
	const resources: ResourceOf[K][] = [];
	for (const item of items) {
		const resource = read(item, readAt, known);
		if (resource) {
			resources.push(resource);
		}
	}
	return resources;
}

interface ListShape<K extends Kind> {
	readonly path: string;
	readonly query: (ids: readonly string[] | undefined) => object;
	readonly read: (
		item: unknown,
		readAt: number,
		known: (id: string) => ResourceOf[K] | undefined,
	) => ResourceOf[K] | undefined;
}

const lists: { readonly [K in Kind]: ListShape<K> } = {
	container: {
		path: '/containers/json',
		query: ids => ({ all: true, ...(ids && { filters: { id: ids } }) }),
		read: (item, readAt, known) => readContainer(item, readAt, known(String(fieldsOf(item).Id))),
	},
	image: { path: '/images/json', query: () => ({}), read: readImage },
	volume: { path: '/volumes', query: ids => (ids ? { filters: { name: ids } } : {}), read: readVolume },
	network: { path: '/networks', query: ids => (ids ? { filters: { id: ids } } : {}), read: readNetwork },
};

const statusCodes = { 200: true, 400: 'bad parameter', 500: 'server error' };

/** As a stream, so that a connection that breaks in the middle of the answer is noticed at once. */
async function getJson(docker: Docker, path: string, query: object, signal: AbortSignal): Promise<unknown> {
	const response = await new Promise<IncomingMessage>((resolve, reject) => {
		const request = {
			path: `${path}?`,
			method: 'GET',
			options: query,
			isStream: true,
			statusCodes,
			abortSignal: signal,
		};
		docker.modem.dial(request, (error: unknown, result: unknown) =>
			error ? reject(error) : resolve(result as IncomingMessage),
		);
	});
	const chunks: Buffer[] = [];
	for await (const chunk of response) {
		chunks.push(chunk as Buffer);
	}
	const text = Buffer.concat(chunks).toString('utf8');
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new EngineError('failed', 'The engine answered with something that is not JSON', { cause });
	}
}
