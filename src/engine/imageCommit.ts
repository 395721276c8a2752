import { type CallOptions, callJson, slowDeadline } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { EngineError } from './errors.ts';
import { familiarName, parseImageReference } from './imageReference.ts';

export interface CommitOptions extends CallOptions {
	/** With or without a registry; without one the image has no name. */
	readonly repository?: string;
	readonly tag?: string;
	readonly message?: string;
	readonly author?: string;
	/** Whether the container stands still meanwhile, as it does unless told otherwise. */
	readonly pause?: boolean;
}

/** Makes an image of a container's files as they are; what is in its volumes is not in it. Resolves to the image's id. */
export async function commitContainer(
	connection: EngineConnection,
	container: string,
	{ repository = '', tag, message, author, pause = true, signal }: CommitOptions = {},
): Promise<string> {
	const query = {
		container,
		...nameQuery(repository, tag),
		comment: message || undefined,
		author: author || undefined,
		pause,
	};
	const { Id } = await callJson<{ Id: string }>(
		connection,
		{ method: 'POST', path: '/commit', query },
		{ signal, deadline: slowDeadline },
	);
	return Id;
}

function nameQuery(repository: string, tag: string | undefined): { readonly repo?: string; readonly tag?: string } {
	if (repository === '') {
		return {};
	}
	const parsed = parseImageReference(tag ? `${repository}:${tag}` : repository);
	if (parsed.digest !== undefined) {
		throw new EngineError('invalid', `"${repository}" has a digest: a tag is a name and an optional version.`);
	}
	return { repo: familiarName(parsed), tag: parsed.tag ?? 'latest' };
}
