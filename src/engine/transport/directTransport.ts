import * as http from 'node:http';
import * as https from 'node:https';
import type { EndpointTls } from '../endpoints.ts';
import { dropIdleSockets, SocketTracker } from './trackedAgent.ts';
import type { Route, Transport } from './transport.ts';

/** Connections kept open for the next call; how many are open at once is not limited, so that streams starve nobody. */
export const agentOptions = { keepAlive: true, maxFreeSockets: 4, scheduling: 'lifo' } as const;

/** Milliseconds. Proxies and routers drop what is idle for long, some without a word. */
const idleTimeout = 15_000;

export function unixTransport(socketPath: string): Transport {
	return new DirectTransport({ protocol: 'http', socketPath, agent: new http.Agent(agentOptions) });
}

export function tcpTransport(host: string, port: number, tls: EndpointTls | undefined): Transport {
	const options = { ...agentOptions, timeout: idleTimeout };
	const agent = tls ? new https.Agent({ ...options, ...tls }) : new http.Agent(options);
	return new DirectTransport({ protocol: tls ? 'https' : 'http', host, port, agent });
}

class DirectTransport implements Transport {
	readonly route: Route;
	readonly reason = '';
	readonly #tracker = new SocketTracker();

	constructor(route: Route) {
		this.route = route;
		this.#tracker.track(route.agent);
	}

	dropIdle(): void {
		dropIdleSockets(this.route.agent);
	}

	dispose(): void {
		this.route.agent.destroy();
		this.#tracker.destroyAll();
	}
}
