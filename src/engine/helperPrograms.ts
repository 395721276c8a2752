import { type CallOptions, callJson, ignoreMissing, slowDeadline } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { removeContainer, startContainer } from './containers.ts';
import { demultiplex } from './demultiplex.ts';
import { requestStream, route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import type { ExecBytes } from './execBytes.ts';
import { fileProblem } from './fileProblem.ts';
import type { ProgramPlace } from './filePrograms.ts';
import { helperLabels } from './helperLabels.ts';

/** Images tried before it is said that none will do. */
const mostCandidates = 20;
const mountPath = '/slipway-volume';

/** Programs of a local image in a container of a moment that has the volume. Only the program named is ever run. */
export function programsBesideVolume(connection: EngineConnection, volume: string): ProgramPlace {
	const mount = { Type: 'volume', Source: volume, Target: mountPath, VolumeOptions: { NoCopy: true } };
	return helperPlace(connection, { NetworkMode: 'none', Mounts: [mount] }, mountPath);
}

/** The same in the process space of a running container that has no programs of its own: its first process shows its files. */
export function programsBesideContainer(connection: EngineConnection, containerId: string): ProgramPlace {
	const host = { NetworkMode: 'none', PidMode: `container:${containerId}`, CapAdd: ['SYS_PTRACE'] };
	return helperPlace(connection, host, '/proc/1/root');
}

function helperPlace(connection: EngineConnection, host: object, top: string): ProgramPlace {
	return {
		at: path => (path === '/' ? top : top + path),
		async run(words, { signal, input }) {
			if (input) {
				throw fileProblem('notText', words.at(-1) ?? '');
			}
			const images = await callJson<{ Id: string; Size: number }[]>(
				connection,
				{ method: 'GET', path: '/images/json' },
				{ signal },
			);
			for (const { Id } of images.sort((left, right) => left.Size - right.Size).slice(0, mostCandidates)) {
				const result = await runOnce(connection, Id, words, host, { signal }).catch(ignoreMissing);
				if (result) {
					return result;
				}
			}
			const [program = ''] = words;
			throw new EngineError('notFound', `No local image has the program ${program}.`, {
				recognised: { kind: 'commandNotFound', command: program },
			});
		},
	};
}

/** Rejects with `notFound` when the image, or the program in it, is missing. The container never stays. */
async function runOnce(
	connection: EngineConnection,
	image: string,
	[program, ...words]: readonly string[],
	host: object,
	options: CallOptions,
): Promise<ExecBytes> {
	const body = {
		Image: image,
		Entrypoint: [program],
		Cmd: words,
		User: '0',
		Healthcheck: { Test: ['NONE'] },
		Labels: helperLabels('files'),
		HostConfig: host,
	};
	const { Id } = await callJson<{ Id: string }>(
		connection,
		{ method: 'POST', path: '/containers/create', body },
		{ deadline: slowDeadline },
	);
	try {
		await startContainer(connection, Id, options);
		const { StatusCode } = await callJson<{ StatusCode: number }>(
			connection,
			{ method: 'POST', path: route`/containers/${Id}/wait` },
			{ ...options, deadline: slowDeadline },
		);
		return { exitCode: StatusCode, ...(await outputOf(connection, Id, options)) };
	} finally {
		await removeContainer(connection, Id, { force: true, volumes: true }).catch(ignoreMissing);
	}
}

function outputOf(
	connection: EngineConnection,
	id: string,
	options: CallOptions,
): Promise<Pick<ExecBytes, 'stdout' | 'stderr'>> {
	const query = { stdout: true, stderr: true };
	return connection.call(async (docker, signal) => {
		const stream = await requestStream(docker, { method: 'GET', path: route`/containers/${id}/logs`, query }, signal);
		const chunks: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
		for await (const { stream: name, data } of demultiplex(stream)) {
			chunks[name].push(data);
		}
		return { stdout: Buffer.concat(chunks.stdout), stderr: Buffer.concat(chunks.stderr) };
	}, options);
}
