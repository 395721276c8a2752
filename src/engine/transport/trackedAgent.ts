import type { Agent } from 'node:http';
import type { Duplex } from 'node:stream';

type Connect = Agent['createConnection'];

/** Knows every connection its agents have made, also those an agent gives away when a request is hijacked. */
export class SocketTracker {
	readonly #sockets = new Set<Duplex>();
	#ended = false;

	/** Makes `agent` connect through `connect`, by default in its own way, and follows what it opens. */
	track<T extends Agent>(agent: T, connect: Connect = agent.createConnection.bind(agent)): T {
		agent.createConnection = (options, callback) => {
			if (this.#ended) {
				process.nextTick(() => callback?.(new Error('The connection was closed'), undefined as never));
				return undefined;
			}
			const socket = connect(options, callback);
			return socket && this.#add(socket);
		};
		return agent;
	}

	/** For good: an agent gives a request that waited for a connection a new one when the old one ends. */
	destroyAll(): void {
		this.#ended = true;
		for (const socket of [...this.#sockets]) {
			socket.destroy();
		}
	}

	#add(socket: Duplex): Duplex {
		if (!this.#sockets.has(socket)) {
			this.#sockets.add(socket);
			socket.once('close', () => this.#sockets.delete(socket));
		}
		return socket;
	}
}

/** An agent closes a free socket as soon as it is destroyed, and opens another when needed. */
export function dropIdleSockets(agent: Agent): void {
	for (const sockets of Object.values(agent.freeSockets)) {
		for (const socket of [...(sockets ?? [])]) {
			socket.destroy();
		}
	}
}
