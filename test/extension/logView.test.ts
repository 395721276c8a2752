import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { LogModel } from '../../src/engine/logModel.ts';
import { LogStore } from '../../src/engine/logStore.ts';
import { ReadOnlyDocuments } from '../../src/ui/documents.ts';
import { logPanelKind } from '../../src/webviews/logPanel.ts';
import { LogView } from '../../src/webviews/logView.ts';
import type { MessageToClient, MessageToPanel } from '../../src/webviews/protocol.ts';
import type { LogLocation, LogViewerState } from '../../src/webviews/protocols/logViewer.ts';
import { command, makeContainer, rejection, sweep, uniqueName, until } from './engineUnderTest.ts';

const nothing = { text: '', regex: false, matchCase: false };

/** Of the one view that VS Code gives the extension only the extension learns; this one is the test's. */
class TrialView {
	readonly sent: MessageToClient[] = [];
	readonly #messages = new vscode.EventEmitter<MessageToPanel>();
	readonly #ended = new vscode.EventEmitter<void>();
	readonly view: vscode.WebviewView;
	shown = 0;

	constructor() {
		const webview = {
			options: {},
			html: '',
			cspSource: 'vscode-test:',
			asWebviewUri: (uri: vscode.Uri) => uri,
			onDidReceiveMessage: this.#messages.event,
			postMessage: async (message: MessageToClient) => this.sent.push(message) > 0,
		} satisfies vscode.Webview;
		this.view = {
			webview,
			viewType: 'trial',
			visible: true,
			onDidChangeVisibility: new vscode.EventEmitter<void>().event,
			onDidDispose: this.#ended.event,
			show: () => void this.shown++,
		};
	}

	get html(): string {
		return this.view.webview.html;
	}

	/** Its page was loaded, with what it kept. Resolves to the log that it starts with. */
	async load(state: unknown): Promise<LogViewerState> {
		const before = this.sent.length;
		this.say({ type: 'ready', state });
		const message = await until('the start', () => this.sent.slice(before).find(({ type }) => type === 'start'));
		return (message as { state: unknown }).state as LogViewerState;
	}

	say(message: MessageToPanel): void {
		this.#messages.fire(message);
	}

	end(): void {
		this.#ended.fire();
	}
}

describe('the log view in the panel below the editors', () => {
	const logger = vscode.window.createOutputChannel('Trial', { log: true });
	const documents = new ReadOnlyDocuments();
	const reading: string[] = [];
	let moved: { readonly to: LogLocation; readonly state: LogViewerState; readonly log: LogModel }[];
	let taken: LogModel | undefined;
	let view: LogView;
	let trial: TrialView;

	beforeEach(() => {
		moved = [];
		taken = undefined;
		const host = {
			documents,
			memory: { keys: () => [], get: () => undefined, update: async () => {} },
			explain: async ({ message }: Error) => message,
			open: ({ names = [] }: { readonly names?: readonly string[] }) => {
				const name = names.join(' ');
				reading.push(name);
				const store = new LogStore();
				return new LogModel(
					store,
					{ more: false, load: async () => 0 },
					{
						dispose: () => {
							store.dispose();
							reading.splice(reading.indexOf(name), 1);
						},
					},
				);
			},
		};
		const kind = logPanelKind(host as unknown as Parameters<typeof logPanelKind>[0], {
			location: 'panel',
			take: () => taken,
			move: async (state, log) => void moved.push({ to: 'editor', state, log }),
		});
		view = new LogView(kind, { extensionUri: vscode.Uri.file('/'), explain: ({ message }) => message, logger });
		trial = new TrialView();
	});
	afterEach(() => {
		trial.end();
		view.dispose();
		moved.forEach(({ log }) => void log.dispose());
		assert.deepEqual(reading, []);
	});
	after(async () => {
		documents.dispose();
		logger.dispose();
		await vscode.commands.executeCommand('workbench.action.closePanel');
		await sweep();
	});

	const stateOf = (name: string, change: Partial<LogViewerState> = {}): LogViewerState => ({
		target: { kind: 'containers', ids: [name], names: [name] },
		reading: { follow: true, tail: 100, since: '' },
		selection: { pattern: nothing, level: '', hidden: [], since: '', until: '' },
		search: nothing,
		...change,
	});

	it('says how to get a log while it has none, and runs nothing else', () => {
		view.resolve(trial.view, undefined);
		assert.match(trial.html, /No log is shown here\..*command:slipway\.container\.logs\?/s);
		assert.match(trial.html, /script-src 'none'/);
		assert.deepEqual(trial.view.webview.options.enableCommandUris, ['slipway.container.logs']);
		assert.notEqual(trial.view.webview.options.enableScripts, true);
	});

	it('comes back with what its page kept', async () => {
		view.resolve(trial.view, stateOf('web', { top: 7 }));
		assert.equal((await trial.load(stateOf('web', { top: 8 }))).top, 8);
		assert.deepEqual([reading, trial.view.title], [['web'], 'Logs: web']);
		assert.match(trial.html, /logViewer\.js/);
	});

	it('shows one log in place of another, and nothing of what the page kept of that', async () => {
		view.resolve(trial.view, stateOf('web'));
		await trial.load(stateOf('web'));
		await view.show(stateOf('worker'));
		const { target, top } = await trial.load(stateOf('web', { top: 8 }));
		assert.deepEqual([target.kind === 'containers' && target.names, top], [['worker'], undefined]);
		assert.deepEqual([reading, trial.shown], [['worker'], 1]);
		assert.equal((await trial.load(stateOf('worker', { top: 9 }))).top, 9);
	});

	it('is empty again once its log is closed', async () => {
		view.resolve(trial.view, stateOf('web'));
		await trial.load(undefined);
		trial.say({ type: 'request', id: 1, name: 'close', parameter: undefined });
		await until('the end of the log', () => reading.length === 0);
		assert.match(trial.html, /No log is shown here/);
		assert.equal(trial.view.title, undefined);
	});

	it('gives its log away as it was read, and takes one over', async () => {
		view.resolve(trial.view, stateOf('web'));
		await trial.load(undefined);
		const state = stateOf('web', { top: 5 });
		trial.say({ type: 'request', id: 1, name: 'move', parameter: state });
		await until('the other viewer', () => moved.length > 0);
		assert.deepEqual([reading, moved[0]?.state], [['web'], state]);
		await until('the end of this one', () => /No log is shown here/.test(trial.html));
		taken = moved.splice(0)[0]?.log;
		await view.show(state);
		assert.equal((await trial.load(undefined)).top, 5);
		assert.deepEqual(reading, ['web'], 'nothing was opened a second time');
	});

	it('reads no more once VS Code has taken it away, and goes on where it is put', async () => {
		view.resolve(trial.view, stateOf('web'));
		await trial.load(undefined);
		trial.end();
		assert.deepEqual(reading, []);
		trial = new TrialView();
		view.resolve(trial.view, stateOf('web'));
		await trial.load(undefined);
		assert.deepEqual(reading, ['web']);
	});

	it('is where the command opens logs that are wanted there', async () => {
		const name = uniqueName('logs');
		await makeContainer(name, { Cmd: ['sleep', '300'] });
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await command('container.logs', name, { location: 'panel' });
		assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
		await rejection('invalid', 'container.logs', name, { location: 'sidebar' });
	});
});
