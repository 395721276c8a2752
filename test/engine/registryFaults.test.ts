import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegistryClient } from '../../src/engine/registryClient.ts';
import { testEnvironment } from './testEnvironment.ts';

const { signal } = new AbortController();
const secret = 'se:cret';
const basic = `Basic ${Buffer.from(`kim:${secret}`).toString('base64')}`;

type Respond = (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void;

/** Registries that no real one can be made to be. */
describe('registryClient: faults', () => {
	const servers: http.Server[] = [];
	let folder: string;
	let asked: string[];

	beforeEach(async () => {
		asked = [];
		folder = await mkdtemp(join(tmpdir(), 'slipway-faults-'));
	});
	afterEach(async () => {
		for (const server of servers.splice(0)) {
			server.close();
			server.closeAllConnections();
		}
		await rm(folder, { recursive: true, force: true });
	});

	async function serve(respond: Respond): Promise<string> {
		const server = http.createServer((request, response) => {
			let body = '';
			request.on('data', part => {
				body += part;
			});
			request.on('end', () => {
				asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
				respond(request, response, body);
			});
		});
		servers.push(server);
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		return `127.0.0.1:${(server.address() as AddressInfo).port}`;
	}

	const client = (hub?: string) =>
		new RegistryClient({
			environment: testEnvironment({ env: { DOCKER_CONFIG: folder } }),
			...(hub ? { hub: `http://${hub}`, hubRegistry: `http://${hub}` } : {}),
		});
	const keepLogin = (host: string) =>
		writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: { auth: basic.slice(6) } } }));
	const fails = (work: Promise<unknown>, recognised: object) =>
		assert.rejects(work, (error: Error & { recognised?: object }) => {
			assert.deepEqual(error.recognised, { kind: 'registry', ...recognised }, String(error));
			assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, /se:cret|c2U6Y3JldA/);
			return true;
		});
	const json = (response: http.ServerResponse, value: unknown, headers: http.OutgoingHttpHeaders = {}) =>
		response.writeHead(200, headers).end(JSON.stringify(value));

	it('gets a new token when the old one has expired', async () => {
		let token = 0;
		let good = '';
		const host = await serve((request, response) => {
			if (request.url?.startsWith('/token')) {
				good = `t${++token}`;
				json(response, { token: good, expires_in: 300 });
			} else if (request.headers.authorization === `Bearer ${good}`) {
				json(response, { repositories: ['a'] });
			} else {
				const realm = `Bearer realm="http://${request.headers.host}/token",service="s"`;
				response.writeHead(401, { 'www-authenticate': realm }).end();
			}
		});
		await keepLogin(host);
		const asking = client();
		await asking.repositories(host, { signal });
		await asking.repositories(host, { signal });
		assert.deepEqual(asked, [
			'GET /v2/_catalog?n=100 -',
			`GET /token?service=s&scope=registry%3Acatalog%3A* ${basic}`,
			'GET /v2/_catalog?n=100 Bearer t1',
			'GET /v2/_catalog?n=100 Bearer t1',
		]);
		good = 'revoked';
		assert.deepEqual((await asking.repositories(host, { signal })).items, ['a']);
		assert.equal(asked.at(-1), 'GET /v2/_catalog?n=100 Bearer t2');
	});

	it('does not ask for ever where no token is good enough', async () => {
		const host = await serve((request, response) => {
			if (request.url?.startsWith('/token')) {
				json(response, { access_token: 'x' });
			} else {
				response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` }).end();
			}
		});
		await fails(client().tags(host, 'a', { signal }), { registry: host, problem: 'signIn' });
		await keepLogin(host);
		await fails(client().tags(host, 'a', { signal }), { registry: host, problem: 'notAllowed' });
		await fails(client().repositories(host, { signal }), { registry: host, problem: 'noCatalog' });
		assert.equal(asked.length, 9);
	});

	it('tells a refused login by the token that is not given', async () => {
		const host = await serve((request, response) => {
			const status = 401;
			response.writeHead(status, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` }).end();
		});
		await keepLogin(host);
		await fails(client().repositories(host, { signal }), { registry: host, problem: 'refused' });
	});

	it('says how long to wait', async () => {
		let after = '120';
		const host = await serve((_, response) => void response.writeHead(429, { 'retry-after': after }).end());
		await fails(client().tags(host, 'a', { signal }), { registry: host, problem: 'limit', retryAfter: 120 });
		after = 'soon';
		await fails(client().tags(host, 'a', { signal }), { registry: host, problem: 'limit' });
	});

	it('refuses content that is not what was asked for', async () => {
		const manifest = JSON.stringify({ config: { digest: `sha256:${'a'.repeat(64)}`, size: 1 }, layers: [] });
		const digest = `sha256:${createHash('sha256').update(manifest).digest('hex')}`;
		let promised: string | undefined;
		const host = await serve((request, response) => {
			const headers = promised ? { 'docker-content-digest': promised } : {};
			request.url?.includes('/blobs/')
				? json(response, { os: 'linux' })
				: response.writeHead(200, headers).end(manifest);
		});
		const lie = { registry: host, problem: 'otherContent' };
		await fails(client().image(host, 'a', `sha256:${'b'.repeat(64)}`, signal), lie);
		promised = `sha256:${'c'.repeat(64)}`;
		await fails(client().image(host, 'a', 'latest', signal), lie);
		promised = digest;
		// The manifest is right, the configuration that it names is not.
		await fails(client().image(host, 'a', 'latest', signal), lie);
	});

	it('stops reading an answer without end', async () => {
		const chunk = Buffer.alloc(256 * 1024, ' ');
		let sent = 0;
		const host = await serve((_, response) => {
			const more = () => {
				while (!response.destroyed) {
					sent += chunk.length;
					if (!response.write(chunk)) {
						response.once('drain', more);
						return;
					}
				}
			};
			more();
		});
		await fails(client().repositories(host, { signal }), { registry: host, problem: 'tooLarge' });
		assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes were sent`);
	});

	it('leaves out names that cannot be', async () => {
		const names = [
			'ok/app',
			'../../etc',
			'A',
			'a b',
			'x\u202ey',
			'<img>',
			7,
			null,
			'a'.repeat(300),
			'ok/app',
			'[x](command:y)',
		];
		const host = await serve((request, response) =>
			json(
				response,
				request.url?.includes('catalog') ? { repositories: names } : { tags: ['1.0', '../x', 'a:b', '\x1b[2J', {}] },
			),
		);
		assert.deepEqual((await client().repositories(host, { signal })).items, ['ok/app']);
		assert.deepEqual((await client().tags(host, 'ok/app', { signal })).items, [{ name: '1.0' }]);
	});

	it('takes a next page of the same list only, and from the same place', async () => {
		let link = '';
		const host = await serve((_, response) => json(response, { repositories: ['a'] }, { link }));
		for (const [given, next] of [
			['</v2/_catalog?last=a&n=100>; rel="next"', '/v2/_catalog?last=a&n=100'],
			['<http://elsewhere.example/v2/_catalog?last=a>; rel="next"', '/v2/_catalog?last=a'],
			['</v2/_catalog?n=100>; rel="next"', undefined],
			['</admin?x>; rel="next"', undefined],
			['</v2/../../x>; rel="next"', undefined],
			['</v2/_catalog?x>; rel="previous"', undefined],
			['nonsense', undefined],
		] as const) {
			link = given;
			assert.equal((await client().repositories(host, { signal })).next, next, given);
		}
	});

	it('takes no login along to another place', async () => {
		const other = await serve((_, response) => json(response, { repositories: ['moved'] }));
		const host = await serve((request, response) => {
			if (request.headers.authorization === undefined) {
				response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
			} else if (request.url === '/v2/_catalog?n=100') {
				response.writeHead(307, { location: '/v2/other' }).end();
			} else {
				response.writeHead(307, { location: `http://${other}/x` }).end();
			}
		});
		await keepLogin(host);
		await fails(client().repositories(host, { signal }), { registry: host, problem: 'unencrypted' });
		assert.deepEqual(asked, ['GET /v2/_catalog?n=100 -', `GET /v2/_catalog?n=100 ${basic}`, `GET /v2/other ${basic}`]);
	});

	it('tells a server that is no registry, and one that redirects in a circle', async () => {
		const host = await serve((request, response) =>
			request.url?.includes('catalog')
				? void response.end('<html>Welcome</html>')
				: void response.writeHead(302, { location: request.url ?? '' }).end(),
		);
		await fails(client().repositories(host, { signal }), { registry: host, problem: 'notRegistry' });
		await fails(client().tags(host, 'a', { signal }), { registry: host, problem: 'broken' });
	});

	it("asks Docker Hub's own interface", async () => {
		const hub = await serve((request, response, body) => {
			const { url = '' } = request;
			const isKim = request.headers.authorization === 'Bearer jwt';
			if (url === '/v2/auth/token') {
				const { identifier, secret: given } = JSON.parse(body);
				identifier === 'kim' && given === secret
					? json(response, { access_token: 'jwt' })
					: response.writeHead(401).end();
			} else if (url.startsWith('/v2/repositories/kim/?')) {
				const next = 'https://hub.docker.com/v2/repositories/kim/?page=2&page_size=100';
				const page = url.includes('page=2') ? { next: null } : { next };
				const name = url.includes('page=2') ? 'second' : 'first';
				isKim ? json(response, { ...page, results: [{ namespace: 'kim', name }] }) : response.writeHead(403).end();
			} else if (url.startsWith('/v2/repositories/kim/first/tags?')) {
				const images = [
					{ os: 'linux', architecture: 'arm64', variant: 'v8', size: 30_000_000 },
					{ os: 'unknown', architecture: 'unknown', size: 1 },
				];
				const tag = { name: '1.0', digest: 'sha256:x', last_updated: created, full_size: 31_000_000, images };
				isKim ? json(response, { next: null, results: [tag, { name: '../x' }, null] }) : response.writeHead(404).end();
			} else {
				response.writeHead(404).end();
			}
		});
		const created = '2026-01-02T03:04:05Z';
		await fails(client(hub).repositories('docker.io', { signal }), { registry: 'docker.io', problem: 'signIn' });
		await keepLogin('https://index.docker.io/v1/');
		const asking = client(hub);
		const first = await asking.repositories('docker.io', { signal });
		assert.deepEqual(first.items, ['kim/first']);
		const second = await asking.repositories('docker.io', { signal, next: first.next });
		assert.deepEqual(second, { items: ['kim/second'], next: undefined });
		const platforms = [{ name: 'linux/arm64/v8', size: 30_000_000 }];
		const image = { digest: 'sha256:x', createdAt: Date.parse(created), platforms };
		assert.deepEqual((await asking.tags('docker.io', 'kim/first', { signal })).items, [{ name: '1.0', image }]);
		assert.equal(asked.filter(line => line.includes('auth/token')).length, 1);
		await fails(asking.tags('docker.io', 'library/none', { signal }), { registry: 'docker.io', problem: 'missing' });
	});
});
