import type { ContainerInspectInfo } from 'dockerode';
import {
	type CallOptions,
	callDone,
	callJson,
	invalidOption,
	type PruneResult,
	pruneDeadline,
	slowDeadline,
} from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { route } from './engineRequest.ts';
import { EngineError } from './errors.ts';

/** Milliseconds beyond the timeout of a stop, for the killing and the clean-up after it. */
const stopMargin = 15_000;
const usualStopTimeout = 10;

/** Done too when it runs already. */
export async function startContainer(
	connection: EngineConnection,
	id: string,
	{ signal }: CallOptions = {},
): Promise<void> {
	await callDone(
		connection,
		{ method: 'POST', path: route`/containers/${id}/start` },
		{ signal, deadline: slowDeadline },
	);
}

export interface StopOptions extends CallOptions {
	/** Seconds until the engine kills it; the container's own setting if left out, `-1` waits for ever. */
	readonly timeout?: number;
}

/** Done too when it does not run. */
export async function stopContainer(
	connection: EngineConnection,
	id: string,
	options: StopOptions = {},
): Promise<void> {
	const { timeout: t, signal } = options;
	const deadline = await stopDeadline(connection, id, options);
	await callDone(
		connection,
		{ method: 'POST', path: route`/containers/${id}/stop`, query: { t } },
		{ signal, deadline },
	);
}

export async function restartContainer(
	connection: EngineConnection,
	id: string,
	options: StopOptions = {},
): Promise<void> {
	const { timeout: t, signal } = options;
	const deadline = await stopDeadline(connection, id, options);
	await callDone(
		connection,
		{ method: 'POST', path: route`/containers/${id}/restart`, query: { t } },
		{ signal, deadline: deadline + slowDeadline },
	);
}

export async function pauseContainer(
	connection: EngineConnection,
	id: string,
	options: CallOptions = {},
): Promise<void> {
	await callDone(connection, { method: 'POST', path: route`/containers/${id}/pause` }, options);
}

export async function unpauseContainer(
	connection: EngineConnection,
	id: string,
	options: CallOptions = {},
): Promise<void> {
	await callDone(connection, { method: 'POST', path: route`/containers/${id}/unpause` }, options);
}

export interface KillOptions extends CallOptions {
	/** `SIGHUP`, `HUP` or `1`; SIGKILL if left out. */
	readonly killSignal?: string;
}

export async function killContainer(
	connection: EngineConnection,
	id: string,
	options: KillOptions = {},
): Promise<void> {
	const { killSignal, signal } = options;
	await callDone(
		connection,
		{ method: 'POST', path: route`/containers/${id}/kill`, query: { signal: killSignal } },
		{ signal },
	);
}

export interface RemoveOptions extends CallOptions {
	/** Kills it first if it runs. */
	readonly force?: boolean;
	/** Its anonymous volumes go too. */
	readonly volumes?: boolean;
}

/** Done when it is gone, also if somebody else is removing it at the moment. */
export async function removeContainer(
	connection: EngineConnection,
	id: string,
	options: RemoveOptions = {},
): Promise<void> {
	const call = { signal: options.signal, deadline: slowDeadline };
	const query = { force: options.force || undefined, v: options.volumes || undefined };
	try {
		await callDone(connection, { method: 'DELETE', path: route`/containers/${id}`, query }, call);
	} catch (error) {
		if (!(error instanceof EngineError && error.recognised?.kind === 'beingRemoved')) {
			throw error;
		}
		await waitUntilRemoved(connection, id, call);
	}
}

export async function renameContainer(
	connection: EngineConnection,
	id: string,
	name: string,
	options: CallOptions = {},
): Promise<void> {
	await callDone(connection, { method: 'POST', path: route`/containers/${id}/rename`, query: { name } }, options);
}

export async function inspectContainer(
	connection: EngineConnection,
	id: string,
	options: CallOptions = {},
): Promise<ContainerInspectInfo> {
	return callJson(connection, { method: 'GET', path: route`/containers/${id}/json` }, options);
}

export interface Processes {
	readonly titles: readonly string[];
	/** One list of cells per process. */
	readonly processes: readonly (readonly string[])[];
}

export async function topContainer(
	connection: EngineConnection,
	id: string,
	options: CallOptions = {},
): Promise<Processes> {
	const answer = await callJson<{ Titles?: string[] | null; Processes?: string[][] | null } | undefined>(
		connection,
		{ method: 'GET', path: route`/containers/${id}/top` },
		options,
	);
	if (!answer) {
		throw new EngineError('conflict', `Container ${id} is not running`, { recognised: { kind: 'notRunning' } });
	}
	return inColumns({ titles: answer.Titles ?? [], processes: answer.Processes ?? [] });
}

/** Podman before 4.4 gives each line as one cell, and no answer at all for a container that does not run. */
function inColumns({ titles, processes }: Processes): Processes {
	const words = titles.length === 1 ? (titles[0] ?? '').trim().split(/\s+/) : titles;
	if (words.length === titles.length) {
		return { titles, processes };
	}
	const cells = (line: string) => {
		const parts = line.trim().split(/\s+/);
		return [...parts.slice(0, words.length - 1), parts.slice(words.length - 1).join(' ')];
	};
	return { titles: words, processes: processes.map(([line = '']) => cells(line)) };
}

/** Removes every container that does not run. */
export async function pruneContainers(
	connection: EngineConnection,
	{ signal }: CallOptions = {},
): Promise<PruneResult> {
	const answer = await callJson<{ ContainersDeleted?: string[] | null; SpaceReclaimed?: number }>(
		connection,
		{ method: 'POST', path: '/containers/prune' },
		{ signal, deadline: pruneDeadline },
	);
	return { deleted: answer.ContainersDeleted ?? [], spaceReclaimed: answer.SpaceReclaimed ?? 0 };
}

/** Milliseconds, infinite for a stop that waits for ever. */
async function stopDeadline(
	connection: EngineConnection,
	id: string,
	{ timeout, signal }: StopOptions,
): Promise<number> {
	if (timeout !== undefined && (!Number.isInteger(timeout) || timeout < -1)) {
		throw invalidOption('timeout', timeout, `"${timeout}" is not a number of seconds.`);
	}
	const seconds = timeout ?? (await ownStopTimeout(connection, id, signal));
	return seconds < 0 ? Number.POSITIVE_INFINITY : seconds * 1000 + stopMargin;
}

async function ownStopTimeout(
	connection: EngineConnection,
	id: string,
	signal: AbortSignal | undefined,
): Promise<number> {
	const { Config } = await inspectContainer(connection, id, { signal });
	return (Config as { StopTimeout?: number }).StopTimeout ?? usualStopTimeout;
}

async function waitUntilRemoved(
	connection: EngineConnection,
	id: string,
	options: CallOptions & { readonly deadline: number },
): Promise<void> {
	try {
		const query = { condition: 'removed' };
		await callDone(connection, { method: 'POST', path: route`/containers/${id}/wait`, query }, options);
	} catch (error) {
		if (!(error instanceof EngineError && error.code === 'notFound')) {
			throw error;
		}
	}
}
