import * as http from 'node:http';
import { type Ends, RelaySocket } from './relaySocket.ts';
import { dropIdleSockets, SocketTracker } from './trackedAgent.ts';
import type { Route, Transport } from './transport.ts';

/**
 * For connections that cost something: at most four serve the short calls and are kept for the next ones. A stream
 * (events, a followed log) has a connection to itself, since it would keep the short calls waiting for ever.
 */
const mostForCalls = 4;

export class PooledTransport implements Transport {
	readonly route: Route;
	onClosed?: () => void;
	readonly #tracker = new SocketTracker();
	readonly #agent: SplitAgent;
	readonly #reason: () => string;

	constructor(connect: () => Promise<Ends>, reason: () => string) {
		const track = (agent: http.Agent) => this.#tracker.track(agent, () => new RelaySocket(connect));
		this.#agent = new SplitAgent(
			track(new http.Agent({ keepAlive: true, maxSockets: mostForCalls, scheduling: 'lifo' })),
			track(new http.Agent({ keepAlive: false })),
		);
		this.#reason = reason;
		this.route = { protocol: 'http', host: 'docker', port: 80, agent: this.#agent };
	}

	get reason(): string {
		return this.#reason();
	}

	dropIdle(): void {
		dropIdleSockets(this.#agent.calls);
	}

	dispose(): void {
		this.#agent.destroy();
		this.#tracker.destroyAll();
	}
}

/** What Node calls on an agent; left out of its type declarations. */
type AddRequest = (request: http.ClientRequest, options: object) => void;

class SplitAgent extends http.Agent {
	readonly calls: http.Agent;
	readonly #streams: http.Agent;

	constructor(calls: http.Agent, streams: http.Agent) {
		super({ keepAlive: true });
		this.calls = calls;
		this.#streams = streams;
	}

	addRequest(request: http.ClientRequest, options: object): void {
		const agent = isLongLived(request.path) ? this.#streams : this.calls;
		(agent as unknown as { addRequest: AddRequest }).addRequest(request, options);
	}

	override destroy(): void {
		super.destroy();
		this.calls.destroy();
		this.#streams.destroy();
	}
}

/** Requests whose answer may take until somebody ends it. */
export function isLongLived(path: string): boolean {
	return /^(?:\/v[\d.]+)?\/(?:events|build|session|containers\/[^/]+\/(?:attach|wait|logs|stats|export|archive)|exec\/[^/]+\/start|images\/(?:create|load|get|.+\/(?:push|get)))(?:\?|$)/.test(
		path,
	);
}
