import type { PublishedPort } from '../engine/resources.ts';

const longImage = 40;
const mostPorts = 3;

/** An image reference for a row: a digest is cut to twelve digits, a long name loses its registry, then its folders. */
export function shortImage(reference: string): string {
	const name = reference.replace(/sha256:([0-9a-f]{12})[0-9a-f]{52}/, '$1');
	if (name.length <= longImage) {
		return name;
	}
	const [host = '', ...path] = name.split('/');
	const withoutHost = path.length > 0 && /[.:]|^localhost$/.test(host) ? path.join('/') : name;
	return withoutHost.length <= longImage ? withoutHost : (withoutHost.split('/').at(-1) as string);
}

/** `:8080→80, :53→53/udp, +2`; empty when nothing is published. */
export function portSummary(ports: readonly PublishedPort[]): string {
	const published = ports.filter(({ hostPort }) => hostPort !== undefined);
	const shown = published.slice(0, mostPorts).map(port => `${portOrigin(port)}→${portTarget(port)}`);
	return [...shown, ...(published.length > mostPorts ? [`+${published.length - mostPorts}`] : [])].join(', ');
}

/** `:8080`, with the address when the port is bound to one only. */
function portOrigin({ hostPort, hostAddresses }: PublishedPort): string {
	const [address] = hostAddresses;
	const anywhere = address === undefined || hostAddresses.some(isAnyAddress);
	return `${anywhere ? '' : bracketed(address)}:${hostPort}`;
}

/** `localhost:8080`, where `host` is the engine's machine as seen from here. */
export function portAddress({ hostPort, hostAddresses }: PublishedPort, host: string): string {
	const [address] = hostAddresses;
	const reachable = address === undefined || hostAddresses.some(isAnyAddress) || isLoopback(address);
	return `${reachable ? host : bracketed(address)}:${hostPort}`;
}

/** `80`, `53/udp`. */
export function portTarget({ containerPort, protocol }: PublishedPort): string {
	return protocol === 'tcp' ? String(containerPort) : `${containerPort}/${protocol}`;
}

/** The machine of an engine, as seen from here: `tcp://host:2376` and `ssh://user@host` name it. */
export function engineHost(endpoint: string): string {
	const host = /^(?:tcp|ssh|https?):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)/.exec(endpoint)?.[1];
	return host === undefined || isLoopback(host.replace(/^\[|\]$/g, '')) ? 'localhost' : host;
}

function isAnyAddress(address: string): boolean {
	return address === '' || address === '0.0.0.0' || address === '::';
}

function isLoopback(address: string): boolean {
	return address === '::1' || address.startsWith('127.');
}

function bracketed(address: string): string {
	return address.includes(':') ? `[${address}]` : address;
}
