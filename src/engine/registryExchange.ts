import * as http from 'node:http';
import * as https from 'node:https';
import { TLSSocket } from 'node:tls';
import type { DockerCertificates } from './dockerCertificates.ts';
import { registryProblem } from './registryProblem.ts';

/**
 * What the user has chosen for a registry that cannot prove who it is: `plain` speaks without encryption, `any` takes
 * any certificate (as the engine's `insecure-registries`), a fingerprint (SHA-256, `AB:CD:…`) this one certificate.
 */
export type RegistryTrust = 'plain' | 'any' | (string & {});

/** How to speak to a host. */
export interface Line {
	readonly certificates: DockerCertificates;
	readonly trust: RegistryTrust | undefined;
}

export interface Exchange {
	/** Named in failures. */
	readonly registry: string;
	readonly url: URL;
	readonly headers?: Readonly<Record<string, string>>;
	/** Asks for the headers of the answer alone. */
	readonly head?: boolean;
	/** Sends a POST. */
	readonly post?: { readonly type: string; readonly text: string };
	readonly line: Line;
	readonly signal: AbortSignal;
}

export interface Answer {
	readonly status: number;
	readonly headers: http.IncomingHttpHeaders;
	readonly body: Buffer;
}

/** Bytes; lists and manifests are far smaller. */
const largestAnswer = 4 * 1024 * 1024;

/**
 * One request and its whole answer, whatever its status. Follows nothing. Rejects with the signal's reason, or with
 * what is wrong with the registry.
 */
export function exchange(request: Exchange): Promise<Answer> {
	const { url, signal } = request;
	signal.throwIfAborted();
	return new Promise((resolve, reject) => {
		const fail = (error: unknown) => reject(signal.aborted ? signal.reason : explain(request, error));
		const { post, head } = request;
		const options: https.RequestOptions = {
			method: post ? 'POST' : head ? 'HEAD' : 'GET',
			headers: {
				'user-agent': 'slipway',
				...(post ? { 'content-type': post.type } : {}),
				...request.headers,
			},
			signal,
		};
		const sent =
			url.protocol === 'https:'
				? https.request(url, { ...options, ...tlsOptions(request) })
				: http.request(url, options);
		sent.on('error', fail);
		sent.on('response', answer => void readBody(request, answer).then(resolve, fail));
		whenTrusted(request, sent, () => sent.end(post?.text));
	});
}

function tlsOptions({ line: { certificates, trust } }: Exchange): https.RequestOptions {
	const { ca, cert, key } = certificates;
	return {
		...(ca ? { ca: [...ca] } : {}),
		...(cert && key ? { cert, key } : {}),
		...(trust === undefined || trust === 'plain' ? {} : { rejectUnauthorized: false }),
		// A connection that was opened with less trust is nobody else's.
		...(trust === undefined ? {} : { agent: false }),
	};
}

/** With a certificate that was chosen nothing is sent, no login either, until the connection has shown that one. */
function whenTrusted(request: Exchange, sent: http.ClientRequest, send: () => void): void {
	const { line, url, registry } = request;
	const { trust } = line;
	if (url.protocol !== 'https:' || trust === undefined || trust === 'any' || trust === 'plain') {
		send();
		return;
	}
	sent.on('socket', socket => {
		const check = () => {
			const shown = socket instanceof TLSSocket ? socket.getPeerCertificate().fingerprint256 : undefined;
			if (shown === trust) {
				send();
			} else {
				sent.destroy(
					registryProblem(registry, 'certificate', 'shows another certificate than the one that was chosen'),
				);
			}
		};
		socket.once('secureConnect', check);
	});
}

async function readBody({ registry }: Exchange, answer: http.IncomingMessage): Promise<Answer> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of answer) {
		size += (part as Buffer).length;
		if (size > largestAnswer) {
			answer.destroy();
			throw registryProblem(registry, 'tooLarge', 'answers with more than can be read');
		}
		parts.push(part as Buffer);
	}
	return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) };
}

const certificateCodes =
	/^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/;
const unencryptedCodes = /^(?:ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|EPROTO)$/;
const notHttpCodes = /^HPE_/;

function explain({ registry, url }: Exchange, error: unknown): unknown {
	const { code = '', message } = error as NodeJS.ErrnoException;
	if (error instanceof Error && 'recognised' in error) {
		return error;
	}
	const details = { cause: error };
	if (certificateCodes.test(code)) {
		return registryProblem(registry, 'certificate', message, details);
	}
	if (url.protocol === 'https:' && unencryptedCodes.test(code)) {
		return registryProblem(registry, 'unencrypted', message, details);
	}
	return notHttpCodes.test(code)
		? registryProblem(registry, 'notRegistry', message, details)
		: registryProblem(registry, 'down', message || code, details);
}
