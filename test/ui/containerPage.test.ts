import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { freePort } from '../support/freePort.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

/** Text that tries to be more than text: a script, a terminal escape, a direction override. */
const hostile = '<script>document.title="owned"</script> \u001b[31mred \u202egpj.exe';
const harmless = '<script>document.title="owned"</script> \\x1b[31mred \\u202egpj.exe';

describe("container's page: what a person sees and clicks", function () {
	this.timeout(180_000);
	let engine: OwnEngine;
	let workbench: Workbench;
	let sidebar: Sidebar;
	let page: FrameLocator;
	let port: number;
	let id: string;

	before(async () => {
		const [own, { env }] = await Promise.all([startEngine(), ensureEngine()]);
		engine = own;
		port = await freePort();
		await api('POST', '/networks/create', { Name: 'shop' });
		id = await make('web', {
			ExposedPorts: { '80/tcp': {}, '53/udp': {} },
			Env: ['MODE=development', 'POSTGRES_PASSWORD=hunter2', 'POSTGRES_HOST=db'],
			Labels: { note: hostile, long: '0123456789'.repeat(10_000) },
			// Once only: an engine may hang for good when it pauses a container while a check begins in it.
			Healthcheck: {
				Test: ['CMD-SHELL', 'echo all is well'],
				Interval: 3600e9,
				StartPeriod: 3600e9,
				StartInterval: 1e9,
				Retries: 3,
			},
			HostConfig: {
				Binds: ['orders:/data', '/tmp:/host:ro'],
				Tmpfs: { '/scratch': 'size=1m' },
				PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: `${port}` }] },
				NetworkMode: 'shop',
				RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 },
			},
			NetworkingConfig: { EndpointsConfig: { shop: { Aliases: ['shop-web'] } } },
		});
		await api('POST', `/containers/${id}/start`);
		workbench = await openWorkbench({
			env: { ...env, DOCKER_HOST: engine.host },
			userSettings: { 'remote.autoForwardPorts': false },
			viewport: { width: 1280, height: 1000 },
		});
		sidebar = new Sidebar(workbench.page);
		page = pageOf(workbench);
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

	async function api<T = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<T> {
		const bytes = body && Buffer.from(JSON.stringify(body));
		const answer = await engineRequest(engine.host, { method, path, ...(bytes && { body: bytes }) });
		assert.ok(answer.status < 400, `${method} ${path}: ${answer.status} ${answer.body}`);
		return (answer.body.length > 0 ? JSON.parse(String(answer.body)) : undefined) as T;
	}

	async function make(name: string, details: object = {}): Promise<string> {
		const Cmd = ['sh', '-c', 'trap "exit 3" TERM; while :; do sleep 0.1; done'];
		const body = { Image: 'busybox:latest', Cmd, ...details };
		return (await api<{ Id: string }>('POST', `/containers/create?name=${name}`, body)).Id;
	}

	const heading = (text: string) => page.getByRole('heading', { level: 1, name: `Container ${text}` });
	const section = (title: string) =>
		page.locator('details', { has: page.locator('h2', { hasText: new RegExp(`^${title}$`) }) });
	const row = (title: string, name: string) =>
		section(title)
			.getByRole('row')
			.filter({ has: page.getByRole('rowheader', { name, exact: true }) });
	const says = (at: Locator, text: string | RegExp) => at.filter({ hasText: text }).first().waitFor();
	const button = (name: string) => page.getByRole('toolbar').getByRole('button', { name, exact: true });
	const unfold = (title: string) => section(title).locator('summary').click();

	it('opens with a double click, and a single one opens the row', async () => {
		const web = sidebar.row('Containers', 'web');
		const volume = sidebar.row('Containers', '/data');
		await insist(async () => (await volume.isVisible()) || web.click({ timeout: 10_000 }), volume);
		await insist(() => web.dblclick({ timeout: 10_000 }), heading('web'));
		await says(page.locator('header'), /● *Up .* \((healthy|health: starting)\)/);
		await says(row('Overview', 'Image'), 'busybox:latest');
		await says(row('Overview', 'Command'), `sh -c 'trap "exit 3" TERM`);
		await says(row('Overview', 'Restart policy'), 'on-failure:2');
		await says(row('Ports', '80/tcp'), `http://localhost:${port}`);
		await says(row('Ports', '53/udp'), 'not published');
		await says(row('Mounts', '/data'), /Volume\s*orders/);
		await says(row('Mounts', '/host'), /Folder of this machine\s*\/tmp.*read-only/);
		await says(row('Mounts', '/scratch'), 'In memory (tmpfs)');
		await says(row('Networks', 'shop'), /Aliases.*shop-web/);
		await workbench.page.locator('.tab.active', { hasText: 'web' }).waitFor();
		await says(row('Overview', 'Health'), 'Healthy');
		await screenshot(workbench.page, 'container-page');
	});

	it('hides what is secret until it is asked for, and shows what strangers wrote as it is', async () => {
		const password = row('Environment', 'POSTGRES_PASSWORD');
		await says(password, '***');
		await password.getByRole('button', { name: 'Show value of POSTGRES_PASSWORD' }).click();
		await says(password, 'hunter2');
		await password.getByRole('button', { name: 'Hide value of POSTGRES_PASSWORD' }).click();
		await says(password, '***');
		await unfold('Labels');
		await says(row('Labels', 'note').locator('.text'), harmless);
		assert.equal(await page.locator('script', { hasText: 'owned' }).count(), 0);
		const long = row('Labels', 'long');
		await long.getByRole('button', { name: 'Show all 100000 characters of long' }).click();
		await until(async () => ((await long.locator('.text').textContent()) ?? '').length === 100_000, 'the whole value');
		await row('Environment', 'MODE').hover();
		await row('Environment', 'MODE').getByRole('button', { name: 'Copy MODE' }).click();
		await says(page.getByRole('status'), 'Copied.');
	});

	it('shows the log of the health check, the processes and everything as JSON', async () => {
		await says(section('Health check'), /passed\s*(Copy)?\s*all is well/);
		await unfold('Processes');
		await says(section('Processes').locator('td'), /while :; do sleep/);
		await unfold('Everything, as JSON');
		const raw = section('Everything, as JSON').locator('pre');
		await says(raw, '"POSTGRES_PASSWORD=***"');
		assert.doesNotMatch((await raw.textContent()) ?? '', /hunter2|\u202e/);
		await insist(() => page.locator('body').press('Control+F'), workbench.page.locator('.simple-find-part.visible'));
		await workbench.page.keyboard.press('Escape');
		await screenshot(workbench.page, 'container-page-more');
		const tab = workbench.page.locator('.tab');
		await insist(() => page.getByRole('button', { name: 'Open as JSON' }).click(), tab.filter({ hasText: 'web.json' }));
		// What was open is open again.
		const processes = section('Processes').locator('td', { hasText: /while :; do sleep/ });
		await insist(() => tab.filter({ hasText: /^web$/ }).click(), processes);
		await unfold('Processes');
		await unfold('Everything, as JSON');
	});

	it('does what its buttons say, and follows what becomes of it', async () => {
		await button('Pause').click();
		await says(page.locator('header'), /\(paused\)/);
		await button('Unpause').click();
		// The engine counts a paused container as unhealthy until its next check.
		await says(page.locator('header'), /\((?:un)?health/);
		await button('Stop').click();
		await says(page.locator('header'), /✕ *Exited \(3\)/);
		await says(row('Overview', 'Exit code'), /^Exit code\s*3/);
		await says(row('Ports', '80/tcp'), `http://localhost:${port}`);
		await screenshot(workbench.page, 'container-page-ended');
		await insist(
			() => button('Start').press('Enter', { timeout: 10_000 }),
			page.locator('header', { hasText: /[◐●] *Up/ }),
		);
		await api('POST', `/containers/${id}/rename?name=renamed`);
		await heading('renamed').waitFor();
		await workbench.page.locator('.tab.active', { hasText: 'renamed' }).waitFor();
	});

	it('says that the container was removed, and goes on with the one made in its place', async () => {
		await api('DELETE', `/containers/${id}?force=1`);
		await says(page.locator('.notice'), 'This container was removed.');
		await button('Run its image…').waitFor();
		await says(row('Mounts', '/data'), 'orders');
		await screenshot(workbench.page, 'container-page-removed');
		await api('POST', `/containers/${await make('renamed', { Env: ['MADE=anew'] })}/start`);
		await says(page.locator('.notice'), 'The container was made anew');
		await says(row('Environment', 'MADE'), 'anew');
	});

	it('says that the engine is gone, and is right again when it is back', async () => {
		await engine.stop();
		await says(page.locator('.notice'), /Docker engine|engine was found/);
		await button('Try again').waitFor();
		await says(row('Environment', 'MADE'), 'anew');
		await engine.start();
		await says(page.locator('header'), /[✕○] *Exited/);
	});

	it('wears the colours of the theme, and fits into a narrow window', async () => {
		for (const [theme, kind] of [
			['Dark Modern', 'vscode-dark'],
			['Dark High Contrast', 'vscode-high-contrast'],
		] as const) {
			await sidebar.theme(theme, page.locator(`body.${kind}`));
			await screenshot(workbench.page, `container-page-${kind}`);
		}
		await sidebar.command('View: Toggle Primary Side Bar Visibility');
		await workbench.page.setViewportSize({ width: 370, height: 1000 });
		await until(
			() => page.locator('html').evaluate(html => html.clientWidth < 400 && html.scrollWidth <= html.clientWidth),
			'no scrolling to the side',
		);
		await screenshot(workbench.page, 'container-page-narrow');
		await workbench.page.setViewportSize({ width: 1280, height: 1000 });
	});

	it('is as it was after the window was reloaded, in the language of the window', async () => {
		const { page: window } = workbench;
		await section('Labels').locator('summary').waitFor();
		await window.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = 'ko';`);
		await sidebar.command('Developer: Reload Window');
		await page.getByRole('heading', { level: 1, name: '컨테이너 renamed' }).waitFor({ timeout: 150_000 });
		await says(row('환경 변수', 'MADE'), 'anew');
		assert.equal(await section('레이블').evaluate(details => details.hasAttribute('open')), true);
		assert.equal(await section('프로세스').evaluate(details => details.hasAttribute('open')), false);
		await screenshot(window, 'container-page-korean');
	}).timeout(200_000);
});

function pageOf({ page }: Workbench): FrameLocator {
	return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}
