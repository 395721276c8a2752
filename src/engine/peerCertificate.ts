import * as tls from 'node:tls';
import { registryProblem } from './registryProblem.ts';

export interface PeerCertificate {
	/** SHA-256, `AB:CD:…`. */
	readonly fingerprint: string;
	readonly subject: string;
	readonly issuer: string;
	/** As the certificate writes it. */
	readonly validTo: string;
}

const deadline = 10_000;

/** The certificate that a registry shows, whoever vouches for it or not; nothing is sent to it. */
export function peerCertificate(host: string, signal: AbortSignal): Promise<PeerCertificate> {
	const { hostname, port } = new URL(`https://${host}`);
	return new Promise((resolve, reject) => {
		const name = hostname.replace(/^\[|\]$/g, '');
		const socket = tls.connect({
			host: name,
			port: Number(port || 443),
			servername: serverName(name),
			rejectUnauthorized: false,
		});
		const fail = (error: unknown) => {
			socket.destroy();
			reject(signal.aborted ? signal.reason : registryProblem(host, 'down', String(error), { cause: error }));
		};
		signal.addEventListener('abort', fail, { once: true });
		socket.setTimeout(deadline, () => fail('no answer'));
		socket.once('error', fail);
		socket.once('secureConnect', () => {
			const { fingerprint256, subject, issuer, valid_to } = socket.getPeerCertificate();
			socket.destroy();
			signal.removeEventListener('abort', fail);
			resolve({ fingerprint: fingerprint256, subject: text(subject?.CN), issuer: text(issuer?.CN), validTo: valid_to });
		});
	});
}

/** Addresses are no names that TLS could send. */
function serverName(host: string): string | undefined {
	return /^[\d.]+$|:/.test(host) ? undefined : host;
}

function text(value: string | string[] | undefined): string {
	return [value ?? ''].flat().join(', ');
}
