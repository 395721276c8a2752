import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { projectRoot } from '../support/projectRoot.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { openFile } from './explorer.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';

describe('writing Dockerfiles and compose files', function () {
	this.timeout(180_000);
	let workbench: Workbench;
	let page: Page;
	let folder: string;

	before(async () => {
		const { env } = await ensureEngine();
		folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-authoring-'));
		await cp(path.join(projectRoot, 'samples/broken'), folder, { recursive: true });
		workbench = await openWorkbench({ folder, env, workspaceTrust: false });
		page = workbench.page;
	});

	after(async () => {
		await workbench?.close();
		await rm(folder, { recursive: true, force: true });
	});

	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			await screenshot(page, `failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
		}
	});

	const line = (text: string): Locator => page.locator('.view-line', { hasText: text }).first();

	/** Chooses a fix for what stands in a line from the menu of the light bulb; the line is another one then. */
	async function fix(text: string, title: string): Promise<void> {
		const fixes = page.locator('.action-widget .monaco-list-row.action', { hasText: title });
		const choose = async () => {
			await page.keyboard.press('Escape');
			await line(text).click({ timeout: 10_000 });
			await page.keyboard.press('Home');
			await page
				.locator('.codicon-gutter-lightbulb, .codicon-gutter-lightbulb-auto-fix, .lightBulbWidget')
				.first()
				.waitFor({ timeout: 10_000 });
			await page.keyboard.press('Control+.');
			await fixes.first().click({ timeout: 10_000 });
		};
		await insist(choose, async () => (await line(text).count()) === 0);
	}

	it('a Dockerfile shows its mistakes, and a click mends one', async () => {
		await openFile(page, 'Dockerfile');
		await page.locator('.squiggly-error').first().waitFor();
		await page.locator('.codelens-decoration', { hasText: 'Build' }).first().waitFor();
		await screenshot(page, 'dockerfile');
		await fix('CMP', 'CMD');
	});

	it('a compose file shows its mistakes, and a click mends one', async () => {
		await openFile(page, 'compose.yaml');
		await page.locator('.squiggly-error').first().waitFor();
		await page.locator('.codelens-decoration', { hasText: 'Up' }).first().waitFor();
		await screenshot(page, 'compose');
		await fix('version', 'version');
	});

	it('a compose file is completed as it is typed', async () => {
		await line('build').click();
		await page.keyboard.press('End');
		await page.keyboard.type('\nrest');
		await page.locator('.suggest-widget .monaco-list-row', { hasText: 'restart' }).first().waitFor();
		// What the list proposes goes in once it has the choice.
		await page.locator('.suggest-widget .monaco-list-row.focused', { hasText: 'restart' }).waitFor();
		await page.keyboard.press('Enter');
		await page.locator('.suggest-widget .monaco-list-row', { hasText: 'unless-stopped' }).first().waitFor();
		assert.equal(await line('restart:').count(), 1);
	});
});
