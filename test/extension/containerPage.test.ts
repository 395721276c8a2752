import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { containerPageKind } from '../../src/webviews/containerPage.ts';
import type { MessageToClient } from '../../src/webviews/protocol.ts';
import type {
	ContainerIdentity,
	ContainerPage,
	PageContent,
	PageValue,
} from '../../src/webviews/protocols/containerPage.ts';
import { type PanelKind, WebviewPanel } from '../../src/webviews/webviewPanel.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { command, engine, inspect, makeContainer, ours, sweep, uniqueName, until } from './engineUnderTest.ts';

describe("a container's page", () => {
	let connection: EngineConnection;
	let events: EngineEvents;
	let store: ResourceStore;
	let kind: PanelKind<ContainerPage>;
	let logger: vscode.LogOutputChannel;
	let panel: WebviewPanel<ContainerPage> | undefined;
	let real: vscode.WebviewPanel;
	let sent: MessageToClient[];
	const undoKeys = new Map<string, string>();

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		events = new EngineEvents(connection, silentLogger);
		store = new ResourceStore(connection, events, silentLogger);
		logger = vscode.window.createOutputChannel('Trial', { log: true });
		kind = containerPageKind({ connection, store, undoKeyOf: id => undoKeys.get(id) }, surroundings());
	});
	afterEach(() => panel?.dispose());
	after(async () => {
		store.dispose();
		events.dispose();
		connection.dispose();
		logger.dispose();
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await sweep();
	});

	function surroundings() {
		return { extensionUri: vscode.Uri.file('/'), explain: ({ message }: Error) => message, logger };
	}

	/** A page whose client only listens. */
	async function open(identity: ContainerIdentity): Promise<void> {
		sent = [];
		real = vscode.window.createWebviewPanel('slipway.trial', 'Trial', vscode.ViewColumn.Active);
		real.webview.postMessage = async message => {
			sent.push(message);
			return true;
		};
		panel = new WebviewPanel(kind, surroundings(), real, { identity, turned: [] });
		await panel.receive({ type: 'ready', state: undefined });
	}

	/** What the page shows by now. */
	function content(): PageContent | undefined {
		const told = sent.flatMap(message => {
			if (message.type === 'start') {
				return [message.start as PageContent];
			}
			return message.type === 'event' && message.name === 'content' ? [message.value as PageContent] : [];
		});
		return told.at(-1);
	}
	const row = (name: string) =>
		content()
			?.sections.flatMap(({ rows }) => rows)
			.find(each => each.name === name);
	const value = (name: string): PageValue | undefined => row(name)?.values[0];
	const shows = (name: string, text: string | RegExp) =>
		until(`${name}: ${text}`, () => {
			const shown = value(name)?.text;
			return typeof text === 'string' ? shown === text : shown !== undefined && text.test(shown);
		});
	const offered = () => content()?.actions.map(({ key }) => key);
	const notice = () => content()?.notice?.sentence;

	let lastId = 0;
	async function ask(name: string, parameter?: unknown): Promise<unknown> {
		const id = ++lastId;
		await panel?.receive({ type: 'request', id, name, parameter });
		const answer = sent.find(message => 'id' in message && message.id === id);
		assert.ok(answer?.type === 'result' || answer?.type === 'failure');
		return answer.type === 'result' ? answer.result : answer.failure.code;
	}

	it('is one tab however often it is opened, named after the container', async () => {
		const name = uniqueName('page');
		const id = await makeContainer(name);
		await command('container.open', name);
		const tabs = () => vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(({ label }) => label === name);
		const [tab] = await until('the tab', () => tabs().length > 0 && tabs());
		assert.match((tab?.input as vscode.TabInputWebview | undefined)?.viewType ?? '', /slipway\.containerPage$/);
		await command('container.open', id);
		assert.equal(tabs().length, 1);
		const renamed = uniqueName('renamed');
		await engine('POST', `/containers/${id}/rename?name=${renamed}`);
		await command('container.open', renamed);
		assert.equal(vscode.window.tabGroups.all.flatMap(group => group.tabs).length, 1);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	it('says what the engine says, without what is secret', async () => {
		const name = uniqueName('page');
		const id = await makeContainer(name, {
			Env: [
				'MODE=dev',
				'API_TOKEN=abc\u202edef',
				'DATABASE_URL=postgres://shop:hunter2@db/shop',
				`LONG=${'x'.repeat(5000)}`,
			],
			HostConfig: { Memory: 32_000_000, RestartPolicy: { Name: 'always' } },
			User: '0',
			WorkingDir: '/tmp',
		});
		await open({ id, name });
		await shows('Memory limit', '32 MB');
		await shows('Restart policy', 'always');
		await shows('Working folder', '/tmp');
		await shows('MODE', 'dev');
		await shows('API_TOKEN', '***');
		await shows('DATABASE_URL', 'postgres://shop:***@db/shop');
		assert.deepEqual([value('LONG')?.hides, value('LONG')?.length], ['rest', 5000]);
		assert.equal(content()?.state?.mood, 'running');
		const token = value('API_TOKEN')?.key;
		assert.equal(await ask('value', token), 'abc\\u202edef');
		await ask('copy', token);
		assert.equal(await vscode.env.clipboard.readText(), 'abc\u202edef');
		const raw = String(await ask('raw'));
		assert.equal(JSON.parse(raw).Id, id);
		assert.doesNotMatch(raw, /hunter2|abc/);
		const { processes } = (await ask('processes')) as { processes: string[][] };
		assert.ok(processes.some(cells => cells.at(-1)?.includes('sleep 0.1')));
		const { NetworkSettings } = await inspect(id);
		const { IPAddress } = NetworkSettings.Networks.bridge as { IPAddress: string };
		assert.ok(row('bridge')?.values.some(({ text }) => text === IPAddress));
	});

	it('offers what can be done, and does nothing else', async () => {
		const name = uniqueName('page');
		const id = await makeContainer(name);
		await open({ id, name });
		await until('what can be done', () => offered()?.includes('container.pause'));
		assert.equal(await ask('run', 'container.start'), 'notFound');
		assert.equal(await ask('run', 'system.prune'), 'notFound');
		await ask('run', 'container.pause');
		await until('its new state', () => content()?.state?.mood === 'paused' && offered()?.includes('container.unpause'));
		assert.equal(offered()?.includes('container.exec'), false);
		await engine('POST', `/containers/${id}/kill`);
		await until('its end', () => content()?.state?.mood === 'failed');
		await shows('Exit code', '137 · killed, by somebody or for lack of memory');
		assert.equal(offered()?.[0], 'container.start');
	});

	it('hears of what is in no list: other limits, and each health check', async () => {
		const name = uniqueName('page');
		const id = await makeContainer(name, {
			Healthcheck: {
				Test: ['CMD-SHELL', 'echo "check $(cat /count | wc -c)"; echo >> /count; exit 1'],
				Interval: 1e9,
				Retries: 1,
			},
		});
		await open({ id, name });
		await shows('Check command', /^echo "check/);
		await until('two results', () => {
			const results = content()
				?.sections.find(section => section.name === 'health')
				?.rows.slice(-2);
			return results?.every(({ values }) => values[0]?.text === 'failed, code 1' && values[1]?.text.includes('check'));
		});
		await shows('Health', 'Unhealthy');
		await engine('POST', `/containers/${id}/update`, { CpuShares: 512, NanoCpus: 500_000_000 });
		await shows('CPU limit', '0.5');
	});

	it('follows a service that is made anew under any name', async () => {
		const details = {
			Labels: { ...ours, 'com.docker.compose.project': 'pages', 'com.docker.compose.service': 'web' },
		};
		const name = uniqueName('page');
		const id = await makeContainer(name, details);
		await open({ id, name });
		await shows('Compose', 'service web of project pages');
		const successor = await makeContainer(uniqueName('page'), details);
		await engine('DELETE', `/containers/${id}?force=1`);
		await until(
			'the new one',
			() => content()?.identity.id === successor && value('ID')?.text === successor.slice(0, 12),
		);
		assert.equal(notice(), 'The container was made anew; this is the new one.');
		assert.equal(panel?.title, content()?.identity.name);
	});

	it('says what was removed, and how it comes back', async () => {
		const name = uniqueName('page');
		const id = await makeContainer(name, { Env: ['KEPT=seen'] });
		undoKeys.set(id, 'undo-7');
		await open({ id, name });
		await shows('KEPT', 'seen');
		await engine('DELETE', `/containers/${id}?force=1`);
		await until('the notice', () => notice()?.startsWith('This container was removed.'));
		assert.deepEqual(offered(), ['undo', 'image.runForm']);
		assert.equal(value('KEPT')?.text, 'seen');
		assert.equal(content()?.runs, false);
		await open({ id, name });
		await until('the same of one that was never seen', () => notice() === 'This container was removed.');
	});

	it('does not take a container of another engine for a removed one', async () => {
		await open({ id: 'f'.repeat(64), name: 'far', endpoint: 'ssh://far' });
		await until('the notice', () => notice() === 'This container is on another Docker engine, at ssh://far.');
		assert.deepEqual(offered(), ['context.use']);
	});

	it('asks nothing of the engine while it is hidden, and is right when it is shown', async () => {
		const name = uniqueName('page');
		const id = await makeContainer(name);
		await open({ id, name });
		await shows('ID', id.slice(0, 12));
		const other = vscode.window.createWebviewPanel('slipway.trial', 'Other', vscode.ViewColumn.Active);
		await until('hiding', () => !real.visible);
		const before = sent.length;
		const renamed = uniqueName('renamed');
		await engine('POST', `/containers/${id}/rename?name=${renamed}`);
		await until('the list to know', () => store.get('container', id)?.name === renamed);
		await new Promise(resolve => setImmediate(resolve));
		assert.equal(sent.length, before);
		other.dispose();
		await until('showing', () => real.visible);
		await panel?.receive({ type: 'ready', state: { identity: { id, name }, turned: ['labels'] } });
		await until('the new name', () => content()?.identity.name === renamed && panel?.title === renamed);
	});

	it('takes over what an earlier page kept, and nothing else', () => {
		const kept = { identity: { id: 'a', name: 'b', project: 'c', service: 'd', more: 1 }, turned: ['raw', 2] };
		assert.deepEqual(kind.readState(kept), {
			identity: { id: 'a', name: 'b', project: 'c', service: 'd' },
			turned: ['raw'],
		});
		for (const nonsense of [undefined, null, 'a', {}, { identity: {} }, { identity: { id: 1, name: 2 } }]) {
			assert.equal(kind.readState(nonsense), undefined);
		}
	});
});
