import * as assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { removeImage } from '../../src/engine/images.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import type { ReadOnlyDocuments } from '../../src/ui/documents.ts';
import type { LayersHost } from '../../src/webviews/layersHost.ts';
import { layersPanelKind } from '../../src/webviews/layersPanel.ts';
import type { MessageToClient } from '../../src/webviews/protocol.ts';
import type { FileRows, LayersComparison, LayersView } from '../../src/webviews/protocols/layers.ts';
import { WebviewPanel } from '../../src/webviews/webviewPanel.ts';
import { diveTestImage } from '../engine/diveTestImage.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { loadLayers } from '../support/layeredImage.ts';
import { command, engine, frontText, rejection, until } from './engineUnderTest.ts';

type Start = LayersView['start'];
type Reading = Start['reading'];

describe('the layers of an image', () => {
	const name = `slipway-panel-${process.pid}`;
	const [one, two] = [`${name}:1`, `${name}:2`];
	const evil = 'a\u202etxt\u0007.<script>';
	let folder: string;
	let connection: EngineConnection;
	let store: ResourceStore;
	let parts: { dispose(): void }[];
	let host: LayersHost;

	before(async () => {
		const { host: address } = await ensureEngine();
		folder = await mkdtemp(join(tmpdir(), 'slipway-panel-'));
		await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nADD base.tar /\nADD README.md /somefile.txt\n');
		await loadLayers(address, one, [...diveTestImage, { command: 'CMD ["sh"]' }]);
		await loadLayers(address, two, [
			...diveTestImage.slice(0, 2),
			{ command: 'RUN 2', files: { 'etc/text': 'Hello\n', 'etc/binary': '\0\0', [evil]: 3, huge: 10_500_000 } },
		]);
		connection = openConnection(address);
		const events = new EngineEvents(connection, silentLogger);
		store = new ResourceStore(connection, events, silentLogger);
		parts = [store, events, connection];
		const uri = vscode.Uri.file(join(folder, 'Dockerfile'));
		host = {
			connection,
			store,
			documents: { open: (...given: Parameters<ReadOnlyDocuments['open']>) => documents.open(...given) } as never,
			cacheFolder: join(folder, 'cache'),
			explain: async error => `Told: ${error.message}`,
			findLines: async commands => commands.map((_, step) => (step < 2 ? { uri, line: step + 2 } : undefined)),
		};
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await Promise.all([one, two].map(tag => removeImage(connection, tag, { force: true }).catch(() => {})));
		for (const part of parts) {
			part.dispose();
		}
		await rm(folder, { recursive: true, force: true });
	});

	/** The extension's own provider shows what these hold under its scheme; here the text is looked at alone. */
	const documents = {
		open: async (place: string, title: string, language: string | undefined, content: string) => {
			opened.push([place, title, language ?? '', content]);
		},
	} as unknown as ReadOnlyDocuments;
	const opened: string[][] = [];

	/** A panel with a page that only listens. */
	function panelOf(image: string, using: LayersHost = host) {
		const real = vscode.window.createWebviewPanel('slipway.trial', 'Trial', vscode.ViewColumn.Active);
		const sent: MessageToClient[] = [];
		real.webview.postMessage = async (message: MessageToClient) => {
			sent.push(message);
			return true;
		};
		const logger = vscode.window.createOutputChannel('Trial', { log: true });
		const panel = new WebviewPanel(
			layersPanelKind(using),
			{ extensionUri: vscode.Uri.file('/'), explain: error => `Told: ${error.message}`, logger },
			real,
			{
				...{ image, name: 'shown', tab: 'files', layer: undefined, whole: false, sort: 'name', search: '' },
				...{ open: [], other: '' },
			},
		);
		let asked = 0;
		const ask = async <T>(request: string, parameter: unknown): Promise<T> => {
			const id = ++asked;
			await panel.receive({ type: 'request', id, name: request, parameter });
			const answer = await until(`the answer to ${request}`, () => sent.find(it => 'id' in it && it.id === id));
			if (answer.type === 'failure') {
				throw new Error(answer.failure.sentence);
			}
			return (answer as { result: T }).result;
		};
		const reading = (phase: Reading['phase']) =>
			until(`the reading to be ${phase}`, () => {
				const told = sent.flatMap(it => (it.type === 'event' && it.name === 'reading' ? [it.value as Reading] : []));
				return told.at(-1)?.phase === phase && told.at(-1);
			});
		const start = async () => {
			await panel.receive({ type: 'ready', state: undefined });
			return (sent.find(({ type }) => type === 'start') as { start: Start }).start;
		};
		const images = () =>
			sent.flatMap(it => (it.type === 'event' && it.name === 'image' ? [it.value as Start['image']] : []));
		const end = () => {
			panel.dispose();
			logger.dispose();
		};
		return { sent, ask, reading, start, images, end };
	}
	const view = { of: 'layer', layer: 2, sort: 'name', search: '', open: [], closed: [] };

	it('are the result of the command: as docker history says, with the figures of dive', async () => {
		interface Report {
			readonly layers: readonly { command: string; size: number }[];
			readonly waste: readonly { path: string }[];
			readonly efficiency: number;
			readonly wastedBytes: number;
			readonly savableBytes: number;
		}
		const report = await command<Report>('image.layers', one, { confirm: false });
		const history = await engine<{ CreatedBy: string; Size: number }[]>('GET', `/images/${one}/history`);
		assert.deepEqual(
			report.layers.map(layer => [layer.command, layer.size]),
			history
				.reverse()
				.slice(0, -1)
				.map(step => [step.CreatedBy, step.Size]),
		);
		assert.deepEqual([report.efficiency, report.wastedBytes], [0.9844212134184309, 32025]);
		assert.deepEqual([report.waste[0]?.path, report.savableBytes], ['root/example', 4 * 6405 + 6405]);
		const tabs = () =>
			vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(({ label }) => label.includes(one));
		assert.deepEqual(
			tabs().map(({ label }) => label),
			[`Layers of ${one}`],
		);
		await command('image.layers', one);
		assert.equal(tabs().length, 1);
		await rejection('notFound', 'image.layers', `${name}:nowhere`);
		assert.equal(tabs().length, 1);
	});

	it('are shown by rows, of which names cannot deceive', async () => {
		const page = panelOf(two);
		try {
			await page.start();
			const done = await page.reading('done');
			assert.ok(done.phase === 'done' && done.overview.failure === '' && done.overview.efficiency === 1);
			const steps = page.images().at(-1)?.steps ?? [];
			assert.deepEqual(
				steps.map(({ layer, line }) => [layer, line.replace(/.*\//, '')]),
				[
					[0, 'Dockerfile:2'],
					[1, 'Dockerfile:3'],
					[2, ''],
				],
			);
			const { total, rows } = await page.ask<FileRows>('view', view);
			assert.equal(total, 5);
			assert.deepEqual(
				rows.map(row => row.name),
				['etc', 'binary', 'text', 'atxt .<script>', 'huge'],
			);
			const rest = await page.ask<FileRows>('rows', { from: 2, to: 3 });
			assert.deepEqual(
				rest.rows.map(({ path, mark, size }) => [path, mark, size]),
				[['etc/text', 'added', 6]],
			);
		} finally {
			page.end();
		}
	});

	it('let a file be opened: text as it is in that layer, and nothing else', async () => {
		const page = panelOf(two);
		try {
			await page.start();
			await page.reading('done');
			const open = (path: string, layer = 2) => page.ask('openFile', { path, layer, of: 'whole' });
			await open('etc/text');
			assert.deepEqual(opened.at(-1)?.slice(1), ['text', '', 'Hello\n']);
			await assert.rejects(open('etc/binary'), { message: 'Told: "etc/binary" is no text.' });
			await assert.rejects(open('huge'), { message: 'Told: "huge" is 10.5 MB: too large to be opened here.' });
			await assert.rejects(open('etc'), { message: 'Told: "etc" is no file that can be opened.' });
			await assert.rejects(open('etc/text', 1), { message: 'Told: "etc/text" is no file that can be opened.' });
		} finally {
			page.end();
		}
	});

	it('lead to their line in the Dockerfile', async () => {
		const page = panelOf(two);
		try {
			await page.start();
			await page.reading('done');
			await page.ask('openLine', 1);
			await until('the Dockerfile', () => frontText().startsWith('FROM scratch'));
			assert.equal(vscode.window.activeTextEditor?.selection.active.line, 2);
			await assert.rejects(page.ask('openLine', 2), /No Dockerfile of the workspace has this instruction any more/);
		} finally {
			page.end();
		}
	});

	it('are compared with those of another image', async () => {
		const page = panelOf(one);
		try {
			await page.start();
			await page.reading('done');
			const { id } = (await store.list('image')).find(image => image.tags.includes(two)) ?? {};
			const { changes, ...comparison } = await page.ask<LayersComparison>('compare', id);
			assert.deepEqual(comparison, { id, name: two, layers: 3, sharedLayers: 2 });
			assert.deepEqual(changes.added, { files: 4, bytes: 10_500_011 });
			assert.deepEqual(changes.removed.files, 6);
			const shared =
				page
					.images()
					.at(-1)
					?.steps.map(step => step.shared) ?? [];
			assert.deepEqual([shared.length, shared.filter(Boolean).length], [15, 2]);
			const { rows } = await page.ask<FileRows>('view', { ...view, of: 'compared', search: 'text' });
			assert.deepEqual(
				rows.map(({ path, mark }) => [path, mark]),
				[
					['etc', 'added'],
					['etc/text', 'added'],
				],
			);
			await page.ask('openFile', { path: 'etc/text', layer: 0, of: 'compared' });
			assert.equal(opened.at(-1)?.[3], 'Hello\n');
		} finally {
			page.end();
		}
	});

	it('say why they cannot be shown, and try again', async () => {
		const page = panelOf(`${name}:later`);
		try {
			await page.start();
			const failed = await page.reading('failed');
			assert.ok(failed.phase === 'failed' && failed.sentence.startsWith('Told: '), JSON.stringify(failed));
			assert.deepEqual(await page.ask('view', view), { total: 0, from: 0, rows: [] });
			await engine('POST', `/images/${two}/tag?repo=${name}&tag=later`);
			await page.ask('read', undefined);
			await page.reading('done');
			assert.equal(page.images().at(-1)?.steps.length, 3);
		} finally {
			page.end();
			await engine('DELETE', `/images/${name}:later`);
		}
	});

	it('wait to be asked for when the image is large, and stop when that is wanted', async () => {
		let begun = 0;
		const server = createServer((request, answer) => {
			const path = request.url ?? '';
			answer.setHeader('Content-Type', 'application/json');
			if (path.includes('/get')) {
				begun++;
				answer.write(Buffer.alloc(512));
			} else if (path.includes('/images/')) {
				const inspected = { Id: 'sha256:1', Size: 6e9, Os: 'linux', RootFS: { Layers: ['sha256:2'] } };
				answer.end(JSON.stringify(path.includes('history') ? [] : inspected));
			} else {
				answer.end(JSON.stringify({ ApiVersion: '1.44', Version: '25', MinAPIVersion: '1.24' }));
			}
		});
		await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
		const large = openConnection(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
		const asked: string[] = [];
		const original = vscode.window.showWarningMessage;
		Object.assign(vscode.window, {
			showWarningMessage: async (message: string, _: object, verb: string) => {
				asked.push(message);
				return verb;
			},
		});
		const page = panelOf('large', { ...host, connection: large });
		try {
			await page.start();
			await page.reading('cancelled');
			assert.deepEqual([asked, begun], [[], 0]);
			await page.ask('read', undefined);
			await until('the archive', () => begun === 1);
			assert.deepEqual(asked, ['Read the files of "shown"?']);
			const before = page.sent.length;
			await page.ask('stop', undefined);
			await until('the end', () =>
				page.sent.slice(before).some(it => it.type === 'event' && (it.value as Reading).phase === 'cancelled'),
			);
		} finally {
			Object.assign(vscode.window, { showWarningMessage: original });
			page.end();
			large.dispose();
			server.closeAllConnections();
			server.close();
		}
	});
});
