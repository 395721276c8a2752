import type { Agent } from 'node:http';
import type { Disposable } from '../../base/disposable.ts';

/** How requests get to one engine. Its disposal ends every connection, hijacked ones and streams included. */
export interface Transport extends Disposable {
	/** For `http.request`, and for dockerode. */
	readonly route: Route;
	/** Why requests fail, when the transport knows better than the request: the last words of `ssh`. */
	readonly reason: string;
	/** Closes kept-alive connections nobody uses: they may lead to an engine that is gone. */
	dropIdle(): void;
	/** Called when the transport has ended by itself; not after `dispose`. */
	onClosed?: () => void;
}

export interface Route {
	readonly protocol: 'http' | 'https';
	readonly agent: Agent;
	/** Either this or host and port. */
	readonly socketPath?: string;
	readonly host?: string;
	readonly port?: number;
}
