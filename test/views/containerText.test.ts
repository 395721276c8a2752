import assert from 'node:assert/strict';
import type { PublishedPort } from '../../src/engine/resources.ts';
import { engineHost, portAddress, portSummary, shortImage } from '../../src/views/containerText.ts';

const port = (
	hostPort: number | undefined,
	containerPort: number,
	rest: Partial<PublishedPort> = {},
): PublishedPort => ({
	containerPort,
	protocol: 'tcp',
	hostPort,
	hostAddresses: hostPort === undefined ? [] : ['0.0.0.0', '::'],
	...rest,
});

describe('containerText', () => {
	it('shortens images, the registry first', () => {
		const cases: [string, string][] = [
			['nginx:1.27', 'nginx:1.27'],
			['ghcr.io/acme/web:1', 'ghcr.io/acme/web:1'],
			['registry.example.com:5000/team/project/service:2.4.1', 'team/project/service:2.4.1'],
			[`registry.example.com/${'team/'.repeat(9)}service:2.4.1`, 'service:2.4.1'],
			[`sha256:${'0123456789abcdef'.repeat(4)}`, '0123456789ab'],
			[`nginx@sha256:${'0123456789abcdef'.repeat(4)}`, 'nginx@0123456789ab'],
		];
		for (const [image, short] of cases) {
			assert.equal(shortImage(image), short);
		}
	});

	it('sums up published ports', () => {
		assert.equal(portSummary([port(undefined, 80)]), '');
		assert.equal(portSummary([port(8080, 80), port(undefined, 443)]), ':8080→80');
		assert.equal(portSummary([port(53, 53, { protocol: 'udp' })]), ':53→53/udp');
		assert.equal(portSummary([port(1, 1, { hostAddresses: ['127.0.0.1'] })]), '127.0.0.1:1→1');
		assert.equal(portSummary([1, 2, 3, 4, 5].map(n => port(n, n))), ':1→1, :2→2, :3→3, +2');
	});

	it('tells where a port is reached from here', () => {
		assert.equal(portAddress(port(8080, 80), 'localhost'), 'localhost:8080');
		assert.equal(portAddress(port(8080, 80, { hostAddresses: ['127.0.0.1'] }), 'localhost'), 'localhost:8080');
		assert.equal(portAddress(port(8080, 80, { hostAddresses: ['10.0.0.5'] }), 'localhost'), '10.0.0.5:8080');
		assert.equal(portAddress(port(8080, 80, { hostAddresses: ['fe80::1'] }), 'box'), '[fe80::1]:8080');
	});

	it("knows the engine's machine", () => {
		assert.equal(engineHost('unix:///var/run/docker.sock'), 'localhost');
		assert.equal(engineHost('npipe:////./pipe/docker_engine'), 'localhost');
		assert.equal(engineHost('tcp://127.0.0.1:2375'), 'localhost');
		assert.equal(engineHost('tcp://box:2376'), 'box');
		assert.equal(engineHost('ssh://me@box.example:22'), 'box.example');
		assert.equal(engineHost('tcp://[fe80::1]:2376'), '[fe80::1]');
	});
});
