import { EngineError } from './errors.ts';
import { dockerHub, isRegistryHost } from './registryHost.ts';

export interface ImageReference {
	/** `docker.io`, `ghcr.io`, `localhost:5000`. */
	readonly registry: string;
	/** With `library/` for Docker Hub's official images. */
	readonly repository: string;
	/** `undefined` where the reference names none. */
	readonly tag: string | undefined;
	/** `sha256:…` */
	readonly digest: string | undefined;
}

const component = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);

/** Reads `[host[:port]/]path[:tag][@digest]` as docker does; throws `invalid`. */
export function parseImageReference(text: string): ImageReference {
	const match = /^(.*?)(?::([\w][\w.-]{0,127}))?(?:@([a-zA-Z0-9]+(?:[+._-][a-zA-Z0-9]+)*:[0-9a-fA-F]{32,}))?$/.exec(
		text,
	);
	const path = match?.[1] ?? '';
	const slash = path.indexOf('/');
	const host = slash < 0 ? '' : path.slice(0, slash);
	const hosted = /[.:A-Z]/.test(host) || host === 'localhost';
	const registry = hosted ? (host === 'index.docker.io' ? dockerHub : host) : dockerHub;
	const rest = hosted ? path.slice(slash + 1) : path;
	if (!match || !repositoryPattern.test(rest) || !isRegistryHost(registry) || /^[0-9a-f]{64}$/.test(path)) {
		throw new EngineError('invalid', `"${text}" is not an image reference.`);
	}
	const repository = registry === dockerHub && !rest.includes('/') ? `library/${rest}` : rest;
	return { registry, repository, tag: match[2], digest: match[3] };
}

/** Whether it is the path of a repository, without a registry in front. */
export function isRepository(path: string): boolean {
	return path.length <= 255 && repositoryPattern.test(path);
}

export function isTag(text: string): boolean {
	return /^\w[\w.-]{0,127}$/.test(text);
}

/** As people write it: without `docker.io/library/`, with the tag, `latest` where there is neither tag nor digest. */
export function familiarReference(reference: ImageReference): string {
	const { tag, digest } = reference;
	const version = digest ? `${tag ? `:${tag}` : ''}@${digest}` : `:${tag ?? 'latest'}`;
	return familiarName(reference) + version;
}

/** The repository as people write it: `nginx`, `user/app`, `ghcr.io/org/app`. */
export function familiarName({ registry, repository }: ImageReference): string {
	return registry === dockerHub ? repository.replace(/^library\//, '') : `${registry}/${repository}`;
}

/** For narrow places: no registry, no digest. What is no reference comes back as it is, an id cut to 12 digits. */
export function shortReference(text: string): string {
	if (/^(?:sha256:)?[0-9a-f]{64}$/.test(text)) {
		return text.replace('sha256:', '').slice(0, 12);
	}
	try {
		const { registry, repository, tag } = parseImageReference(text);
		const name = registry === dockerHub ? repository.replace(/^library\//, '') : repository;
		return tag === undefined ? name : `${name}:${tag}`;
	} catch {
		return text;
	}
}
