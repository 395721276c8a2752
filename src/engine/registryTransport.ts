import { dockerCertificates } from './dockerCertificates.ts';
import type { EngineEnvironment } from './environment.ts';
import type { RegistryProblem } from './errors.ts';
import { type RegistryCredentials, readCredentials } from './registryAuth.ts';
import { type Answer, type Exchange, exchange, type Line, type RegistryTrust } from './registryExchange.ts';
import { dockerHub, isLoopback } from './registryHost.ts';
import { problemOf, registryProblem } from './registryProblem.ts';
import { type Authorization, authorize, retryAfter } from './registryTokens.ts';

export interface TransportOptions {
	readonly environment: EngineEnvironment;
	/** What was chosen for a registry that cannot prove who it is; nothing if left out. */
	readonly trustOf?: (host: string) => Promise<RegistryTrust | undefined>;
	/** Origin of Docker Hub's registry, for tests. */
	readonly hubRegistry?: string;
}

export interface RegistryRequest {
	/** `docker.io`, `localhost:5000`. */
	readonly host: string;
	/** From `/v2/` on, with its query. */
	readonly path: string;
	readonly accept?: string;
	/** Asks for the headers of the answer alone. */
	readonly head?: boolean;
	/** `repository:a/b:pull`; asks for a token where the registry's challenge names no scope. */
	readonly scope?: string;
	/** Instead of those that are kept; the answer is not remembered. */
	readonly credentials?: RegistryCredentials;
	readonly signal: AbortSignal;
}

/** Milliseconds for all requests of one question together. */
const deadline = 15_000;
const mostRedirects = 5;

/** Asks registries: finds out how they speak, logs in where they want it, follows redirects without the login. */
export class RegistryTransport {
	readonly #options: TransportOptions;
	readonly #origins = new Map<string, string>();
	readonly #authorizations = new Map<string, Authorization>();

	constructor(options: TransportOptions) {
		this.#options = options;
	}

	/** The answer when it is a good one; rejects with what is wrong with the registry. */
	async get(request: RegistryRequest): Promise<Answer> {
		return this.within(request.host, request.signal, async signal => {
			const key = `${request.host} ${request.scope ?? ''}`;
			const known = request.credentials ? undefined : this.#known(key);
			const first = await this.#ask({ ...request, signal }, known?.value);
			if (first.status !== 401) {
				return checked(first, request.host, known);
			}
			this.#authorizations.delete(key);
			const authorization = await this.#authorize({ ...request, signal }, first);
			if (!request.credentials) {
				this.#authorizations.set(key, authorization);
			}
			return checked(await this.#ask({ ...request, signal }, authorization.value), request.host, authorization);
		});
	}

	/** Runs work that has to end in time; a registry that keeps silent is said to. */
	async within<T>(host: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
		const late = AbortSignal.timeout(deadline);
		try {
			return await work(AbortSignal.any([signal, late]));
		} catch (error) {
			throw late.aborted && !signal.aborted
				? registryProblem(host, 'silent', 'does not answer', { cause: error })
				: error;
		}
	}

	/** Forgets how a registry speaks and its tokens, of all of them where none is named. */
	forget(host?: string): void {
		for (const known of [this.#origins, this.#authorizations]) {
			for (const key of known.keys()) {
				if (host === undefined || key.split(' ')[0] === host) {
					known.delete(key);
				}
			}
		}
	}

	async lineTo(host: string): Promise<Line> {
		const [certificates, trust] = await Promise.all([
			dockerCertificates(host, this.#options.environment),
			this.#options.trustOf?.(host),
		]);
		return { certificates, trust };
	}

	/** One exchange and what it redirects to; a login goes to no other place than the first. */
	async follow(first: Omit<Exchange, 'line'>): Promise<Answer> {
		let request = first;
		for (let count = 0; count <= mostRedirects; count++) {
			const answer = await exchange({ ...request, line: await this.lineTo(request.url.host) });
			const { location } = answer.headers;
			if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) {
				return answer;
			}
			request = redirected(request, location);
		}
		throw registryProblem(first.registry, 'broken', 'redirects without end');
	}

	#known(key: string): Authorization | undefined {
		const known = this.#authorizations.get(key);
		return known && known.expiresAt > Date.now() ? known : undefined;
	}

	async #authorize({ host, scope, credentials, signal }: RegistryRequest, answer: Answer): Promise<Authorization> {
		const login = credentials ?? (await readCredentials(host, this.#options.environment));
		const authorization = await authorize({
			registry: host,
			challenge: answer.headers['www-authenticate'] ?? '',
			scope,
			credentials: login,
			signal,
			lineTo: name => this.lineTo(name),
		});
		if (!authorization) {
			throw registryProblem(host, 'signIn', 'wants a login', { status: 401 });
		}
		return authorization;
	}

	/** The first way to speak that works is kept; a login is only sent once it is known. */
	async #ask({ host, path, accept, head, signal }: RegistryRequest, authorization?: string): Promise<Answer> {
		const headers = { ...(accept ? { accept } : {}), ...(authorization ? { authorization } : {}) };
		const origins = await this.#originsOf(host);
		let failure: unknown;
		for (const origin of origins) {
			try {
				const answer = await this.follow({ registry: host, url: new URL(origin + path), headers, head, signal });
				if (origin !== origins.at(-1) && wantsTls(answer)) {
					continue;
				}
				this.#origins.set(host, origin);
				return answer;
			} catch (error) {
				signal.throwIfAborted();
				failure = failure === undefined || isTelling(error) ? error : failure;
				if (!maySpeakOtherwise(error)) {
					break;
				}
			}
		}
		throw failure;
	}

	async #originsOf(host: string): Promise<readonly string[]> {
		const known = this.#origins.get(host);
		if (known !== undefined) {
			return [known];
		}
		if (host === dockerHub) {
			return [this.#options.hubRegistry ?? 'https://registry-1.docker.io'];
		}
		const trust = await this.#options.trustOf?.(host);
		const [open, closed] = [`http://${host}`, `https://${host}`];
		if (trust === 'plain') {
			return [open];
		}
		if (isLoopback(host)) {
			return [open, closed];
		}
		return trust === 'any' ? [closed, open] : [closed];
	}
}

function redirected(request: Omit<Exchange, 'line'>, location: string): Omit<Exchange, 'line'> {
	const { url: from, headers, registry } = request;
	const url = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
	if (request.post) {
		throw registryProblem(registry, 'broken', 'wants the login at another place');
	}
	if (!url || (url.protocol !== 'https:' && url.origin !== from.origin)) {
		throw registryProblem(registry, 'unencrypted', 'redirects to a place without encryption');
	}
	const { authorization, ...others } = headers ?? {};
	return { ...request, url, headers: url.origin === from.origin ? (headers ?? {}) : others };
}

/** Servers of TLS say so in words where they do not just hang up; asked for the headers alone they say nothing. */
function wantsTls({ status, body }: Answer): boolean {
	return status === 400 && /^$|https/i.test(body.subarray(0, 1000).toString('latin1'));
}

function maySpeakOtherwise(error: unknown): boolean {
	const { code } = Object((error as Error).cause) as NodeJS.ErrnoException;
	const problem = problemOf(error);
	return problem === 'notRegistry' || problem === 'unencrypted' || (problem === 'down' && code === 'ECONNRESET');
}

function isTelling(error: unknown): boolean {
	return problemOf(error) === 'certificate';
}

const problems: Readonly<Record<number, RegistryProblem>> = { 403: 'notAllowed', 404: 'missing', 429: 'limit' };

/** Rejects unless the answer is a good one. */
export function checked(answer: Answer, registry: string, used: Authorization | undefined): Answer {
	const { status, headers } = answer;
	if (status === 200) {
		return answer;
	}
	const problem =
		status === 401 ? unauthorized(used) : (problems[status] ?? (status >= 500 ? 'broken' : 'notRegistry'));
	const wait = status === 429 ? retryAfter(headers) : undefined;
	throw registryProblem(registry, problem, `answers with status ${status}`, { status, retryAfter: wait });
}

/** Whoever has got a token is known, and may just not do this. */
function unauthorized(used: Authorization | undefined): RegistryProblem {
	if (!used?.isPersonal) {
		return 'signIn';
	}
	return used.value.startsWith('Basic ') ? 'refused' : 'notAllowed';
}
