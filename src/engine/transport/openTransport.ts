import { stat } from 'node:fs/promises';
import { type Endpoint, socketPath } from '../endpoints.ts';
import type { EngineEnvironment } from '../environment.ts';
import { EngineError } from '../errors.ts';
import { tcpTransport, unixTransport } from './directTransport.ts';
import { namedPipeTransport } from './namedPipe.ts';
import { sshStdioTransport } from './sshStdio.ts';
import { openSshTunnel } from './sshTunnel.ts';
import type { Transport } from './transport.ts';

/** The way to this endpoint. Only ssh does something before the first request: it logs in. */
export async function openTransport(
	endpoint: Endpoint,
	environment: EngineEnvironment,
	signal: AbortSignal,
): Promise<Transport> {
	const { url } = endpoint;
	switch (/^(\w+):\/\//.exec(url)?.[1]) {
		case 'unix':
			return openUnix(socketPath(url) || '/var/run/docker.sock');
		case 'npipe':
			return namedPipeTransport(socketPath(url) || '//./pipe/docker_engine');
		case 'tcp':
		case 'http':
		case 'https':
			return openTcp(endpoint);
		case 'ssh':
			return environment.platform === 'win32'
				? sshStdioTransport(url, environment)
				: openSshTunnel(url, environment, signal);
		default:
			throw new EngineError('invalid', `"${url}" is not the address of an engine`);
	}
}

/** Looks first: most of the usual places are empty, and are looked at again and again. */
async function openUnix(path: string): Promise<Transport> {
	await stat(path);
	return unixTransport(path);
}

function openTcp({ url, tls }: Endpoint): Transport {
	const [, scheme, host, port] = /^(\w+):\/\/(\[[^\]/]+\]|[^:/\s]+)(?::(\d+))?(?:\/|$)/.exec(url) ?? [];
	if (!host) {
		throw new EngineError('invalid', `"${url}" is not the address of an engine`);
	}
	const security = tls ?? (scheme === 'https' ? { rejectUnauthorized: true } : undefined);
	return tcpTransport(host.replace(/^\[|\]$/g, ''), Number(port ?? (security ? 2376 : 2375)), security);
}
