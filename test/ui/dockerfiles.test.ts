import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Locator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

describe('Dockerfiles, by clicks', function () {
	this.timeout(180_000);
	let workbench: Workbench;
	let sidebar: Sidebar;
	let folder: string;

	before(async () => {
		const { env } = await ensureEngine();
		folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-dockerfiles-'));
		await mkdir(path.join(folder, 'media'));
		await writeFile(path.join(folder, 'media', 'film.mp4'), 'x'.repeat(5_000_000));
		await writeFile(path.join(folder, 'requirements.txt'), 'flask\n');
		await writeFile(path.join(folder, 'app.py'), '');
		workbench = await openWorkbench({ folder, env });
		sidebar = new Sidebar(workbench.page);
		await sidebar.open();
	});

	after(async () => {
		await workbench?.close();
		await rm(folder, { recursive: true });
	});

	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			await screenshot(workbench.page, `failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
		}
	});

	const row = (text: string | RegExp): Locator => sidebar.choice(text);
	const read = (name: string) => readFile(path.join(folder, name), 'utf8');

	it('adds a Dockerfile: what was found is proposed, a new port changes the command with it', async () => {
		await sidebar.command('Docker: Add Dockerfile');
		await row('Dockerfile, .dockerignore').waitFor();
		await row('flask --app app run --host 0.0.0.0 --port 5000').waitFor();
		await sidebar.pick('EXPOSE', workbench.page.locator('.quick-input-message'));
		await sidebar.answer('7000');
		await row('--port 7000').waitFor();
		await screenshot(workbench.page, 'add-dockerfile');
		await sidebar.pick('Dockerfile, .dockerignore', workbench.page.locator('.tab.active', { hasText: 'Dockerfile' }));
		assert.match(await read('Dockerfile'), /EXPOSE 7000\nCMD \["flask", .*"7000"\]\n$/);
		assert.match(await read('.dockerignore'), /__pycache__/);
	});

	it('keeps the Dockerfile that is there and proposes another name', async () => {
		const before = await read('Dockerfile');
		await sidebar.command('Docker: Add Dockerfile');
		await row('The folder has a Dockerfile already').waitFor();
		const made = workbench.page.locator('.tab.active', { hasText: 'Dockerfile.python' });
		await insist(() => workbench.page.keyboard.press('Enter'), made);
		assert.equal(await read('Dockerfile'), before);
	});

	it('leaves the largest file of the context out with one click', async () => {
		await sidebar.command('Docker: Show What the Build Context Holds');
		const film = row('media/film.mp4');
		await film.hover();
		await screenshot(workbench.page, 'build-context');
		const leaveOut = film.locator('.quick-input-list-entry-action-bar a.action-label');
		await insist(
			async () => {
				await film.hover({ timeout: 10_000 });
				await leaveOut.click({ timeout: 10_000 });
			},
			row(/film\.mp4.*1 file, 5 MB/),
		);
		assert.match(await read('.dockerignore'), /\nmedia\/film\.mp4\n$/);
		await workbench.page.keyboard.press('Escape');
	});

	it('checks with BuildKit what is in the editor', async () => {
		await workbench.page.locator('.tab.active', { hasText: 'Dockerfile.python' }).click();
		await workbench.page.locator('.editor-instance .view-lines').click();
		await workbench.page.keyboard.press('Control+End');
		await workbench.page.keyboard.type('MAINTAINER me\n');
		await workbench.page.locator('.view-line', { hasText: 'MAINTAINER me' }).waitFor();
		await sidebar.command('Docker: Check Dockerfile with BuildKit');
		await sidebar.statusBarItem('BuildKit has 1 finding in Dockerfile.python.').waitFor();
		await sidebar.notification('No registry could be asked for');
	});
});
