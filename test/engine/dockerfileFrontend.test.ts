import assert from 'node:assert/strict';
import { bundledFrontend } from '../../src/engine/dockerfileFrontend.ts';

describe('the Dockerfile version of an engine', () => {
	for (const [engine, frontend] of [
		['20.10.24', undefined],
		['26.1.5+dfsg1', '1.7'],
		['27.2.1', '1.9'],
		['28.5.2', '1.19'],
		['29.0.0-rc.1', '1.19'],
		['31.0.0', '1.23'],
		['4.3.1-podman?', undefined],
		['', undefined],
	] as const) {
		it(`${engine || 'unknown'}: ${frontend ?? 'unknown'}`, () => assert.equal(bundledFrontend(engine), frontend));
	}
});
