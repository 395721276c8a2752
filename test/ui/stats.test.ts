import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { FrameLocator, Locator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
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
		await sidebar.menu(sidebar.row('Containers', 'shop'), 'Show Container Stats', stats.locator('table.containers'));
		await row('shop-migrate-1').locator('td.state', { hasText: 'Exited (0)' }).waitFor();
		await until(async () => (await cell('shop-web-1', 'cpu')) !== '–', 'figures');
		await until(async () => {
			const lines = await docker('stats', '--no-stream', '--format', '{{.Name}} {{.CPUPerc}} {{.MemUsage}} {{.PIDs}}');
			const told = new Map(lines.split('\n').map(line => [line.split(' ')[0], line.split(' ')] as const));
			const [, , used, , limit, processes] = told.get('shop-db-1') ?? [];
			const memory = (await cell('shop-db-1', 'memory')).replaceAll(/(?<=\d) /g, '');
			const cpu = Number.parseFloat(told.get('shop-web-1')?.[1] ?? '');
			return (
				memory.startsWith(`${used} / ${limit}`) &&
				(await cell('shop-db-1', 'processes')) === processes &&
				Math.abs(Number.parseFloat(await cell('shop-web-1', 'cpu')) - cpu) < 10
			);
		}, 'what docker stats tells');
		assert.equal(await cell('shop-migrate-1', 'memory'), '–');
		await stats.getByText('2/3 running', { exact: true }).waitFor();
	});

	it('draws charts, and reads them where the pointer or the arrow keys are', async () => {
		const cpu = chart('CPU').locator('canvas');
		if (process.env.SLIPWAY_PICTURES) {
			// For the README: something to see.
			await workbench.page.waitForTimeout(75_000);
		}
		await until(async () => (await coloursIn(cpu)) > 3, 'a line in the chart');
		const box = await cpu.boundingBox();
		// Some seconds ago, so that it holds also where the figures come late.
		await cpu.hover({ position: { x: (box?.width ?? 0) * 0.97, y: 60 } });
		await until(async () => /\d\d:\d\d:\d\d.*shop-web-1.*\d%/.test((await reading().textContent()) ?? ''), 'a reading');
		await screenshot(workbench.page, 'stats');
		await stats.getByRole('searchbox', { name: 'Filter by name' }).hover();
		await until(async () => (await reading().count()) === 0, 'no reading');
		await chart('Memory').locator('canvas').focus();
		await workbench.page.keyboard.press('ArrowLeft');
		await until(async () => /shop-db-1.*KiB/.test((await reading().textContent()) ?? ''), 'a reading');
		await workbench.page.keyboard.press('Escape');
		await until(async () => (await reading().count()) === 0, 'no reading');
		const numbers = chart('Memory').locator('table');
		await until(
			async () => /shop-web-1[\d.]+ MiB/.test((await numbers.textContent()) ?? ''),
			'numbers beside the picture',
		);
	});

	it('tells CPU and memory in the rows of the sidebar, where that is switched on', async () => {
		await sidebar.expandRow(sidebar.row('Containers', 'shop'));
		const told = (name: string) => sidebar.description(sidebar.row('Containers', name));
		await until(
			async () => /^\d+\.\d+% · [\d.]+ [KM]iB · busybox/.test(await told('shop-web-1')),
			'figures in the row',
		);
		assert.match(await told('shop-migrate-1'), /^busybox · Exited/);
		await screenshot(workbench.page, 'stats-rows');
		await sidebar.collapseRow(sidebar.row('Containers', 'shop'));
	});

	it('sorts and filters the rows, and shows what runs in the chosen one', async () => {
		const head = stats.getByRole('columnheader', { name: 'Memory' });
		await stats.getByRole('button', { name: 'Memory' }).click();
		await until(async () => (await head.getAttribute('aria-sort')) === 'descending', 'the arrow');
		await stats.getByRole('searchbox').hover();
		await until(async () => (await names()).join() === 'shop-web-1,shop-db-1,shop-migrate-1', 'the largest first');
		await stats.getByRole('button', { name: 'Memory' }).click();
		await stats.getByRole('searchbox').hover();
		await until(async () => (await names()).join() === 'shop-migrate-1,shop-db-1,shop-web-1', 'the largest last');
		await stats.getByText('Choose a container above to see what runs in it.').waitFor();
		await stats.getByRole('checkbox', { name: 'Draw the charts of shop-db-1' }).check();
		await stats.getByRole('table', { name: 'Processes of shop-db-1' }).getByText('sleep 10000').waitFor();
		await stats.getByRole('searchbox').fill('web');
		await stats.getByText('1/1 running', { exact: true }).waitFor();
		await until(async () => (await names()).join() === 'shop-web-1', 'one row');
		await stats.getByRole('searchbox').fill('nobody');
		await stats.getByText('No name holds this text.').waitFor();
		await stats.getByRole('searchbox').fill('');
		await row('shop-db-1').click();
		await stats.getByText('Choose a container above to see what runs in it.').waitFor();
		await stats.getByRole('checkbox', { name: 'Draw their sum' }).check();
		await until(
			async () => /Total\d+\.\d+%/.test((await chart('CPU').locator('table').textContent()) ?? ''),
			'one line for all',
		);
		await stats.getByRole('checkbox', { name: 'Draw their sum' }).uncheck();
	});

	it('follows what happens to containers', async () => {
		await docker('pause', 'shop-db-1');
		await row('shop-db-1').locator('td.state', { hasText: 'Paused' }).waitFor();
		await until(async () => (await cell('shop-db-1', 'memory')) === '–', 'no figures');
		await service('worker', 'busybox', 'sleep', '10000');
		await until(async () => /KiB|MiB/.test(await cell('shop-worker-1', 'memory')), 'the figures of a new one');
		await docker('rename', 'shop-worker-1', 'shop-helper-1');
		await row('shop-helper-1').waitFor();
		await docker('rm', '-f', 'shop-helper-1');
		await row('shop-helper-1').waitFor({ state: 'detached' });
		await docker('unpause', 'shop-db-1');
		await until(async () => (await cell('shop-db-1', 'memory')).includes('KiB'), 'its figures');
	});

	it('says that the engine is gone, and goes on when it is back', async () => {
		await engine.stop();
		await stats.locator('.message.problem').waitFor();
		await engine.start();
		await docker('start', 'shop-web-1', 'shop-db-1');
		await stats.locator('.message.problem').waitFor({ state: 'hidden' });
		await until(async () => (await cell('shop-web-1', 'memory')).includes('iB'), 'figures');
	});

	it('wears the colours of the theme, also where there is little room', async () => {
		for (const [theme, kind] of [
			['Light Modern', 'vscode-light'],
			['Dark High Contrast', 'vscode-high-contrast'],
		] as const) {
			await sidebar.theme(theme, stats.locator(`body.${kind}`));
			await screenshot(workbench.page, `stats-${kind}`);
		}
		await sidebar.command('View: Toggle Primary Side Bar Visibility');
		await workbench.page.setViewportSize({ width: 370, height: 800 });
		await until(
			() => stats.locator('html').evaluate(html => html.scrollWidth <= html.clientWidth && html.clientWidth <= 330),
			'nothing beside the page',
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
		await until(async () => (await cell('shop-web-1', 'memory')).includes('iB'), 'figures');
		await until(async () => (await names()).join() === 'shop-web-1', 'one row');
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
