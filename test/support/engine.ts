import { existsSync, rmSync } from 'node:fs';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { seedBusybox } from './busybox.ts';
import { answers, usualAddresses } from './engineAddress.ts';
import { commandLineBinaries } from './engineBinaries.ts';
import { clear, clearStale, makeRunFolder, processStart } from './leftovers.ts';
import { startEngine } from './ownEngine.ts';
import { canInstall, distribution } from './packages.ts';
import { testBedFolder } from './projectRoot.ts';

/** The engine all tests of a run share. */
export interface TestEngine {
	/** `unix:///…` or `tcp://…`. */
	readonly host: string;
	/** A docker configuration of the tests' own, with Compose and buildx as plugins. */
	readonly dockerConfig: string;
	/** The whole environment for programs that shall use this engine: DOCKER_HOST, DOCKER_CONFIG, PATH with `docker`. */
	readonly env: NodeJS.ProcessEnv;
	/** The docker program. */
	readonly cli: string;
	/** Whether it was started for the tests, and goes with them. */
	readonly own: boolean;
	stop(): Promise<void>;
}

/** Where a developer's long-running test engine is noted: see scripts/testBed.mjs. */
export const sharedEngineFile = path.join(testBedFolder, 'shared-engine.json');
export interface SharedEngine {
	readonly host: string;
	readonly pid: number;
	readonly pidStart: string | undefined;
}

let ensured: Promise<TestEngine> | undefined;

/**
 * The engine that is there, else one of the tests' own; with `busybox:latest`. One per process, and left to it: what
 * was started goes when the process ends. @throws Error saying what is missing.
 */
export function ensureEngine(): Promise<TestEngine> {
	ensured ??= clearStale().then(findEngine).then(prepareEngine);
	return ensured;
}

/** One more engine of the tests' own, for tests that run beside others; undefined where none can be set up. */
export async function anotherEngine(): Promise<TestEngine | undefined> {
	return canInstall() ? prepareEngine(undefined) : undefined;
}

/** The address of an engine that answers: DOCKER_HOST, a developer's shared test engine, the usual places. */
async function findEngine(): Promise<string | undefined> {
	return process.env.DOCKER_HOST ? findUsersEngine() : ((await sharedEngine()) ?? (await findUsersEngine()));
}

/** The address of the engine the user has: DOCKER_HOST, else the usual places. @throws Error when DOCKER_HOST is silent. */
export async function findUsersEngine(): Promise<string | undefined> {
	const { DOCKER_HOST } = process.env;
	if (DOCKER_HOST) {
		// Only the docker program speaks ssh and TLS; such an address is taken on trust.
		const plain = /^(unix|npipe):/.test(DOCKER_HOST) || (/^tcp:/.test(DOCKER_HOST) && !process.env.DOCKER_TLS_VERIFY);
		// On a loaded machine one that is there may take its time.
		if (!plain || (await answers(DOCKER_HOST, 60_000))) {
			return DOCKER_HOST;
		}
		throw new Error(`No engine answers at DOCKER_HOST=${DOCKER_HOST}.`);
	}
	for (const host of usualAddresses()) {
		if (await answers(host)) {
			return host;
		}
	}
	return undefined;
}

async function prepareEngine(found: string | undefined): Promise<TestEngine> {
	if (found === undefined && !canInstall()) {
		throw new Error(
			'No Docker Engine answers here: start one, or run this as root on Debian or Ubuntu to get one for the tests.',
		);
	}
	// With DOCKER_CONFIG given, the parent process has prepared everything already.
	if (found !== undefined && process.env.SLIPWAY_TEST_ENGINE === found) {
		return inherited(found);
	}
	const [engine, commandLine] = await Promise.all([
		found === undefined ? startEngine() : undefined,
		distribution() === undefined ? undefined : commandLineBinaries().catch(useInstalledDocker),
	]);
	const host = engine?.host ?? (found as string);
	if (!engine) {
		await seedBusybox(host);
	}
	const folder = await makeRunFolder('config');
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const dockerConfig = path.join(folder, 'docker');
	await writeDockerConfig(dockerConfig, commandLine?.pluginFolder);
	const searchPath = commandLine ? [path.dirname(commandLine.docker), process.env.PATH] : [process.env.PATH];
	return {
		host,
		dockerConfig,
		cli: commandLine?.docker ?? 'docker',
		own: engine !== undefined,
		env: environmentFor(host, dockerConfig, searchPath.join(path.delimiter)),
		async stop() {
			ensured = undefined;
			await engine?.end();
			await clear(folder);
		},
	};
}

/** @throws the reason why nothing could be downloaded, if nothing is installed either. */
function useInstalledDocker(reason: unknown): undefined {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	if (!folders.some(folder => existsSync(path.join(folder, 'docker')))) {
		throw reason;
	}
	return undefined;
}

function inherited(host: string): TestEngine {
	const dockerConfig = process.env.DOCKER_CONFIG ?? '';
	return { host, dockerConfig, cli: 'docker', own: false, env: process.env, stop: async () => {} };
}

export async function writeDockerConfig(folder: string, pluginFolder: string | undefined): Promise<void> {
	await mkdir(folder, { recursive: true });
	await writeFile(path.join(folder, 'config.json'), '{}\n');
	if (pluginFolder) {
		await rm(path.join(folder, 'cli-plugins'), { force: true });
		await symlink(pluginFolder, path.join(folder, 'cli-plugins'));
	}
}

function environmentFor(host: string, dockerConfig: string, searchPath: string): NodeJS.ProcessEnv {
	const { DOCKER_CONTEXT: _context, ...rest } = process.env;
	return { ...rest, DOCKER_HOST: host, DOCKER_CONFIG: dockerConfig, PATH: searchPath, SLIPWAY_TEST_ENGINE: host };
}

async function sharedEngine(): Promise<string | undefined> {
	try {
		const shared: SharedEngine = JSON.parse(await readFile(sharedEngineFile, 'utf8'));
		const alive = (await processStart(shared.pid)) === shared.pidStart && (await answers(shared.host, 60_000));
		return alive ? shared.host : undefined;
	} catch {
		return undefined;
	}
}
