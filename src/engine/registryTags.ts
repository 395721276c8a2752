import type { EngineEnvironment } from './environment.ts';
import { type RegistryCredentials, readCredentials } from './registryAuth.ts';

/** Milliseconds for all requests of one question together. */
const deadline = 4000;
/** Bytes; a page of tags is far smaller. */
const largestAnswer = 4 * 1024 * 1024;
const pageSize = 100;
const dockerHub = 'docker.io';

export interface TagsOptions {
	readonly environment: EngineEnvironment;
	readonly signal: AbortSignal;
}

/**
 * One page of the tags that a registry has for a repository (`docker.io`, `library/node`); Docker Hub's newest first.
 * Rejects when the registry cannot be reached or refuses. Stored logins are used where the registry asks for one.
 */
export async function listRegistryTags(
	registry: string,
	repository: string,
	{ environment, signal }: TagsOptions,
): Promise<readonly string[]> {
	const stop = AbortSignal.any([signal, AbortSignal.timeout(deadline)]);
	const answer =
		registry === dockerHub
			? await hubTags(repository, stop)
			: await registryTags(registry, repository, stop, () => readCredentials(registry, environment));
	return answer.filter((tag): tag is string => typeof tag === 'string' && /^\w[\w.-]{0,127}$/.test(tag));
}

/** Hub's own interface knows which tags are new; the registry's would list thousands by the alphabet. */
async function hubTags(repository: string, signal: AbortSignal): Promise<readonly unknown[]> {
	const path = `/v2/repositories/${repository}/tags?page_size=${pageSize}&ordering=last_updated`;
	const page = (await readJson(await fetch(`https://hub.docker.com${path}`, { signal }))) as { results?: unknown };
	return Array.isArray(page.results) ? page.results.map(result => (result as { name?: unknown } | null)?.name) : [];
}

async function registryTags(
	registry: string,
	repository: string,
	signal: AbortSignal,
	credentials: () => Promise<RegistryCredentials | undefined>,
): Promise<readonly unknown[]> {
	const origin = `${isLoopback(registry) ? 'http' : 'https'}://${registry}`;
	const ask = (authorization?: string) =>
		fetch(`${origin}/v2/${repository}/tags/list?n=${pageSize}`, {
			signal,
			headers: authorization ? { authorization } : {},
		});
	let answer = await ask();
	if (answer.status === 401) {
		const challenge = answer.headers.get('www-authenticate') ?? '';
		answer = await ask(await authorizationFor(challenge, await credentials(), signal));
	}
	const { tags } = (await readJson(answer)) as { tags?: unknown };
	return Array.isArray(tags) ? tags : [];
}

/** Answers `Basic` with the login itself, `Bearer` with a token from the place that the registry names. */
async function authorizationFor(
	challenge: string,
	credentials: RegistryCredentials | undefined,
	signal: AbortSignal,
): Promise<string | undefined> {
	const basic =
		credentials && !credentials.identitytoken
			? `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`
			: undefined;
	if (!/^bearer /i.test(challenge)) {
		return basic;
	}
	const field = (name: string) => new RegExp(`${name}="([^"]*)"`, 'i').exec(challenge)?.[1];
	const realm = new URL(field('realm') ?? '');
	if (realm.protocol !== 'https:' && !isLoopback(realm.host)) {
		throw new Error('The registry wants a login over an open line.');
	}
	for (const name of ['service', 'scope']) {
		const value = field(name);
		if (value !== undefined) {
			realm.searchParams.set(name, value);
		}
	}
	const answer = credentials?.identitytoken
		? await fetch(realm, { method: 'POST', signal, body: refreshForm(realm, credentials.identitytoken) })
		: await fetch(realm, { signal, headers: basic ? { authorization: basic } : {} });
	const { token, access_token } = (await readJson(answer)) as { token?: unknown; access_token?: unknown };
	return `Bearer ${token ?? access_token}`;
}

function refreshForm(realm: URL, token: string): URLSearchParams {
	const form = new URLSearchParams(realm.searchParams);
	form.set('grant_type', 'refresh_token');
	form.set('refresh_token', token);
	form.set('client_id', 'slipway');
	return form;
}

/** Docker speaks to these without TLS as well. */
function isLoopback(host: string): boolean {
	return /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(host);
}

async function readJson(answer: Response): Promise<unknown> {
	if (!answer.ok) {
		throw new Error(`The registry answers with status ${answer.status}.`);
	}
	const parts: Uint8Array[] = [];
	let size = 0;
	for await (const part of answer.body ?? []) {
		size += part.byteLength;
		if (size > largestAnswer) {
			throw new Error('The registry answers with too much.');
		}
		parts.push(part);
	}
	return JSON.parse(Buffer.concat(parts).toString('utf8'));
}
