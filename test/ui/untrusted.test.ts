import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { ensureEngine } from '../support/engine.ts';
import { projectRoot } from '../support/projectRoot.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

const run = promisify(execFile);
const container = 'slipway-untrusted';

describe('in a workspace that is not trusted', function () {
	this.timeout(180_000);
	let workbench: Workbench;
	let sidebar: Sidebar;
	let folder: string;
	let env: NodeJS.ProcessEnv;

	before(async () => {
		({ env } = await ensureEngine());
		folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-untrusted-'));
		await cp(path.join(projectRoot, 'samples/shop'), folder, { recursive: true });
		await run('docker', ['create', '--name', container, 'busybox'], { env });
		const userSettings = { 'security.workspace.trust.startupPrompt': 'never' };
		workbench = await openWorkbench({ folder, env, workspaceTrust: true, userSettings });
		sidebar = new Sidebar(workbench.page);
	});

	after(async () => {
		await workbench?.close();
		await run('docker', ['rm', '-f', container], { env });
		await rm(folder, { recursive: true, force: true });
	});

	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			await screenshot(workbench.page, `failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
		}
	});

	it('the views work, without what the workspace says', async () => {
		await sidebar.open();
		await sidebar.row('Containers', container).waitFor();
		assert.equal(await sidebar.row('Containers', 'shop').count(), 0);
	});

	it('nothing of it is built or run', async () => {
		await sidebar.command('Docker: Build Image…');
		const notification = await sidebar.notification('Trust this workspace first');
		await notification.locator('.monaco-button', { hasText: 'Manage Workspace Trust' }).waitFor();
		await screenshot(workbench.page, 'untrusted');
	});
});
