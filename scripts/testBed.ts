import { spawn } from 'node:child_process';
import { existsSync, openSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { type SharedEngine, sharedEngineFile, writeDockerConfig } from '../test/support/engine.ts';
import { commandLineBinaries } from '../test/support/engineBinaries.ts';
import { processStart } from '../test/support/leftovers.ts';
import { startEngine } from '../test/support/ownEngine.ts';
import { testBedFolder } from '../test/support/projectRoot.ts';

// A test engine that stays up for a developer, so that single tests start at once:
//   eval "$(node scripts/testBed.mjs env)"   starts it if need be and prints what a shell has to set
//   node scripts/testBed.mjs stop            takes it away
const socket = path.join(testBedFolder, 'docker.sock');
const dockerConfig = path.join(testBedFolder, 'docker-config');

switch (process.argv[2]) {
	case 'env':
		await start();
		await printEnvironment();
		break;
	case 'stop':
		await stop();
		break;
	case 'hold':
		await hold();
		break;
	default:
		console.error('Usage: node scripts/testBed.mjs env|stop');
		process.exitCode = 1;
}

async function start(): Promise<void> {
	if (await running()) {
		return;
	}
	await mkdir(testBedFolder, { recursive: true });
	await rm(sharedEngineFile, { force: true });
	const log = openSync(path.join(testBedFolder, 'shared-engine.log'), 'w');
	const holder = spawn(process.execPath, [import.meta.filename, 'hold'], {
		detached: true,
		stdio: ['ignore', log, log],
	});
	holder.unref();
	while (!existsSync(sharedEngineFile)) {
		if (holder.exitCode !== null) {
			throw new Error(await readFile(path.join(testBedFolder, 'shared-engine.log'), 'utf8'));
		}
		await new Promise(resolve => setTimeout(resolve, 100));
	}
}

async function printEnvironment(): Promise<void> {
	const { docker } = await commandLineBinaries();
	console.log(`export DOCKER_HOST=unix://${socket} DOCKER_CONFIG=${dockerConfig}`);
	console.log(`export SLIPWAY_TEST_ENGINE=$DOCKER_HOST PATH=${path.dirname(docker)}:$PATH`);
}

async function stop(): Promise<void> {
	const shared = await running();
	if (shared) {
		process.kill(shared.pid, 'SIGTERM');
		while ((await processStart(shared.pid)) === shared.pidStart) {
			await new Promise(resolve => setTimeout(resolve, 100));
		}
	}
}

/** The background process: its end, whatever the reason, is the engine's end. */
async function hold(): Promise<void> {
	await rm(socket, { force: true });
	const [engine, { pluginFolder }] = await Promise.all([
		startEngine({ args: ['--host', `unix://${socket}`] }),
		commandLineBinaries(),
	]);
	await writeDockerConfig(dockerConfig, pluginFolder);
	const shared: SharedEngine = {
		host: `unix://${socket}`,
		pid: process.pid,
		pidStart: await processStart(process.pid),
	};
	await writeFile(sharedEngineFile, JSON.stringify(shared));
	const alive = setInterval(() => {}, 1e9);
	await new Promise(resolve => {
		process.once('SIGTERM', resolve);
		process.once('SIGINT', resolve);
	});
	clearInterval(alive);
	await engine.end();
	await rm(sharedEngineFile, { force: true });
	await rm(socket, { force: true });
}

async function running(): Promise<SharedEngine | undefined> {
	try {
		const shared: SharedEngine = JSON.parse(await readFile(sharedEngineFile, 'utf8'));
		return (await processStart(shared.pid)) === shared.pidStart ? shared : undefined;
	} catch {
		return undefined;
	}
}
