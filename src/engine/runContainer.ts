import { abortable } from '../base/async.ts';
import { type AttachOptions, openAttach } from './attach.ts';
import { type CallOptions, callJson, slowDeadline, throwIfCancelled } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { removeContainer, startContainer } from './containers.ts';
import { readEnvFile } from './envFile.ts';
import { EngineError } from './errors.ts';
import type { ExecSession } from './exec.ts';
import { pullImage } from './images.ts';
import type { LayersProgress } from './layerProgress.ts';
import { type CreateBody, checkPlatform, type RunOptions, toCreateBody } from './runOptions.ts';

export interface RunCallOptions extends CallOptions {
	readonly onPullProgress?: (progress: LayersProgress) => void;
}

/** Creates a container and starts it; resolves to its id. When that fails or is cancelled, nothing stays behind. */
export async function runContainer(
	connection: EngineConnection,
	image: string,
	options: RunOptions = {},
	call: RunCallOptions = {},
): Promise<string> {
	const id = await createContainer(connection, image, options, call);
	await orRemove(connection, id, () => startContainer(connection, id, { signal: call.signal }));
	return id;
}

/** Pulls the image as `options.pull` says and creates a container, without starting it; resolves to its id. */
export async function createContainer(
	connection: EngineConnection,
	image: string,
	options: RunOptions = {},
	call: RunCallOptions = {},
): Promise<string> {
	const { signal, onPullProgress } = call;
	const fileEnv = options.envFile ? await readEnvFile(options.envFile, process.env) : [];
	const body = toCreateBody(image, options, fileEnv);
	const platform = options.platform ? checkPlatform(options.platform) : undefined;
	const query = { name: options.name || undefined, platform };
	const pull = () => pullImage(connection, image, { signal, platform, onProgress: onPullProgress });
	if (options.pull === 'always') {
		await pull();
	}
	try {
		return await create(connection, query, body, signal);
	} catch (error) {
		if (options.pull === 'never' || options.pull === 'always' || !isImageMissing(error, platform)) {
			throw error;
		}
	}
	await pull();
	return create(connection, query, body, signal);
}

/** Starts a created container with its terminal attached from the first byte; removes it when it cannot be started. */
export function startInteractive(
	connection: EngineConnection,
	id: string,
	options: Omit<AttachOptions, 'start'> = {},
): Promise<ExecSession> {
	return orRemove(connection, id, () => openAttach(connection, id, { ...options, start: true }));
}

/** A creation cannot be called back: on an abort its end is waited for, so that its container can be removed. */
async function create(
	connection: EngineConnection,
	query: { readonly name?: string; readonly platform?: string },
	body: CreateBody,
	signal: AbortSignal | undefined,
): Promise<string> {
	throwIfCancelled(signal);
	const request = { method: 'POST', path: '/containers/create', query, body } as const;
	const creation = callJson<{ Id: string }>(connection, request, { deadline: slowDeadline });
	try {
		return (await abortable(creation, signal)).Id;
	} catch (error) {
		if (signal?.aborted) {
			const created = await creation.catch(() => undefined);
			await (created && removeQuietly(connection, created.Id));
			throw new EngineError('cancelled', 'Cancelled', { cause: error });
		}
		throw error;
	}
}

async function orRemove<T>(connection: EngineConnection, id: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		await removeQuietly(connection, id);
		throw error;
	}
}

/** What matters is the failure before it. */
async function removeQuietly(connection: EngineConnection, id: string): Promise<void> {
	await removeContainer(connection, id, { force: true, volumes: true }).catch(() => {});
}

/** Of an image that is here for another platform, the engine says in words of its own that it is not found. */
function isImageMissing(error: unknown, platform: string | undefined): boolean {
	return (
		error instanceof EngineError &&
		error.code === 'notFound' &&
		(error.recognised?.kind === 'noSuchImage' || platform !== undefined)
	);
}
