import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { chooseHostPort, isLocalEngine, isPortFree } from '../../src/commands/freePort.ts';

const free = async () => true;

describe('freePort', () => {
	it('takes the same number, or the usual one for a privileged port', async () => {
		assert.equal(await chooseHostPort(3000, new Set(), free), 3000);
		assert.equal(await chooseHostPort(80, new Set(), free), 8080);
		assert.equal(await chooseHostPort(443, new Set(), free), 8443);
		assert.equal(await chooseHostPort(25, new Set(), free), 8025);
	});

	it('goes on to the next one that nobody has', async () => {
		assert.equal(await chooseHostPort(3000, new Set([3000]), async port => port !== 3001), 3002);
	});

	it('sees a port that somebody listens on', async () => {
		const server = createServer().listen(0, '0.0.0.0');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		assert.equal(await isPortFree(port), false);
		server.close();
		await once(server, 'close');
		assert.equal(await isPortFree(port), true);
	});

	it('tries ports only where the engine is on this machine', () => {
		assert.equal(isLocalEngine('unix:///var/run/docker.sock'), true);
		assert.equal(isLocalEngine('tcp://127.0.0.1:2375'), true);
		assert.equal(isLocalEngine('tcp://build.example.com:2376'), false);
		assert.equal(isLocalEngine('ssh://me@host'), false);
	});
});
