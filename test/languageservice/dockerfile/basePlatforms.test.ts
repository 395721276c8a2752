import assert from 'node:assert/strict';
import { parsePlatform } from '../../../src/languageservice/dockerfile/platform.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never } from '../../support/inMemoryHost.ts';

async function found(text: string, engine?: string): Promise<string[]> {
	const images = [
		{ references: ['acme/arm:1'], id: '1', env: [], platform: 'linux/arm64/v8' },
		{ references: ['acme/intel:1'], id: '2', env: [], platform: 'linux/amd64' },
		{ references: ['acme/unknown:1'], id: '3', env: [] },
	];
	const { document } = markedDockerfile(text);
	const host = { ...inMemoryHost({ images }), enginePlatform: () => engine };
	const all = await createDockerfileService(host).diagnose(document, never);
	return all
		.filter(({ code }) => code === 'InvalidBaseImagePlatform')
		.map(({ range, message }) => `${range.start.line}:${range.start.character} ${message}`);
}

const arm = 'The local image acme/arm:1 is for linux/arm64, not for linux/amd64 as the build asks.';

describe('InvalidBaseImagePlatform', () => {
	it('compares a local image with what --platform asks for', async () => {
		assert.deepEqual(await found('FROM --platform=linux/amd64 acme/arm:1 AS amd64'), [`0:28 ${arm}`]);
		assert.deepEqual(await found('ARG P=linux/x86_64\nFROM --platform=$P acme/arm:1'), [`1:19 ${arm}`]);
		assert.deepEqual(await found('FROM --platform=linux/aarch64 acme/arm:1 AS arm64'), []);
		assert.deepEqual(await found('FROM --platform=linux/amd64 acme/unknown:1 AS amd64'), []);
		assert.deepEqual(await found('FROM --platform=linux/amd64 acme/elsewhere:1 AS amd64'), []);
	});

	it('compares it with the platform of the engine where nothing is asked for', async () => {
		assert.deepEqual(await found('FROM acme/arm:1', 'linux/amd64'), [`0:5 ${arm}`]);
		assert.deepEqual(await found('FROM --platform=$BUILDPLATFORM acme/arm:1', 'linux/amd64'), [`0:31 ${arm}`]);
		assert.deepEqual(await found('FROM acme/arm:1 AS a\nFROM a\n', 'linux/arm64'), []);
		assert.deepEqual(await found('FROM acme/arm:1'), []);
	});
});

describe('Platforms', () => {
	it('are read as BuildKit reads them', () => {
		assert.deepEqual(parsePlatform('linux/x86_64'), { os: 'linux', architecture: 'amd64', variant: '' });
		assert.deepEqual(parsePlatform('armhf'), { os: 'linux', architecture: 'arm', variant: 'v7' });
		assert.deepEqual(parsePlatform('windows(10.0.17763)/amd64'), { os: 'windows', architecture: 'amd64', variant: '' });
		assert.deepEqual(parsePlatform('macos'), { os: 'darwin', architecture: 'amd64', variant: '' });
		for (const text of ['', 'foo', 'linux/', 'a/b/c/d', 'linux/*', '__proto__', 'constructor']) {
			assert.equal(parsePlatform(text), undefined, text);
		}
	});
});
