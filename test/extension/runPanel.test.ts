import * as assert from 'node:assert/strict';
import { createServer } from 'node:net';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineRunForm } from '../../src/commands/runFormHost.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { toEngineError } from '../../src/engine/errorMapping.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import type { RunValues } from '../../src/webviews/protocols/runForm.ts';
import { type RunFormHost, runPanelKind } from '../../src/webviews/runPanel.ts';
import { emptyValues } from '../../src/webviews/runValues.ts';
import { WebviewPanel } from '../../src/webviews/webviewPanel.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { freePort } from '../support/freePort.ts';
import { command, engine, inspect, makeContainer, ours, sweep, uniqueName, until } from './engineUnderTest.ts';

describe('the run form', () => {
	const lines: string[] = [];
	const kept = new Map<string, unknown>();
	const memory = {
		keys: () => [...kept.keys()],
		get: (key: string) => kept.get(key),
		update: async (key: string, value: unknown) => void kept.set(key, value),
	} as vscode.Memento;
	const busybox: RunValues = { ...emptyValues, image: 'busybox:latest' };
	const labels = Object.entries(ours).map(([name, value]) => ({ name, value }));
	let connection: EngineConnection;
	let events: EngineEvents;
	let store: ResourceStore;
	let form: EngineRunForm;

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		events = new EngineEvents(connection, silentLogger);
		store = new ResourceStore(connection, events, silentLogger);
		form = new EngineRunForm(
			{ connection, store, commandLog: { write: (line: string) => lines.push(line) } as never },
			memory,
		);
	});
	after(async () => {
		store.dispose();
		events.dispose();
		connection.dispose();
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await sweep();
	});

	const problems = async (values: Partial<RunValues>) => (await form.check({ ...busybox, ...values })).problems;
	const run = (values: Partial<RunValues>) =>
		form.run({ ...busybox, labels, ...values }, new AbortController().signal, () => {});

	it('opens beside the other editors, for the image', async () => {
		await command('image.runForm', 'busybox:latest', { name: 'web' });
		const tab = await until('the tab', () =>
			vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'Run busybox:latest'),
		);
		assert.match((tab.input as vscode.TabInputWebview).viewType, /slipway\.run$/);
	});

	it('knows what an image brings along', async () => {
		const reference = uniqueName('run-form-image');
		const made = await makeContainer(uniqueName('brings'), {}, false);
		const changes = [
			'EXPOSE 8000',
			'EXPOSE 53/udp',
			'VOLUME /data',
			'ENV MODE=dev',
			'USER 1',
			'WORKDIR /tmp',
			'CMD ["sh", "-c", "echo hi"]',
		];
		const query = changes.map(change => `changes=${encodeURIComponent(change)}`).join('&');
		await engine('POST', `/commit?container=${made}&repo=${reference}&${query}`, {});
		try {
			const image = await form.image(reference, new AbortController().signal);
			assert.equal(image.here, true);
			assert.equal(image.command, "sh -c 'echo hi'");
			assert.deepEqual([image.user, image.workdir], ['1', '/tmp']);
			assert.ok(image.env.some(({ name, value }) => name === 'MODE' && value === 'dev'));
			assert.deepEqual(
				image.ports.map(({ container }) => container),
				['53/udp', '8000'],
			);
			assert.deepEqual(
				image.mounts.map(({ type, target }) => [type, target]),
				[['volume', '/data']],
			);
		} finally {
			await engine('DELETE', `/images/${reference}?force=1`);
		}
		assert.equal((await form.image(reference, new AbortController().signal)).here, false);
	});

	it('runs what the fields say, on the way of container.run', async () => {
		const name = uniqueName('form');
		const port = await freePort();
		const started = await run({
			name,
			command: 'sleep 300',
			ports: [{ host: `${port}`, container: '80' }],
			env: [{ name: 'EVIL', value: '$(id) "<script>"' }],
			mounts: [{ type: 'tmpfs', source: '', target: '/scratch', readOnly: false, options: 'size=1m' }],
			healthCommand: 'true',
			healthInterval: '90s',
		});
		assert.deepEqual(started, { name, url: `http://localhost:${port}` });
		const made = await inspect(name);
		const { HostConfig, Config } = made as unknown as {
			HostConfig: { Tmpfs: object };
			Config: { Env: string[]; Healthcheck: { Test: string[]; Interval: number } };
		};
		assert.deepEqual(HostConfig.Tmpfs, { '/scratch': 'size=1m' });
		assert.ok(Config.Env.includes('EVIL=$(id) "<script>"'));
		assert.deepEqual([Config.Healthcheck.Test, Config.Healthcheck.Interval], [['CMD-SHELL', 'true'], 90e9]);
		assert.ok(lines.some(line => line.includes(`--name ${name} busybox:latest sleep 300`)));
	});

	it('says who has a name and a port, and what is free', async () => {
		const name = uniqueName('holder');
		const port = await freePort();
		await makeContainer(name, {
			ExposedPorts: { '80/tcp': {} },
			HostConfig: { PortBindings: { '80/tcp': [{ HostPort: `${port}` }] } },
		});
		const found = await until('both in the list', async () => {
			const said = await problems({ name, ports: [{ host: `127.0.0.1:${port}`, container: '80' }] });
			return said.filter(({ sentence }) => sentence.includes(name)).length === 2 && said;
		});
		assert.deepEqual(
			found.map(({ field, sentence }) => [field, sentence]),
			[
				['name', `There is already a container "${name}".`],
				['ports.0.host', `Port ${port} is already used by container "${name}".`],
			],
		);
		assert.match(found[0]?.fix?.value ?? '', new RegExp(`^${name.replace(/-\d+$/, '')}-\\d+$`));
		assert.match(found[1]?.fix?.value ?? '', /^127\.0\.0\.1:\d+$/);
		assert.deepEqual(
			await problems({ name: found[0]?.fix?.value, ports: [{ host: found[1]?.fix?.value ?? '', container: '80' }] }),
			[],
		);
	});

	it('knows a port that another program has, and one published twice', async () => {
		const server = createServer();
		await new Promise<void>(resolve => server.listen(0, '0.0.0.0', resolve));
		try {
			const { port } = server.address() as { port: number };
			const [first, ...more] = await problems({ ports: [{ host: `${port}`, container: '80' }] });
			assert.equal(first?.sentence, `Port ${port} is already used by another program.`);
			assert.deepEqual(more, []);
		} finally {
			server.close();
		}
		const free = `${await freePort()}`;
		const twice = [
			{ host: free, container: '80' },
			{ host: free, container: '81' },
		];
		assert.deepEqual(
			(await problems({ ports: twice })).map(({ field, sentence }) => [field, sentence]),
			[['ports.1.host', `Port ${free} is published twice.`]],
		);
	});

	it('finds what is wrong in each field', async () => {
		const mount = { type: 'volume', source: '', target: '', readOnly: false, options: '' } as const;
		const wrong: readonly [field: string, values: Partial<RunValues>][] = [
			['image', { image: '' }],
			['image', { image: 'Not An Image' }],
			['pull', { image: 'never-here:1', pull: 'never' }],
			['name', { name: '<script>' }],
			['ports.0.container', { ports: [{ host: '8080', container: '' }] }],
			['ports.0.container', { ports: [{ host: '', container: 'http' }] }],
			['ports.0.host', { ports: [{ host: 'a b', container: '80' }] }],
			['env.0.name', { env: [{ name: '', value: 'x' }] }],
			['env.0.name', { env: [{ name: 'A B', value: '' }] }],
			[
				'env.1.name',
				{
					env: [
						{ name: 'A', value: '1' },
						{ name: 'A', value: '2' },
					],
				},
			],
			['envFile', { envFile: '/no/such/file' }],
			['mounts.0.target', { mounts: [{ ...mount, source: 'data' }] }],
			['mounts.0.target', { mounts: [{ ...mount, target: 'relative' }] }],
			['mounts.0.source', { mounts: [{ ...mount, source: '$(id)', target: '/d' }] }],
			['mounts.0.source', { mounts: [{ ...mount, type: 'bind', target: '/d' }] }],
			['mounts.0.options', { mounts: [{ ...mount, type: 'tmpfs', target: '/d', options: '; rm' }] }],
			[
				'mounts.1.target',
				{
					mounts: [
						{ ...mount, target: '/d' },
						{ ...mount, target: '/d' },
					],
				},
			],
			['network', { network: 'no-such-network' }],
			['command', { command: "echo 'a" }],
			['entrypoint', { entrypoint: '"' }],
			['memory', { memory: 'much' }],
			['cpus', { cpus: 'all' }],
			['platform', { platform: 'arm 64' }],
			['healthInterval', { healthInterval: '30' }],
			['healthRetries', { healthRetries: 'three' }],
			['noHealthcheck', { noHealthcheck: true, healthCommand: 'true' }],
			['restart', { restart: 'sometimes' }],
			['restart', { restart: 'always', remove: true }],
			['others', { others: '--gpus all' }],
			['labels.0.name', { labels: [{ name: '', value: 'x' }] }],
		];
		for (const [field, values] of wrong) {
			const found = await problems(values);
			assert.deepEqual(
				found.map(problem => problem.field),
				[field],
				JSON.stringify(values),
			);
			assert.match(found[0]?.sentence ?? '', /^["\p{Lu}].*\.?$/u);
		}
		assert.deepEqual(await problems({}), []);
	});

	it('leads a failed run to the field it is about', async () => {
		const name = uniqueName('fails');
		const fails = async (values: Partial<RunValues>) => {
			const error = await run({ name, ...values }).then(
				() => assert.fail('it runs'),
				thrown => toEngineError(thrown),
			);
			return (await form.problemOf({ ...busybox, name, ...values }, error)).field;
		};
		assert.equal(await fails({ command: 'no-such-program' }), 'command');
		assert.equal(await fails({ image: 'never-here:1', pull: 'never' }), 'image');
		assert.equal(await fails({ network: 'no-such-network' }), 'network');
		const port = await freePort();
		const ports = [{ host: `${port}`, container: '80' }];
		await run({ name: uniqueName('first'), command: 'sleep 300', ports });
		assert.equal(await fails({ ports }), 'ports.0.host');
		await run({ name, command: 'sleep 300' });
		assert.equal(await fails({}), 'name');
	});

	it('goes on with a run while its page is loaded anew, and stops it when that is wanted', async () => {
		// A registry that takes calls and never answers.
		const registry = createServer(socket => socket.on('error', () => {}));
		await new Promise<void>(resolve => registry.listen(0, '127.0.0.1', resolve));
		const real = vscode.window.createWebviewPanel('slipway.trial', 'Trial', vscode.ViewColumn.Active);
		const phases: string[] = [];
		real.webview.postMessage = async ({ type, name, value, start }) => {
			phases.push(type === 'start' ? `starts ${start.run.phase}` : name === 'run' ? value.phase : type);
			return true;
		};
		const image = `127.0.0.1:${(registry.address() as { port: number }).port}/slow:1`;
		const values = { ...busybox, image };
		const extensionUri = vscode.Uri.file('/');
		const logger = vscode.window.createOutputChannel('Trial', { log: true });
		const runs: Promise<unknown>[] = [];
		const host: RunFormHost = {
			history: form.history,
			onDidChangeChoices: form.onDidChangeChoices,
			choices: () => form.choices(),
			image: (...given) => form.image(...given),
			check: given => form.check(given),
			problemOf: (...given) => form.problemOf(...given),
			run: (...given) => {
				const begun = form.run(...given);
				runs.push(begun);
				return begun;
			},
		};
		const panel = new WebviewPanel(
			runPanelKind(host),
			{ extensionUri, explain: ({ message }) => message, logger },
			real,
			{ values, touched: [], open: [] },
		);
		try {
			await panel.receive({ type: 'request', id: 1, name: 'run', parameter: values });
			await until('the run', () => phases.includes('running'));
			await panel.receive({ type: 'ready', state: undefined });
			assert.ok(phases.includes('starts running'), phases.join());
			await panel.receive({ type: 'request', id: 1, name: 'stop', parameter: undefined });
			await until('its end', () => phases.includes('cancelled'));
			await panel.receive({ type: 'request', id: 2, name: 'run', parameter: values });
			await until('the second run', () => runs.length === 2);
			real.dispose();
			await assert.rejects(runs[1] as Promise<unknown>, { code: 'cancelled' });
		} finally {
			panel.dispose();
			logger.dispose();
			registry.close();
		}
	});
});
