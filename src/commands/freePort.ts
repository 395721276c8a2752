import { createServer } from 'node:net';

export type PortCheck = (port: number) => Promise<boolean>;

const unprivileged = 1024;
const lastPort = 65_535;
const wellKnown: Readonly<Record<number, number>> = { 80: 8080, 443: 8443 };

/**
 * The host port to publish a container port at: the same number, or 8080 for 80, 8443 for 443 and so on, or the next
 * one that is neither taken nor in use.
 */
export async function chooseHostPort(
	containerPort: number,
	taken: ReadonlySet<number>,
	isFree: PortCheck,
): Promise<number> {
	const preferred = wellKnown[containerPort] ?? (containerPort < unprivileged ? containerPort + 8000 : containerPort);
	for (let port = preferred; port <= lastPort; port++) {
		if (!taken.has(port) && (await isFree(port))) {
			return port;
		}
	}
	return preferred;
}

/** Whether nobody listens on a port of this machine. */
export function isPortFree(port: number): Promise<boolean> {
	return new Promise(resolve => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen({ port, host: '0.0.0.0', exclusive: true }, () => server.close(() => resolve(true)));
	});
}

/** Whether an engine's address means this machine, whose ports can be tried. */
export function isLocalEngine(endpoint: string): boolean {
	return /^(?:unix|npipe):/.test(endpoint) || /^tcp:\/\/(?:localhost|127\.|\[::1\])/.test(endpoint);
}
