import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { type CallOptions, callJson, ignoreMissing, slowDeadline, throwIfCancelled } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import type { InspectedContainer } from './containerConfiguration.ts';
import { inspectContainer, removeContainer, startContainer } from './containers.ts';
import { requestUpgrade, route } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { type ExecSession, findShell, openExec } from './exec.ts';
import { finishLater } from './finishLater.ts';
import { helperLabels } from './helperLabels.ts';

export interface ToolboxOptions extends CallOptions {
	/** A local image with a shell. */
	readonly image: string;
	readonly columns?: number;
	readonly rows?: number;
}

/** Ends when its input does, which is when whoever made it is gone. */
const waitForEnd = 'while read -r _; do :; done';

/**
 * A shell of another image beside a running container: the same processes, network and volumes; the container's own
 * files are at `/proc/1/root`. The toolbox goes with its terminal, and with the process that opened it.
 */
export async function openToolbox(
	connection: EngineConnection,
	target: string,
	{ image, columns, rows, signal }: ToolboxOptions,
): Promise<ExecSession> {
	const { Id, State, HostConfig } = (await inspectContainer(connection, target, {
		signal,
	})) as unknown as InspectedContainer;
	if (!State.Running) {
		throw new EngineError('conflict', `Container ${target} is not running`, { recognised: { kind: 'notRunning' } });
	}
	throwIfCancelled(signal);
	const name = `slipway-toolbox-${randomBytes(6).toString('hex')}`;
	const toolbox = new Toolbox(connection, name);
	try {
		await toolbox.start(Id, image);
		throwIfCancelled(signal);
		const shell = (await findShell(connection, name, { signal })) ?? 'sh';
		// The engine refuses a working directory that lies outside of the toolbox itself.
		const command = HostConfig.PidMode ? [shell] : ['sh', '-c', `cd /proc/1/root 2>/dev/null; exec ${shell}`];
		const session = await openExec(connection, name, { command, user: '0:0', columns, rows, signal });
		session.exit.finally(() => toolbox.remove()).catch(() => {});
		const close = () => {
			session.close();
			void toolbox.remove();
		};
		return { ...session, close };
	} catch (error) {
		await toolbox.remove();
		throw error;
	}
}

/** The line that would open such a shell. */
export function toolboxWords(target: string, image: string): string[] {
	const shared = [`--pid=container:${target}`, `--network=container:${target}`, `--volumes-from=${target}`];
	return ['-it', '--rm', ...shared, '--cap-add=SYS_PTRACE', '--user=0:0', '--entrypoint=sh', image];
}

class Toolbox {
	readonly #connection: EngineConnection;
	readonly #name: string;
	#input: Socket | undefined;
	#removal: Promise<void> | undefined;

	constructor(connection: EngineConnection, name: string) {
		this.#connection = connection;
		this.#name = name;
	}

	/** Its input is held before it starts, and the engine closes that input with our connection. */
	async start(target: string, image: string): Promise<void> {
		const path = '/containers/create';
		const query = { name: this.#name };
		const body = toolboxBody(target, image);
		await callJson(this.#connection, { method: 'POST', path, query, body }, { deadline: slowDeadline });
		const attach = {
			method: 'POST',
			path: route`/containers/${this.#name}/attach`,
			query: { stream: 1, stdin: 1 },
		} as const;
		this.#input = await this.#connection.call((docker, signal) => requestUpgrade(docker, attach, signal));
		this.#input.on('error', () => {});
		this.#input.resume();
		await startContainer(this.#connection, this.#name);
	}

	remove(): Promise<void> {
		this.#input?.destroy();
		this.#removal ??= finishLater(this.#connection, async () => {
			await removeContainer(this.#connection, this.#name, { force: true }).catch(ignoreMissing);
		}).catch(() => {});
		return this.#removal;
	}
}

function toolboxBody(target: string, image: string): object {
	const shared = `container:${target}`;
	return {
		Image: image,
		Entrypoint: ['sh'],
		Cmd: ['-c', waitForEnd],
		User: '0:0',
		OpenStdin: true,
		StdinOnce: true,
		AttachStdin: true,
		Healthcheck: { Test: ['NONE'] },
		Labels: helperLabels('toolbox'),
		HostConfig: {
			AutoRemove: true,
			NetworkMode: shared,
			PidMode: shared,
			VolumesFrom: [target],
			CapAdd: ['SYS_PTRACE'],
		},
	};
}
