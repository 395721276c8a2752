import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, stat } from 'node:fs/promises';
import * as http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { delay } from '../../base/async.ts';
import type { EngineEnvironment } from '../environment.ts';
import { EngineError } from '../errors.ts';
import { agentOptions } from './directTransport.ts';
import { readSshAddress, sshArguments, sshEnvironment, sshOptions } from './sshAddress.ts';
import { StderrText } from './stderrText.ts';
import { dropIdleSockets, SocketTracker } from './trackedAgent.ts';
import type { Route, Transport } from './transport.ts';

/** Milliseconds: a jump host and a question for a passphrase take their time. */
const loginDeadline = 60_000;
const pollInterval = 25;

/**
 * Runs ssh, and ends it when the pipe to this process closes: even when this process is killed, no ssh stays behind.
 */
const guard = `
exec 3<&0
ssh "$@" </dev/null 3<&- &
ssh=$!
{ while read -r _ <&3; do :; done; kill "$ssh"; } 2>/dev/null &
watcher=$!
wait "$ssh"
status=$?
exec 2>/dev/null
kill "$watcher"
exit "$status"`;

/** One login for all calls: ssh forwards a private socket of this machine to the engine's socket over there. */
export async function openSshTunnel(
	url: string,
	environment: EngineEnvironment,
	signal: AbortSignal,
): Promise<Transport> {
	const address = readSshAddress(url);
	const folder = await mkdtemp(join(tmpdir(), 'slipway-'));
	const socketPath = join(folder, 's');
	const forward = `${socketPath}:${address.remotePath || '/var/run/docker.sock'}`;
	// A shared master would keep the forwarding after our ssh has ended. Forwardings of the user's own configuration may
	// fail, they are usually taken by a terminal; ours is known to work when its socket appears.
	const own = ['ControlMaster=no', 'ControlPath=none', 'ExitOnForwardFailure=no', 'StreamLocalBindMask=0177'];
	const options = [...sshOptions(environment.env), ...own.flatMap(option => ['-o', option]), '-N', '-L', forward];
	const child = spawn('/bin/sh', ['-c', guard, 'sh', ...sshArguments(address, options)], {
		stdio: ['pipe', 'ignore', 'pipe'],
		env: sshEnvironment(environment.env),
		detached: true,
	});
	const tunnel = new SshTunnel(child, folder, socketPath);
	try {
		await tunnel.opened(signal);
		return tunnel;
	} catch (error) {
		tunnel.dispose();
		throw error;
	}
}

class SshTunnel implements Transport {
	readonly route: Route & { readonly socketPath: string };
	onClosed?: () => void;
	readonly #child: ChildProcess;
	readonly #folder: string;
	readonly #said: StderrText;
	readonly #tracker = new SocketTracker();
	#ended = false;
	#failure = '';

	constructor(child: ChildProcess, folder: string, socketPath: string) {
		this.#child = child;
		this.#folder = folder;
		this.#said = new StderrText(child.stderr as NonNullable<typeof child.stderr>);
		this.route = { protocol: 'http', socketPath, agent: this.#tracker.track(new http.Agent(agentOptions)) };
		child.stdin?.on('error', () => {});
		child.on('error', error => this.#onEnd(error.message));
		child.on('exit', status => {
			// What it said last may still be on its way.
			setTimeout(() => this.#onEnd(status === 127 ? 'The program ssh was not found' : 'ssh has ended'), pollInterval);
		});
	}

	get reason(): string {
		return this.#ended ? this.#failure : this.#said.lately;
	}

	/** Resolves when logged in. */
	async opened(signal: AbortSignal): Promise<void> {
		const end = Date.now() + loginDeadline;
		while (!(await isSocket(this.route.socketPath))) {
			if (this.#ended) {
				throw new EngineError('unreachable', this.#failure);
			}
			if (Date.now() > end) {
				throw new EngineError('unreachable', this.#said.lastLine || 'ssh did not log in', {
					recognised: { kind: 'notAnswering' },
				});
			}
			await delay(pollInterval, signal);
		}
	}

	dropIdle(): void {
		dropIdleSockets(this.route.agent);
	}

	dispose(): void {
		this.onClosed = undefined;
		this.#end();
	}

	#onEnd(failure: string): void {
		if (!this.#ended) {
			this.#failure = this.#said.lastLine || failure;
			this.#end();
			this.onClosed?.();
		}
	}

	#end(): void {
		this.#ended = true;
		this.#child.stdin?.destroy();
		this.#child.stderr?.destroy();
		this.route.agent.destroy();
		this.#tracker.destroyAll();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

async function isSocket(path: string): Promise<boolean> {
	return (await stat(path).catch(() => undefined))?.isSocket() ?? false;
}
