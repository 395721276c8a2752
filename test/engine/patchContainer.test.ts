import assert from 'node:assert/strict';
import { containerStatus } from '../../src/engine/containerStatus.ts';
import { patchContainer } from '../../src/engine/patchContainer.ts';
import { readContainer } from '../../src/engine/readContainer.ts';
import type { EngineEvent } from '../../src/engine/readEvent.ts';
import type { Container } from '../../src/engine/resources.ts';

const at = 1_800_000_000_000;

function listed(State: string, Status: string): Container {
	const networks = { bridge: { NetworkID: 'n', IPAddress: '172.17.0.2' } };
	const Ports = [{ PrivatePort: 80, PublicPort: 8080, IP: '0.0.0.0', Type: 'tcp' }];
	const raw = { Id: 'c1', Names: ['/web'], State, Status, Ports, NetworkSettings: { Networks: networks } };
	return readContainer(raw, at) as Container;
}

function event(action: string, attributes: Record<string, string> = {}, health?: EngineEvent['health']): EngineEvent {
	return { type: 'container', action, id: 'c1', attributes, timeNano: '', health };
}

function patched(container: Container, happened: EngineEvent) {
	const patch = patchContainer(container, happened, at);
	assert.ok(patch && Object.isFrozen(patch.container));
	return patch;
}

describe('patchContainer', () => {
	it('starts', () => {
		const { container, confirmedBy } = patched(listed('exited', 'Exited (1) 2 days ago'), event('start'));
		assert.deepEqual([container.state, container.exitCode, container.since], ['running', undefined, at]);
		assert.equal(containerStatus(container, at + 2000), 'Up 2 seconds');
		assert.ok(confirmedBy(listed('running', 'Up Less than a second')));
		assert.ok(!confirmedBy(listed('created', 'Created')));
		assert.ok(!confirmedBy(listed('exited', 'Exited (1) 2 days ago')));
	});

	it('dies', () => {
		const { container, confirmedBy } = patched(
			listed('running', 'Up 2 hours (healthy)'),
			event('die', { exitCode: '137' }),
		);
		assert.deepEqual([container.state, container.exitCode, container.health], ['exited', 137, undefined]);
		assert.deepEqual([container.ports, container.networks[0]?.ipAddress], [[], '']);
		assert.equal(containerStatus(container, at + 60_000), 'Exited (137) About a minute ago');
		assert.ok(!confirmedBy(listed('running', 'Up 2 hours')));
		assert.ok(confirmedBy(listed('restarting', 'Restarting (137) 1 second ago')));
	});

	it('pauses and goes on', () => {
		const paused = patched(listed('running', 'Up 2 hours (healthy)'), event('pause'));
		assert.deepEqual([paused.container.state, paused.container.status], ['paused', 'Up 2 hours (Paused)']);
		const running = patched(paused.container, event('unpause'));
		assert.deepEqual([running.container.state, running.container.status], ['running', 'Up 2 hours']);
	});

	it('is renamed', () => {
		const { container } = patched(listed('created', 'Created'), event('rename', { name: 'api', oldName: '/web' }));
		assert.equal(container.name, 'api');
	});

	it('changes its health, and only then', () => {
		const starting = listed('running', 'Up 1 second (health: starting)');
		const { container } = patched(starting, event('health_status', {}, 'healthy'));
		assert.deepEqual([container.health, container.status], ['healthy', 'Up 1 second (healthy)']);
		assert.equal(patchContainer(container, event('health_status', {}, 'healthy'), at), undefined);
		assert.equal(
			patchContainer(listed('exited', 'Exited (0) 1 second ago'), event('health_status', {}, 'healthy'), at),
			undefined,
		);
	});

	it('takes no rubbish for an exit code', () => {
		const { container } = patched(listed('running', 'Up 2 hours'), event('die', { exitCode: '<b>' }));
		assert.equal(container.exitCode, 0);
	});

	it('knows what shows nothing', () => {
		assert.equal(patchContainer(listed('running', 'Up 2 hours'), event('kill'), at), undefined);
		assert.equal(patchContainer(listed('running', 'Up 2 hours'), event('rename'), at), undefined);
	});
});
