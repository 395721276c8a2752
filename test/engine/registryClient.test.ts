import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegistryClient } from '../../src/engine/registryClient.ts';
import type { RegistryTrust } from '../../src/engine/registryExchange.ts';
import { type Certificates, makeCertificates } from '../support/certificates.ts';
import { freePort } from '../support/freePort.ts';
import { type Registry, type StoringRegistry, startRegistry } from '../support/registry.ts';
import { pushContent } from '../support/registryContent.ts';
import { testEnvironment } from './testEnvironment.ts';

const { signal } = new AbortController();
const login = { user: 'reader', password: 'it\'s: a "secret"' };
const authorization = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
const created = '2026-01-02T03:04:05Z';

describe('registryClient: real registries', function () {
	this.timeout(120_000);
	let folder: string;
	let certificates: Certificates;
	let open: StoringRegistry;
	let closed: Registry;
	let encrypted: Registry;
	const client = (trust?: RegistryTrust) =>
		new RegistryClient({
			environment: testEnvironment({ env: { DOCKER_CONFIG: folder } }),
			trustOf: async () => trust,
		});
	const problem = (host: string, name: string, code: string) => (error: unknown) => {
		assert.deepEqual((error as { recognised?: unknown }).recognised, {
			kind: 'registry',
			registry: host,
			problem: name,
		});
		assert.equal((error as { code?: unknown }).code, code);
		assert.doesNotMatch(String((error as Error).stack), /secret/);
		return true;
	};

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-client-'));
		certificates = await makeCertificates(join(folder, 'tls'));
		[open, closed, encrypted] = await Promise.all([
			startRegistry(),
			startRegistry({ auth: login }),
			startRegistry({ auth: login, tls: { certificate: certificates.serverCert, key: certificates.serverKey } }),
		]);
	});
	after(async () => {
		await Promise.all([open?.end(), closed?.end(), encrypted?.end()]);
		await rm(folder, { recursive: true, force: true });
	});
	afterEach(async () => {
		await rm(join(folder, 'config.json'), { force: true });
		await rm(join(folder, 'certs.d'), { recursive: true, force: true });
	});

	const keepLogin = (host: string, password = login.password) =>
		writeFile(
			join(folder, 'config.json'),
			JSON.stringify({ auths: { [host]: { auth: Buffer.from(`${login.user}:${password}`).toString('base64') } } }),
		);

	it('an empty one has no repositories', async () => {
		assert.deepEqual(await client().repositories(open.address, { signal }), { items: [], next: undefined });
	});

	it('lists repositories and tags page by page', async () => {
		const names = Array.from({ length: 101 }, (_, index) => `team/app${String(index).padStart(3, '0')}`);
		await pushContent(open.address, 'team/app000', 'v1', { platforms: ['linux/amd64'], created });
		await open.copyRepository('team/app000', names.slice(1));
		const asking = client();
		const first = await asking.repositories(open.address, { signal });
		const second = await asking.repositories(open.address, { signal, next: first.next });
		assert.deepEqual([...first.items, ...second.items], names);
		assert.deepEqual([first.items.length, second.next], [100, undefined]);
		assert.deepEqual(await asking.tags(open.address, 'team/app000', { signal }), {
			items: [{ name: 'v1' }],
			next: undefined,
		});
		await assert.rejects(
			asking.tags(open.address, 'team/none', { signal }),
			problem(open.address, 'missing', 'notFound'),
		);
	});

	it('tells size, age and platforms of a tag, in docker’s formats and in OCI’s', async () => {
		for (const docker of [true, false]) {
			const single = { platforms: ['linux/arm/v7'], created, docker };
			const one = await pushContent(open.address, 'formats', 'one', single);
			assert.deepEqual(await client().image(open.address, 'formats', 'one', signal), {
				digest: one.digest,
				createdAt: Date.parse(created),
				platforms: [{ name: 'linux/arm/v7', size: one.size }],
			});
			const several = { platforms: ['linux/amd64', 'linux/arm64', 'unknown/unknown'], created, docker };
			const many = await pushContent(open.address, 'formats', 'many', several);
			const image = await client().image(open.address, 'formats', 'many', signal);
			assert.equal(image.digest, many.digest);
			assert.deepEqual(
				image.platforms.map(({ name }) => name),
				['linux/amd64', 'linux/arm64'],
			);
			assert.equal(image.platforms[0]?.size, many.size);
			assert.equal((await client().image(open.address, 'formats', many.digest, signal)).digest, many.digest);
		}
	});

	it('wants a login, and refuses a wrong one', async () => {
		const { address } = closed;
		await assert.rejects(client().repositories(address, { signal }), problem(address, 'signIn', 'denied'));
		await keepLogin(address, 'wrong secret');
		await assert.rejects(client().repositories(address, { signal }), problem(address, 'refused', 'denied'));
		await keepLogin(address);
		await pushContent(address, 'private/app', '1', { platforms: ['linux/amd64'], created, authorization });
		const asking = client();
		assert.deepEqual((await asking.repositories(address, { signal })).items, ['private/app']);
		assert.equal((await asking.image(address, 'private/app', '1', signal)).platforms.length, 1);
	});

	it('tries a login before it is kept, whatever is kept', async () => {
		const { address } = closed;
		await keepLogin(address);
		const good = { username: login.user, password: login.password };
		await client().check(address, good, signal);
		const bad = { ...good, password: 'another secret' };
		await assert.rejects(client().check(address, bad, signal), problem(address, 'refused', 'denied'));
		await client().check(open.address, bad, signal);
	});

	it('says that nobody answers', async () => {
		const host = `127.0.0.1:${await freePort()}`;
		await assert.rejects(client().repositories(host, { signal }), problem(host, 'down', 'unreachable'));
		await assert.rejects(
			client().repositories('registry.invalid', { signal }),
			problem('registry.invalid', 'down', 'unreachable'),
		);
	});

	it('speaks TLS with whom docker’s certificates vouch for', async () => {
		const { address } = encrypted;
		await keepLogin(address);
		await assert.rejects(client().repositories(address, { signal }), problem(address, 'certificate', 'denied'));
		await mkdir(join(folder, 'certs.d', address), { recursive: true });
		await copyFile(certificates.ca, join(folder, 'certs.d', address, 'ca.crt'));
		assert.deepEqual((await client().repositories(address, { signal })).items, []);
	});

	it('takes the certificate that was chosen and no other', async () => {
		const { address } = encrypted;
		await keepLogin(address);
		const { fingerprint256 } = new X509Certificate(await readFile(certificates.serverCert));
		assert.deepEqual((await client(fingerprint256).repositories(address, { signal })).items, []);
		const other = fingerprint256.replace(/^../, pair => (pair === '00' ? '01' : '00'));
		await assert.rejects(client(other).repositories(address, { signal }), problem(address, 'certificate', 'denied'));
		assert.deepEqual((await client('any').repositories(address, { signal })).items, []);
	});

	it('follows a registry to another place, but takes no login along', async () => {
		const asked: string[] = [];
		const [cert, key] = await Promise.all([readFile(certificates.serverCert), readFile(certificates.serverKey)]);
		const other = https.createServer({ cert, key }, (request, response) => {
			asked.push(`${request.url} ${request.headers.authorization ?? '-'}`);
			response.end(JSON.stringify({ repositories: ['moved'] }));
		});
		const first = http.createServer((request, response) => {
			const place = `https://127.0.0.1:${(other.address() as AddressInfo).port}/there`;
			request.headers.authorization === authorization
				? response.writeHead(307, { location: place }).end()
				: response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
		});
		await Promise.all([first, other].map(server => new Promise<void>(up => server.listen(0, '127.0.0.1', up))));
		try {
			const host = `127.0.0.1:${(first.address() as AddressInfo).port}`;
			await keepLogin(host);
			assert.deepEqual((await client('any').repositories(host, { signal })).items, ['moved']);
			assert.deepEqual(asked, ['/there -']);
		} finally {
			for (const server of [first, other]) {
				server.close();
				server.closeAllConnections();
			}
		}
	});

	it('ends with its signal', async () => {
		const aborted = AbortSignal.abort(new Error('enough'));
		await assert.rejects(client().repositories(open.address, { signal: aborted }), /enough/);
	});
});
