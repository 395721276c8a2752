import { mapLimited } from '../base/async.ts';
import { type CallOptions, callJson } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { route } from './engineRequest.ts';
import { toEngineError } from './errorMapping.ts';
import type { EngineError, RegistryProblem } from './errors.ts';
import { fullReference } from './fullReference.ts';
import { familiarReference, parseImageReference } from './imageReference.ts';
import { fieldsOf, textOf } from './rawFields.ts';
import { registryAuthHeader } from './registryAuth.ts';
import type { RegistryClient } from './registryClient.ts';
import { problemOf } from './registryProblem.ts';
import type { Image } from './resources.ts';

/** How a tag here compares with the same tag in its registry. */
export interface CheckedTag {
	readonly reference: string;
	/**
	 * `same` and `newer`: other content, however old; `local`: it neither came from there nor was pushed; `gone`: the
	 * registry has no such tag any more; `failed`: the registry could not be asked.
	 */
	readonly state: 'same' | 'newer' | 'local' | 'gone' | 'failed';
	/** What the registry has. */
	readonly digest?: string;
	readonly error?: EngineError;
}

export interface CheckOptions extends CallOptions {
	readonly onProgress?: (done: number, total: number) => void;
}

const atOnce = 4;

/** Asks the registries, by digest and without moving a layer, what the tags of images mean there by now. */
export async function checkForNewer(
	connection: EngineConnection,
	client: RegistryClient,
	images: readonly Image[],
	{ signal = new AbortController().signal, onProgress }: CheckOptions = {},
): Promise<CheckedTag[]> {
	const tags = images.flatMap(image => image.tags.map(reference => ({ image, reference })));
	let done = 0;
	return mapLimited(tags, atOnce, async ({ image, reference }) => {
		signal.throwIfAborted();
		const checked = await checkTag(connection, client, image, reference, signal);
		onProgress?.(++done, tags.length);
		return checked;
	});
}

async function checkTag(
	connection: EngineConnection,
	client: RegistryClient,
	image: Image,
	reference: string,
	signal: AbortSignal,
): Promise<CheckedTag> {
	const known = digestsFor(image, reference);
	if (known.length === 0) {
		return { reference, state: 'local' };
	}
	try {
		const digest = await remoteDigest(connection, client, reference, signal);
		return { reference, digest, state: known.includes(digest) ? 'same' : 'newer' };
	} catch (thrown) {
		signal.throwIfAborted();
		const error = toEngineError(thrown);
		return error.code === 'notFound' ? { reference, state: 'gone' } : { reference, state: 'failed', error };
	}
}

/** The digests under which the repository of a tag knows an image. */
function digestsFor({ digests }: Image, reference: string): string[] {
	const repository = repositoryOf(reference);
	return digests.filter(digest => repositoryOf(digest) === repository).map(digest => digest.replace(/^.*@/, ''));
}

function repositoryOf(reference: string): string {
	return fullReference(reference).replace(/@.*$|:[^:/]*$/, '');
}

/** What this machine may be kept from, while the engine is not: it may be elsewhere, or trust more. */
const worthAskingTheEngine: readonly (RegistryProblem | undefined)[] = ['down', 'silent', 'certificate', 'unencrypted'];

async function remoteDigest(
	connection: EngineConnection,
	client: RegistryClient,
	reference: string,
	signal: AbortSignal,
): Promise<string> {
	const parsed = parseImageReference(reference);
	try {
		return await client.digest(parsed.registry, parsed.repository, parsed.tag ?? 'latest', signal);
	} catch (error) {
		if (!worthAskingTheEngine.includes(problemOf(error))) {
			throw error;
		}
		const registryAuth = await registryAuthHeader(parsed.registry, connection.environment);
		const request = {
			method: 'GET',
			path: route`/distribution/${familiarReference(parsed)}/json`,
			registryAuth,
		} as const;
		const answer = await callJson<unknown>(connection, request, { signal });
		return textOf(fieldsOf(fieldsOf(answer).Descriptor).digest);
	}
}
