import { inspect } from 'node:util';
import type Docker from 'dockerode';
import type { Disposable } from '../base/disposable.ts';
import { type EngineInfo, readEngineInfo } from './apiVersion.ts';
import { type Endpoint, isLocal } from './endpoints.ts';
import type { EngineEnvironment } from './environment.ts';
import { EngineError } from './errors.ts';
import { reachFailure } from './transport/failure.ts';
import { openTransport } from './transport/openTransport.ts';
import { probe } from './transport/probe.ts';
import type { Route, Transport } from './transport/transport.ts';

/** Milliseconds. */
const pingDeadline = 2_500;
const remoteDeadline = 10_000;
/** Podman looks up the packages of its parts before it answers. */
const versionDeadline = 15_000;

/** One engine that has answered: the way to it, what it is, and the client that speaks its version of the API. */
export class EngineSession implements Disposable {
	readonly endpoint: Endpoint;
	readonly #environment: EngineEnvironment;
	readonly #transport: Transport;
	readonly #end = new AbortController();
	#engine: EngineInfo | undefined;
	#docker: Docker | undefined;

	/** Logs in where that is needed and asks for the version. Rejects with an `EngineError` that says why not. */
	static async open(endpoint: Endpoint, environment: EngineEnvironment, signal: AbortSignal): Promise<EngineSession> {
		const transport = await openTransport(endpoint, environment, signal).catch(async error => {
			throw await reachFailure(endpoint, error);
		});
		const session = new EngineSession(endpoint, environment, transport);
		try {
			await session.renew(signal);
			signal.throwIfAborted();
			return session;
		} catch (error) {
			session.dispose();
			throw error;
		}
	}

	private constructor(endpoint: Endpoint, environment: EngineEnvironment, transport: Transport) {
		this.endpoint = endpoint;
		this.#environment = environment;
		this.#transport = transport;
	}

	get engine(): EngineInfo {
		return defined(this.#engine);
	}

	get docker(): Docker {
		return defined(this.#docker);
	}

	/** Aborted, with an `EngineError` as its reason, when the session ends: calls of this session end with it. */
	get signal(): AbortSignal {
		return this.#end.signal;
	}

	set onClosed(listener: () => void) {
		this.#transport.onClosed = listener;
	}

	/** Connections that were only waiting are still good when the engine answers again; over a network they may not be. */
	get enduresSilence(): boolean {
		return isLocal(this.endpoint) || this.endpoint.url.startsWith('ssh:');
	}

	/** Asks on a new connection what engine is there now; true when it is another one than before. */
	async renew(caller?: AbortSignal): Promise<boolean> {
		const signal = caller ? AbortSignal.any([caller, this.signal]) : this.signal;
		this.#transport.dropIdle();
		const deadline = isLocal(this.endpoint) ? pingDeadline : remoteDeadline;
		const engine = await this.#explained(async () => {
			await probe(this.#transport, '/_ping', deadline, signal);
			const { status, body } = await probe(this.#transport, '/version', versionDeadline, signal);
			return readEngineInfo(status, body, this.#environment.env.DOCKER_API_VERSION);
		});
		const changed = this.#engine === undefined || JSON.stringify(engine) !== JSON.stringify(this.#engine);
		if (changed) {
			this.#docker = await createDocker(this.#transport.route, engine.apiVersion);
			this.#engine = engine;
		}
		return changed;
	}

	/** Rejects with an `EngineError` unless the engine answers in time, with whatever status. */
	ping(): Promise<void> {
		return this.#explained(async () => void (await probe(this.#transport, '/_ping', pingDeadline, this.signal)));
	}

	/** Why a connection failed, as far as the way to the engine knows it. */
	explain(error: unknown): Promise<EngineError> {
		return reachFailure(this.endpoint, error, this.#transport.reason);
	}

	dispose(reason = new EngineError('cancelled', 'The connection to the engine was closed')): void {
		if (!this.#end.signal.aborted) {
			this.#end.abort(reason);
			this.#transport.dispose();
		}
	}

	async #explained<T>(work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			throw await this.explain(error);
		}
	}
}

function defined<T>(value: T | undefined): T {
	if (value === undefined) {
		throw new Error('The session has not been opened');
	}
	return value;
}

/** dockerode is large: it is loaded when the first engine has answered. */
async function createDocker(route: Route, apiVersion: string): Promise<Docker> {
	const { default: Dockerode } = await import('dockerode');
	// Everything is named, since docker-modem fills in what is left out from DOCKER_HOST and its companions.
	const options = {
		socketPath: route.socketPath,
		host: route.host,
		port: route.port,
		protocol: route.protocol,
		agent: route.agent,
		version: `v${apiVersion}`,
		pathPrefix: '/',
		username: undefined,
		ca: undefined,
		cert: undefined,
		key: undefined,
		timeout: undefined,
	};
	// docker-modem describes every request for its log, also when there is none, with the agent's sockets and all they
	// hold: that took longer than the call itself.
	Object.defineProperty(route.agent, inspect.custom, { value: () => 'Agent', configurable: true });
	return withoutDockerHost(() => new Dockerode(options));
}

/** docker-modem's constructor reads certificates, and may throw, for a DOCKER_HOST that is not the engine in question. */
function withoutDockerHost<T>(create: () => T): T {
	const host = process.env.DOCKER_HOST;
	if (host === undefined) {
		return create();
	}
	delete process.env.DOCKER_HOST;
	try {
		return create();
	} finally {
		process.env.DOCKER_HOST = host;
	}
}
