import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { ContainerStats } from '../../src/engine/stats.ts';
import type { MessageToClient } from '../../src/webviews/protocol.ts';
import type { StatsHistories, StatsPanel, StatsRows, StatsTarget } from '../../src/webviews/protocols/stats.ts';
import { statsPanelKind } from '../../src/webviews/statsPanel.ts';
import { readStatsState } from '../../src/webviews/statsState.ts';
import { WebviewPanel } from '../../src/webviews/webviewPanel.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { command, engine, makeContainer, ours, rejection, sweep, uniqueName, until } from './engineUnderTest.ts';

describe('the stats panel', function () {
	this.timeout(120_000);
	const project = uniqueName('stats');
	const labels = { ...ours, 'com.docker.compose.project': project, 'com.docker.compose.service': 'web' };
	let connection: EngineConnection;
	let events: EngineEvents;
	let store: ResourceStore;
	let stats: ContainerStats;
	let real: vscode.WebviewPanel;
	let panel: WebviewPanel<StatsPanel>;
	let sent: MessageToClient[];
	let one: string;

	before(async () => {
		one = await makeContainer(uniqueName('one'), { Labels: labels });
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await sweep();
	});
	beforeEach(async () => {
		connection = openConnection((await ensureEngine()).host);
	});
	afterEach(() => {
		for (const part of [panel, stats, store, events, connection]) {
			part.dispose();
		}
	});

	/** A panel whose page is this test: what it is told is in `sent`. */
	async function open(target: StatsTarget): Promise<StatsRows & { readonly histories: StatsHistories }> {
		events = new EngineEvents(connection, silentLogger);
		store = new ResourceStore(connection, events, silentLogger);
		stats = new ContainerStats(connection, silentLogger);
		sent = [];
		real = vscode.window.createWebviewPanel('slipway.trial', 'Trial', vscode.ViewColumn.Active);
		real.webview.postMessage = async message => sent.push(message) > 0;
		const logger = vscode.window.createOutputChannel('Trial', { log: true });
		const explain = ({ message }: Error) => `Told: ${message}`;
		panel = new WebviewPanel(
			statsPanelKind({ connection, store, stats }, explain),
			{ extensionUri: vscode.Uri.file('/'), explain, logger },
			real,
			readStatsState({ target }) as StatsPanel['state'],
		);
		return load();
	}

	async function load(): Promise<StatsPanel['start']> {
		await panel.receive({ type: 'ready', state: undefined });
		const message = sent.findLast(({ type }) => type === 'start') as { start: StatsPanel['start'] };
		return message.start;
	}

	const watch = (...ids: string[]) => panel.receive({ type: 'request', id: 1, name: 'watch', parameter: ids });
	const told = <T>(name: string) =>
		sent.flatMap(message => (message.type === 'event' && message.name === name ? [message.value as T] : []));
	const samples = (id: string) => told<StatsHistories>('samples').flatMap(({ samples: all }) => all[id] ?? []);
	const rows = () => told<StatsRows>('rows').at(-1)?.rows ?? [];
	const state = (id: string) => rows().find(row => row.id === id)?.words;

	it('asks for nobody before a row is on the screen, and for nobody else then', async () => {
		const other = await makeContainer(uniqueName('other'), { Labels: labels });
		const start = await open({ kind: 'project', name: project });
		assert.deepEqual(start.rows.map(({ id }) => id).sort(), [one, other].sort());
		assert.deepEqual(stats.watched, []);
		await watch(one, 'nobody');
		assert.deepEqual(stats.watched, [one]);
		await until('figures', () => samples(one).length > 1);
		assert.deepEqual(samples(other), []);
		const first = samples(one)[0];
		assert.ok(first?.begins && first.memory > 0 && first.cpu > 0, JSON.stringify(first));
		assert.equal(samples(one)[1]?.begins, false);
		await watch(other);
		assert.deepEqual([...stats.watched].sort(), [one, other].sort());
		await until('the letting go of the first', () => stats.watched.join() === other);
		await engine('DELETE', `/containers/${other}?force=1`);
		await until('its going', () => rows().length === 1);
		assert.deepEqual(stats.watched, []);
	});

	it('lets containers join and leave by what happens to them', async () => {
		const name = uniqueName('joins');
		await open({ kind: 'project', name: project });
		const id = await makeContainer(name, { Labels: labels, Cmd: ['sleep', '1000'] });
		await until('its row', () => state(id) === 'Running');
		await watch(one, id);
		assert.deepEqual([...stats.watched].sort(), [one, id].sort());
		await engine('POST', `/containers/${id}/pause`);
		await until('the pause', () => state(id) === 'Paused');
		assert.deepEqual(stats.watched, [one]);
		await engine('POST', `/containers/${id}/unpause`);
		await until('its going on', () => stats.watched.includes(id));
		await engine('POST', `/containers/${id}/rename?name=${name}-2`);
		await until('the new name', () => rows().some(row => row.name === `${name}-2`));
		await engine('POST', `/containers/${id}/kill`);
		await until('its end', () => state(id) === 'Exited (137)');
		assert.deepEqual(stats.watched, [one]);
		await engine('DELETE', `/containers/${id}`);
		await until('its going', () => !rows().some(row => row.id === id));
	});

	it('shows the one that takes the place of another under its name', async () => {
		const name = uniqueName('again');
		const first = await makeContainer(name);
		const start = await open({ kind: 'containers', containers: [{ id: first, name }] });
		assert.deepEqual(
			start.rows.map(({ id }) => id),
			[first],
		);
		await engine('DELETE', `/containers/${first}?force=1`);
		await until('its going', () => told('rows').length > 0 && rows().length === 0);
		const second = await makeContainer(name);
		await until('the next one', () => rows()[0]?.id === second && rows()[0]?.state === 'running');
	});

	it('lets go of all a moment after it was hidden, and has what was before when it is shown again', async () => {
		await open({ kind: 'all' });
		await watch(one);
		await until('figures', () => samples(one).length > 0);
		await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
		await until('its being hidden', () => !panel.visible);
		assert.deepEqual(stats.watched, [one]);
		await until('its letting go', () => stats.watched.length === 0);
		panel.reveal();
		await until('its being shown', () => panel.visible);
		const { histories } = await load();
		assert.ok((histories.samples[one]?.length ?? 0) > 0);
		await watch(one);
		const known = samples(one).length;
		await until('figures again', () => samples(one).length > known);
		assert.equal(samples(one)[known]?.begins, true);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	});

	it('asks for nobody any more when it is closed', async () => {
		await open({ kind: 'all' });
		await watch(one);
		assert.deepEqual(stats.watched, [one]);
		real.dispose();
		await until('its end', () => stats.watched.length === 0);
		await watch(one);
		assert.deepEqual(stats.watched, []);
	});

	it('has the processes of a container, or says why not', async () => {
		const stopped = await makeContainer(uniqueName('stopped'), {}, false);
		await open({ kind: 'all' });
		const ask = async (id: number, parameter: string) => {
			await panel.receive({ type: 'request', id, name: 'processes', parameter });
			return sent.find(message => 'id' in message && message.id === id);
		};
		const answer = (await ask(2, one)) as { result: { titles: string[]; processes: string[][] } };
		assert.ok(answer.result.titles.includes('PID') && answer.result.processes.length > 0);
		const refused = (await ask(3, stopped)) as { failure: { sentence: string } };
		assert.match(refused.failure.sentence, /^Told: .*not running/);
	});

	it('says that there is no engine', async () => {
		connection.dispose();
		connection = openConnection('unix:///nonexistent/docker.sock');
		const { rows: none, unreachable } = await open({ kind: 'all' });
		assert.deepEqual(none, []);
		assert.match(unreachable ?? '', /^Told: /);
	});

	it('is opened for containers, projects and groups, once for each', async () => {
		const tabs = () => vscode.window.tabGroups.all.flatMap(group => group.tabs).map(({ label }) => label);
		const name = (await engine<{ Name: string }>('GET', `/containers/${one}/json`)).Name.slice(1);
		await open({ kind: 'all' });
		await command('container.stats', name);
		await until('the tab of the container', () => tabs().includes(`Stats: ${name}`));
		await command('container.stats', project);
		await until('the tab of the project', () => tabs().includes(`Stats: ${project}`));
		await until('the second to be the first', async () => {
			await command('container.stats', one);
			return vscode.window.tabGroups.activeTabGroup.activeTab?.label === `Stats: ${name}`;
		});
		assert.equal(tabs().filter(label => label === `Stats: ${name}`).length, 1);
		const other = await makeContainer(uniqueName('second'));
		await command('container.stats', [one, other]);
		await until('the tab of both', () => tabs().includes(`Stats: ${name} and 1 more`));
		await rejection('notFound', 'container.stats', 'nobody-has-this-name');
	});
});
