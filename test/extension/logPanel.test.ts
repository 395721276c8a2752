import * as assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import type { LogModel } from '../../src/engine/logModel.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { ReadOnlyDocuments } from '../../src/ui/documents.ts';
import { engineLogs } from '../../src/webviews/engineLogs.ts';
import { logPanelKind } from '../../src/webviews/logPanel.ts';
import type { LogViewerHost } from '../../src/webviews/logPanelSide.ts';
import type {
	Failure,
	MessageToClient,
	RequestName,
	RequestParameter,
	RequestResult,
} from '../../src/webviews/protocol.ts';
import type { LogRow, LogSelection, LogState, LogViewer } from '../../src/webviews/protocols/logViewer.ts';
import { WebviewPanel } from '../../src/webviews/webviewPanel.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { command, engine, frontText, makeContainer, rejection, sweep, uniqueName, until } from './engineUnderTest.ts';

const nothing = { text: '', regex: false, matchCase: false };
const everything: LogSelection = { pattern: nothing, level: '', hidden: [], since: '', until: '' };

describe('the log viewer', () => {
	const kept = new Map<string, unknown>();
	const memory = {
		keys: () => [...kept.keys()],
		get: (key: string) => kept.get(key),
		update: async (key: string, value: unknown) => void kept.set(key, value),
	} as vscode.Memento;
	const opened: Viewer[] = [];
	let connection: EngineConnection;
	let events: EngineEvents;
	let store: ResourceStore;
	let folder: string;

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'slipway-log-'));
		connection = openConnection((await ensureEngine()).host);
		events = new EngineEvents(connection, silentLogger);
		store = new ResourceStore(connection, events, silentLogger);
	});
	afterEach(async () => {
		opened.splice(0).forEach(viewer => void viewer.dispose());
		kept.clear();
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});
	after(async () => {
		store.dispose();
		events.dispose();
		connection.dispose();
		rmSync(folder, { recursive: true });
		await sweep();
	});

	/** A viewer whose page is played by the test. */
	class Viewer {
		readonly real = vscode.window.createWebviewPanel('slipway.trial', 'Logs: trial', vscode.ViewColumn.Active);
		readonly sent: MessageToClient[] = [];
		endedReading = false;
		model: LogModel | undefined;
		readonly #documents = new ReadOnlyDocuments();
		readonly #logger = vscode.window.createOutputChannel('Trial', { log: true });
		readonly #panel: WebviewPanel<LogViewer>;
		#lastId = 0;

		constructor(
			names: readonly string[],
			ids: readonly string[],
			options: Partial<LogViewer['state']['reading']> = {},
		) {
			opened.push(this);
			this.real.webview.postMessage = async message => {
				this.sent.push(message);
				return true;
			};
			const logs = engineLogs({ connection, events, store, documents: this.#documents, globalMemory: memory });
			const host: LogViewerHost = {
				...logs,
				open: (...given) => {
					const model = logs.open(...given);
					this.model = model;
					const dispose = model.dispose.bind(model);
					return Object.assign(model, {
						dispose: () => {
							dispose();
							this.endedReading = true;
						},
					});
				},
			};
			this.#panel = new WebviewPanel(
				logPanelKind(host, { location: 'editor', take: () => undefined, move: async () => {} }),
				{ extensionUri: vscode.Uri.file('/'), explain: ({ message }) => message, logger: this.#logger },
				this.real,
				{
					target: { kind: 'containers', ids, names },
					reading: { follow: true, tail: 1000, since: '', ...options },
					selection: everything,
					search: nothing,
				},
			);
		}

		async load(): Promise<LogViewer['start']> {
			const before = this.sent.length;
			await this.#panel.receive({ type: 'ready', state: undefined });
			const message = this.sent.slice(before).find(({ type }) => type === 'start');
			return (message as unknown as { start: LogViewer['start'] }).start;
		}

		async request<N extends RequestName<LogViewer>>(
			name: N,
			parameter: RequestParameter<LogViewer, N>,
		): Promise<RequestResult<LogViewer, N>> {
			const id = ++this.#lastId;
			await this.#panel.receive({ type: 'request', id, name, parameter });
			const reply = this.sent.find(message => 'id' in message && message.id === id);
			if (reply?.type === 'failure') {
				throw reply.failure;
			}
			return (reply as { result: RequestResult<LogViewer, N> }).result;
		}

		/** All rows, once they are as wanted. */
		rowsWhen(
			what: string,
			isSo: (texts: readonly string[], rows: readonly LogRow[]) => boolean,
		): Promise<readonly LogRow[]> {
			return until(what, async () => {
				const { generation, first, next } = await this.request('fold', { number: -1, folded: true });
				const rows = await this.request('rows', { generation, from: first, count: next - first });
				return (
					isSo(
						rows.map(({ text }) => text),
						rows,
					) && rows
				);
			});
		}

		dispose(): void {
			this.#panel.dispose();
			this.#documents.dispose();
			this.#logger.dispose();
		}
	}

	async function logging(script: string, details: object = {}): Promise<{ id: string; name: string }> {
		const name = uniqueName('logs');
		const id = await makeContainer(name, { Cmd: ['sh', '-c', `${script}; sleep 300`], ...details });
		return { id, name };
	}

	async function viewerOf(script: string, details: object = {}): Promise<Viewer> {
		const { id, name } = await logging(script, details);
		const viewer = new Viewer([name], [id]);
		await viewer.load();
		return viewer;
	}

	const fails = async (request: Promise<unknown>): Promise<Failure> =>
		request.then(
			() => assert.fail('it succeeds'),
			failure => failure as Failure,
		);

	it('is opened by the command, for one container or many', async () => {
		const { name } = await logging('echo started');
		const { name: other } = await logging('echo started');
		await command('container.logs', name, { tail: 10, timestamps: true, follow: false });
		await command('container.logs', [name, other], { since: '10m' });
		const tabs = await until('both tabs', () => {
			const found = vscode.window.tabGroups.all.flatMap(group => group.tabs);
			return found.length === 2 && found;
		});
		assert.deepEqual(
			tabs.map(({ label }) => label),
			[`Logs: ${name}`, 'Logs: 2 containers'],
		);
		assert.ok(tabs.every(({ input }) => (input as vscode.TabInputWebview).viewType.endsWith('slipway.logs')));
		await rejection('notFound', 'container.logs', 'nobody-has-this-name');
		await rejection('invalid', 'container.logs', name, { since: 'yesterday' });
	});

	it('shows what the engine has, with hostile text as nothing but text', async () => {
		const lines = ['plain', '<script>alert(1)</script>', '\x1b[31mred\x1b[0m', '\x1b]0;title\x07x', '{"msg":"hi"}'];
		const script = lines.map(line => `printf '%s\\n' '${line}'`).join('; ');
		const viewer = await viewerOf(script);
		const rows = await viewer.rowsWhen('all lines', texts => lines.every(line => texts.includes(line)));
		const shown = rows.filter(({ note }) => !note);
		assert.deepEqual(
			shown.map(({ text }) => text),
			lines,
		);
		assert.ok(shown.every(({ time }) => Math.abs((time ?? 0) - Date.now()) < 3_600_000));
	});

	it('goes on with the log while its page is hidden or loaded anew', async () => {
		const { id, name } = await logging('echo first');
		const viewer = new Viewer([name], [id]);
		await viewer.load();
		await viewer.rowsWhen('the first line', texts => texts.includes('first'));
		const said = () => viewer.sent.filter(message => message.type === 'event' && message.name === 'log').length;
		await until('the page to be told', () => said() > 0);
		await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
		await until('it to be hidden', () => !viewer.real.visible);
		const before = said();
		await command('container.restart', id, { timeout: 0 });
		await viewer.rowsWhen('the second line', texts => texts.filter(text => text === 'first').length === 2);
		assert.equal(said(), before, 'a page that is not there is told nothing');
		viewer.real.reveal();
		const { log } = await viewer.load();
		const rows = await viewer.request('rows', {
			generation: log.generation,
			from: log.first,
			count: log.next - log.first,
		});
		assert.equal(rows.filter(({ text }) => text === 'first').length, 2);
		assert.deepEqual(await viewer.request('rows', { generation: log.generation - 1, from: log.first, count: 9 }), []);
	});

	it('shows the lines that are wanted, and says what is no expression and no time', async () => {
		const viewer = await viewerOf('for i in $(seq 1 30); do echo "line $i"; done');
		await viewer.rowsWhen('all lines', texts => texts.includes('line 30'));
		const select = (change: Partial<LogSelection>) => viewer.request('select', { ...everything, ...change });
		const shown = async ({ generation, first, next }: LogState) =>
			(await viewer.request('rows', { generation, from: first, count: next - first })).flatMap(({ text, note }) =>
				note ? [] : text,
			);
		assert.deepEqual(await shown(await select({ pattern: { text: 'LINE 3', regex: false, matchCase: false } })), [
			'line 3',
			'line 30',
		]);
		assert.deepEqual(await shown(await select({ pattern: { text: 'LINE 3', regex: false, matchCase: true } })), []);
		const filtered = await select({ pattern: { text: '^line [12]0$', regex: true, matchCase: false } });
		assert.deepEqual(await shown(filtered), ['line 10', 'line 20']);
		assert.deepEqual(await shown(await select({ until: '1h' })), []);
		assert.equal((await shown(await select({ since: '1h' }))).length, 30);
		const expression = await fails(select({ pattern: { text: '(', regex: true, matchCase: false } }));
		assert.equal(expression.code, 'invalid');
		for (const option of ['since', 'until'] as const) {
			const { code, recognised } = await fails(select({ [option]: 'soon' }));
			assert.deepEqual([code, recognised?.kind === 'invalidOption' && recognised.option], ['invalid', option]);
		}
	});

	it('counts back from the engine’s time, also once that is known to be another', async () => {
		const viewer = await viewerOf('while :; do echo again; sleep 0.1; done');
		await viewer.rowsWhen('a line', texts => texts.includes('again'));
		const told = () => {
			const events = viewer.sent.filter(message => message.type === 'event' && message.name === 'log');
			const { first, next } = (events.at(-1) as unknown as { value: LogState }).value;
			return next - first;
		};
		const { first, next } = await viewer.request('select', { ...everything, since: '10m' });
		assert.ok(next > first);
		// Lines that come now are an hour old for a clock that is an hour ahead.
		Object.defineProperty(viewer.model, 'clockAhead', { value: 3_600_000 });
		await until('none of them', () => told() === 0);
	});

	it('keeps the place when other lines are shown', async () => {
		const viewer = await viewerOf('for i in $(seq 1 30); do echo "line $i"; done');
		const rows = await viewer.rowsWhen('all lines', texts => texts.includes('line 30'));
		const numberOf = (text: string) => rows.find(row => row.text === text)?.number ?? Number.NaN;
		const { generation } = await viewer.request('select', {
			...everything,
			pattern: { text: '0$', regex: true, matchCase: false },
		});
		const at = async (text: string) => {
			const from = await viewer.request('position', numberOf(text));
			const [row] = await viewer.request('rows', { generation, from: from ?? 0, count: 1 });
			return row?.text;
		};
		assert.equal(await at('line 20'), 'line 20');
		assert.equal(await at('line 11'), 'line 20');
		assert.equal(await at('line 1'), 'line 10');
	});

	it('finds, goes from one to the next and round again', async () => {
		const viewer = await viewerOf('for i in $(seq 1 30); do echo "line $i"; done');
		const rows = await viewer.rowsWhen('all lines', texts => texts.includes('line 30'));
		const base = await viewer.request('position', rows[0]?.number ?? 0);
		const textAt = (position: number) => rows[position - (base ?? 0)]?.text;
		assert.deepEqual(await viewer.request('search', { ...nothing, text: 'line 2' }), { count: 11 });
		const seen: (string | undefined)[] = [];
		let from = base ?? 0;
		for (let step = 0; step < 12; step++) {
			const found = await viewer.request('next', { from, backwards: false });
			seen.push(found && `${found.index}: ${textAt(found.position)}`);
			from = (found?.position ?? 0) + 1;
		}
		assert.deepEqual([seen[0], seen[1], seen[10], seen[11]], ['0: line 2', '1: line 20', '10: line 29', '0: line 2']);
		const back = await viewer.request('next', { from: base ?? 0, backwards: true });
		assert.equal(back && textAt(back.position), 'line 29');
		assert.equal((await fails(viewer.request('search', { ...nothing, text: '[', regex: true }))).code, 'invalid');
		assert.equal((await viewer.request('search', nothing)).count, 0);
		assert.equal(await viewer.request('next', { from: 0, backwards: false }), undefined);
	});

	it('tells how many more a search has found meanwhile', async () => {
		const { id, name } = await logging('echo needle');
		const viewer = new Viewer([name], [id]);
		await viewer.load();
		await viewer.rowsWhen('the line', texts => texts.includes('needle'));
		await viewer.request('search', { ...nothing, text: 'needle' });
		await command('container.restart', id, { timeout: 0 });
		await until('the second one', () =>
			viewer.sent.some(
				message =>
					message.type === 'event' && message.name === 'found' && (message.value as { count: number }).count === 2,
			),
		);
	});

	it('copies, saves and opens what is shown', async () => {
		const viewer = await viewerOf("printf '\\033[31mone\\033[0m\\n'; echo two; echo three");
		const rows = await viewer.rowsWhen('all lines', texts => texts.includes('three'));
		await viewer.request('look', { times: 'none', wrap: false, fields: true, folded: true });
		await viewer.request('copy', undefined);
		assert.equal(await vscode.env.clipboard.readText(), 'one\ntwo\nthree\n');
		const from = (await viewer.request('position', rows.find(({ text }) => text === 'two')?.number ?? 0)) ?? 0;
		await viewer.request('copy', { from, count: 1 });
		assert.equal(await vscode.env.clipboard.readText(), 'two\n');
		const file = join(folder, 'saved.log');
		writeFileSync(file, 'old');
		const ask = vscode.window.showSaveDialog;
		try {
			Object.assign(vscode.window, { showSaveDialog: async () => vscode.Uri.file(file) });
			await viewer.request('save', undefined);
			assert.equal(readFileSync(file, 'utf8'), 'one\ntwo\nthree\n');
			Object.assign(vscode.window, { showSaveDialog: async () => undefined });
			await viewer.request('save', undefined);
		} finally {
			Object.assign(vscode.window, { showSaveDialog: ask });
		}
		await viewer.request('document', undefined);
		assert.equal(frontText(), 'one\ntwo\nthree\n');
		assert.equal(vscode.window.activeTextEditor?.document.languageId, 'log');
		await viewer.request('openLine', from);
		assert.equal(frontText(), 'two');
	});

	it('cuts what no page should draw, and opens all of it', async () => {
		const viewer = await viewerOf("head -c 9000 /dev/zero | tr '\\0' x; echo");
		const rows = await viewer.rowsWhen('the line', (_, all) => all.some(({ cut }) => cut !== undefined));
		const long = rows.find(({ cut }) => cut !== undefined);
		assert.deepEqual([long?.text.length, long?.cut], [4000, 5000]);
		await viewer.request('openLine', (await viewer.request('position', long?.number ?? 0)) ?? 0);
		assert.equal(frontText().length, 9000);
	});

	it('leads to files of the workspace and to nothing else', async () => {
		const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
		const name = `${uniqueName('orders')}.js`;
		const file = join(root, name);
		writeFileSync(file, 'one\ntwo\nthree\n');
		try {
			const viewer = await viewerOf('echo started');
			const outside = join(folder, name);
			writeFileSync(outside, 'elsewhere');
			const paths = [
				`/app/${name}`,
				name,
				`/usr/lib/deep/${name}.map`,
				'/etc/passwd',
				`../../${'x'.repeat(300)}.js`,
				'{a,b}.js',
			];
			assert.deepEqual(await viewer.request('files', paths), [true, true, false, false, false, false]);
			await viewer.request('openFile', { path: `/app/${name}`, line: 2, column: 3 });
			const { document, selection } = vscode.window.activeTextEditor ?? assert.fail('no editor');
			assert.deepEqual([document.uri.fsPath, selection.start.line, selection.start.character], [file, 1, 2]);
			assert.equal((await fails(viewer.request('openFile', { path: '/etc/passwd', line: 1 }))).code, 'notFound');
		} finally {
			rmSync(file);
		}
	});

	it('remembers how lines look, for the next viewer too', async () => {
		const viewer = await viewerOf('echo started');
		const look = { times: 'utc', wrap: true, fields: false, folded: false } as const;
		await viewer.request('look', look);
		const other = await viewerOf('echo started');
		assert.deepEqual((await other.load()).look, look);
	});

	it('clears, and goes on', async () => {
		const { id, name } = await logging('echo once');
		const viewer = new Viewer([name], [id]);
		await viewer.load();
		await viewer.rowsWhen('the line', texts => texts.includes('once'));
		const { first, next } = await viewer.request('clear', undefined);
		assert.equal(first, next);
		await command('container.restart', id, { timeout: 0 });
		const rows = await viewer.rowsWhen('the line after', texts => texts.includes('once'));
		assert.equal(rows.filter(({ text }) => text === 'once').length, 1);
	});

	it('says what happened to a container that is removed', async () => {
		const { id, name } = await logging('echo started');
		const viewer = new Viewer([name], [id]);
		await viewer.load();
		await viewer.rowsWhen('the line', texts => texts.includes('started'));
		await engine('DELETE', `/containers/${id}?force=1`);
		await viewer.rowsWhen('the note', texts => texts.includes(`${name} was removed.`));
	});

	it('names a log driver that keeps nothing, and says what to do', async () => {
		const { id, name } = await logging('echo started', { HostConfig: { LogConfig: { Type: 'none' } } });
		const viewer = new Viewer([name], [id]);
		await viewer.load();
		const sentence = await until(
			'the problem',
			async () =>
				(await viewer.load()).log.sources[0]?.problem?.includes('json-file') &&
				(await viewer.load()).log.sources[0]?.problem,
		);
		assert.match(
			sentence || '',
			/^The log driver "none" does not let the log be read\. .*"json-file", "local" or "journald"\.$/,
		);
	});

	it('reads nothing any more once it is closed', async () => {
		const viewer = await viewerOf('while :; do echo again; sleep 0.05; done');
		await viewer.rowsWhen('a line', texts => texts.includes('again'));
		viewer.real.dispose();
		await until('the end of the reading', () => viewer.endedReading);
	});
});
