import assert from 'node:assert/strict';
import * as http from 'node:http';
import { PassThrough } from 'node:stream';
import { PooledTransport } from '../../src/engine/transport/pooledTransport.ts';

describe('PooledTransport', () => {
	it('leaves no connection behind, also none that a waiting request is given when another ends', async () => {
		let open = 0;
		const connect = async () => {
			open++;
			return { readable: new PassThrough(), writable: new PassThrough(), close: () => void open-- };
		};
		const transport = new PooledTransport(connect, () => '');
		const ask = () => {
			const { protocol, ...route } = transport.route;
			return new Promise(resolve => http.get({ ...route, path: '/_ping' }).on('error', resolve));
		};
		for (let count = 0; count < 6; count++) {
			void ask();
		}
		await new Promise(resolve => setTimeout(resolve, 20));
		assert.equal(open, 4);
		transport.dispose();
		await new Promise(resolve => setTimeout(resolve, 20));
		assert.match(String(await ask()), /The connection was closed/);
		assert.equal(open, 0);
	});
});
