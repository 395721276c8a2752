import * as assert from 'node:assert/strict';
import { Emitter } from '../../src/base/event.ts';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import type { Container } from '../../src/engine/resources.ts';
import { ContainerStats } from '../../src/engine/stats.ts';
import type { ViewElement } from '../../src/views/elements.ts';
import type { OutlineNode } from '../../src/views/outline.ts';
import { RowStats, withRowStats } from '../../src/views/rowStats.ts';
import type { Row, ViewDescription } from '../../src/views/viewDescription.ts';
import { defaultOptions } from '../../src/views/viewOptions.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { container } from '../views/samples.ts';
import { makeContainer, sweep, uniqueName, until } from './engineUnderTest.ts';

describe('CPU and memory in the rows', () => {
	const changed = new Emitter<void>();
	const shownChanged = new Emitter<void>();
	const setting = { containerStats: false, onDidChange: changed.event };
	let shown: readonly ViewElement[] = [];
	let running: Container;
	let connection: EngineConnection;
	let stats: ContainerStats;
	let rowStats: RowStats;

	before(async () => {
		const name = uniqueName('row');
		running = container({ name, id: await makeContainer(name) });
		connection = openConnection((await ensureEngine()).host);
		stats = new ContainerStats(connection, silentLogger);
		rowStats = new RowStats(stats, setting);
		rowStats.follow({ shownElements: () => shown, onDidChangeShown: shownChanged.event });
	});
	after(async () => {
		rowStats.dispose();
		stats.dispose();
		connection.dispose();
		await sweep();
	});

	const show = (...elements: readonly ViewElement[]) => {
		shown = elements;
		shownChanged.fire();
	};
	const switchOn = (on: boolean) => {
		setting.containerStats = on;
		changed.fire();
	};

	it('are of running containers whose rows show, and only where that is switched on', () => {
		const stopped = container({ name: 'stopped', state: 'exited' });
		show(running, stopped);
		assert.deepEqual(stats.watched, []);
		switchOn(true);
		assert.deepEqual(stats.watched, [running.id]);
		show(stopped);
		assert.deepEqual(stats.watched, []);
		show(running);
		switchOn(false);
		assert.deepEqual(stats.watched, []);
	});

	it('stand before what the row says, and go with their subscription', async () => {
		const row: Row = {
			label: running.name,
			description: 'busybox · Up',
			icon: { id: 'x' },
			contextValue: 'container.running',
		};
		const group: ViewElement = { kind: 'group', id: 'g', view: 'slipway.containers', label: 'g', members: [running] };
		const node: OutlineNode = { element: running, face: [running] };
		const view = withRowStats(
			{
				name: 'containers',
				outline: () => [{ element: group, face: [], children: [node] }],
				row: () => row,
			} as unknown as ViewDescription,
			rowStats,
		);
		const outlined = () =>
			view.outline(defaultOptions({ groups: [], sorts: [], hides: [], states: [] }))?.[0]?.children?.[0];
		const describe = () => view.row(node, 0).description;
		let told = 0;
		const listening = view.onDidChange?.(() => told++);
		assert.equal(describe(), 'busybox · Up');
		switchOn(true);
		show(running);
		await until('the figures', () => /^\d+\.\d% · [\d.]+ [KM]iB · busybox · Up$/.test(describe()));
		assert.deepEqual(outlined()?.face, [running, rowStats.of(running.id)]);
		const before = told;
		show();
		assert.equal(describe(), 'busybox · Up');
		await until('the news that they are gone', () => told > before);
		listening?.dispose();
		switchOn(false);
	});
});
