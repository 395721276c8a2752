import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/base/logger.ts';
import { learnedSteps } from '../../src/contributions.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { LearnedSteps } from '../../src/ui/learnedSteps.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { command, engine, makeContainer, ours, sweep, uniqueName, until } from './engineUnderTest.ts';

describe('the steps of the walkthrough', () => {
	let connection: EngineConnection;
	let store: ResourceStore;
	let events: EngineEvents;
	let learned: LearnedSteps;
	const memory = new Map<string, unknown>();
	const memento = {
		get: (key: string) => memory.get(key),
		update: async (key: string, value: unknown) => void memory.set(key, value),
		keys: () => [...memory.keys()],
	} as vscode.Memento;

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		events = new EngineEvents(connection, silentLogger);
		store = new ResourceStore(connection, events, silentLogger);
		learned = new LearnedSteps({ store, events, memory: memento });
	});
	after(async () => {
		for (const part of [learned, store, events, connection]) {
			part?.dispose();
		}
		await sweep();
	});

	const known = () => (memory.get('learnedSteps') ?? []) as readonly string[];
	const isKnown = (step: string) => until(`the step ${step}`, () => known().includes(step));
	/** Waits until the store shows it running, when a step that is known by that would be. */
	const seen = (id: string) => until('the row', () => store.get('container', id)?.state === 'running');

	it('an image that is here already is enough for the first', async () => {
		assert.deepEqual(known(), []);
		await learned.watch();
		await isKnown('image');
	});

	it('a container counts with a published port, and when it is gone after it ran', async () => {
		const plain = await makeContainer(uniqueName('plain'));
		await seen(plain);
		const created = await makeContainer(uniqueName('created'), {}, false);
		await engine('DELETE', `/containers/${created}`);
		assert.deepEqual(known(), ['image']);
		const HostConfig = { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } };
		await makeContainer(uniqueName('web'), { ExposedPorts: { '80/tcp': {} }, HostConfig });
		await isKnown('run');
		assert.ok(!known().includes('remove'));
		await engine('DELETE', `/containers/${plain}?force=1`);
		await isKnown('remove');
	});

	it('a volume counts when a second container has it', async () => {
		const volume = uniqueName('data');
		await engine('POST', '/volumes/create', { Name: volume, Labels: ours });
		const HostConfig = { Binds: [`${volume}:/data`] };
		const first = await makeContainer(uniqueName('first'), { HostConfig });
		await seen(first);
		assert.ok(!known().includes('volume'));
		await engine('DELETE', `/containers/${first}?force=1`);
		await makeContainer(uniqueName('second'), { HostConfig });
		await isKnown('volume');
	});

	it('a network counts when two containers are on one that was made for them', async () => {
		const network = uniqueName('net');
		await engine('POST', '/networks/create', { Name: network, Labels: ours });
		await seen(await makeContainer(uniqueName('c1'), { HostConfig: { NetworkMode: network } }));
		assert.ok(!known().includes('network'));
		await makeContainer(uniqueName('c2'), { HostConfig: { NetworkMode: network } });
		await isKnown('network');
	});

	it('commands count when they have succeeded, Compose when it went up and down', async () => {
		const results: [string, unknown][] = [
			['container.openPort', 'http://localhost:8080'],
			['container.logs', undefined],
			['container.exec', undefined],
			['dockerfile.create', ['/Dockerfile']],
			['compose.build', 1],
			['compose.down', 0],
			['container.stop', undefined],
		];
		for (const [name, result] of results) {
			learned.commandDone(name, result);
		}
		for (const step of ['browser', 'logs', 'shell', 'dockerfile']) {
			assert.ok(known().includes(step), step);
		}
		assert.ok(!known().includes('build') && !known().includes('compose'));
		learned.commandDone('image.build', 'sha256:1');
		learned.commandDone('image.push', 'sha256:1');
		learned.commandDone('compose.up', 0);
		assert.ok(!known().includes('compose'));
		learned.commandDone('compose.down', 0);
		assert.deepEqual([...known()].sort(), [...learnedSteps].sort());
	});

	it('open with a command', async () => {
		await command('walkthrough.open');
		await until('the tab', () => vscode.window.tabGroups.activeTabGroup.activeTab?.label);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});
});
