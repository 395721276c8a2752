import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { seedBusybox } from './busybox.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { answers } from './engineAddress.ts';
import { type EngineBinaries, type EngineVersion, engineBinaries, newestEngineBinaries } from './engineBinaries.ts';
import { freePort } from './freePort.ts';
import { GuardedProcess, until } from './guarded.ts';
import { clear, clearStale, forwardingRules, makeRunFolder, recordTraces } from './leftovers.ts';

const run = promisify(execFile);

export interface OwnEngineOptions {
	/** The newest that can be had when left out. */
	readonly version?: EngineVersion;
	/** Also listens on a loopback TCP port that asks for a client certificate. */
	readonly tls?: boolean;
	/** More arguments for dockerd. */
	readonly args?: readonly string[];
	/** False leaves out `busybox:latest`. */
	readonly busybox?: boolean;
}

/**
 * A Docker Engine of the tests' own, beside whatever else runs on the machine: own data, socket, bridge, address range
 * and control group, and no firewall rules but three for its own addresses. Ports it publishes are reachable on the
 * machine's loopback address. Its data survive `stop` and `start`.
 */
export interface OwnEngine {
	/** `unix:///…/docker.sock`; stays the same for good. */
	readonly host: string;
	readonly socketPath: string;
	/** Temporary; free for the caller's own files too. */
	readonly folder: string;
	readonly logFile: string;
	/** Its programs, `docker` included. */
	readonly binaries: EngineBinaries;
	readonly tls?: { readonly url: string; readonly certificates: Certificates };
	/** Of dockerd; another one after each start. */
	readonly pid: number;
	/** Kills its containers and stops dockerd. */
	stop(): Promise<void>;
	/** Starts it again, if asked as another version (with other data). Resolves when it answers. */
	start(version?: EngineVersion): Promise<void>;
	/** SIGSTOP: connections are accepted by the kernel and never answered. */
	freeze(): void;
	thaw(): void;
	/** Stops it for good and removes everything of it. */
	end(): Promise<void>;
}

/** @throws Error when dockerd cannot run here; needs root on Debian or Ubuntu. */
export async function startEngine(options: OwnEngineOptions = {}): Promise<OwnEngine> {
	await clearStale();
	let binaries = await binariesFor(options.version);
	const folder = await makeRunFolder('engine');
	const network = await makeNetwork(folder).catch(async error => {
		await clear(folder);
		throw error;
	});
	const socketPath = path.join(folder, 'docker.sock');
	const logFile = path.join(folder, 'dockerd.log');
	const guarded = new GuardedProcess(folder);
	const tls = options.tls ? await makeTlsListener(folder) : undefined;
	await writeFile(path.join(folder, 'daemon.json'), '{}');

	const start = async (version?: EngineVersion): Promise<void> => {
		binaries = version ? await binariesFor(version) : binaries;
		const data = path.join(folder, `data-${path.basename(path.resolve(binaries.dockerd, '../../..'))}`);
		const own = ['--data-root', data, '--exec-root', path.join(folder, 'exec'), '--pidfile', path.join(folder, 'pid')];
		const args = [...own, '--host', `unix://${socketPath}`, ...network, ...(tls?.args ?? []), ...(options.args ?? [])];
		// A killed dockerd leaves its files, and the next one then refuses to start or seems to answer already.
		await Promise.all([rm(socketPath, { force: true }), rm(path.join(folder, 'pid'), { force: true })]);
		await guarded.start({
			command: binaries.dockerd,
			args: [...args, '--config-file', path.join(folder, 'daemon.json')],
			env: { ...process.env, PATH: binaries.searchPath },
			cwd: folder,
			graceMs: 20_000,
			logFile,
		});
		const isUp = async () => ((await answers(`unix://${socketPath}`)) ? true : undefined);
		await until(isUp, { what: 'dockerd', timeoutMs: 60_000, process: guarded, logFile });
	};
	try {
		await start();
		if (options.busybox !== false) {
			await seedBusybox(`unix://${socketPath}`);
		}
	} catch (error) {
		await guarded.end();
		throw error;
	}
	return {
		host: `unix://${socketPath}`,
		socketPath,
		folder,
		logFile,
		tls,
		get binaries() {
			return binaries;
		},
		get pid() {
			return guarded.pid;
		},
		start,
		stop: () => guarded.stop(),
		freeze: () => guarded.signal('SIGSTOP'),
		thaw: () => guarded.signal('SIGCONT'),
		end: () => guarded.end(),
	};
}

function binariesFor(version: EngineVersion | undefined): Promise<EngineBinaries> {
	return version ? engineBinaries(version) : newestEngineBinaries();
}

/** A bridge and an address range that nobody uses. Resolves to dockerd's arguments for them. */
async function makeNetwork(folder: string): Promise<string[]> {
	const id = path.basename(folder).split('-').at(-1) ?? '';
	const second = await freeRange();
	const traces = { bridge: `sw${id}`, subnet: `10.${second}.0.0/16`, cgroup: `slipway-${id}` };
	await recordTraces(folder, traces);
	await run('ip', ['link', 'add', traces.bridge, 'type', 'bridge']);
	await run('ip', ['address', 'add', `10.${second}.0.1/24`, 'dev', traces.bridge]);
	await run('ip', ['link', 'set', traces.bridge, 'up']);
	for (const rule of forwardingRules(traces.subnet)) {
		// Without the kernel's modules for it containers still reach one another.
		await run('iptables', ['--wait', ...rule]).catch(error =>
			appendFile(path.join(folder, 'dockerd.log'), `iptables ${rule.join(' ')}: ${error.message}\n`),
		);
	}
	const firewall = ['--iptables=false', '--ip6tables=false'];
	const pools = ['--default-address-pool', `base=${traces.subnet},size=24`];
	const groups = ['--cgroup-parent', `/${traces.cgroup}`, '--exec-opt', 'native.cgroupdriver=cgroupfs'];
	return ['--bridge', traces.bridge, ...firewall, ...pools, ...groups, '--shutdown-timeout', '2'];
}

async function freeRange(): Promise<number> {
	const { stdout } = await run('ip', ['route', 'show', 'table', 'all']);
	const free = Array.from({ length: 128 }, (_, index) => 64 + index).filter(
		second => !stdout.includes(`10.${second}.`),
	);
	const range = free[randomInt(free.length)];
	if (range === undefined) {
		throw new Error('No address range is free for an engine.');
	}
	return range;
}

async function makeTlsListener(folder: string) {
	const certificates = await makeCertificates(path.join(folder, 'tls'));
	const port = await freePort();
	const { ca, serverCert, serverKey } = certificates;
	const files = ['--tlscacert', ca, '--tlscert', serverCert, '--tlskey', serverKey];
	return {
		url: `tcp://127.0.0.1:${port}`,
		certificates,
		args: ['--host', `tcp://127.0.0.1:${port}`, '--tlsverify', ...files],
	};
}
