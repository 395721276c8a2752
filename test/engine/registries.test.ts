import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineEnvironment } from '../../src/engine/environment.ts';
import { readRegistries, watchRegistries } from '../../src/engine/registries.ts';

describe('registries', () => {
	let folder: string;
	let environment: EngineEnvironment;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'slipway-registries-'));
		const env = { DOCKER_CONFIG: folder, PATH: `${folder}:${process.env.PATH}` };
		environment = { env, home: folder, platform: process.platform, contextSetting: () => '' };
	});

	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	const config = (value: object) => writeFileSync(join(folder, 'config.json'), JSON.stringify(value));
	const auth = (text: string) => Buffer.from(text).toString('base64');

	it('shows Docker Hub where nobody has logged in', async () => {
		assert.deepEqual(await readRegistries(environment), [{ host: 'docker.io', signedIn: false, user: undefined }]);
	});

	it('tells who is logged in where, from the file', async () => {
		config({
			auths: {
				'localhost:5000': { auth: auth('anna:se:cret') },
				'https://index.docker.io/v1/': { auth: auth('ben:x') },
				'https://ghcr.io': {},
			},
		});
		assert.deepEqual(await readRegistries(environment), [
			{ host: 'docker.io', signedIn: true, user: 'ben' },
			{ host: 'ghcr.io', signedIn: true, user: undefined },
			{ host: 'localhost:5000', signedIn: true, user: 'anna' },
		]);
	});

	it('asks the credential helpers', async () => {
		const helper = join(folder, 'docker-credential-test');
		writeFileSync(
			helper,
			'#!/bin/sh\n[ "$1" = list ] && echo \'{"https://quay.io":"carla","https://x.io":"<token>"}\'\n',
		);
		chmodSync(helper, 0o755);
		config({
			credsStore: 'test',
			credHelpers: { 'gcr.io': 'missing', 'evil.io': '../../bin/sh' },
			auths: { 'https://quay.io': {} },
		});
		assert.deepEqual(await readRegistries(environment), [
			{ host: 'docker.io', signedIn: false, user: undefined },
			{ host: 'quay.io', signedIn: true, user: 'carla' },
			{ host: 'x.io', signedIn: true, user: undefined },
			{ host: 'gcr.io', signedIn: false, user: undefined },
		]);
	});

	it('notices a login in a terminal', async () => {
		config({});
		const changed = new Promise<void>(resolve => {
			const watching = watchRegistries(environment, () => {
				watching.dispose();
				resolve();
			});
		});
		config({ auths: {} });
		await changed;
	});
});
