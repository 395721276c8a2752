import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './freePort.ts';
import { GuardedProcess, until } from './guarded.ts';
import { makeRunFolder } from './leftovers.ts';
import { install, unpack } from './packages.ts';

export interface Registry {
	/** `127.0.0.1:PORT`, to put before an image's name. Engines speak to loopback addresses without TLS. */
	readonly address: string;
	end(): Promise<void>;
}

export interface StoringRegistry extends Registry {
	/** Gives a repository that it has more names beside its own, straight in its storage. */
	copyRepository(from: string, names: readonly string[]): Promise<void>;
}

export interface RegistryOptions {
	/** It wants this login. */
	readonly auth?: { readonly user: string; readonly password: string };
	/** It speaks TLS with this certificate; paths of PEM files. */
	readonly tls?: { readonly certificate: string; readonly key: string };
	/** Instead of a free one. */
	readonly port?: number;
}

/** A real, empty registry on a loopback port. */
export async function startRegistry(options: RegistryOptions = {}): Promise<StoringRegistry> {
	const unpacked = await unpack('registry', ['docker-registry'], 'bookworm');
	const folder = await makeRunFolder('registry');
	const guarded = new GuardedProcess(folder);
	const logFile = path.join(folder, 'registry.log');
	try {
		const address = `127.0.0.1:${options.port ?? (await freePort())}`;
		const configuration = path.join(folder, 'config.json');
		await writeFile(configuration, JSON.stringify(await registryConfiguration(folder, address, options)));
		await guarded.start({
			command: path.join(unpacked, 'usr/bin/docker-registry'),
			args: ['serve', configuration],
			env: process.env,
			cwd: folder,
			graceMs: 2000,
			logFile,
		});
		const isUp = async () => ((await answers(`${options.tls ? 'https' : 'http'}://${address}/v2/`)) ? true : undefined);
		await until(isUp, { what: 'docker-registry', timeoutMs: 20_000, process: guarded, logFile });
		const place = (name: string) => path.join(folder, 'data/docker/registry/v2/repositories', name);
		const copyRepository = async (from: string, names: readonly string[]) => {
			await Promise.all(names.map(name => symlink(place(from), place(name))));
		};
		return { address, copyRepository, end: () => guarded.end() };
	} catch (error) {
		await guarded.end();
		throw error;
	}
}

/** As JSON, which YAML includes. */
async function registryConfiguration(folder: string, address: string, { auth, tls }: RegistryOptions) {
	const configuration = {
		version: '0.1',
		storage: { filesystem: { rootdirectory: path.join(folder, 'data') }, delete: { enabled: true } },
		http: { addr: address, ...(tls ? { tls } : {}) },
		log: { level: 'warn' },
	};
	if (!auth) {
		return configuration;
	}
	await install({ 'apache2-utils': '/usr/bin/htpasswd' });
	const { stdout } = await promisify(execFile)('htpasswd', ['-Bbn', auth.user, auth.password]);
	const file = path.join(folder, 'htpasswd');
	await writeFile(file, stdout);
	return { ...configuration, auth: { htpasswd: { realm: 'tests', path: file } } };
}

function answers(url: string): Promise<boolean> {
	return new Promise(resolve => {
		const { get } = url.startsWith('https:') ? https : http;
		const request = get(url, { agent: false, rejectUnauthorized: false } as https.RequestOptions, response => {
			response.resume();
			resolve(response.statusCode === 200 || response.statusCode === 401);
		});
		request.on('error', () => resolve(false));
	});
}
