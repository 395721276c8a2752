import type { RegistryCredentials } from './registryAuth.ts';
import { type Answer, exchange, type Line } from './registryExchange.ts';
import { isLoopback } from './registryHost.ts';
import { registryProblem } from './registryProblem.ts';

/** A value for `Authorization`, and until when it can be used; epoch milliseconds. */
export interface Authorization {
	readonly value: string;
	readonly expiresAt: number;
	/** False for a token that anybody gets. */
	readonly isPersonal: boolean;
}

/** Seconds, where a registry does not say. */
const usualLife = 60;
/** Of its life, in case the clocks differ. */
const usedPart = 0.8;

export interface TokenRequest {
	readonly registry: string;
	/** As the registry's answer gave it. */
	readonly challenge: string;
	/** Wanted where the challenge names none. */
	readonly scope: string | undefined;
	readonly credentials: RegistryCredentials | undefined;
	readonly signal: AbortSignal;
	lineTo(host: string): Promise<Line>;
}

/**
 * Answers a `WWW-Authenticate` header: `Basic` with the login itself, `Bearer` with a token from the place that it
 * names. `undefined` when there is no login to answer with.
 */
export async function authorize(request: TokenRequest): Promise<Authorization | undefined> {
	const { challenge, credentials, registry } = request;
	const basic =
		credentials && !credentials.identitytoken
			? `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`
			: undefined;
	if (/^basic\b/i.test(challenge)) {
		return basic ? { value: basic, expiresAt: Date.now() + usualLife * 1000, isPersonal: true } : undefined;
	}
	if (!/^bearer\b/i.test(challenge)) {
		throw registryProblem(registry, 'notRegistry', 'asks for a login in an unknown way');
	}
	const { realm, line } = await tokenPlace(request);
	const answer = await exchange({
		registry: realm.host === registry ? registry : realm.hostname,
		url: realm,
		line,
		signal: request.signal,
		...(credentials?.identitytoken
			? { post: refreshForm(realm, credentials.identitytoken) }
			: { headers: basic ? { authorization: basic } : {} }),
	});
	return readToken(answer, credentials !== undefined, registry);
}

async function tokenPlace({ registry, challenge, scope, lineTo }: TokenRequest): Promise<{ realm: URL; line: Line }> {
	const field = (name: string) => new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(challenge)?.[1];
	const realm = URL.canParse(field('realm') ?? '') ? new URL(field('realm') ?? '') : undefined;
	if (!realm) {
		throw registryProblem(registry, 'notRegistry', 'does not say where to get a token');
	}
	const line = await lineTo(realm.host);
	const mayBeOpen = isLoopback(realm.host) || line.trust === 'plain';
	if (realm.protocol !== 'https:' && !(realm.protocol === 'http:' && mayBeOpen)) {
		throw registryProblem(registry, 'unencrypted', 'wants a login over an open line');
	}
	const wanted = { service: field('service'), scope: field('scope') ?? scope };
	for (const [name, value] of Object.entries(wanted)) {
		if (value !== undefined) {
			realm.searchParams.set(name, value);
		}
	}
	return { realm, line };
}

function refreshForm(realm: URL, token: string): { type: string; text: string } {
	const form = new URLSearchParams(realm.searchParams);
	form.set('grant_type', 'refresh_token');
	form.set('refresh_token', token);
	form.set('client_id', 'slipway');
	return { type: 'application/x-www-form-urlencoded', text: form.toString() };
}

function readToken({ status, body, headers }: Answer, isPersonal: boolean, registry: string): Authorization {
	if (status === 401 || status === 403) {
		throw registryProblem(registry, isPersonal ? 'refused' : 'signIn', `no token: status ${status}`, { status });
	}
	if (status === 429) {
		throw registryProblem(registry, 'limit', 'too many requests', { status, retryAfter: retryAfter(headers) });
	}
	const { token, access_token, expires_in } = parseObject(body);
	const value = token ?? access_token;
	if (status !== 200 || typeof value !== 'string' || !/^[\x21-\x7e]+$/.test(value)) {
		throw registryProblem(registry, 'broken', `no token: status ${status}`, { status });
	}
	const life = typeof expires_in === 'number' && expires_in > 0 ? Math.min(expires_in, 86_400) : usualLife;
	return { value: `Bearer ${value}`, expiresAt: Date.now() + life * usedPart * 1000, isPersonal };
}

/** Seconds; `Retry-After` is a number or a date. */
export function retryAfter(headers: Answer['headers']): number | undefined {
	const text = headers['retry-after'];
	if (text === undefined) {
		return undefined;
	}
	const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
	return Number.isFinite(seconds) ? Math.max(0, Math.min(seconds, 86_400)) : undefined;
}

/** `{}` for what is no JSON object. */
export function parseObject(body: Buffer): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(body.toString('utf8'));
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {};
	}
}
