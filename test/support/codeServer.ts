import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { GuardedProcess, until } from './guarded.ts';
import { makeRunFolder } from './leftovers.ts';
import { projectRoot } from './projectRoot.ts';

const run = promisify(execFile);

/** The npm package that ships VS Code's own server and workbench, built; this one holds VS Code 1.139. */
const version = '4.139.1';

export interface CodeServer {
	/** `http://127.0.0.1:PORT`. */
	readonly url: string;
	readonly port: number;
	/** Temporary, deleted at the end. */
	readonly folder: string;
	end(): Promise<void>;
}

export interface CodeServerOptions {
	/** Reaches the extension host; process.env when left out. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly settings?: Readonly<Record<string, unknown>>;
	/** 0 for a free one. */
	readonly port?: number;
	readonly extensionsFolder?: string;
	/** True keeps Workspace Trust on, so that a folder is untrusted until somebody says otherwise. */
	readonly workspaceTrust?: boolean;
}

/** Quiet and the same everywhere: nothing that asks, downloads, or opens beside what is tested. */
const quietSettings = {
	'chat.disableAIFeatures': true,
	'extensions.autoCheckUpdates': false,
	'extensions.autoUpdate': false,
	'extensions.ignoreRecommendations': true,
	'git.enabled': false,
	'remote.autoForwardPorts': false,
	'telemetry.telemetryLevel': 'off',
	'terminal.integrated.gpuAcceleration': 'off',
	'update.mode': 'none',
	'workbench.enableExperiments': false,
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'workbench.startupEditor': 'none',
	'workbench.tips.enabled': false,
};

/** VS Code's server without the code-server around it, which hides the flag for extensions under development. */
export async function startCodeServer(options: CodeServerOptions = {}): Promise<CodeServer> {
	const program = path.join(await installCodeServer(), 'out/server-main.js');
	const folder = await makeRunFolder('vscode');
	const userData = path.join(folder, 'data');
	for (const place of ['Machine', 'User']) {
		await mkdir(path.join(userData, place), { recursive: true });
		await writeFile(
			path.join(userData, place, 'settings.json'),
			JSON.stringify({ ...quietSettings, ...options.settings }),
		);
	}
	const logFile = path.join(folder, 'server.log');
	// VS Code leaves sockets and caches among the temporary files.
	const temporary = path.join(folder, 'tmp');
	await mkdir(temporary);
	const guarded = new GuardedProcess(folder);
	const flags = ['--without-connection-token', '--accept-server-license-terms', '--enable-smoke-test-driver'];
	// Its login shell would set another PATH, without the docker of the tests.
	flags.push('--force-disable-user-env');
	const trust = options.workspaceTrust ? [] : ['--disable-workspace-trust'];
	const folders = [
		'--user-data-dir',
		userData,
		'--extensions-dir',
		options.extensionsFolder ?? path.join(folder, 'extensions'),
	];
	const address = ['--host', '127.0.0.1', '--port', String(options.port ?? 0)];
	try {
		await guarded.start({
			command: process.execPath,
			args: [program, ...address, ...flags, ...trust, ...folders, '--telemetry-level', 'off'],
			env: { ...serverEnvironment(options.env ?? process.env), TMPDIR: temporary },
			cwd: folder,
			graceMs: 3000,
			logFile,
		});
		const port = await until(() => portIn(logFile), { what: 'VS Code', timeoutMs: 60_000, process: guarded, logFile });
		return { url: `http://127.0.0.1:${port}`, port, folder, end: () => guarded.end() };
	} catch (error) {
		await guarded.end();
		throw error;
	}
}

/** Downloads on the first call, into a folder that git ignores. Resolves to the folder of VS Code itself. */
export async function installCodeServer(): Promise<string> {
	const target = path.join(projectRoot, '.vscode-test', `code-server-${version}`);
	const vscode = 'node_modules/code-server/lib/vscode';
	if (!existsSync(target)) {
		await mkdir(path.dirname(target), { recursive: true });
		const work = await mkdtemp(path.join(path.dirname(target), 'installing-'));
		try {
			await writeFile(path.join(work, 'package.json'), '{ "private": true }');
			await npm(work, ['install', '--no-save', '--no-package-lock', `code-server@${version}`]);
			await npm(path.join(work, vscode), ['install', '--omit=dev', '--no-package-lock']);
			await rename(work, target).catch(error => {
				if (!existsSync(target)) {
					throw error;
				}
			});
		} finally {
			await rm(work, { recursive: true, force: true });
		}
	}
	return path.join(target, vscode);
}

/** npm run passes its own settings on in the environment; they would change what is installed here. */
async function npm(cwd: string, args: readonly string[]): Promise<void> {
	const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^npm_(config|package|lifecycle)_/i.test(name)),
	);
	// The user's npm on the user's own Node, which knows the certificates that lead to the registry from here.
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	env.PATH = folders.filter(folder => !folder.endsWith(path.join('node_modules', '.bin'))).join(path.delimiter);
	await run('npm', [...args, ...quiet], {
		cwd,
		env,
		timeout: 240_000,
		maxBuffer: 1e8,
		shell: process.platform === 'win32',
	});
}

function serverEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));
}

async function portIn(logFile: string): Promise<number | undefined> {
	const log = await readFile(logFile, 'utf8').catch(() => '');
	const match = /Extension host agent listening on (\d+)/.exec(log);
	return match ? Number(match[1]) : undefined;
}
