import { createHash } from 'node:crypto';
import { mapLimited } from '../base/async.ts';
import { HubClient } from './hubClient.ts';
import { isRepository, isTag } from './imageReference.ts';
import { itemsOf, textOf, timeOf } from './rawFields.ts';
import type { Answer } from './registryExchange.ts';
import { dockerHub } from './registryHost.ts';
import { type Page, type PageOptions, pathOf, type RemoteTag, withoutOrigin } from './registryPages.ts';
import { problemOf, registryProblem } from './registryProblem.ts';
import type { SecretLogin } from './registrySecrets.ts';
import { parseObject } from './registryTokens.ts';
import { RegistryTransport, type TransportOptions } from './registryTransport.ts';
import {
	isDigest,
	manifestTypes,
	platformName,
	type RemoteImage,
	type RemotePlatform,
	readManifest,
} from './remoteImage.ts';

export interface ClientOptions extends TransportOptions {
	/** Origin of Docker Hub's own interface, for tests. */
	readonly hub?: string;
}

const pageSize = 100;
/** Rows; some registries give everything at once. */
const mostItems = 10_000;
const mostPlatforms = 16;
const atOnce = 4;

/**
 * Docker Hub and every registry that speaks API version 2, with the logins that docker keeps. Rejects with an
 * `EngineError` whose `recognised` says what is wrong with the registry, or with the signal's reason.
 */
export class RegistryClient {
	readonly #transport: RegistryTransport;
	readonly #hub: HubClient;

	constructor(options: ClientOptions) {
		this.#transport = new RegistryTransport(options);
		this.#hub = new HubClient(this.#transport, options.environment, options.hub);
	}

	/** Forgets tokens and how a registry speaks, of all of them where none is named. */
	forget(host?: string): void {
		this.#transport.forget(host);
		if (host === undefined || host === dockerHub) {
			this.#hub.forget();
		}
	}

	/** Repositories as in `ImageReference`. Of Docker Hub those of a namespace, else of the user who is logged in. */
	async repositories(
		host: string,
		{ signal, next, namespace }: PageOptions & { readonly namespace?: string },
	): Promise<Page<string>> {
		if (host === dockerHub) {
			return this.#hub.repositories(namespace, { signal, next });
		}
		const path = pathOf(next, '/v2/_catalog?') ?? `/v2/_catalog?n=${pageSize}`;
		const request = { host, path, scope: 'registry:catalog:*', signal };
		const answer = await this.#transport.get(request).catch(error => {
			const isWithoutCatalog = ['notAllowed', 'missing', 'notRegistry'].includes(problemOf(error) ?? '');
			throw isWithoutCatalog ? registryProblem(host, 'noCatalog', 'has no catalog', { cause: error }) : error;
		});
		return this.#page(host, answer, path, 'repositories', isRepository);
	}

	/** Docker Hub's newest first, others in the registry's order. */
	async tags(host: string, repository: string, { signal, next }: PageOptions): Promise<Page<RemoteTag>> {
		if (host === dockerHub) {
			return this.#hub.tags(repository, { signal, next });
		}
		const first = `/v2/${repository}/tags/list?`;
		const path = pathOf(next, first) ?? `${first}n=${pageSize}`;
		const answer = await this.#transport.get({ host, path, scope: `repository:${repository}:pull`, signal });
		const { items, next: following } = this.#page(host, answer, path, 'tags', isTag);
		return { items: items.map(name => ({ name })), next: following };
	}

	/** Size, age and platforms of what a tag or a digest means. Content with another digest than it should have is refused. */
	async image(host: string, repository: string, reference: string, signal: AbortSignal): Promise<RemoteImage> {
		const { manifest, digest } = await this.#manifest(host, repository, reference, signal);
		if (!manifest.images) {
			const { createdAt, platform } = await this.#config(host, repository, manifest.config, signal);
			return { digest, createdAt, platforms: [{ name: platform || manifest.platform, size: manifest.size }] };
		}
		const images = manifest.images.slice(0, mostPlatforms);
		const platforms = await mapLimited(images, atOnce, async (image): Promise<RemotePlatform & { config?: string }> => {
			const { manifest: one } = await this.#manifest(host, repository, image.digest, signal);
			return { name: image.platform, size: one.size, config: one.config };
		});
		const { createdAt } = await this.#config(host, repository, platforms[0]?.config, signal);
		return { digest, createdAt, platforms: platforms.map(({ name, size }) => ({ name, size })) };
	}

	/** What a tag means by now. Asks for the headers alone, which Docker Hub does not count as a pull. */
	async digest(host: string, repository: string, tag: string, signal: AbortSignal): Promise<string> {
		const path = `/v2/${repository}/manifests/${tag}`;
		const scope = `repository:${repository}:pull`;
		const { headers } = await this.#transport.get({ host, path, scope, accept: manifestTypes, head: true, signal });
		const digest = textOf(headers['docker-content-digest']);
		return isDigest(digest) ? digest : (await this.#manifest(host, repository, tag, signal)).digest;
	}

	/** Whether the registry takes this login; rejects when it does not. */
	async check(host: string, { username, password }: SecretLogin, signal: AbortSignal): Promise<void> {
		const credentials = { username, password, identitytoken: '', serveraddress: host };
		await this.#transport.get({ host, path: '/v2/', credentials, signal });
	}

	async #manifest(host: string, repository: string, reference: string, signal: AbortSignal) {
		const path = `/v2/${repository}/manifests/${encodeURIComponent(reference).replace('%3A', ':')}`;
		const scope = `repository:${repository}:pull`;
		const answer = await this.#transport.get({ host, path, scope, accept: manifestTypes, signal });
		const digest = digestOf(answer.body);
		const promised = answer.headers['docker-content-digest'];
		const isOther = (isDigest(reference) && digest !== reference) || (promised !== undefined && promised !== digest);
		// What old formats sign is not the whole text.
		if (isOther && !answer.headers['content-type']?.includes('v1+prettyjws')) {
			throw registryProblem(host, 'otherContent', `${reference} came as ${digest}`);
		}
		return { manifest: readManifest(parseObject(answer.body)), digest };
	}

	async #config(host: string, repository: string, digest: string | undefined, signal: AbortSignal) {
		if (digest === undefined) {
			return { createdAt: undefined, platform: '' };
		}
		const path = `/v2/${repository}/blobs/${digest}`;
		const answer = await this.#transport.get({ host, path, scope: `repository:${repository}:pull`, signal });
		if (digestOf(answer.body) !== digest) {
			throw registryProblem(host, 'otherContent', `${digest} came as something else`);
		}
		const config = parseObject(answer.body);
		return { createdAt: timeOf(config.created), platform: platformName(config) };
	}

	#page(host: string, answer: Answer, path: string, field: string, isGood: (name: string) => boolean): Page<string> {
		const fields = parseObject(answer.body);
		// An empty repository has `null` for its tags.
		if (!Array.isArray(fields[field]) && fields[field] !== null) {
			throw registryProblem(host, 'notRegistry', `answers without ${field}`);
		}
		const names = itemsOf(fields[field]).slice(0, mostItems).map(textOf).filter(isGood);
		const link = /<([^>]+)>\s*;\s*rel="?next"?/.exec(String(answer.headers.link ?? ''))?.[1];
		const next = link && pathOf(withoutOrigin(link, path), `${path.split('?')[0]}?`);
		return { items: [...new Set(names)], next: next && next !== path ? next : undefined };
	}
}

function digestOf(body: Buffer): string {
	return `sha256:${createHash('sha256').update(body).digest('hex')}`;
}
