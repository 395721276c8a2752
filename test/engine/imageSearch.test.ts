import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EngineConnection } from '../../src/engine/connection.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { searchImages } from '../../src/engine/imageSearch.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';

describe('imageSearch', function () {
	this.timeout(120_000);
	let connection: EngineConnection;
	/** An index as Docker Hub's: the engine asks the one that the term begins with. */
	let index: Server;
	let address: string;
	let answer: { readonly status: number; readonly body: object };
	const asked: string[] = [];

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		index = createServer((request, response) => {
			if (request.url?.startsWith('/v1/search')) {
				asked.push(new URL(request.url, 'http://index').searchParams.get('q') ?? '');
				response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
			} else {
				response.writeHead(200, { 'x-docker-registry-standalone': 'true' }).end('{}');
			}
		});
		await new Promise<void>(resolve => index.listen(0, '127.0.0.1', resolve));
		address = `127.0.0.1:${(index.address() as AddressInfo).port}`;
	});
	after(async () => {
		connection?.dispose();
		index.closeAllConnections();
		await new Promise(resolve => index.close(resolve));
	});

	it('finds images: the official ones first, then by stars', async () => {
		const hit = (name: string, stars: number, official = false) => ({
			name,
			description: ` About ${name} `,
			star_count: stars,
			is_official: official,
		});
		const results = [hit('team/web', 3), hit('web', 2, true), hit('big/web', 900), { name: '' }, null];
		answer = { status: 200, body: { num_results: results.length, query: 'web', results } };
		const hits = await searchImages(connection, `${address}/web`);
		assert.deepEqual(asked, ['web']);
		assert.deepEqual(
			hits.map(({ name, stars, official }) => [name.replace(`${address}/`, ''), stars, official]),
			[
				['web', 2, true],
				['big/web', 900, false],
				['team/web', 3, false],
			],
		);
		assert.ok(hits.every(({ name }) => name.startsWith(`${address}/`)));
		assert.equal(hits[0]?.description, 'About web');
	});

	it('finds nothing', async () => {
		answer = { status: 200, body: { num_results: 0, query: 'x', results: [] } };
		assert.deepEqual(await searchImages(connection, `${address}/x`), []);
	});

	it('says that a registry is busy, or cannot be reached', async () => {
		answer = { status: 429, body: { detail: 'Too many requests' } };
		const busy = await failure(searchImages(connection, `${address}/web`));
		assert.equal(busy.recognised?.kind, 'rateLimited', `${busy.code} ${busy.message}`);
		const gone = await failure(searchImages(connection, '127.0.0.1:1/web'));
		assert.deepEqual(gone.recognised, { kind: 'registryUnreachable', registry: '127.0.0.1:1' }, gone.message);
	});
});

function failure(work: Promise<unknown>): Promise<EngineError> {
	return work.then(
		() => assert.fail('it should have failed'),
		(error: EngineError) => error,
	);
}
