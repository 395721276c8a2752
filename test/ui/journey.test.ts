import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { freePort } from '../support/freePort.ts';
import { projectRoot } from '../support/projectRoot.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

const run = promisify(execFile);
const project = 'shopjourney';

describe('the main job, by clicks: from a Dockerfile to a running application and back', function () {
	this.timeout(180_000);
	let workbench: Workbench;
	let sidebar: Sidebar;
	let folder: string;
	let port: number;
	let env: NodeJS.ProcessEnv;

	before(async () => {
		({ env } = await ensureEngine());
		port = await freePort();
		folder = await copySample(port);
		workbench = await openWorkbench({ folder, env, viewport: { width: 1400, height: 800 } });
		sidebar = new Sidebar(workbench.page);
	});

	after(async () => {
		await workbench?.close();
		const files = ['-f', path.join(folder, 'compose.yaml')];
		await run('docker', ['compose', ...files, 'down', '--volumes', '--timeout', '0'], { env });
		await run('docker', ['image', 'rm', '-f', `${project}-web`, `${project}-worker`], { env }).catch(() => {});
		await rm(folder, { recursive: true, force: true });
	});

	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			await screenshot(workbench.page, `failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
		}
	});

	it('shows the project of the compose file before anything runs', async () => {
		await sidebar.open();
		await sidebar.widen(420);
		const row = sidebar.row('Containers', project);
		await row.waitFor();
		await waitForText(row, '0/2 running');
		await waitForText(sidebar.row('Containers', 'web'), 'not created');
	});

	it('builds the image of the Dockerfile with one question', async () => {
		await sidebar.command('Docker: Build Image…');
		await sidebar.pick('docker buildx build', sidebar.terminal('DONE'));
		await sidebar.expandView('Images');
		await sidebar.row('Images', `${path.basename(folder).toLowerCase()}:latest`).waitFor();
		await run('docker', ['image', 'rm', path.basename(folder).toLowerCase()], { env });
		await sidebar.row('Images', `${path.basename(folder).toLowerCase()}:latest`).waitFor({ state: 'detached' });
	});

	it('starts the project, and its rows appear and become healthy', async () => {
		const web = sidebar.row('Containers', `${project}-web-1`);
		await sidebar.inline(sidebar.row('Containers', project), 'Compose Up', web);
		await sidebar.row('Containers', `${project}-worker-1`).waitFor();
		await waitForText(web, '(healthy)');
		assert.match(await sidebar.description(web), new RegExp(`^${project}-web · :${port}→80 · Up .* \\(healthy\\)$`));
		await waitForText(sidebar.row('Containers', project), '2/2 running');
		await screenshot(workbench.page, 'sidebar');
	});

	it('opens a shell that answers', async () => {
		await sidebar.inline(sidebar.row('Containers', `${project}-web-1`), 'Open Shell', sidebar.terminal('/shop #'));
		await sidebar.typeInTerminal('echo "six times seven is $((6*7))"', 'six times seven is 42');
		await screenshot(workbench.page, 'shell');
		await workbench.page.keyboard.type('exit\n');
	});

	it('follows the log', async () => {
		const viewer = workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
		const worker = sidebar.row('Containers', `${project}-worker-1`);
		await sidebar.menu(worker, 'Show Container Logs', viewer.locator('.row', { hasText: /order/i }));
		await screenshot(workbench.page, 'logs');
	});

	it('opens the published port in the browser', async () => {
		const page = await (await fetch(`http://127.0.0.1:${port}/`)).text();
		assert.match(page, /<html/i);
		const opened = workbench.context.waitForEvent('page');
		const dialog = workbench.page.locator('.monaco-dialog-box');
		const isOpen = () => workbench.context.pages().length > 1;
		await sidebar.menu(
			sidebar.row('Containers', `${project}-web-1`),
			'Open Port in Browser',
			async () => isOpen() || dialog.isVisible(),
		);
		if (!isOpen()) {
			await sidebar.confirm('Open');
		}
		assert.match((await opened).url(), new RegExp(`:${port}|/proxy/${port}|about:blank`));
		await (await opened).close();
	});

	it('takes the project down with its volume after asking', async () => {
		const dialog = workbench.page.locator('.monaco-dialog-box');
		await sidebar.menu(sidebar.row('Containers', project), 'Compose Down and Delete Volumes', dialog);
		assert.match((await dialog.textContent()) ?? '', new RegExp(`${project}_orders`));
		await screenshot(workbench.page, 'down');
		await sidebar.confirm('Take Down and Delete Data');
		await sidebar.row('Containers', `${project}-web-1`).waitFor({ state: 'detached' });
		await waitForText(sidebar.row('Containers', project), '0/2 running');
		const { stdout } = await run('docker', ['volume', 'ls', '-q', '--filter', `name=${project}`], { env });
		assert.equal(stdout, '');
	});

	it('removes an image with the Delete key', async () => {
		await sidebar.expandView('Images');
		const image = sidebar.row('Images', `${project}-worker:latest`);
		await sidebar.press(image, 'Delete', workbench.page.locator('.monaco-dialog-box'));
		await sidebar.confirm('Remove');
		await image.waitFor({ state: 'detached' });
	});
});

/** The sample in a folder, a project and a port of its own. */
async function copySample(port: number): Promise<string> {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-journey-'));
	await cp(path.join(projectRoot, 'samples/shop'), folder, { recursive: true });
	// Equal files would make the image of an earlier run, under a row of its first tag.
	await appendFile(path.join(folder, 'web/index.html'), `<!-- ${folder} -->\n`);
	const file = path.join(folder, 'compose.yaml');
	const text = await readFile(file, 'utf8');
	await writeFile(
		file,
		text
			.replace(/^name: .*/m, `name: ${project}`)
			.replaceAll('image: shop-', `image: ${project}-`)
			.replace('"8080:80"', `"${port}:80"`),
	);
	return folder;
}

async function waitForText(row: Locator, text: string): Promise<void> {
	await row.filter({ hasText: text }).waitFor();
}
