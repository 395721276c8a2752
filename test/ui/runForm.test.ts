import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { freePort } from '../support/freePort.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

describe('run form: what a person fills in', function () {
	this.timeout(180_000);
	let engine: OwnEngine;
	let workbench: Workbench;
	let sidebar: Sidebar;
	let form: FrameLocator;

	before(async () => {
		const [own, { env }] = await Promise.all([startEngine(), ensureEngine()]);
		engine = own;
		workbench = await openWorkbench({
			env: { ...env, DOCKER_HOST: engine.host },
			userSettings: { 'remote.autoForwardPorts': false },
			viewport: { width: 1280, height: 1000 },
		});
		sidebar = new Sidebar(workbench.page);
		form = formOf(workbench);
		await sidebar.open();
		await sidebar.expandView('Images');
		await sidebar.inline(sidebar.row('Images', 'busybox:latest'), 'Run Image', sidebar.choice('More options…'));
		await sidebar.pick('More options…', line());
	});
	after(async () => {
		await workbench?.close();
		await engine?.end();
	});

	const line = () => form.getByLabel('docker run', { exact: true });
	const lineIs = (text: string) => until(async () => (await line().inputValue()) === text, 'the line');
	const problem = (text: string) => form.locator('.problem', { hasText: text }).first();

	/** What the engine says of a container, once there is one. */
	async function inspect(
		name: string,
	): Promise<{ Config: { Env: string[]; Cmd: string[] }; HostConfig: { Binds: string[] } }> {
		let answer = '';
		await until(async () => {
			const { status, body } = await engineRequest(engine.host, { method: 'GET', path: `/containers/${name}/json` });
			answer = String(body);
			return status === 200;
		}, `container ${name}`);
		return JSON.parse(answer);
	}

	it('makes a line of the fields while they are typed, and runs it', async () => {
		const port = await freePort();
		await lineIs('docker run -d busybox:latest');
		await form.getByLabel('Name', { exact: true }).fill('typed');
		await form.getByRole('button', { name: 'Add port' }).click();
		await form.getByLabel('Port of this machine 1').fill(`${port}`);
		await form.getByLabel('Port of the container 1').fill('80');
		await form.getByRole('button', { name: 'Add variable' }).click();
		await form.getByLabel('Environment: name 1').fill('EVIL');
		await form.getByLabel('Environment: value 1').fill(`<script>alert("1")</script> $(id) 'x'`);
		await form.getByRole('button', { name: 'Add storage' }).click();
		await form.getByLabel('Volume 1').fill('kept');
		await form.getByLabel('Folder in the container 1').fill('/data');
		await form.getByLabel('Command', { exact: true }).fill('sleep 600');
		const words = `'EVIL=<script>alert("1")</script> $(id) '\\''x'\\'''`;
		await lineIs(`docker run -d -p ${port}:80 -e ${words} -v kept:/data --name typed busybox:latest sleep 600`);
		await screenshot(workbench.page, 'run-form');
		await form.getByRole('button', { name: 'Run', exact: true }).click();
		await form.getByRole('status').filter({ hasText: 'Container "typed" was started.' }).waitFor();
		await form.getByRole('button', { name: `Open http://localhost:${port}` }).waitFor();
		const { Config, HostConfig } = await inspect('typed');
		assert.ok(Config.Env.includes(`EVIL=<script>alert("1")</script> $(id) 'x'`));
		assert.deepEqual([Config.Cmd, HostConfig.Binds], [['sleep', '600'], ['kept:/data']]);
		assert.equal(await form.locator('script', { hasText: 'alert' }).count(), 0);
	});

	it('says what is in the way as it is typed, leads there and offers a way out', async () => {
		await form.getByLabel('Name', { exact: true }).fill('typ');
		await form.getByLabel('Name', { exact: true }).fill('typed');
		await problem('There is already a container "typed".').waitFor();
		assert.equal(await form.getByLabel('Name', { exact: true }).getAttribute('aria-invalid'), 'true');
		await problem('is already used by container "typed".').waitFor();
		await form.getByRole('button', { name: 'Run', exact: true }).click();
		await until(() => isFocused(form.getByLabel('Name', { exact: true })), 'the focus');
		await screenshot(workbench.page, 'run-form-problems');
		await form.getByRole('button', { name: 'Use "typed-2"' }).click();
		await form.getByRole('button', { name: /^Use \d+$/ }).click();
		await form.locator('[aria-invalid]').waitFor({ state: 'detached' });
		await line().filter({ visible: true }).waitFor();
		assert.match(await line().inputValue(), /--name typed-2 /);
	});

	it('takes a pasted line apart, and names what it has no field for', async () => {
		await line().fill(
			`docker run -it --rm --name pasted --gpus all -e 'POSTGRES_PASSWORD=hunter 2' --memory 64m busybox sh`,
		);
		await until(async () => (await form.getByLabel('Name', { exact: true }).inputValue()) === 'pasted', 'the fields');
		assert.equal(await form.getByLabel('Image', { exact: true }).inputValue(), 'busybox');
		assert.equal(await form.getByLabel('Environment: value 1').inputValue(), 'hunter 2');
		assert.equal(await form.getByRole('checkbox', { name: 'Interactive' }).isChecked(), true);
		assert.equal(await form.getByLabel('Other flags').inputValue(), '--gpus all');
		await problem('The form cannot set these').waitFor();
		await form.getByRole('button', { name: 'Take them out' }).click();
		await lineIs(`docker run -it --rm -e 'POSTGRES_PASSWORD=hunter 2' --memory 64m --name pasted busybox sh`);
		await line().fill('docker ps -a');
		await form.getByText('This is not a "docker run" line.').waitFor();
		assert.equal(await form.getByLabel('Name', { exact: true }).inputValue(), 'pasted');
		await line().fill("docker run -d --name secret -e 'POSTGRES_PASSWORD=hunter 2' busybox sleep 600");
		await until(async () => (await form.getByLabel('Name', { exact: true }).inputValue()) === 'secret', 'the fields');
	});

	it('can be used by the keyboard alone, and remembers what was run', async () => {
		await form.getByLabel('Name', { exact: true }).focus();
		await workbench.page.keyboard.press('Tab');
		await until(() => isFocused(form.getByRole('button', { name: 'Add port' })), 'the next control');
		await workbench.page.keyboard.press('Control+Enter');
		await form.getByRole('status').filter({ hasText: 'Container "secret" was started.' }).waitFor();
		const past = form.locator('summary', { hasText: 'Past runs' });
		await past.focus();
		await workbench.page.keyboard.press('Enter');
		await form.getByText("-e 'POSTGRES_PASSWORD=***' --name secret").waitFor();
		await form.getByRole('checkbox', { name: 'Show secret values' }).check();
		await form.getByText("-e 'POSTGRES_PASSWORD=hunter 2' --name secret").waitFor();
		await form
			.getByRole('button', { name: /^Use again/ })
			.nth(1)
			.click();
		await until(
			async () => (await form.getByLabel('Name', { exact: true }).inputValue()) === 'typed',
			'the run before',
		);
		assert.equal(await form.getByLabel('Volume 1').inputValue(), 'kept');
	});

	it('wears the colours of the theme', async () => {
		for (const [theme, kind] of [
			['Dark Modern', 'vscode-dark'],
			['Dark High Contrast', 'vscode-high-contrast'],
		] as const) {
			await sidebar.theme(theme, form.locator(`body.${kind}`));
			await screenshot(workbench.page, `run-form-${kind}`);
		}
	});

	it('is as it was after the window was reloaded, in the language of the window', async () => {
		const { page } = workbench;
		await form.getByLabel('Name', { exact: true }).fill('reloaded');
		await form.locator('summary', { hasText: 'Limits' }).click();
		await form.getByLabel('Memory', { exact: true }).fill('32m');
		await lineHas('--memory 32m');
		await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = 'ko';`);
		await sidebar.command('Developer: Reload Window');
		await form.getByLabel('메모리', { exact: true }).waitFor({ timeout: 150_000 });
		await lineHas('--memory 32m');
		assert.equal(await form.getByLabel('이름', { exact: true }).inputValue(), 'reloaded');
		await form.getByLabel('이 컴퓨터의 포트 1').fill('80000');
		await form.locator('.problem', { hasText: '"80000:80"은(는) 포트가 아닙니다.' }).waitFor();
		await screenshot(page, 'run-form-korean');
	}).timeout(200_000);

	const lineHas = (text: string) => until(async () => (await line().inputValue()).includes(text), text);
});

function formOf({ page }: Workbench): FrameLocator {
	return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

function isFocused(control: Locator): Promise<boolean> {
	return control.evaluate(element => element === element.ownerDocument.activeElement);
}
