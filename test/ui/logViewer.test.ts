import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

const run = promisify(execFile);

/** What the shop's web server says at its start; then it waits until it is told to go on. */
const web = `
for i in $(seq 1 40); do echo "GET /orders/$i 200 12ms"; done
printf '\\033[32mready\\033[0m <script>document.title="broken"</script> \\033]0;title\\007\\n'
echo '{"level":"warn","msg":"stock is low","sku":"A-7","warehouse":{"city":"Busan"}}'
echo 'level=error msg="payment refused" order=40 code=card_declined'
sleep 0.3
{ echo 'Error: no such order'; echo '    at place (/app/src/orders.js:10:5)'; echo '    at serve (/app/src/server.js:3:1)'; } >&2
while :; do if [ -e /tmp/go ]; then rm /tmp/go; for i in 1 2 3; do echo "one more $i"; done; fi; sleep 0.1; done`;
const worker = `for i in $(seq 1 5); do echo "order $i packed"; done; sleep 3600`;

describe('log viewer: what a person reads', function () {
	this.timeout(180_000);
	let engine: OwnEngine;
	let env: NodeJS.ProcessEnv;
	let cli: string;
	let folder: string;
	let workbench: Workbench;
	let sidebar: Sidebar;
	let viewer: FrameLocator;

	before(async () => {
		const [own, shared] = await Promise.all([startEngine(), ensureEngine()]);
		engine = own;
		cli = shared.cli;
		env = { ...shared.env, DOCKER_HOST: engine.host };
		folder = mkdtempSync(join(tmpdir(), 'slipway-logs-'));
		mkdirSync(join(folder, 'src'));
		writeFileSync(
			join(folder, 'src/orders.js'),
			Array.from({ length: 20 }, (_, line) => `// line ${line + 1}\n`).join(''),
		);
		await docker('run', '-d', '--init', '--name', 'web', 'busybox', 'sh', '-c', web);
		await docker('run', '-d', '--init', '--name', 'worker', 'busybox', 'sh', '-c', worker);
		workbench = await openWorkbench({
			folder,
			env,
			userSettings: { 'files.simpleDialog.enable': true },
			viewport: { width: 1280, height: 800 },
		});
		sidebar = new Sidebar(workbench.page);
		viewer = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
		await sidebar.open();
		const [first, second] = [sidebar.row('Containers', 'web'), sidebar.row('Containers', 'worker')];
		const areChosen = async () =>
			(await first.getAttribute('aria-selected')) === 'true' && (await second.getAttribute('aria-selected')) === 'true';
		await insist(async () => {
			await first.click();
			await second.click({ modifiers: ['Control'] });
		}, areChosen);
		await sidebar.menu(second, 'Show Container Logs', viewer.locator('.chip', { hasText: 'worker' }));
	});
	after(async () => {
		await workbench?.close();
		await engine?.end();
		rmSync(folder, { recursive: true, force: true });
	});

	const docker = (...words: string[]) => run(cli, words, { env });
	const row = (text: string | RegExp) => viewer.locator('.row', { hasText: text });
	const status = (text: string) => viewer.locator('.status', { hasText: text });
	const tab = () => workbench.page.locator('.tab', { hasText: /Logs:|로그:/ });
	const button = (name: string) => viewer.getByRole('button', { name, exact: true });
	const filter = () => viewer.getByRole('textbox', { name: 'Filter', exact: true });

	it('opens on the last lines of several containers, in colours and as text', async () => {
		await row('no such order').waitFor();
		const ready = row('ready');
		await ready.waitFor();
		assert.match((await ready.textContent()) ?? '', /web ready <script>document\.title="broken"<\/script> $/);
		assert.match((await ready.locator('span', { hasText: /^ready$/ }).getAttribute('style')) ?? '', /ansiGreen/);
		await row('order 5 packed').waitFor();
		await status('Following').waitFor();
		assert.equal(await viewer.locator('script', { hasText: 'broken' }).count(), 0);
	});

	it('opens the fields of a line, a folded stack trace, and the file that it names', async () => {
		const low = row('stock is low');
		await low.getByRole('button', { name: 'Fields' }).click();
		await low.getByText('"city": "Busan"').waitFor();
		await low.getByRole('button', { name: 'Fields' }).click();
		await low.getByText('"city": "Busan"').waitFor({ state: 'detached' });
		await row('no such order').getByRole('button', { name: '2 more lines' }).click();
		const place = row('at place').getByRole('button', { name: '/app/src/orders.js:10:5' });
		await place.waitFor();
		assert.equal(await row('at serve').getByRole('button').count(), 0);
		await screenshot(workbench.page, 'log-viewer');
		await place.click();
		await workbench.page.locator('.editor-instance .view-line', { hasText: '// line 10' }).waitFor();
		await workbench.page.locator('.statusbar-item', { hasText: 'Ln 10, Col 5' }).waitFor();
		await sidebar.command('View: Close Editor');
		await row('at place').waitFor();
	});

	it('finds, and goes from one to the next', async () => {
		await viewer.getByRole('log').click({ position: { x: 400, y: 60 } });
		await workbench.page.keyboard.press('Control+f');
		const box = viewer.getByRole('textbox', { name: 'Search', exact: true });
		await box.fill('ORDERS/4');
		const count = (text: string) => viewer.locator('.count', { hasText: text }).waitFor();
		await count('of 2');
		await box.press('Enter');
		await viewer.locator('.row.found', { hasText: '/orders/4' }).waitFor();
		const found = (await viewer.locator('.row.found').textContent()) ?? '';
		await box.press('Enter');
		await viewer
			.locator('.row.found')
			.filter({ hasNotText: found.slice(-24) })
			.waitFor();
		await viewer.locator('.find').getByRole('button', { name: 'Match case' }).click();
		await count('No results');
		await screenshot(workbench.page, 'log-viewer-search');
		await box.press('Escape');
		await viewer.locator('.find').waitFor({ state: 'hidden' });
	});

	it('filters, says what is no expression, and shows all again', async () => {
		await filter().fill('refused|packed');
		await viewer.getByText('No line fits.').waitFor();
		await viewer.locator('.toolbar').getByRole('button', { name: 'Use regular expression' }).click();
		await row('payment refused').waitFor();
		await row('order 5 packed').waitFor();
		assert.equal(await viewer.locator('.row', { hasText: 'GET' }).count(), 0);
		await filter().fill('(');
		await viewer.locator('.pattern-problem', { hasText: /\w/ }).first().waitFor();
		await filter().fill('');
		await row('GET /orders/40').waitFor();
		await viewer.getByRole('combobox', { name: 'Level' }).selectOption('error');
		await row('GET /orders/40').waitFor({ state: 'detached' });
		await row('payment refused').waitFor();
		await viewer.getByRole('combobox', { name: 'Level' }).selectOption('');
		await row('GET /orders/40').waitFor();
	});

	it('stops when somebody scrolls up, says what is new, and goes on', async () => {
		await viewer.getByRole('log').focus();
		await workbench.page.keyboard.press('Home');
		await status('Paused').waitFor();
		await docker('exec', 'web', 'touch', '/tmp/go');
		await button('3 new lines').click();
		await row('one more 3').waitFor();
		await status('Following').waitFor();
		await docker('exec', 'web', 'touch', '/tmp/go');
		await viewer.locator('.row', { hasText: 'one more 3' }).nth(1).waitFor();
	});

	it('copies all lines that are dragged over, drawn or not', async () => {
		await filter().fill('/orders/');
		await row('payment').waitFor({ state: 'detached' });
		await viewer.getByRole('log').focus();
		await workbench.page.keyboard.press('Home');
		const first = await row('/orders/1 200').boundingBox();
		const list = await viewer.locator('.window').boundingBox();
		assert.ok(first && list);
		const { mouse, keyboard } = workbench.page;
		await mouse.move(first.x + 200, first.y + 8);
		await mouse.down();
		await mouse.move(first.x + 200, list.y + list.height / 2, { steps: 3 });
		assert.equal(await viewer.locator('.row.chosen').count(), 0, 'a drag within the window selects text');
		await mouse.move(first.x + 200, list.y + list.height + 60, { steps: 3 });
		await viewer.locator('.row.chosen', { hasText: '/orders/40 200' }).waitFor();
		await mouse.up();
		const copied = await until(async () => {
			await keyboard.press('Control+c');
			const text = await workbench.page.evaluate<string>('navigator.clipboard.readText()');
			return text.includes('/orders/') && text;
		}, 'the lines');
		const paths = [...copied.matchAll(/GET (\S+) 200/g)].map(([, path]) => path);
		assert.deepEqual(
			paths,
			Array.from({ length: 40 }, (_, index) => `/orders/${index + 1}`),
		);
		await filter().fill('');
		await row('payment').waitFor();
	});

	it('leaves out a source', async () => {
		const chip = viewer.locator('.chip', { hasText: 'worker' });
		await chip.click();
		await row('packed').first().waitFor({ state: 'detached' });
		assert.equal(await chip.getAttribute('aria-pressed'), 'false');
		await row('one more 3').first().waitFor();
	});

	it('is saved to a file and opened as a document, as it is shown', async () => {
		await filter().fill('one more');
		await row('GET').first().waitFor({ state: 'detached' });
		const file = join(folder, 'saved.log');
		await viewer.getByTitle('More actions').click();
		await button('Save to file…').click();
		await sidebar.answerPath(file);
		const saved = await until(() => readFileSync(file, 'utf8'), 'the file');
		assert.equal(saved.split('\n').filter(line => /^web \| \S+ one more \d$/.test(line)).length, 6, saved);
		await viewer.getByTitle('More actions').click();
		await button('Open as document').click();
		await workbench.page.locator('.editor-instance .view-line', { hasText: 'one more 1' }).first().waitFor();
		await sidebar.command('View: Close Editor');
		await row('one more 1').first().waitFor();
	});

	it('wears the colours of the theme, and fits into a narrow window', async () => {
		await filter().fill('');
		await row('GET').first().waitFor();
		for (const [theme, kind] of [
			['Dark Modern', 'vscode-dark'],
			['Dark High Contrast', 'vscode-high-contrast'],
		] as const) {
			await sidebar.theme(theme, viewer.locator(`body.${kind}`));
			await screenshot(workbench.page, `log-viewer-${kind}`);
		}
		await sidebar.command('View: Toggle Primary Side Bar Visibility');
		await workbench.page.setViewportSize({ width: 370, height: 700 });
		await viewer.locator('.row').first().waitFor();
		await screenshot(workbench.page, 'log-viewer-narrow');
		await workbench.page.setViewportSize({ width: 1280, height: 800 });
	});

	it('is moved to the panel below the editors, as it is', async () => {
		await filter().fill('one more');
		await row('GET').first().waitFor({ state: 'detached' });
		await viewer.getByTitle('More actions').click();
		await button('Move to the panel below').click();
		await tab().waitFor({ state: 'detached' });
		await row('one more 3').first().waitFor();
		assert.equal(await filter().inputValue(), 'one more');
		await docker('exec', 'web', 'touch', '/tmp/go');
		await row('one more 3').nth(2).waitFor();
		await screenshot(workbench.page, 'log-viewer-panel');
	});

	it('is as it was after the window was reloaded, in the language of the window', async () => {
		await workbench.page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = 'ko';`);
		await sidebar.command('Developer: Reload Window');
		const box = viewer.getByRole('textbox', { name: '필터', exact: true });
		await box.waitFor({ timeout: 150_000 });
		assert.equal(await box.inputValue(), 'one more');
		await row('one more 3').first().waitFor();
		assert.equal(await viewer.locator('.chip', { hasText: 'worker' }).getAttribute('aria-pressed'), 'false');
		await screenshot(workbench.page, 'log-viewer-korean');
		await viewer.getByTitle('추가 작업').click();
		await button('편집기 탭으로 이동').click();
		await tab().waitFor();
	}).timeout(200_000);
});
