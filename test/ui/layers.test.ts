import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { loadLayers, type MadeLayer, type MadeSetting } from '../support/layeredImage.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

const dockerfile = `FROM node:22-slim
ENV NODE_ENV=production
WORKDIR /srv/shop
COPY . ./
RUN apt-get update && apt-get install -y curl
RUN rm -rf /var/lib/apt/lists
RUN chmod 755 bin/shop
CMD ["node", "bin/shop"]
`;
const srv = { srv: null, 'srv/shop': null };
const lists = { var: null, 'var/lib': null, 'var/lib/apt': null };
const shop: (MadeLayer | MadeSetting)[] = [
	{
		command: '/bin/sh -c #(nop) ADD file:4e1c in / ',
		files: { bin: null, 'bin/sh': 1_200_000, 'usr/lib': null, 'usr/lib/libc.so.6': 1_900_000, ...lists },
	},
	{ command: '/bin/sh -c #(nop)  CMD ["bash"]' },
	{ command: 'ENV NODE_ENV=production' },
	{ command: 'WORKDIR /srv/shop', files: srv },
	{
		command: 'COPY . ./ # buildkit',
		files: {
			...srv,
			'srv/shop/bin': null,
			'srv/shop/bin/shop': { content: 2_400_000 },
			'srv/shop/README.md': '# Shop\n\nSells <script>alert(1)</script>.\n',
			'srv/shop/views': null,
			...Object.fromEntries(Array.from({ length: 400 }, (_, page) => [`srv/shop/views/page${page}.html`, 100 + page])),
		},
	},
	{
		command: 'RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit',
		files: {
			'usr/bin': null,
			'usr/bin/curl': 300_000,
			...lists,
			'var/lib/apt/lists': null,
			'var/lib/apt/lists/main': 1_800_000,
			'var/lib/apt/lists/contrib': 400_000,
		},
	},
	{ command: 'RUN /bin/sh -c rm -rf /var/lib/apt/lists # buildkit', files: { ...lists, 'var/lib/apt/.wh.lists': '' } },
	{
		command: 'RUN /bin/sh -c chmod 755 bin/shop # buildkit',
		files: { ...srv, 'srv/shop/bin': null, 'srv/shop/bin/shop': { content: 2_400_000, mode: 0o755 } },
	},
	{ command: 'CMD ["node" "bin/shop"]' },
];
const newer = [
	...shop.slice(0, -1),
	{ command: 'RUN /bin/sh -c echo 2 > version # buildkit', files: { ...srv, 'srv/shop/version': '2\n' } },
];

describe('layers: what a person sees of an image', function () {
	this.timeout(180_000);
	let engine: OwnEngine;
	let workbench: Workbench;
	let sidebar: Sidebar;
	let panel: FrameLocator;
	let folder: string;

	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-shop-'));
		await writeFile(join(folder, 'Dockerfile'), dockerfile);
		const [own, { env }] = await Promise.all([startEngine(), ensureEngine()]);
		engine = own;
		await loadLayers(engine.host, 'shop:1.0', shop);
		await loadLayers(engine.host, 'shop:1.1', newer);
		workbench = await openWorkbench({
			env: { ...env, DOCKER_HOST: engine.host },
			folder,
			userSettings: { 'remote.autoForwardPorts': false },
			viewport: { width: 1280, height: 1000 },
		});
		sidebar = new Sidebar(workbench.page);
		panel = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
		await sidebar.open();
		await sidebar.expandView('Images');
		await sidebar.menu(sidebar.row('Images', 'shop:1.0'), 'Show Image Layers', panel.getByRole('tree'));
	});
	after(async () => {
		await workbench?.close();
		await engine?.end();
		await rm(folder, { recursive: true, force: true });
	});

	const layer = (number: number) => panel.locator('button.layer').nth(number - 1);
	const row = (name: string) => panel.getByRole('treeitem', { name: new RegExp(`^${name}`) });
	const tab = (name: string) => panel.getByRole('tab', { name }).click();

	it('shows each layer with its command, size and age, and the files of the newest', async () => {
		await layer(6).waitFor();
		assert.deepEqual(await panel.locator('button.layer > code').allTextContents(), [
			'ADD file:4e1c in /',
			'WORKDIR /srv/shop',
			'COPY . ./',
			'RUN apt-get update && apt-get install -y curl',
			'RUN rm -rf /var/lib/apt/lists',
			'RUN chmod 755 bin/shop',
		]);
		assert.match((await layer(3).locator('.facts').textContent()) ?? '', /^2\.\d+ MB · \d+ (?:years|months) ago$/);
		assert.equal(await layer(6).getAttribute('aria-current'), 'true');
		await row('shop, changed, 2.4 MB').waitFor();
		const figures = await panel.locator('.figures').textContent();
		assert.match(figures ?? '', /You can save4\.6 MB/);
	});

	it('shows what another layer added and removed; searched, sorted, or with all that is below', async () => {
		await layer(5).click();
		await row('contrib, removed, 400 kB').waitFor();
		await layer(3).click();
		await row('views, added').click();
		await row('page399.html').waitFor();
		await panel.getByRole('tree').press('End');
		await row('README.md').or(row('page0.html')).first().waitFor();
		await panel.getByRole('searchbox').fill('page7');
		await row('page70.html').waitFor();
		await until(async () => (await row('page').count()) === 11, 'the files with this name');
		await panel.getByLabel('Sort by').selectOption('Name');
		await until(async () => (await row('page').first().textContent())?.includes('page7.html') === true, 'the order');
		await panel.getByRole('searchbox').fill('libc');
		await panel.getByText('No file is called like this.').waitFor();
		await panel.getByLabel('Show', { exact: true }).selectOption('Everything up to this layer');
		await row('libc.so.6').waitFor();
		await panel.getByLabel('Show', { exact: true }).selectOption('This layer alone');
	});

	it('opens a file of a layer, as it is there, and says why another cannot be', async () => {
		await panel.getByRole('searchbox').fill('README');
		const editor = workbench.page.locator('.editor-instance .view-lines');
		await insist(() => row('README.md').dblclick(), editor.filter({ hasText: 'Sells' }));
		await workbench.page.keyboard.press('Control+w');
		await panel.getByRole('tree').waitFor();
		await panel.getByRole('searchbox').fill('bin/shop');
		await row('shop, added, 2.4 MB').click();
		await panel.getByRole('button', { name: 'Open', exact: true }).click();
		await panel.getByRole('status').filter({ hasText: '"srv/shop/bin/shop" is no text.' }).waitFor();
		await panel.getByRole('searchbox').fill('');
	});

	it('names what is wasted, by whom, and what to change; and leads to the Dockerfile', async () => {
		await tab('Wasted space');
		const wasted = panel.locator('.waste li');
		await wasted.filter({ hasText: '/srv/shop/bin/shop' }).getByText('COPY --chmod').waitFor();
		const apt = wasted.filter({ hasText: '/var/lib/apt/lists/' });
		await apt.getByText('Written by Layer 4, removed by Layer 5').waitFor();
		await screenshot(workbench.page, 'layers-waste');
		await apt.getByRole('button', { name: 'Layer 4' }).click();
		await row('main, added').waitFor();
		const search = panel.getByRole('searchbox');
		await until(async () => (await search.inputValue()) === '/var/lib/apt/lists', 'the folder in the search');
		await panel.getByRole('button', { name: 'Open Dockerfile:5' }).click();
		const editor = workbench.page.locator('.editor-instance .view-lines');
		await editor.filter({ hasText: 'FROM' }).waitFor();
		await workbench.page.locator('.statusbar-item', { hasText: 'Ln 5, Col 1' }).waitFor();
		await workbench.page.keyboard.press('Control+w');
	});

	it('compares two images and names the layers that both have', async () => {
		await tab('Compare');
		await insist(
			() => panel.getByRole('button', { name: 'Compare with Another Image…' }).click(),
			sidebar.choice('shop:1.1'),
		);
		await sidebar.pick('shop:1.1', panel.getByText('6 of its 7 layers are shared with this image.'));
		await panel.getByText('1 added (2 B)', { exact: true }).waitFor();
		await row('version, added').waitFor();
		const inBoth = panel.locator('button.layer', { hasText: 'in both' });
		await until(async () => (await inBoth.count()) === 6, 'the layers that both have');
	});

	it('can be used by the keyboard alone', async () => {
		const press = (key: string) => workbench.page.keyboard.press(key);
		await panel.getByRole('tab', { name: 'Compare' }).focus();
		await press('ArrowRight');
		await until(
			async () => (await panel.getByRole('tab', { selected: true }).textContent()) === 'Files',
			'the first tab',
		);
		await layer(4).focus();
		await press('ArrowDown');
		await press('ArrowUp');
		await row('main, added').waitFor();
		await panel.getByRole('tree').focus();
		const inFocus = panel.locator('[role="treeitem"][aria-selected="true"]');
		const focused = (name: string) => inFocus.filter({ hasText: name }).waitFor();
		await press('Home');
		await focused('usr/');
		await press('ArrowLeft');
		await row('curl').waitFor({ state: 'detached' });
		await press('ArrowDown');
		await focused('var/');
		await press('ArrowUp');
		await press('ArrowRight');
		await row('curl').waitFor();
		await press('ArrowRight');
		await focused('bin/');
		await press('Enter');
		await row('curl').waitFor({ state: 'detached' });
		await press('ArrowLeft');
		await focused('usr/');
	});

	it('fits a narrow window, and wears the colours of the theme', async () => {
		const { page } = workbench;
		await screenshot(page, 'layers');
		for (const [theme, kind] of [
			['Dark Modern', 'vscode-dark'],
			['Dark High Contrast', 'vscode-high-contrast'],
		] as const) {
			await sidebar.theme(theme, panel.locator(`body.${kind}`));
			await screenshot(page, `layers-${kind}`);
		}
		await sidebar.command('View: Toggle Primary Side Bar Visibility');
		await page.setViewportSize({ width: 380, height: 1000 });
		await until(
			() => panel.locator('html').evaluate(html => html.clientWidth < 400 && html.scrollWidth <= html.clientWidth),
			'no sideways scrolling',
		);
		await screenshot(page, 'layers-narrow');
		await page.setViewportSize({ width: 1280, height: 1000 });
	});

	it('is as it was after the window was reloaded, in the language of the window', async () => {
		const { page } = workbench;
		await layer(4).click();
		await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = 'ko';`);
		await sidebar.command('Developer: Reload Window');
		await panel.getByRole('tab', { name: '낭비된 공간' }).waitFor({ timeout: 150_000 });
		await row('main, 추가됨').waitFor();
		assert.equal(await layer(4).getAttribute('aria-current'), 'true');
		assert.match((await panel.locator('.figures').textContent()) ?? '', /줄일 수 있는 크기4\.6 MB/);
		await screenshot(page, 'layers-korean');
	}).timeout(200_000);
});
