import assert from 'node:assert/strict';
import { parseHadolintConfig } from '../../../src/languageservice/dockerfile/hadolintConfig.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import type { ServiceHost } from '../../../src/languageservice/host.ts';
import { inMemoryHost, markedDockerfile, never } from '../../support/inMemoryHost.ts';

async function problems(text: string, host: Partial<ServiceHost>): Promise<string[]> {
	const { document } = markedDockerfile(text);
	const found = await createDockerfileService({ ...inMemoryHost(), ...host }).diagnose(document, never);
	return found.map(({ code, severity, range }) => `${code} ${severity} ${range.start.line}`);
}

describe('.hadolint.yaml', () => {
	it('tells ignored rules, severities and registries', async () => {
		const config = await parseHadolintConfig(
			'ignored:\n  - DL3008\n  - SC2046\noverride:\n  error: [DL3001]\n  style: [DL3002]\n  none: [DL3003]\n' +
				'trustedRegistries: [ghcr.io, "*.acme.example"]\ndisable-ignore-pragma: true\n',
		);
		assert.deepEqual([...config.ignored], ['DL3008', 'SC2046']);
		assert.deepEqual(config.severities, { DL3001: 'error', DL3002: 'info', DL3003: 'off' });
		assert.deepEqual(config.trustedRegistries, ['ghcr.io', '*.acme.example']);
		assert.ok(config.ignoresComments);
	});

	it('counts as empty where it makes no sense', async () => {
		const empty = { ignored: new Set(), severities: {}, trustedRegistries: undefined, ignoresComments: false };
		for (const text of [
			undefined,
			'',
			'[',
			'a',
			'- a',
			'ignored: DL3008\noverride: [x]\ntrustedRegistries: {}',
			'&a *a',
		]) {
			assert.deepEqual(await parseHadolintConfig(text), empty, text);
		}
		const odd = await parseHadolintConfig('ignored: [1, {a: b}, DL3004]\noverride: {__proto__: [a], loud: [b]}');
		assert.deepEqual([[...odd.ignored], odd.severities], [['DL3004'], {}]);
	});

	it('comes from the host, or from beside the Dockerfile', async () => {
		const text = 'FROM debian:12\nRUN sudo ls\nADD a /b\n';
		const asked: string[] = [];
		const hadolintConfig = async (uri: string) => {
			asked.push(uri);
			return 'ignored: [DL3004]\noverride: {info: [DL3020]}';
		};
		assert.deepEqual(await problems(text, { hadolintConfig }), ['DL3020 3 2']);
		assert.deepEqual(asked, ['file:///workspace/Dockerfile']);
		assert.deepEqual(await problems(text, { hadolintConfig: async () => undefined }), ['DL3004 2 1', 'DL3020 2 2']);
		const beside = inMemoryHost({ files: { '.hadolint.yml': 'ignored: [DL3020]', a: '' } });
		assert.deepEqual(await problems(text, beside), ['DL3004 2 1']);
	});

	it('names the registries that base images may come from', async () => {
		const text =
			'FROM ghcr.io/a/b:1 AS one\nFROM debian:12\nFROM x.acme.example/c:1\nFROM one\nFROM scratch\nFROM quay.io/a:1\n';
		const hadolintConfig = async () => 'trustedRegistries: [ghcr.io, docker.io, "*.acme.example"]';
		assert.deepEqual(await problems(text, { hadolintConfig }), ['DL3026 2 5']);
	});

	it('may forbid comments that ignore', async () => {
		const text = '# hadolint global ignore=DL3020\nFROM debian:12\n# hadolint ignore=DL3004\nRUN sudo ls\nADD a /b\n';
		assert.deepEqual(await problems(text, {}), []);
		const hadolintConfig = async () => 'disable-ignore-pragma: true';
		assert.deepEqual(await problems(text, { hadolintConfig }), ['DL3004 2 3', 'DL3020 2 4']);
	});
});
