/** An image's name taken apart as the engine does. */
export interface ImageReference {
	/** `docker.io` where none is written. */
	readonly registry: string;
	/** With `library/` for official images. */
	readonly repository: string;
	/** The name as written, without tag and digest. */
	readonly name: string;
	readonly tag: string | undefined;
	readonly digest: string | undefined;
}

export type ReferenceProblem = 'empty' | 'uppercase' | 'invalid' | 'tag' | 'digest' | 'identifier';

const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const hostPart = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;

/** The parts of a reference, or what is wrong with it. */
export function parseImageReference(text: string): ImageReference | ReferenceProblem {
	if (text === '') {
		return 'empty';
	}
	if (text.length > 1000) {
		return 'invalid';
	}
	if (/^[0-9a-f]{64}$/.test(text)) {
		return 'identifier';
	}
	const { name, tag, digest } = splitReference(text);
	const slash = name.indexOf('/');
	const first = slash < 0 ? '' : name.slice(0, slash);
	const isHost = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
	const remote = isHost ? name.slice(slash + 1) : name;
	const problem = problemOf(isHost ? first : undefined, remote, tag, digest);
	if (problem) {
		return problem;
	}
	const registry = isHost && first !== 'index.docker.io' ? first : 'docker.io';
	const official = registry === 'docker.io' && !remote.includes('/');
	return { registry, repository: official ? `library/${remote}` : remote, name, tag, digest };
}

export function splitReference(text: string): { name: string; tag: string | undefined; digest: string | undefined } {
	const at = text.indexOf('@');
	const digest = at < 0 ? undefined : text.slice(at + 1);
	const rest = at < 0 ? text : text.slice(0, at);
	const colon = rest.lastIndexOf(':');
	const hasTag = colon > rest.lastIndexOf('/');
	return { name: hasTag ? rest.slice(0, colon) : rest, tag: hasTag ? rest.slice(colon + 1) : undefined, digest };
}

function problemOf(
	host: string | undefined,
	remote: string,
	tag: string | undefined,
	digest: string | undefined,
): ReferenceProblem | undefined {
	if (remote !== remote.toLowerCase()) {
		return 'uppercase';
	}
	if (host !== undefined && !isHostName(host)) {
		return 'invalid';
	}
	if (remote.length > 255 || remote.split('/').some(part => !component.test(part))) {
		return 'invalid';
	}
	if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) {
		return 'tag';
	}
	if (digest !== undefined && !isDigest(digest)) {
		return 'digest';
	}
	return undefined;
}

function isHostName(host: string): boolean {
	if (host.startsWith('[')) {
		return /^\[[a-fA-F0-9:]+\](?::\d+)?$/.test(host);
	}
	const [name, port, ...more] = host.split(':') as [string, string?, ...string[]];
	return (
		more.length === 0 &&
		(port === undefined || /^\d+$/.test(port)) &&
		name.split('.').every(part => hostPart.test(part))
	);
}

const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/** Whether a text is `sha256:<hex>` or the like, of the right length. */
export function isDigest(text: string): boolean {
	const colon = text.indexOf(':');
	const length = digestLengths[text.slice(0, Math.max(colon, 0))];
	const hex = text.slice(colon + 1);
	return length !== undefined && hex.length === length && /^[0-9a-f]+$/.test(hex);
}
