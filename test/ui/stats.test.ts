import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FrameLocator, Locator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

const run = promisify(execFile);
/** A fifth of a processor, some memory and some traffic. */
const work =
	'httpd -p 80; x=$(head -c 6000000 /dev/zero | tr "\\0" x); while :; do wget -qO- http://$(hostname) >/dev/null 2>&1; done';

describe('stats: what containers use, live', function () {
	this.timeout(180_000);
	let engine: OwnEngine;
	let workbench: Workbench;
	let sidebar: Sidebar;
	let stats: FrameLocator;
	let env: NodeJS.ProcessEnv;

	before(async () => {
		const [own, shared] = await Promise.all([startEngine(), ensureEngine()]);
		engine = own;
		env = { ...shared.env, DOCKER_HOST: engine.host };
		await service('web', '--memory', '64m', '--cpus', '0.2', 'busybox', 'sh', '-c', work);
		await service('db', '--memory', '32m', 'busybox', 'sleep', '10000');
		await service('migrate', 'busybox', 'true');
		workbench = await openWorkbench({
			env,
			theme: 'Default Dark Modern',
			userSettings: { 'slipway.containers.stats': true },
			viewport: { width: 1400, height: 900 },
		});
		sidebar = new Sidebar(workbench.page);
		stats = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
		await sidebar.open();
	});
	after(async () => {
		await workbench?.close();
		await engine?.end();
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			await screenshot(workbench.page, `failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
		}
	});

	async function docker(...words: readonly string[]): Promise<string> {
		return (await run('docker', words, { env })).stdout.trim();
	}

	function service(name: string, ...words: readonly string[]): Promise<string> {
		const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': name };
		const flags = Object.entries(labels).flatMap(([label, value]) => ['--label', `${label}=${value}`]);
		return docker('run', '-d', '--name', `shop-${name}-1`, ...flags, ...words);
	}

	const row = (name: string) =>
		stats
			.locator('table.containers tbody tr')
			.filter({ has: stats.locator('th', { hasText: new RegExp(`^${name}$`) }) });
	const cell = async (name: string, column: string) => (await row(name).locator(`td.${column}`).textContent()) ?? '';
	const names = () => stats.locator('table.containers tbody th').allTextContents();
	const chart = (title: string) => stats.locator('figure').filter({ has: stats.getByRole('heading', { name: title }) });
	const reading = () => stats.locator('.reading:visible');

	it('opens from the row of a project and tells what docker stats tells', async () => {
		await sidebar.menu(sidebar.row('Containers', 'shop'), 'Show Container Stats');
		await row('shop-migrate-1').locator('td.state', { hasText: 'Exited (0)' }).waitFor();
		await holds('figures', async () => (await cell('shop-web-1', 'cpu')) !== '–');
		const lines = await docker('stats', '--no-stream', '--format', '{{.Name}} {{.CPUPerc}} {{.MemUsage}} {{.PIDs}}');
		const told = new Map(lines.split('\n').map(line => [line.split(' ')[0], line.split(' ')] as const));
		const [, , used, , limit, processes] = told.get('shop-db-1') ?? [];
		await holds(`${used} of memory`, async () =>
			(await cell('shop-db-1', 'memory')).replaceAll(/(?<=\d) /g, '').startsWith(`${used} / ${limit}`),
		);
		assert.equal(await cell('shop-db-1', 'processes'), processes);
		const cpu = Number.parseFloat(told.get('shop-web-1')?.[1] ?? '');
		await holds(`about ${cpu}% of a processor`, async () => {
			return Math.abs(Number.parseFloat(await cell('shop-web-1', 'cpu')) - cpu) < 10;
		});
		assert.equal(await cell('shop-migrate-1', 'memory'), '–');
		await stats.getByText('2/3 running', { exact: true }).waitFor();
	});

	it('draws charts, and reads them where the pointer or the arrow keys are', async () => {
		const cpu = chart('CPU').locator('canvas');
		if (process.env.SLIPWAY_PICTURES) {
			// For the README: something to see.
			await workbench.page.waitForTimeout(75_000);
		}
		await holds('a line in the chart', async () => (await coloursIn(cpu)) > 3);
		const box = await cpu.boundingBox();
		// Some seconds ago, so that it holds also where the figures come late.
		await cpu.hover({ position: { x: (box?.width ?? 0) * 0.97, y: 60 } });
		await holds('a reading', async () => /\d\d:\d\d:\d\d.*shop-web-1.*\d%/.test((await reading().textContent()) ?? ''));
		await screenshot(workbench.page, 'stats');
		await stats.getByRole('searchbox', { name: 'Filter by name' }).hover();
		await holds('no reading', async () => (await reading().count()) === 0);
		await chart('Memory').locator('canvas').focus();
		await workbench.page.keyboard.press('ArrowLeft');
		await holds('a reading', async () => /shop-db-1.*KiB/.test((await reading().textContent()) ?? ''));
		await workbench.page.keyboard.press('Escape');
		await holds('no reading', async () => (await reading().count()) === 0);
		const numbers = chart('Memory').locator('table');
		await holds('numbers beside the picture', async () =>
			/shop-web-1[\d.]+ MiB/.test((await numbers.textContent()) ?? ''),
		);
	});

	it('tells CPU and memory in the rows of the sidebar, where that is switched on', async () => {
		await sidebar.expandRow(sidebar.row('Containers', 'shop'));
		const told = (name: string) => sidebar.description(sidebar.row('Containers', name));
		await holds('figures in the row', async () =>
			/^\d+\.\d+% · [\d.]+ [KM]iB · busybox/.test(await told('shop-web-1')),
		);
		assert.match(await told('shop-migrate-1'), /^busybox · Exited/);
		await screenshot(workbench.page, 'stats-rows');
		await sidebar.collapseRow(sidebar.row('Containers', 'shop'));
	});

	it('sorts and filters the rows, and shows what runs in the chosen one', async () => {
		const head = stats.getByRole('columnheader', { name: 'Memory' });
		await stats.getByRole('button', { name: 'Memory' }).click();
		assert.equal(await head.getAttribute('aria-sort'), 'descending');
		await stats.getByRole('searchbox').hover();
		await holds('the largest first', async () => (await names()).join() === 'shop-web-1,shop-db-1,shop-migrate-1');
		await stats.getByRole('button', { name: 'Memory' }).click();
		await stats.getByRole('searchbox').hover();
		await holds('the largest last', async () => (await names()).join() === 'shop-migrate-1,shop-db-1,shop-web-1');
		await stats.getByText('Choose a container above to see what runs in it.').waitFor();
		await stats.getByRole('checkbox', { name: 'Draw the charts of shop-db-1' }).check();
		await stats.getByRole('table', { name: 'Processes of shop-db-1' }).getByText('sleep 10000').waitFor();
		await stats.getByRole('searchbox').fill('web');
		await stats.getByText('1/1 running', { exact: true }).waitFor();
		assert.deepEqual(await names(), ['shop-web-1']);
		await stats.getByRole('searchbox').fill('nobody');
		await stats.getByText('No name holds this text.').waitFor();
		await stats.getByRole('searchbox').fill('');
		await row('shop-db-1').click();
		await stats.getByText('Choose a container above to see what runs in it.').waitFor();
		await stats.getByRole('checkbox', { name: 'Draw their sum' }).check();
		await holds('one line for all', async () =>
			/Total\d+\.\d+%/.test((await chart('CPU').locator('table').textContent()) ?? ''),
		);
		await stats.getByRole('checkbox', { name: 'Draw their sum' }).uncheck();
	});

	it('follows what happens to containers', async () => {
		await docker('pause', 'shop-db-1');
		await row('shop-db-1').locator('td.state', { hasText: 'Paused' }).waitFor();
		assert.equal(await cell('shop-db-1', 'memory'), '–');
		await service('worker', 'busybox', 'sleep', '10000');
		await holds('the figures of a new one', async () => /KiB|MiB/.test(await cell('shop-worker-1', 'memory')));
		await docker('rename', 'shop-worker-1', 'shop-helper-1');
		await row('shop-helper-1').waitFor();
		await docker('rm', '-f', 'shop-helper-1');
		await row('shop-helper-1').waitFor({ state: 'detached' });
		await docker('unpause', 'shop-db-1');
		await holds('its figures', async () => (await cell('shop-db-1', 'memory')).includes('KiB'));
	});

	it('says that the engine is gone, and goes on when it is back', async () => {
		await engine.stop();
		await stats.locator('.message.problem').waitFor();
		await engine.start();
		await docker('start', 'shop-web-1', 'shop-db-1');
		await stats.locator('.message.problem').waitFor({ state: 'hidden' });
		await holds('figures', async () => (await cell('shop-web-1', 'memory')).includes('iB'));
	});

	it('wears the colours of the theme, also where there is little room', async () => {
		for (const [theme, kind] of [
			['Light Modern', 'vscode-light'],
			['Dark High Contrast', 'vscode-high-contrast'],
		] as const) {
			await sidebar.command('Preferences: Color Theme');
			await sidebar.answer(theme);
			await stats.locator(`body.${kind}`).waitFor();
			await screenshot(workbench.page, `stats-${kind}`);
		}
		await sidebar.command('View: Toggle Primary Side Bar Visibility');
		await workbench.page.setViewportSize({ width: 370, height: 800 });
		await holds('nothing beside the page', () =>
			stats.locator('html').evaluate(html => html.scrollWidth <= html.clientWidth && html.clientWidth <= 330),
		);
		await screenshot(workbench.page, 'stats-narrow');
		await workbench.page.setViewportSize({ width: 1400, height: 900 });
	});

	it('is as it was after the window was reloaded, in the language of the window', async () => {
		const { page } = workbench;
		await stats.getByRole('searchbox').fill('web');
		await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = 'ko';`);
		await sidebar.command('Developer: Reload Window');
		await stats.getByRole('searchbox', { name: '이름으로 필터링' }).waitFor({ timeout: 150_000 });
		await holds('figures', async () => (await cell('shop-web-1', 'memory')).includes('iB'));
		assert.deepEqual(await names(), ['shop-web-1']);
		assert.equal(await stats.getByRole('columnheader', { name: '메모리' }).getAttribute('aria-sort'), 'ascending');
		await screenshot(page, 'stats-korean');
	}).timeout(200_000);
});

/** How many colours a picture has: the axes alone have three. */
function coloursIn(canvas: Locator): Promise<number> {
	return canvas.evaluate(element => {
		const { width, height, getContext } = element as unknown as Canvas;
		const { data } = getContext.call(element, '2d').getImageData(0, 0, width, height);
		return new Set(new Uint32Array(data.buffer)).size;
	});
}

interface Canvas {
	readonly width: number;
	readonly height: number;
	getContext(kind: '2d'): {
		getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8Array<ArrayBuffer> };
	};
}

async function holds(what: string, look: () => Promise<boolean>): Promise<void> {
	const end = Date.now() + 30_000;
	while (!(await look().catch(() => false))) {
		assert.ok(Date.now() < end, `waited in vain for ${what}`);
		await new Promise(resolve => setTimeout(resolve, 50));
	}
}
