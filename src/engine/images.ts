import type { ImageInspectInfo } from 'dockerode';
import { type CallOptions, callDone, callJson, type PruneResult, pruneDeadline, slowDeadline } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { requestStream, route } from './engineRequest.ts';
import type { EngineEnvironment } from './environment.ts';
import { engineErrorFromMessage } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { familiarName, type ImageReference, parseImageReference } from './imageReference.ts';
import { readJsonLines } from './jsonLines.ts';
import { LayerCounter, type LayerMessage, type LayersProgress } from './layerProgress.ts';
import { registryAuthHeader } from './registryAuth.ts';

export interface PullOptions extends CallOptions {
	/** For example `linux/arm64`. */
	readonly platform?: string;
	readonly onProgress?: (progress: LayersProgress) => void;
	/** Where docker's credentials are looked for, other than in the connection's surroundings. */
	readonly environment?: EngineEnvironment;
}

/** Resolves to the image's id. Without a tag it pulls `latest`; an abort cancels the pull in the engine too. */
export async function pullImage(
	connection: EngineConnection,
	reference: string,
	options: PullOptions = {},
): Promise<string> {
	const parsed = parseImageReference(reference);
	const registryAuth = await registryAuthHeader(parsed.registry, options.environment ?? connection.environment);
	const counter = new LayerCounter();
	const query = { ...fromImage(parsed), platform: options.platform || undefined };
	await connection.call(
		async (docker, signal) => {
			const request = { method: 'POST', path: '/images/create', query, registryAuth } as const;
			const answer = await requestStream(docker, request, signal);
			for await (const message of readJsonLines<LayerMessage>(answer)) {
				const failure = message.errorDetail?.message ?? message.error;
				if (failure) {
					throw engineErrorFromMessage(failure);
				}
				counter.add(message);
				options.onProgress?.(counter.progress);
			}
		},
		{ signal: options.signal, deadline: Number.POSITIVE_INFINITY },
	);
	return (await inspectImage(connection, localName(parsed), { signal: options.signal })).Id;
}

/** Gives an image one more name; `tag` is `repository[:tag]` with an optional registry. */
export async function tagImage(
	connection: EngineConnection,
	image: string,
	tag: string,
	options: CallOptions = {},
): Promise<void> {
	const parsed = parseImageReference(tag);
	if (parsed.digest !== undefined) {
		throw new EngineError('invalid', `"${tag}" has a digest: a tag is a name and an optional version.`, {
			recognised: { kind: 'invalidOption', option: 'tag', value: tag },
		});
	}
	const query = { repo: familiarName(parsed), tag: parsed.tag ?? 'latest' };
	await callDone(connection, { method: 'POST', path: route`/images/${image}/tag`, query }, options);
}

/** A reference loses that tag, the image goes with its last one; an id with several tags needs `force`. */
export async function removeImage(
	connection: EngineConnection,
	image: string,
	{ force, signal }: CallOptions & { readonly force?: boolean } = {},
): Promise<void> {
	const query = { force: force || undefined };
	await callDone(
		connection,
		{ method: 'DELETE', path: route`/images/${image}`, query },
		{ signal, deadline: slowDeadline },
	);
}

export async function inspectImage(
	connection: EngineConnection,
	image: string,
	options: CallOptions = {},
): Promise<ImageInspectInfo> {
	return callJson(connection, { method: 'GET', path: route`/images/${image}/json` }, options);
}

/** One step of an image's making, newest first. */
export interface HistoryEntry {
	/** `<missing>` for steps made elsewhere. */
	readonly Id: string;
	/** Seconds since 1970. */
	readonly Created: number;
	readonly CreatedBy: string;
	readonly Tags: readonly string[] | null;
	readonly Size: number;
	readonly Comment: string;
}

export async function historyImage(
	connection: EngineConnection,
	image: string,
	options: CallOptions = {},
): Promise<HistoryEntry[]> {
	return callJson(connection, { method: 'GET', path: route`/images/${image}/history` }, options);
}

/** Removes images without a tag, with `all` every image no container uses. `deleted` are first tags, else ids. */
export async function pruneImages(
	connection: EngineConnection,
	{ all = false, signal }: CallOptions & { readonly all?: boolean } = {},
): Promise<PruneResult> {
	const before = await callJson<{ Id: string; RepoTags?: string[] | null }[]>(
		connection,
		{ method: 'GET', path: '/images/json' },
		{ signal },
	);
	const answer = await callJson<{ ImagesDeleted?: { Deleted?: string }[] | null; SpaceReclaimed?: number }>(
		connection,
		{ method: 'POST', path: '/images/prune', query: { filters: { dangling: [all ? 'false' : 'true'] } } },
		{ signal, deadline: pruneDeadline },
	);
	const gone = new Set((answer.ImagesDeleted ?? []).map(({ Deleted }) => Deleted));
	const nameOf = ({ Id, RepoTags }: { Id: string; RepoTags?: string[] | null }) =>
		RepoTags?.find(tag => tag !== '<none>:<none>') ?? Id;
	return {
		deleted: before.filter(({ Id }) => gone.has(Id) || gone.has(Id.replace('sha256:', ''))).map(nameOf),
		spaceReclaimed: answer.SpaceReclaimed ?? 0,
	};
}

function fromImage(reference: ImageReference): { fromImage: string; tag: string } {
	return { fromImage: familiarName(reference), tag: reference.digest ?? reference.tag ?? 'latest' };
}

/** What the engine calls it once it is there: with a digest it has no tag. */
function localName(reference: ImageReference): string {
	const name = familiarName(reference);
	return reference.digest ? `${name}@${reference.digest}` : `${name}:${reference.tag ?? 'latest'}`;
}
