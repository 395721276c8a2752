import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tls from 'node:tls';
import { configFolder } from './contextFiles.ts';
import type { EngineEnvironment } from './environment.ts';

/** What a connection adds to Node's own defaults; empty where docker has nothing of its own for a registry. */
export interface DockerCertificates {
	readonly ca?: readonly (string | Buffer)[];
	readonly cert?: Buffer;
	readonly key?: Buffer;
}

const bundles = ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'];

/** docker's `certs.d/<host>`: `*.crt` are authorities, `*.cert` with `*.key` identify the client. */
export async function dockerCertificates(host: string, environment: EngineEnvironment): Promise<DockerCertificates> {
	for (const folder of certificateFolders(host, environment)) {
		const names = (await readdir(folder).catch(() => [])).sort();
		const authorities = await Promise.all(
			names.filter(name => name.endsWith('.crt')).map(name => readFile(join(folder, name))),
		);
		const client = names.find(name => name.endsWith('.cert') && names.includes(name.replace(/\.cert$/, '.key')));
		if (authorities.length > 0 || client) {
			return {
				// A list replaces the defaults: they are part of it.
				...(authorities.length > 0 ? { ca: [...tls.rootCertificates, ...(await systemBundle()), ...authorities] } : {}),
				...(client ? await clientCertificate(folder, client) : {}),
			};
		}
	}
	return {};
}

function certificateFolders(host: string, environment: EngineEnvironment): readonly string[] {
	const { env, home, platform } = environment;
	const name = platform === 'win32' ? host.replaceAll(':', '') : host;
	const system = platform === 'win32' ? join(env.ProgramData ?? 'C:\\ProgramData', 'docker') : '/etc/docker';
	const rootless = join(env.XDG_CONFIG_HOME || join(home, '.config'), 'docker');
	return [configFolder(environment), rootless, system].map(folder => join(folder, 'certs.d', name));
}

async function clientCertificate(folder: string, name: string): Promise<DockerCertificates> {
	const [cert, key] = await Promise.all([
		readFile(join(folder, name)),
		readFile(join(folder, name.replace(/\.cert$/, '.key'))),
	]);
	return { cert, key };
}

async function systemBundle(): Promise<readonly Buffer[]> {
	for (const file of bundles) {
		const content = await readFile(file).catch(() => undefined);
		if (content) {
			return [content];
		}
	}
	return [];
}
