import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listRegistryTags } from '../../src/engine/registryTags.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { freePort } from '../support/freePort.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { testEnvironment } from './testEnvironment.ts';

const run = promisify(execFile);
const never = new AbortController().signal;
const login = { user: 'reader', password: 'it\'s: a "secret"' };

describe('tags of a registry', function () {
	this.timeout(120_000);
	let engine: TestEngine;
	let registry: Registry;
	let folder: string;
	const config = (auths: object) => writeFile(join(folder, 'config.json'), JSON.stringify({ auths }));
	const auth = Buffer.from(`${login.user}:${login.password}`).toString('base64');
	const list = (address: string, repository: string, signal = never) =>
		listRegistryTags(address, repository, {
			environment: testEnvironment({ env: { DOCKER_CONFIG: folder } }),
			signal,
		});

	before(async () => {
		[engine, registry, folder] = await Promise.all([
			ensureEngine(),
			startRegistry({ auth: login }),
			mkdtemp(join(tmpdir(), 'slipway-tags-')),
		]);
		await config({ [registry.address]: { auth } });
		const docker = (...words: string[]) => run(engine.cli, words, { env: { ...engine.env, DOCKER_CONFIG: folder } });
		for (const tag of ['1.0', '2.0-alpine']) {
			const reference = `${registry.address}/team/web:${tag}`;
			await docker('tag', 'busybox', reference);
			await docker('push', reference);
			await docker('rmi', reference);
		}
	});
	after(async () => {
		await registry?.end();
		await rm(folder, { recursive: true, force: true });
	});

	it('lists them with the stored login', async () => {
		assert.deepEqual([...(await list(registry.address, 'team/web'))].sort(), ['1.0', '2.0-alpine']);
	});

	it('says no without a login, for a repository that is not there, and when nobody answers', async () => {
		await assert.rejects(list(registry.address, 'team/nothing'), /404/);
		await config({});
		await assert.rejects(list(registry.address, 'team/web'), /wants a login/);
		await config({ [registry.address]: { auth } });
		await assert.rejects(list(`127.0.0.1:${await freePort()}`, 'team/web'));
	});

	it('fetches a token where the registry wants one, and ignores what is no tag', async () => {
		const asked: string[] = [];
		const server = http.createServer((request, response) => {
			asked.push(`${request.url} ${request.headers.authorization ?? '-'}`);
			if (request.url?.startsWith('/token')) {
				response.end(JSON.stringify({ token: 'abc' }));
			} else if (request.headers.authorization === 'Bearer abc') {
				response.end(JSON.stringify({ tags: ['1', 'a b', 7, null, 'x\u202ey', 'ok_2'] }));
			} else {
				const challenge = `Bearer realm="http://${request.headers.host}/token",service="s",scope="repository:a/b:pull"`;
				response.writeHead(401, { 'www-authenticate': challenge }).end();
			}
		});
		const address = await listening(server);
		try {
			assert.deepEqual(await list(address, 'a/b'), ['1', 'ok_2']);
			assert.deepEqual(asked, [
				'/v2/a/b/tags/list?n=100 -',
				'/token?service=s&scope=repository%3Aa%2Fb%3Apull -',
				'/v2/a/b/tags/list?n=100 Bearer abc',
			]);
		} finally {
			server.close();
		}
	});

	it('gives no login to a place without TLS, and ends with its signal', async () => {
		const server = http.createServer((request, response) => {
			if (request.url?.includes('open')) {
				response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://example.org/token"' }).end();
			}
		});
		const address = await listening(server);
		try {
			await assert.rejects(list(address, 'open'), /open line/);
			await assert.rejects(list(address, 'silent', AbortSignal.timeout(50)), { name: 'TimeoutError' });
		} finally {
			server.close();
			server.closeAllConnections();
		}
	});
});

async function listening(server: http.Server): Promise<string> {
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
