import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { install } from './packages.ts';

const run = promisify(execFile);

/** Paths of PEM files. `folder` also holds the client's as `ca.pem`, `cert.pem` and `key.pem`, as DOCKER_CERT_PATH wants. */
export interface Certificates {
	readonly folder: string;
	readonly ca: string;
	readonly cert: string;
	readonly key: string;
	readonly serverCert: string;
	readonly serverKey: string;
}

/** An authority of one day, a server certificate for 127.0.0.1 and localhost, and a client certificate. */
export async function makeCertificates(folder: string): Promise<Certificates> {
	await install({ openssl: '/usr/bin/openssl' });
	await mkdir(folder, { recursive: true });
	const file = (name: string) => path.join(folder, name);
	const days = ['-days', '1'];
	const newKey = ['req', '-newkey', 'rsa:2048', '-nodes'];
	await run('openssl', [
		...newKey,
		'-x509',
		...days,
		'-subj',
		'/CN=Test authority',
		'-keyout',
		file('ca-key.pem'),
		'-out',
		file('ca.pem'),
	]);
	const sign = async (name: string, key: string, cert: string, extensions: string) => {
		await writeFile(file(`${name}.ext`), extensions);
		await run('openssl', [...newKey, '-subj', `/CN=${name}`, '-keyout', file(key), '-out', file(`${name}.csr`)]);
		const authority = ['-CA', file('ca.pem'), '-CAkey', file('ca-key.pem'), '-CAcreateserial'];
		const request = ['x509', '-req', '-in', file(`${name}.csr`), '-extfile', file(`${name}.ext`)];
		await run('openssl', [...request, ...authority, ...days, '-out', file(cert)]);
	};
	const names = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
	await sign('server', 'server-key.pem', 'server-cert.pem', `${names}\nextendedKeyUsage=serverAuth\n`);
	await sign('client', 'key.pem', 'cert.pem', 'extendedKeyUsage=clientAuth\n');
	return {
		folder,
		ca: file('ca.pem'),
		cert: file('cert.pem'),
		key: file('key.pem'),
		serverCert: file('server-cert.pem'),
		serverKey: file('server-key.pem'),
	};
}
