import { EngineError } from './errors.ts';
import { notAnEngine } from './transport/failure.ts';

/** The newest API this extension has been tried with; newer engines are asked to speak it. */
export const newestTested = '1.51';

export interface EngineInfo {
	readonly version: string;
	/** The API version agreed on, for example `1.41`. */
	readonly apiVersion: string;
	readonly podman: boolean;
	readonly os: string;
	readonly arch: string;
}

/** What `GET /version` says. `fixed` is `DOCKER_API_VERSION`: it switches the negotiation off. Throws when it is no engine. */
export function readEngineInfo(status: number, body: string, fixed = ''): EngineInfo {
	const answer = parse(body);
	if (status !== 200) {
		throw refusal(status, answer, body);
	}
	const text = (key: string) => (typeof answer?.[key] === 'string' ? (answer[key] as string) : '');
	const server = text('ApiVersion');
	if (!/^\d+\.\d+$/.test(server)) {
		throw notAnEngine();
	}
	return {
		version: text('Version'),
		apiVersion: fixed || negotiate(server, text('MinAPIVersion')),
		podman: isPodman(answer?.Components),
		os: text('Os'),
		arch: text('Arch'),
	};
}

/** The newest both sides know, but never one the engine refuses. */
export function negotiate(server: string, minimum: string): string {
	const agreed = compare(server, newestTested) < 0 ? server : newestTested;
	return minimum !== '' && compare(agreed, minimum) < 0 ? minimum : agreed;
}

function compare(a: string, b: string): number {
	const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
	const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
	return aMajor - bMajor || aMinor - bMinor;
}

function parse(body: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(body);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}

/** An engine that starts (Docker Desktop says so with 5xx), a proxy that forbids, or something else altogether. */
function refusal(status: number, answer: Record<string, unknown> | undefined, body: string): EngineError {
	if (/^Client sent an HTTP request to an HTTPS server/.test(body)) {
		return new EngineError('unreachable', body.trim(), { status });
	}
	if (typeof answer?.message !== 'string' && status < 500) {
		return notAnEngine();
	}
	const message = typeof answer?.message === 'string' ? answer.message : `The engine answers with status ${status}`;
	return new EngineError(status === 401 || status === 403 ? 'denied' : 'unreachable', message, { status });
}

function isPodman(components: unknown): boolean {
	return (
		Array.isArray(components) &&
		components.some(component => /podman/i.test(String((component as { Name?: unknown } | null)?.Name)))
	);
}
