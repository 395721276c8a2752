import { type Endpoint, socketPath } from '../endpoints.ts';
import { EngineError } from '../errors.ts';
import { tcpTransport, unixTransport } from './directTransport.ts';
import type { Transport } from './transport.ts';

/** The way to this endpoint. Only ssh does something before the first request: it logs in. */
export async function openTransport(endpoint: Endpoint): Promise<Transport> {
	const scheme = /^(\w+):\/\//.exec(endpoint.url)?.[1];
	switch (scheme) {
		case 'unix':
			return unixTransport(socketPath(endpoint.url) || '/var/run/docker.sock');
		case 'tcp':
		case 'http':
		case 'https':
			return openTcp(endpoint);
		default:
			throw new EngineError('invalid', `"${endpoint.url}" is not the address of an engine`);
	}
}

function openTcp({ url, tls }: Endpoint): Transport {
	const address = url.replace(/^\w+:/, 'http:');
	if (!URL.canParse(address)) {
		throw new EngineError('invalid', `"${url}" is not the address of an engine`);
	}
	const { hostname, port } = new URL(address);
	return tcpTransport(hostname.replace(/^\[|\]$/g, ''), Number(port) || (tls ? 2376 : 2375), tls);
}
