import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineRequest } from '../support/engineAddress.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { Sidebar } from './sidebar.ts';

describe('views in the workbench', function () {
	this.timeout(180_000);
	let engine: OwnEngine;
	let workbench: Workbench;
	let sidebar: Sidebar;
	let folder: string;

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'slipway views '));
		mkdirSync(join(folder, 'config'));
		mkdirSync(join(folder, 'shop'));
		writeFileSync(
			join(folder, 'shop', 'compose.yaml'),
			'services:\n  web:\n    image: busybox\n  job:\n    image: busybox\n    profiles: [tools]\n',
		);
		engine = await startEngine();
		await run('plain');
		await run('stack-web-1', { 'com.docker.compose.project': 'stack', 'com.docker.compose.service': 'web' });
		workbench = await openWorkbench({
			folder: join(folder, 'shop'),
			env: {
				...process.env,
				DOCKER_HOST: engine.host,
				DOCKER_CONFIG: join(folder, 'config'),
				DOCKER_CONTEXT: undefined,
			},
		});
		sidebar = new Sidebar(workbench.page);
		await sidebar.open();
		await sidebar.row('Containers', 'plain').waitFor();
	});

	after(async () => {
		await workbench?.close();
		await engine?.end();
		rmSync(folder, { recursive: true, force: true });
	});

	async function run(name: string, labels: Record<string, string> = {}): Promise<void> {
		const body = Buffer.from(JSON.stringify({ Image: 'busybox', Cmd: ['sleep', '1000'], Labels: labels }));
		const created = await engineRequest(engine.host, { method: 'POST', path: `/containers/create?name=${name}`, body });
		assert.equal(created.status, 201, created.body);
		await engineRequest(engine.host, { method: 'POST', path: `/containers/${name}/start` });
	}

	const welcome = (text: string) =>
		sidebar.view('Containers').locator('.welcome-view-content', { hasText: text }).waitFor();
	const description = (row: string, text: string | RegExp) =>
		sidebar.row('Containers', row).locator('.label-description', { hasText: text }).waitFor();

	it('shows containers, projects, and services that the workspace could start', async () => {
		await sidebar.row('Containers', 'job').waitFor();
		await description('shop', /^0\/1 running$/);
		await description('web', /^not created$/);
		await description('job', /^not created · profile tools$/);
		await description('stack', /^1\/1 running$/);
		await description('plain', /^busybox · Up /);
	});

	it('follows a change of the compose file', async () => {
		writeFileSync(join(folder, 'shop', 'compose.yaml'), 'services:\n  api:\n    image: busybox\n');
		await sidebar.row('Containers', 'api').waitFor();
		await sidebar.row('Containers', 'job').waitFor({ state: 'detached' });
	});

	it('an engine that stops takes its rows along; with it they come back as they were', async () => {
		const stack = sidebar.row('Containers', 'stack');
		await sidebar.collapseRow(stack);
		await sidebar.row('Containers', 'stack-web-1').waitFor({ state: 'detached' });
		await engine.stop();
		await stack.waitFor({ state: 'detached' });
		await welcome('There is no Docker engine where Docker is told');
		await workbench.page.locator('.statusbar-item', { hasText: 'No Docker engine' }).waitFor();
		await engine.start();
		await stack.waitFor();
		assert.equal(await stack.getAttribute('aria-expanded'), 'false');
		await run('after-return');
		await sidebar.row('Containers', 'after-return').waitFor();
	});

	it('an engine that hangs is said to, and forgiven', async () => {
		engine.freeze();
		try {
			await sidebar.row('Containers', 'stack').waitFor({ state: 'detached' });
			await welcome('not answering');
		} finally {
			engine.thaw();
		}
		await sidebar.row('Containers', 'stack').waitFor();
	});
});
