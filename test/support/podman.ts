import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { seedBusybox } from './busybox.ts';
import { answers } from './engineAddress.ts';
import { GuardedProcess, until } from './guarded.ts';
import { clearStale, makeRunFolder, removeControlGroups } from './leftovers.ts';
import { install } from './packages.ts';

export interface Podman {
	/** `unix:///…/podman.sock`: Docker's own API. */
	readonly host: string;
	readonly folder: string;
	end(): Promise<void>;
}

/**
 * Debian's Podman as a service, with data of its own and `busybox:latest`. Needs root. It lives in namespaces of its own,
 * which take its containers, networks and firewall rules away with it; so ports it publishes are not reachable.
 */
export async function startPodman(): Promise<Podman> {
	await clearStale();
	await install({
		podman: '/usr/bin/podman',
		'containernetworking-plugins': '/usr/lib/cni/bridge',
		runc: '/usr/sbin/runc',
		iptables: '/usr/sbin/iptables',
	});
	const folder = await makeRunFolder('podman');
	const guarded = new GuardedProcess(folder);
	const logFile = path.join(folder, 'podman.log');
	const host = `unix://${folder}/podman.sock`;
	const podman = ['/usr/bin/podman', ...storageOptions(folder)];
	try {
		await guarded.start({
			command: 'unshare',
			args: [...namespaces, '/bin/sh', '-c', setUp, folder, ...podman, 'system', 'service', '--time=0', host],
			env: { ...process.env, CONTAINERS_CONF: await writeConfiguration(folder) },
			cwd: folder,
			graceMs: 5000,
			logFile,
		});
		const isUp = async () => ((await answers(host)) ? true : undefined);
		await until(isUp, { what: 'podman', timeoutMs: 30_000, process: guarded, logFile });
		await seedBusybox(host);
		const end = async () => {
			await guarded.end();
			await removeControlGroups('libpod_parent');
		};
		return { host, folder, end };
	} catch (error) {
		await guarded.end();
		throw error;
	}
}

const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** Network plug-ins write to fixed places; $0 is the folder that takes it instead. */
const setUp = `
	set -e
	ip link set lo up
	for place in /run/netns /var/lib/cni /run/libpod /run/containers; do
		mkdir -p "$place" "$0/places$place"
		mount --bind "$0/places$place" "$place"
	done
	exec "$@"
`;

function storageOptions(folder: string): string[] {
	return [
		'--root',
		path.join(folder, 'storage'),
		'--runroot',
		path.join(folder, 'run'),
		'--tmpdir',
		path.join(folder, 'tmp'),
	];
}

/** Without these `crun` refuses control groups and limits of machines that are containers themselves. */
async function writeConfiguration(folder: string): Promise<string> {
	const file = path.join(folder, 'containers.conf');
	const networks = path.join(folder, 'networks');
	await mkdir(networks, { recursive: true });
	const lines = [
		'[containers]',
		'default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]',
		'[engine]',
		'runtime = "runc"',
		'cgroup_manager = "cgroupfs"',
		'events_logger = "file"',
		'[network]',
		`network_config_dir = "${networks}"`,
	];
	await writeFile(file, `${lines.join('\n')}\n`);
	return file;
}
