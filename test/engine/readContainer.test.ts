import assert from 'node:assert/strict';
import { containerStatus } from '../../src/engine/containerStatus.ts';
import { readContainer } from '../../src/engine/readContainer.ts';
import type { Container } from '../../src/engine/resources.ts';

const now = 1_800_000_000_000;
const minute = 60_000;
const hour = 60 * minute;

/** As engine 28.5 lists it. */
const listed = {
	Id: 'c'.repeat(64),
	Names: ['/web'],
	Image: 'nginx:1.27',
	ImageID: `sha256:${'a'.repeat(64)}`,
	Command: "/docker-entrypoint.sh nginx -g 'daemon off;'",
	Created: (now - 2 * hour) / 1000,
	Ports: [
		{ IP: '::', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
		{ PrivatePort: 9000, Type: 'udp' },
		{ IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
		{ IP: '127.0.0.1', PrivatePort: 80, PublicPort: 81, Type: 'tcp' },
	],
	Labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
	State: 'running',
	Status: 'Up 3 minutes (healthy)',
	HostConfig: { NetworkMode: 'shop_default' },
	NetworkSettings: {
		Networks: {
			shop_default: { NetworkID: 'n1', IPAddress: '172.18.0.2', GlobalIPv6Address: 'fd00::2', Aliases: ['web', 'w'] },
			bridge: { NetworkID: 'n0', IPAddress: '172.17.0.2', GlobalIPv6Address: '', Aliases: null },
		},
	},
	Mounts: [
		{ Type: 'volume', Name: 'data', Source: '/var/lib/docker/volumes/data/_data', Destination: '/data', RW: true },
		{ Type: 'bind', Source: '/srv', Destination: '/conf', Mode: 'ro', RW: false },
		{ Type: 'tmpfs', Source: '', Destination: '/run', RW: true },
	],
};

function read(changes: object = {}, previous?: Container, readAt = now): Container {
	const container = readContainer({ ...listed, ...changes }, readAt, previous);
	assert.ok(container);
	return container;
}

describe('readContainer', () => {
	it('merges the addresses of a port and sorts ports', () => {
		assert.deepEqual(read().ports, [
			{ containerPort: 80, protocol: 'tcp', hostPort: 81, hostAddresses: ['127.0.0.1'] },
			{ containerPort: 80, protocol: 'tcp', hostPort: 8080, hostAddresses: ['0.0.0.0', '::'] },
			{ containerPort: 9000, protocol: 'udp', hostPort: undefined, hostAddresses: [] },
		]);
	});

	it('reads networks with addresses and aliases', () => {
		assert.deepEqual(read().networks, [
			{ networkId: 'n0', name: 'bridge', ipAddress: '172.17.0.2', ipv6Address: '', aliases: [] },
			{ networkId: 'n1', name: 'shop_default', ipAddress: '172.18.0.2', ipv6Address: 'fd00::2', aliases: ['web', 'w'] },
		]);
	});

	it('reads mounts', () => {
		assert.deepEqual(read().mounts, [
			{ type: 'bind', source: '/srv', destination: '/conf', readOnly: true },
			{ type: 'volume', source: 'data', destination: '/data', readOnly: false },
			{ type: 'tmpfs', source: '', destination: '/run', readOnly: false },
		]);
	});

	it('reads the project of Compose and of Podman’s compose', () => {
		const { composeProject, composeService } = read();
		assert.deepEqual([composeProject, composeService], ['shop', 'web']);
		assert.equal(read({ Labels: { 'io.podman.compose.project': 'pod' } }).composeProject, 'pod');
		assert.equal(read({ Labels: null }).composeProject, undefined);
	});

	for (const [status, state, health, exitCode] of [
		['Up 3 minutes (healthy)', 'running', 'healthy', undefined],
		['Up 3 minutes (health: starting)', 'running', 'starting', undefined],
		['Up 3 minutes (unhealthy)', 'running', 'unhealthy', undefined],
		['Up 3 minutes', 'running', undefined, undefined],
		['Up 3 minutes (Paused)', 'paused', undefined, undefined],
		['Exited (137) 2 minutes ago', 'exited', undefined, 137],
		['Restarting (1) 4 seconds ago', 'restarting', undefined, 1],
		['Created', 'created', undefined, undefined],
		['Removal In Progress', 'removing', undefined, undefined],
		['Dead', 'dead', undefined, undefined],
	] as const) {
		it(`reads "${status}"`, () => {
			const container = read({ State: state, Status: status });
			assert.deepEqual([container.state, container.health, container.exitCode], [state, health, exitCode]);
			assert.equal(containerStatus(container, now), status);
		});
	}

	it('lets ages move on', () => {
		const exited = read({ State: 'exited', Status: 'Exited (3) Less than a second ago' });
		assert.equal(containerStatus(exited, now + 5 * minute), 'Exited (3) 5 minutes ago');
		const up = read({ Status: 'Up 3 minutes (healthy)' });
		assert.match(containerStatus(up, now + 10 * minute), /^Up 1[34] minutes \(healthy\)$/);
		assert.equal(containerStatus(read({ State: 'created', Status: 'Created' }), now + hour), 'Created');
	});

	it('knows the start of a container that has run since it was created', () => {
		assert.equal(read({ Status: 'Up 2 hours' }).since, now - 2 * hour);
	});

	it('keeps the moment known before if the list agrees', () => {
		const exact = { ...read(), since: now - 3 * minute - 10_000 };
		assert.equal(read({}, exact).since, exact.since);
		const later = read({ Status: 'Up 5 minutes (healthy)' }, exact);
		assert.equal(later.since, now - 5 * minute - 2000);
		assert.equal(containerStatus(later, now), 'Up 5 minutes (healthy)');
	});

	it('keeps what events said of health where the list says nothing', () => {
		const healthy = read();
		const next = read({ Status: 'Up 4 minutes' }, healthy, now + minute);
		assert.equal(next.health, 'healthy');
		assert.equal(containerStatus(next, now + minute), 'Up 4 minutes (healthy)');
		assert.equal(read({ State: 'exited', Status: 'Exited (0) 1 second ago' }, healthy).health, undefined);
	});

	it('reads Podman’s states', () => {
		assert.equal(read({ State: 'configured', Status: 'Created' }).state, 'created');
		assert.equal(read({ State: 'stopped', Status: 'Exited (0) 1 second ago' }).state, 'exited');
		assert.equal(read({ State: 'stopping', Status: 'Up 1 second' }).state, 'running');
		assert.equal(read({ State: '', Status: 'Exited (0) 1 second ago' }).state, 'exited');
	});

	it('shows the image as docker ps does', () => {
		assert.equal(read({ Image: `sha256:${'a'.repeat(64)}` }).image, 'aaaaaaaaaaaa');
		assert.equal(read({ Image: 'a'.repeat(12) }).image, 'aaaaaaaaaaaa');
		assert.equal(read({ Image: `nginx:1.27@sha256:${'b'.repeat(64)}` }).image, 'nginx:1.27');
		assert.equal(read({ Image: `nginx@sha256:${'b'.repeat(64)}` }).image, `nginx@sha256:${'b'.repeat(64)}`);
		assert.equal(read({ Image: 'deadbeefcafe' }).image, 'deadbeefcafe');
	});

	it('takes its own name, not one given by a link', () => {
		assert.equal(read({ Names: ['/web/db', '/db'] }).name, 'db');
		assert.equal(read({ Names: null }).name, 'cccccccccccc');
	});

	it('reads what has nothing but an id', () => {
		const container = readContainer({ Id: 'x' }, now);
		assert.ok(container);
		const { name, labels, ports, networks, mounts, state, since } = container;
		assert.deepEqual(
			[name, { ...labels }, ports, networks, mounts, state, since],
			['x', {}, [], [], [], 'created', undefined],
		);
		for (const rubbish of [undefined, null, 7, 'text', [], {}, { Id: 7 }]) {
			assert.equal(readContainer(rubbish, now), undefined);
		}
		assert.ok(readContainer({ Id: 'x', Names: 7, Ports: {}, Labels: [], Mounts: 'no', NetworkSettings: [] }, now));
	});

	it('is frozen through and through', () => {
		const stack: unknown[] = [read()];
		for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
			if (typeof value === 'object' && value !== null) {
				assert.ok(Object.isFrozen(value), JSON.stringify(value));
				stack.push(...Object.values(value));
			}
		}
	});

	it('takes labels for nothing but text', () => {
		const hostile = {
			...JSON.parse('{"__proto__": "polluted", "constructor": "c"}'),
			markdown: '[click](command:workbench.action.quit) <img src=x>',
			ansi: '\u001b[31mred\u001b[0m\u0007',
			rtl: '\u202egpj.exe',
			long: 'x'.repeat(4096),
			number: 7,
		};
		Object.defineProperty(hostile, '__proto__', { value: 'polluted', enumerable: true });
		const { labels } = read({ Labels: JSON.parse(JSON.stringify(hostile)) });
		assert.deepEqual(
			Object.entries(labels).filter(([name]) => name !== 'number'),
			Object.entries(hostile).filter(([name]) => name !== 'number'),
		);
		assert.equal(Object.hasOwn(labels, '__proto__'), true);
		assert.equal(labels.number, undefined);
		assert.equal(labels.toString, undefined);
		assert.equal(({} as Record<string, unknown>).polluted, undefined);
	});
});
