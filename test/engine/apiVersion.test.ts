import assert from 'node:assert/strict';
import { negotiate, newestTested, readEngineInfo } from '../../src/engine/apiVersion.ts';

describe('API version', () => {
	it('is the newest both sides know, and never one the engine refuses', () => {
		assert.equal(negotiate('1.41', '1.12'), '1.41');
		assert.equal(negotiate('1.9', '1.1'), '1.9');
		assert.equal(negotiate('1.53', '1.44'), newestTested);
		assert.equal(negotiate('1.60', '1.55'), '1.55');
		assert.equal(negotiate('1.41', ''), '1.41');
		assert.equal(negotiate('2.0', '1.40'), newestTested);
	});

	it('is the given one where the environment fixes it', () => {
		const body = JSON.stringify({ Version: '28', ApiVersion: '1.51', Os: 'linux', Arch: 'amd64' });
		assert.equal(readEngineInfo(200, body, '1.40').apiVersion, '1.40');
		assert.deepEqual(readEngineInfo(200, body), {
			version: '28',
			apiVersion: '1.51',
			podman: false,
			os: 'linux',
			arch: 'amd64',
		});
	});

	it('recognises Podman by its components', () => {
		const body = JSON.stringify({ ApiVersion: '1.41', MinAPIVersion: '1.24', Components: [{ Name: 'Podman Engine' }] });
		assert.equal(readEngineInfo(200, body).podman, true);
		const odd = JSON.stringify({ ApiVersion: '1.41', Components: [null, 'podman', {}] });
		assert.equal(readEngineInfo(200, odd).podman, false);
	});

	it('passes on a refusal in the words of who refuses', () => {
		assert.throws(() => readEngineInfo(403, '{"message":"not for you"}'), { code: 'denied', message: 'not for you' });
		assert.throws(() => readEngineInfo(503, ''), { code: 'unreachable', status: 503 });
	});
});
