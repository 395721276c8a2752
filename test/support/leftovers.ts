import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const prefix = 'slipway-';
/** Not where a stage of the tests has its temporary files: what a killed run leaves is looked for in one place. */
const base = process.platform === 'win32' ? os.tmpdir() : '/tmp';

/** What an engine leaves in the kernel besides files and processes; written before it starts. */
export interface KernelTraces {
	readonly bridge: string;
	/** The subnet of all its networks, `10.x.0.0/16`. */
	readonly subnet: string;
	/** The control group that holds all its containers. */
	readonly cgroup: string;
}

/** A folder that {@link clear} and, after a crash, the next start's {@link clearStale} take away. Short: sockets live in it. */
export async function makeRunFolder(kind: string): Promise<string> {
	const folder = await mkdtemp(path.join(base, `${prefix}${kind}-`));
	await writeFile(
		path.join(folder, 'owner.json'),
		JSON.stringify({ pid: process.pid, start: await processStart(process.pid) }),
	);
	return folder;
}

export async function recordTraces(folder: string, traces: KernelTraces): Promise<void> {
	await writeFile(path.join(folder, 'traces.json'), JSON.stringify(traces));
}

/** Removes what earlier runs could not remove because they were killed together with their guards. */
export async function clearStale(): Promise<void> {
	for (const folder of await runFolders()) {
		if (!(await ownerLives(folder)) && !(await guardLives(folder))) {
			await clear(folder);
		}
	}
}

/** Waits, ten seconds at most, for guards that are still taking away what ended processes have left them. */
export async function settle(): Promise<void> {
	for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
		const folders = await runFolders();
		const ending = await Promise.all(folders.map(async folder => !(await ownerLives(folder)) && guardLives(folder)));
		if (!ending.includes(true)) {
			return;
		}
		await new Promise(resolve => setTimeout(resolve, 100));
	}
}

/** Kills every process that belongs to the folder, undoes its traces in the kernel and deletes it. */
export async function clear(folder: string): Promise<void> {
	const traces = await readJson<KernelTraces>(path.join(folder, 'traces.json'));
	if (traces) {
		await thaw(path.join('/sys/fs/cgroup/freezer', traces.cgroup));
	}
	await killProcesses(folder, traces?.cgroup);
	await unmountBelow(folder);
	if (traces) {
		await removeNetworks(folder, traces);
		await removeControlGroups(traces.cgroup);
	}
	await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Containers that ignore SIGTERM would keep their engine from stopping for ten seconds. */
export async function killContainers(folder: string): Promise<void> {
	const traces = await readJson<KernelTraces>(path.join(folder, 'traces.json'));
	if (traces) {
		kill(await processesWhere(async pid => (await controlGroups(pid)).includes(traces.cgroup)));
	}
}

/** The start time in clock ticks since boot: with the id it names a process for good. Undefined when there is none. */
export async function processStart(pid: number): Promise<string | undefined> {
	try {
		const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return fields[0] === 'Z' ? undefined : fields[19];
	} catch {
		return undefined;
	}
}

/** What a container does that is still paused, and whatever was to begin in it, is deaf even to SIGKILL. */
async function thaw(group: string): Promise<void> {
	const entries = await readdir(group, { withFileTypes: true }).catch(() => []);
	await writeFile(path.join(group, 'freezer.state'), 'THAWED').catch(() => {});
	await Promise.all(entries.filter(entry => entry.isDirectory()).map(entry => thaw(path.join(group, entry.name))));
}

async function runFolders(): Promise<string[]> {
	const names = await readdir(base);
	const folders = names.filter(name => name.startsWith(prefix)).map(name => path.join(base, name));
	return folders.filter(folder => existsSync(path.join(folder, 'owner.json')));
}

async function ownerLives(folder: string): Promise<boolean> {
	const owner = await readJson<{ pid: number; start: string }>(path.join(folder, 'owner.json'));
	return owner !== undefined && (await processStart(owner.pid)) === owner.start;
}

async function guardLives(folder: string): Promise<boolean> {
	const guard = await readJson<{ guard: number; guardStart: string }>(path.join(folder, 'processes.json'));
	return guard !== undefined && (await processStart(guard.guard)) === guard.guardStart;
}

async function killProcesses(folder: string, cgroup: string | undefined): Promise<void> {
	const belongs = async (pid: number): Promise<boolean> => {
		const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
		return commandLine.includes(`${folder}/`) || (cgroup !== undefined && (await controlGroups(pid)).includes(cgroup));
	};
	// A process that is just being forked escapes one look.
	for (let round = 0; round < 20; round++) {
		const found = await processesWhere(belongs);
		if (found.length === 0) {
			return;
		}
		kill(found);
		await new Promise(resolve => setTimeout(resolve, 50));
	}
}

function kill(pids: readonly number[]): void {
	for (const pid of pids) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// It went by itself.
		}
	}
}

async function processesWhere(belongs: (pid: number) => Promise<boolean>): Promise<number[]> {
	const names = await readdir('/proc').catch(() => []);
	const pids = names.map(Number).filter(pid => pid > 0 && pid !== process.pid && pid !== process.ppid);
	const matches = await Promise.all(pids.map(belongs));
	return pids.filter((_, index) => matches[index]);
}

function controlGroups(pid: number): Promise<string> {
	return readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '');
}

async function unmountBelow(folder: string): Promise<void> {
	const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
	const points = mounts
		.split('\n')
		.map(line => line.split(' ')[4] ?? '')
		.filter(point => point.startsWith(`${folder}/`));
	for (const point of points.reverse()) {
		await run('umount', ['--lazy', point]).catch(() => {});
	}
}

async function removeNetworks(folder: string, { bridge, subnet }: KernelTraces): Promise<void> {
	for (const rule of forwardingRules(subnet)) {
		await run('iptables', ['--wait', ...rule.map(word => (word === '-I' || word === '-A' ? '-D' : word))]).catch(
			() => {},
		);
	}
	for (const link of [bridge, ...(await bridgesOfNetworks(folder))]) {
		await run('ip', ['link', 'delete', link]).catch(() => {});
	}
}

/** The bridges of networks that tests or Compose made: an engine leaves them when it stops, and notes them in its data. */
async function bridgesOfNetworks(folder: string): Promise<string[]> {
	const names = await readdir(folder).catch(() => []);
	const notes = names.map(name => path.join(folder, name, 'network/files/local-kv.db'));
	const contents = await Promise.all(notes.map(file => readFile(file, 'latin1').catch(() => '')));
	const bridges = contents.flatMap(text => [...text.matchAll(/"BridgeName":"(br-[0-9a-f]{12})"/g)]);
	return [...new Set(bridges.map(match => match[1] ?? ''))];
}

/** Lets containers reach one another and the outside, whatever other engines told the kernel about forwarding. */
export function forwardingRules(subnet: string): string[][] {
	return [
		['-I', 'FORWARD', '-s', subnet, '-j', 'ACCEPT'],
		['-I', 'FORWARD', '-d', subnet, '-j', 'ACCEPT'],
		['-t', 'nat', '-A', 'POSTROUTING', '-s', subnet, '!', '-d', subnet, '-j', 'MASQUERADE'],
	];
}

/** Removes what is empty below it; a group that still holds processes stays. */
export async function removeControlGroups(name: string): Promise<void> {
	const hierarchies = await readdir('/sys/fs/cgroup').catch(() => []);
	for (const base of ['/sys/fs/cgroup', ...hierarchies.map(entry => `/sys/fs/cgroup/${entry}`)]) {
		await removeControlGroup(path.join(base, name));
	}
}

async function removeControlGroup(folder: string): Promise<void> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	for (const entry of entries.filter(entry => entry.isDirectory())) {
		await removeControlGroup(path.join(folder, entry.name));
	}
	await rmdir(folder).catch(() => {});
}

async function readJson<T>(file: string): Promise<T | undefined> {
	try {
		return JSON.parse(await readFile(file, 'utf8'));
	} catch {
		return undefined;
	}
}
