import * as assert from 'node:assert/strict';
import { command, engine, frontText } from './engineUnderTest.ts';

describe('system', () => {
	it('info and version open what the engine says and resolve to it', async () => {
		const info = await command<{ ID: string; ServerVersion: string }>('system.info');
		assert.equal(info.ServerVersion, (await engine<{ ServerVersion: string }>('GET', '/info')).ServerVersion);
		assert.equal(JSON.parse(frontText()).ID, info.ID);
		const version = await command<{ Version: string }>('system.version');
		assert.equal(version.Version, info.ServerVersion);
	});

	it('connects again when asked to', async () => {
		await command('engine.retry');
	});
});
