import type { PublishedPort } from './resources.ts';

const anyAddress = new Set(['', '0.0.0.0', '::', '127.0.0.1', '::1']);
const secure = new Set([443, 8443]);

/** Where a browser reaches a published port; undefined when it is only exposed. */
export function portUrl(port: PublishedPort, endpoint: string): string | undefined {
	if (port.hostPort === undefined) {
		return undefined;
	}
	const scheme = secure.has(port.containerPort) || secure.has(port.hostPort) ? 'https' : 'http';
	const own = port.hostAddresses.find(address => !anyAddress.has(address));
	const all = port.hostAddresses.length === 0 || port.hostAddresses.some(address => anyAddress.has(address));
	return `${scheme}://${all || !own ? engineHost(endpoint) : bracket(own)}:${port.hostPort}`;
}

/** The machine of an engine as a browser here sees it. */
function engineHost(endpoint: string): string {
	const match = /^(?:tcp|ssh|https?):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)/.exec(endpoint);
	const host = match?.[1] ?? 'localhost';
	return anyAddress.has(host.replace(/^\[|\]$/g, '')) ? 'localhost' : host;
}

function bracket(address: string): string {
	return address.includes(':') ? `[${address}]` : address;
}
