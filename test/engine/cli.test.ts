import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { DockerCli, engineVariables, MissingToolError } from '../../src/engine/cli.ts';
import { ensureEngine } from '../support/engine.ts';

describe('docker command line', function () {
	this.timeout(120_000);
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'slipway cli '));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const install = (name: string, script: string) => {
		mkdirSync(folder, { recursive: true });
		writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
		chmodSync(join(folder, name), 0o755);
		return join(folder, name);
	};
	/** Only what the test installs, or names by its path, can be found. */
	const cliOf = (dockerPath = 'docker-of-this-test') =>
		new DockerCli({
			env: { PATH: [folder, '/bin'].join(delimiter) },
			home: folder,
			platform: process.platform,
			dockerPath: () => dockerPath,
		});

	it('is found with its plugins and their versions', async () => {
		const { env } = await ensureEngine();
		const cli = new DockerCli({ env, home: '/nonexistent', platform: process.platform, dockerPath: () => 'docker' });
		const tools = await cli.tools();
		assert.match(tools.docker?.version ?? '', /^\d+\.\d+/);
		assert.match(tools.buildx?.version ?? '', /^0\.\d+/);
		assert.match(tools.compose?.version ?? '', /^[2-9]\.\d+/);
		assert.equal(await cli.buildx(), tools.docker?.path);
		assert.deepEqual(await cli.compose(), [tools.docker?.path, 'compose']);
	});

	it('says which part is missing', async () => {
		const isMissing = (tool: string) => (error: unknown) =>
			error instanceof MissingToolError && error.code === 'notFound' && error.tool === tool;
		await assert.rejects(cliOf().buildx(), isMissing('docker'));
		await assert.rejects(cliOf().compose(), isMissing('docker'));
		const bare = install('docker', '[ "$1" = --version ] && echo "Docker version 27.1.0, build x" || exit 1');
		await assert.rejects(cliOf(bare).buildx(), isMissing('buildx'));
		await assert.rejects(cliOf(bare).compose(), isMissing('compose'));
	});

	it('is looked for again once it was missing, and kept once it was found', async () => {
		const cli = cliOf();
		assert.equal((await cli.tools()).docker, undefined);
		install('docker-of-this-test', `echo x >> '${folder}/calls'; echo "version v2.40.3"`);
		const tools = await cli.tools();
		assert.equal(tools.docker?.version, '2.40.3');
		assert.equal(await cli.tools(), tools);
		assert.notEqual(await cli.recheck(), tools);
		rmSync(join(folder, 'docker-of-this-test'));
		assert.equal((await cli.tools()).docker, undefined);
	});

	it('takes a docker-compose of its own, but not the old one', async () => {
		const own = install('docker-compose', 'echo "Docker Compose version v2.29.1"');
		assert.deepEqual(await cliOf().compose(), [own]);
		install('docker-compose', 'echo "docker-compose version 1.29.2, build unknown"');
		await assert.rejects(cliOf().compose(), MissingToolError);
	});
});

describe('variables for the docker command line', () => {
	it('name the context where there is one', () => {
		assert.deepEqual(
			engineVariables({ endpoint: 'tcp://far:2376', context: 'far' }, { DOCKER_HOST: 'unix:///x', HOME: '/h' }),
			{ DOCKER_HOST: '', DOCKER_CONTEXT: 'far' },
		);
	});

	it('name the address otherwise, and keep what belongs to it', () => {
		assert.deepEqual(
			engineVariables(
				{ endpoint: 'tcp://far:2376', context: 'default' },
				{ DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/c', DOCKER_CONTEXT: 'other' },
			),
			{ DOCKER_HOST: 'tcp://far:2376', DOCKER_CONTEXT: '', DOCKER_CERT_PATH: '/c', DOCKER_TLS_VERIFY: '1' },
		);
	});
});
