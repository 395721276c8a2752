import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { testBedFolder } from './projectRoot.ts';

const execute = promisify(execFile);
const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };

export type Distribution = 'debian' | 'ubuntu' | undefined;

/** Undefined where there is no apt that could be used. */
export function distribution(): Distribution {
	if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) {
		return undefined;
	}
	const release = readFileSync('/etc/os-release', 'utf8');
	const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap(match => (match[1] ?? '').split(' '));
	return ids.includes('ubuntu') ? 'ubuntu' : ids.includes('debian') ? 'debian' : undefined;
}

export function canInstall(): boolean {
	return distribution() !== undefined && process.getuid?.() === 0;
}

let installing: Promise<void> = Promise.resolve();

/**
 * Installs the packages whose file (the value) is missing, without starting the services they bring.
 * @throws Error where nothing can be installed.
 */
export function install(wanted: Readonly<Record<string, string>>): Promise<void> {
	const result = installing.then(() => installMissing(wanted));
	installing = result.catch(() => {});
	return result;
}

async function installMissing(wanted: Readonly<Record<string, string>>): Promise<void> {
	const missing = Object.entries(wanted)
		.filter(([, file]) => !existsSync(file))
		.map(([name]) => name);
	if (missing.length === 0) {
		return;
	}
	if (!canInstall()) {
		throw new Error(`Missing: ${missing.join(', ')}. Install them, or run this as root on Debian or Ubuntu.`);
	}
	await withoutServices(async () => {
		const lock = ['-o', 'DPkg::Lock::Timeout=300'];
		const command = ['install', '--yes', '--no-install-recommends', ...lock, ...missing];
		try {
			await apt(command);
		} catch {
			// The lists of packages are empty or old on a fresh machine.
			await apt(['update', ...lock]);
			await apt(command);
		}
	});
}

/**
 * Packages of another suite of Debian (or, without one, of this machine's own), unpacked without being installed.
 * Kept in the test bed's folder, so that only the first call downloads. Resolves to the folder they are unpacked in.
 */
export async function unpack(name: string, packages: readonly string[], suite?: string): Promise<string> {
	const folder = path.join(testBedFolder, name);
	if (existsSync(folder)) {
		return folder;
	}
	await mkdir(testBedFolder, { recursive: true });
	const work = await mkdtemp(path.join(testBedFolder, 'unpacking-'));
	try {
		const configuration = suite ? await suiteConfiguration(suite) : [];
		const debs = path.join(work, 'debs');
		await mkdir(debs);
		await apt([...configuration, 'download', ...packages], debs).catch(async () => {
			// The archive has moved on since the lists were read, or a fresh machine has none.
			await apt([...configuration, 'update']);
			await apt([...configuration, 'download', ...packages], debs);
		});
		const target = path.join(work, 'root');
		for (const deb of await readdir(debs)) {
			await execute('dpkg', ['-x', path.join(debs, deb), target]);
		}
		// Another run may have been faster.
		await rename(target, folder).catch(error => {
			if (!existsSync(folder)) {
				throw error;
			}
		});
	} finally {
		await rm(work, { recursive: true, force: true });
	}
	return folder;
}

/** apt options for one suite of Debian, with lists of their own: the machine's configuration stays as it is. */
async function suiteConfiguration(suite: string): Promise<string[]> {
	const base = path.join(testBedFolder, `apt-${suite}`);
	const options = [
		['Dir::Etc::SourceList', '/dev/null'],
		['Dir::Etc::SourceParts', path.join(base, 'sources')],
		['Dir::State::Lists', path.join(base, 'lists')],
		['Dir::Cache', path.join(base, 'cache')],
		['Acquire::Languages', 'none'],
		// A mirror that lags behind is good enough here; signatures are still checked.
		['Acquire::Check-Valid-Until', 'false'],
	].flatMap(([key, value]) => ['-o', `${key}=${value}`]);
	if (!existsSync(path.join(base, 'ready'))) {
		for (const folder of ['sources', 'lists/partial', 'cache/archives/partial']) {
			await mkdir(path.join(base, folder), { recursive: true });
		}
		const keys = '/usr/share/keyrings/debian-archive-keyring.gpg';
		const line = `deb [signed-by=${keys}] ${await debianMirror()} ${suite} main\n`;
		await writeFile(path.join(base, 'sources/suite.list'), line);
		await apt([...options, 'update', '--error-on=any']);
		await writeFile(path.join(base, 'ready'), '');
	}
	return options;
}

/** The archive this machine takes its own packages from, since others may be out of reach. */
async function debianMirror(): Promise<string> {
	const format = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'];
	const { stdout } = await execute('apt-get', format).catch(() => ({ stdout: '' }));
	const own = stdout.split('\n').find(uri => /\/debian\/?$/.test(uri));
	return own ?? 'http://deb.debian.org/debian';
}

let lastCall: Promise<unknown> = Promise.resolve();

/** One call after the other, also beside other processes: apt fails at once where its lists are in use. */
function apt(args: readonly string[], cwd?: string): Promise<void> {
	const result = lastCall.then(() => aptWhenFree(args, cwd));
	lastCall = result.catch(() => {});
	return result;
}

async function aptWhenFree(args: readonly string[], cwd?: string): Promise<void> {
	for (let attempt = 1; ; attempt++) {
		try {
			await execute('apt-get', ['--quiet', '--quiet', ...args], { env: environment, cwd, maxBuffer: 1e8 });
			return;
		} catch (error) {
			if (attempt === 60 || !(error instanceof Error) || !error.message.includes('Could not get lock')) {
				throw error;
			}
			await new Promise(resolve => setTimeout(resolve, 1000));
		}
	}
}

/** Debian starts every service as it is installed, unless this file forbids it. */
async function withoutServices(work: () => Promise<void>): Promise<void> {
	const policy = '/usr/sbin/policy-rc.d';
	const content =
		"#!/bin/sh\n# Written by Slipway's tests, which install packages without starting services.\nexit 101\n";
	const own = !existsSync(policy) || readFileSync(policy, 'utf8') === content;
	if (own) {
		await writeFile(policy, content, { mode: 0o755 });
	}
	try {
		await work();
	} finally {
		if (own) {
			await rm(policy, { force: true });
		}
	}
}
