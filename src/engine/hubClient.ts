import type { EngineEnvironment } from './environment.ts';
import { hubRepositoriesPath, hubTagsPath, hubTokenPath, readHubPage, readHubTag } from './hubApi.ts';
import { isRepository, isTag } from './imageReference.ts';
import { textOf } from './rawFields.ts';
import { type RegistryCredentials, readCredentials } from './registryAuth.ts';
import { dockerHub } from './registryHost.ts';
import { type Page, type PageOptions, pathOf, type RemoteTag, withoutOrigin } from './registryPages.ts';
import { problemOf, registryProblem } from './registryProblem.ts';
import { parseObject } from './registryTokens.ts';
import { checked, type RegistryTransport } from './registryTransport.ts';

/** Milliseconds; Hub's tokens live longer. */
const tokenLife = 5 * 60_000;

/** Docker Hub's own interface: it knows what a user has and which tags are new, which its registry does not tell. */
export class HubClient {
	readonly #transport: RegistryTransport;
	readonly #environment: EngineEnvironment;
	readonly #origin: string;
	#token: { readonly value: string; readonly expiresAt: number } | undefined;

	constructor(transport: RegistryTransport, environment: EngineEnvironment, origin = 'https://hub.docker.com') {
		this.#transport = transport;
		this.#environment = environment;
		this.#origin = origin;
	}

	forget(): void {
		this.#token = undefined;
	}

	/** Of a namespace, else of the user who is logged in. */
	async repositories(namespace: string | undefined, { signal, next }: PageOptions): Promise<Page<string>> {
		const credentials = await readCredentials(dockerHub, this.#environment);
		const owner = namespace ?? credentials?.username;
		if (!owner) {
			throw registryProblem(dockerHub, 'signIn', 'nobody is logged in');
		}
		const { results, next: following } = await this.#page(hubRepositoriesPath(owner), next, signal, credentials);
		const names = results.map(result => `${textOf(result.namespace) || owner}/${textOf(result.name)}`);
		return { items: names.filter(isRepository), next: following };
	}

	/** As everybody first: a login is only needed for what is private. */
	async tags(repository: string, { signal, next }: PageOptions): Promise<Page<RemoteTag>> {
		const ask = (login: RegistryCredentials | undefined) => this.#page(hubTagsPath(repository), next, signal, login);
		const { results, next: following } = await ask(undefined).catch(async error => {
			const login = await readCredentials(dockerHub, this.#environment);
			const mayBePrivate = ['missing', 'notAllowed', 'signIn'].includes(problemOf(error) ?? '');
			if (!login || !mayBePrivate) {
				throw error;
			}
			return ask(login);
		});
		return { items: results.map(readHubTag).filter(({ name }) => isTag(name)), next: following };
	}

	async #page(first: string, next: string | undefined, signal: AbortSignal, login: RegistryCredentials | undefined) {
		const path = pathOf(next, `${first.split('?')[0]}?`) ?? first;
		const fields = await this.#transport.within(dockerHub, signal, async within => {
			const token = login && (await this.#tokenFor(login, within));
			const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
			const url = new URL(this.#origin + path);
			const answer = await this.#transport.follow({ registry: dockerHub, url, headers, signal: within });
			return parseObject(checked(answer, dockerHub, undefined).body);
		});
		const { results, next: address } = readHubPage(fields);
		const following = address === '' ? '' : withoutOrigin(address, path);
		return { results, next: following === '' || following === path ? undefined : following };
	}

	/** `undefined` for a login without a password: Hub's own interface takes no other. */
	async #tokenFor({ username, password }: RegistryCredentials, signal: AbortSignal): Promise<string | undefined> {
		if (this.#token && this.#token.expiresAt > Date.now()) {
			return this.#token.value;
		}
		if (password === '') {
			return undefined;
		}
		const text = JSON.stringify({ identifier: username, secret: password });
		const url = new URL(this.#origin + hubTokenPath);
		const post = { type: 'application/json', text };
		const answer = await this.#transport.follow({ registry: dockerHub, url, post, signal });
		if (answer.status === 401) {
			throw registryProblem(dockerHub, 'refused', 'does not take the login', { status: 401 });
		}
		const value = textOf(parseObject(checked(answer, dockerHub, undefined).body).access_token);
		this.#token = value === '' ? undefined : { value, expiresAt: Date.now() + tokenLife };
		return value || undefined;
	}
}
