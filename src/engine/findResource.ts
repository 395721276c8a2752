import { EngineError } from './errors.ts';
import { fullReference } from './fullReference.ts';
import type { Image, Kind, Resource, ResourceOf } from './resources.ts';

/**
 * The resource that a person means by a name, an id or the beginning of one, as the `docker` command finds it; images
 * also by reference and digest. Throws `notFound`, or `invalid` when several could be meant.
 */
export function findResource<K extends Kind>(
	kind: K,
	resources: readonly ResourceOf[K][],
	nameOrId: string,
): ResourceOf[K] {
	const wanted = nameOrId.trim().replace(/^\/(?!.*\/)/, '');
	const all: readonly Resource[] = resources;
	const found =
		all.find(resource => resource.id === wanted) ??
		all.find(resource => resource.name === wanted && resource.name !== '<none>') ??
		(kind === 'image' ? (all as readonly Image[]).find(image => isReferredTo(image, wanted)) : undefined) ??
		byPrefix(kind, all, wanted);
	if (!found) {
		throw new EngineError('notFound', notFoundSentence(kind, nameOrId));
	}
	return found as ResourceOf[K];
}

/** Whether an image is what a reference (`nginx`, `docker.io/library/nginx:latest`, `nginx@sha256:…`) means. */
function isReferredTo(image: Image, reference: string): boolean {
	const full = fullReference(reference);
	return [...image.tags, ...image.digests].some(name => fullReference(name) === full);
}

function byPrefix(kind: Kind, resources: readonly Resource[], wanted: string): Resource | undefined {
	const prefix = wanted.replace(/^sha256:/, '').toLowerCase();
	if (kind === 'volume' || !/^[0-9a-f]{1,64}$/.test(prefix)) {
		return undefined;
	}
	const candidates = resources.filter(({ id }) => id.replace(/^sha256:/, '').startsWith(prefix));
	if (candidates.length > 1) {
		const names = candidates.slice(0, 5).map(describe).join(', ');
		throw new EngineError(
			'invalid',
			`${wanted} could be any of ${candidates.length} ${kind}s: ${names}${candidates.length > 5 ? '…' : ''}`,
		);
	}
	return candidates[0];
}

function describe({ id, name }: Resource): string {
	const shortId = id.replace(/^sha256:/, '').slice(0, 12);
	return name === '<none>' || name === shortId ? shortId : `${name} (${shortId})`;
}

function notFoundSentence(kind: Kind, nameOrId: string): string {
	switch (kind) {
		case 'container':
			return `No such container: ${nameOrId}`;
		case 'image':
			return `No such image: ${nameOrId}`;
		case 'volume':
			return `get ${nameOrId}: no such volume`;
		case 'network':
			return `network ${nameOrId} not found`;
	}
}
