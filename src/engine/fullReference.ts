import { parseImageReference } from './imageReference.ts';

/**
 * A reference in full, so that two that mean the same are equal: `busybox` → `docker.io/library/busybox:latest`. A tag
 * in front of a digest is left out, since the digest decides. What is no reference comes back as it is.
 */
export function fullReference(text: string): string {
	try {
		const { registry, repository, tag, digest } = parseImageReference(text);
		return `${registry}/${repository}${digest ? `@${digest}` : `:${tag ?? 'latest'}`}`;
	} catch {
		return text;
	}
}
