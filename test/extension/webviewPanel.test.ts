import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EngineError } from '../../src/engine/errors.ts';
import type { MessageToClient, PanelProtocol } from '../../src/webviews/protocol.ts';
import { type PanelKind, WebviewPanel } from '../../src/webviews/webviewPanel.ts';
import { until } from './engineUnderTest.ts';

interface Trial extends PanelProtocol {
	start: { readonly of: string };
	state: { readonly of: string };
	requests: {
		double(value: number): number;
		fail(value: undefined): void;
		wait(value: undefined): void;
	};
	events: { told: string };
	texts: 'hello';
}

describe('a panel and its client', () => {
	let panel: WebviewPanel<Trial>;
	let real: vscode.WebviewPanel;
	let sent: MessageToClient[];
	let aborted: string[];
	let disposed: number;

	beforeEach(() => {
		sent = [];
		aborted = [];
		disposed = 0;
		real = vscode.window.createWebviewPanel('slipway.trial', 'Trial', vscode.ViewColumn.Active);
		const post = real.webview.postMessage.bind(real.webview);
		real.webview.postMessage = message => {
			sent.push(message);
			return post(message);
		};
		const extension = vscode.extensions.getExtension('slipway.slipway');
		assert.ok(extension);
		panel = new WebviewPanel(
			kind,
			{
				extensionUri: extension.extensionUri,
				explain: error => `Told: ${error.message}`,
				logger: vscode.window.createOutputChannel('Trial', { log: true }),
			},
			real,
			{ of: 'opened' },
		);
	});
	afterEach(() => panel.dispose());

	const kind: PanelKind<Trial> = {
		viewType: 'slipway.trial',
		client: 'runForm',
		icon: 'run',
		texts: () => ({ hello: 'Hello' }),
		readState: kept =>
			typeof kept === 'object' && kept !== null && 'of' in kept ? { of: String(kept.of) } : undefined,
		connect: () => ({
			start: ({ of }) => ({ of: `start of ${of}` }),
			requests: {
				double: value => value * 2,
				fail: () => {
					throw new EngineError('conflict', 'no', { recognised: { kind: 'portAllocated', port: 80 } });
				},
				wait: (_, signal) =>
					new Promise((_resolve, reject) => {
						signal.addEventListener('abort', () => {
							aborted.push((signal.reason as EngineError).code);
							reject(signal.reason);
						});
					}),
			},
			dispose: () => disposed++,
		}),
	};
	const reply = (id: number) => sent.find(message => 'id' in message && message.id === id);
	const request = (id: number, name: string, parameter?: unknown) =>
		panel.receive({ type: 'request', id, name, parameter });

	it('has a page that runs its own script and nothing else', () => {
		const { html, options } = real.webview;
		const nonce = /script-src 'nonce-([^']{20,})'/.exec(html)?.[1];
		assert.ok(nonce && html.includes(`<script nonce="${nonce}" src="`));
		assert.match(html, /default-src 'none'/);
		assert.doesNotMatch(html, /unsafe/);
		assert.deepEqual(
			options.localResourceRoots?.map(({ path }) => path.replace(/.*\/dist/, 'dist')),
			['dist/webviews'],
		);
	});

	it('starts a page with what it kept, or as it was opened', async () => {
		await panel.receive({ type: 'ready', state: undefined });
		await panel.receive({ type: 'ready', state: { of: 'kept' } });
		await panel.receive({ type: 'ready', state: 'of another version' });
		assert.deepEqual(
			sent.filter(({ type }) => type === 'start').map(message => (message as { start: unknown }).start),
			['opened', 'kept', 'kept'].map(of => ({ of: `start of ${of}` })),
		);
		assert.deepEqual((sent[0] as { texts?: unknown }).texts, { hello: 'Hello' });
	});

	it('answers requests, and says why one failed', async () => {
		await Promise.all([request(1, 'double', 21), request(2, 'fail'), request(3, 'nothing'), request(4, 'toString')]);
		assert.deepEqual(reply(1), { type: 'result', id: 1, result: 42 });
		assert.deepEqual(reply(2), {
			type: 'failure',
			id: 2,
			failure: { code: 'conflict', sentence: 'Told: no', recognised: { kind: 'portAllocated', port: 80 } },
		});
		for (const id of [3, 4]) {
			assert.equal((reply(id) as { failure?: { code: string } }).failure?.code, 'failed');
		}
	});

	it('stops a request that the client gives up', async () => {
		const waiting = request(1, 'wait');
		await panel.receive({ type: 'cancel', id: 1 });
		await waiting;
		assert.deepEqual(aborted, ['cancelled']);
		assert.equal((reply(1) as { failure?: { code: string } }).failure?.code, 'cancelled');
	});

	it('stops what a page asked when another is loaded, and does not answer it', async () => {
		const waiting = request(1, 'wait');
		await panel.receive({ type: 'ready', state: undefined });
		await waiting;
		assert.deepEqual(aborted, ['cancelled']);
		assert.equal(reply(1), undefined);
	});

	it('stops everything when it is closed', async () => {
		const waiting = request(1, 'wait');
		real.dispose();
		await waiting;
		assert.deepEqual(aborted, ['cancelled']);
		await until('the end of the side', () => disposed === 1);
		const before = sent.length;
		panel.send('told', 'too late');
		assert.equal(sent.length, before);
	});
});
