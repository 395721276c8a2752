import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { distribution, install, unpack } from './packages.ts';

export type EngineVersion = '28.5' | '26.1' | '20.10';

/** Programs unpacked below a folder; `searchPath` is a PATH that finds them before the machine's own. */
export interface EngineBinaries {
	readonly dockerd: string;
	readonly searchPath: string;
}

/** Which suite of Debian has which engine. Debian's packages of it need nothing newer than Debian 12's C library. */
const suites: Readonly<Record<EngineVersion, string>> = { '28.5': 'forky', '26.1': 'trixie', '20.10': 'bookworm' };

/** Downloads on the first call. @throws Error when this machine cannot have the engine. */
export async function engineBinaries(version: EngineVersion): Promise<EngineBinaries> {
	await installEngineTools(version);
	if (distribution() === 'ubuntu') {
		const packages = ['docker.io', 'docker-buildx', 'docker-compose-v2', 'containerd', 'runc'];
		return binariesIn(await unpack('engine-ubuntu', packages));
	}
	const packages = version === '20.10' ? ['docker.io'] : ['docker.io', 'docker-cli'];
	// Newer releases of runc need a newer C library; these serve all three engines.
	const runtime = await unpack('runtime', ['containerd', 'runc', 'tini'], 'bookworm');
	return binariesIn(await unpack(`engine-${version}`, packages, suites[version]), runtime);
}

/** The newest engine that can be had. @throws Error when there is none. */
export async function newestEngineBinaries(): Promise<EngineBinaries> {
	try {
		return await engineBinaries('28.5');
	} catch (error) {
		return engineBinaries('20.10').catch(() => {
			throw error;
		});
	}
}

/** The docker program with Compose and buildx, for machines whose own lacks them. */
export async function commandLineBinaries(): Promise<{ readonly docker: string; readonly pluginFolder: string }> {
	const folder =
		distribution() === 'ubuntu'
			? await unpack('engine-ubuntu', ['docker.io', 'docker-buildx', 'docker-compose-v2', 'containerd', 'runc'])
			: await unpack('docker-cli', ['docker-cli', 'docker-buildx', 'docker-compose'], 'forky');
	return {
		docker: path.join(folder, 'usr/bin/docker'),
		pluginFolder: path.join(folder, 'usr/libexec/docker/cli-plugins'),
	};
}

async function installEngineTools(version: EngineVersion): Promise<void> {
	await install({
		iproute2: '/usr/sbin/ip',
		iptables: '/usr/sbin/iptables',
		...(version === '20.10' ? { 'libdevmapper1.02.1': deviceMapper() } : {}),
	});
}

function deviceMapper(): string {
	const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu';
	const candidates = [`/usr/lib/${triplet}/libdevmapper.so.1.02.1`, `/lib/${triplet}/libdevmapper.so.1.02.1`];
	return candidates.find(existsSync) ?? `/usr/lib/${triplet}/libdevmapper.so.1.02.1`;
}

function binariesIn(...folders: string[]): EngineBinaries {
	const [main = ''] = folders;
	const programs = folders.flatMap(folder => [path.join(folder, 'usr/sbin'), path.join(folder, 'usr/bin')]);
	return {
		dockerd: path.join(main, 'usr/sbin/dockerd'),
		searchPath: [...programs, process.env.PATH ?? '', '/usr/sbin', '/sbin'].join(path.delimiter),
	};
}
