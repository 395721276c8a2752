import assert from 'node:assert/strict';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { InsecureRegistries } from '../../src/engine/insecureRegistries.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';

describe('insecure registries', () => {
	let connection: EngineConnection;
	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		await connection.connect();
	});
	after(() => connection.dispose());

	it('are also those whose address is in a range that the engine names, as its own computer is', async () => {
		const insecure = new InsecureRegistries(connection);
		for (const host of ['127.0.0.1:5000', '127.9.8.7', 'localhost:5000']) {
			assert.equal(await insecure.has(host), true, host);
		}
		for (const host of ['10.255.1.1:5000', '128.0.0.1', 'no.such.host.invalid:5000']) {
			assert.equal(await insecure.has(host), false, host);
		}
	});
});
