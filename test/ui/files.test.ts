import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { until } from '../support/until.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

const run = promisify(execFile);
const container = 'files-by-clicks';

describe('files of a container, by clicks', function () {
	this.timeout(180_000);
	let workbench: Workbench;
	let sidebar: Sidebar;
	let env: NodeJS.ProcessEnv;

	const docker = async (...words: string[]) => (await run('docker', words, { env })).stdout;
	const row = (label: string): Locator => sidebar.row('Containers', label);

	before(async () => {
		({ env } = await ensureEngine());
		await docker(
			'run',
			'-d',
			'--name',
			container,
			'--stop-timeout',
			'0',
			'--label',
			'slipway.test=files',
			'busybox',
			'sleep',
			'1000',
		);
		await docker('exec', container, 'sh', '-c', 'mkdir /site; echo hello >/site/index.html; echo more >>/etc/group');
		workbench = await openWorkbench({ env, viewport: { width: 1300, height: 800 } });
		sidebar = new Sidebar(workbench.page);
	});
	after(async () => {
		// An engine's helper that a window leaves behind when it is closed goes with the next window.
		await until(async () => (await docker('ps', '-aq', '--filter', 'label=dev.slipway.helper')) === '');
		await workbench?.close();
		await docker('rm', '-f', container);
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			await screenshot(workbench.page, `failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
		}
	});

	it('opens a file below the container, and saves what is typed', async () => {
		await sidebar.open();
		await sidebar.widen(420);
		await sidebar.expandRow(row(container));
		await sidebar.expandRow(row('Files'));
		await sidebar.expandRow(row('site'));
		const editor = workbench.page.locator('.editor-instance .view-lines', { hasText: 'hello' });
		await insist(() => row('index.html').click({ timeout: 10_000 }), editor);
		await editor.click();
		await workbench.page.keyboard.press('Control+Home');
		await workbench.page.keyboard.type('typed ');
		await editor.filter({ hasText: 'typed' }).waitFor();
		await workbench.page.keyboard.press('Control+S');
		await until(async () => (await docker('exec', container, 'cat', '/site/index.html')) === 'typed hello\n');
		await screenshot(workbench.page, 'files');
	});

	it('makes, renames and deletes a file', async () => {
		await sidebar.menuAnswer(row('site'), 'New File…', '한글.txt');
		await row('한글.txt').waitFor();
		await sidebar.menuAnswer(row('한글.txt'), 'Rename File…', 'renamed.txt');
		await row('renamed.txt').waitFor();
		assert.equal(await docker('exec', container, 'ls', '/site'), 'index.html\nrenamed.txt\n');
		const tab = workbench.page.locator('.tab.active', { hasText: 'renamed.txt' });
		await insist(() => row('renamed.txt').click({ timeout: 10_000 }), tab);
		// The editor that opens takes the focus.
		const removal = () => row('renamed.txt').press('Delete', { timeout: 10_000 });
		await insist(removal, workbench.page.locator('.monaco-dialog-box'));
		await sidebar.confirm('Delete');
		await row('renamed.txt').waitFor({ state: 'detached' });
		assert.equal(await docker('exec', container, 'ls', '/site'), 'index.html\n');
	});

	it('shows what has changed, with the image on the left', async () => {
		await sidebar.collapseRow(row('Files'));
		await sidebar.expandRow(row('Changes'));
		await sidebar.expandRow(row('etc'));
		const changed = workbench.page.locator('.monaco-diff-editor .modified .view-line', { hasText: 'more' });
		await insist(() => row('group').click({ timeout: 10_000 }), changed);
		await screenshot(workbench.page, 'changes');
	});
});
