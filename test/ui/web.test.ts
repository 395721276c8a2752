import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { projectRoot } from '../support/projectRoot.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { openFile } from './explorer.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';

describe('in a browser alone', function () {
	this.timeout(180_000);
	let workbench: Workbench;
	let folder: string;

	before(async () => {
		folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-web-'));
		await cp(path.join(projectRoot, 'samples/broken'), path.join(folder, 'broken'), { recursive: true });
		workbench = await openWorkbench({
			folder: path.join(folder, 'broken'),
			extensionPath: await webExtension(folder),
			workspaceTrust: false,
		});
	});

	after(async () => {
		await workbench?.close();
		await rm(folder, { recursive: true, force: true });
	});

	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			await screenshot(workbench.page, `failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
		}
	});

	it('problems, completion and hovers come from a web worker', async () => {
		const { page } = workbench;
		await openFile(page, 'Dockerfile');
		await page.locator('.squiggly-error').first().waitFor();
		await page.keyboard.press('Control+End');
		await page.keyboard.type('HEALTHCHECK --inter');
		await page.locator('.suggest-widget .monaco-list-row', { hasText: '--interval' }).first().waitFor();
		await page.keyboard.press('Escape');
		const word = page.locator('.view-line span', { hasText: /^WORKDIR/ }).first();
		await insist(
			async () => {
				await page.mouse.move(5, 5);
				await word.hover({ timeout: 10_000 });
			},
			page.locator('.monaco-hover', { hasText: 'WORKDIR' }),
		);
		await screenshot(page, 'web');
	});
});

/** The extension as a place without a remote host has it: with its `browser` entry only, for the web worker. */
async function webExtension(folder: string): Promise<string> {
	const target = path.join(folder, 'extension');
	await mkdir(path.join(target, 'dist'), { recursive: true });
	const manifest = JSON.parse(await readFile(path.join(projectRoot, 'package.json'), 'utf8'));
	const { main, ...rest } = manifest;
	assert.ok(main);
	await writeFile(path.join(target, 'package.json'), JSON.stringify({ ...rest, extensionKind: ['web'] }));
	for (const name of ['package.nls.json', 'dist', 'l10n', 'syntaxes', 'snippets', 'media']) {
		await cp(path.join(projectRoot, name), path.join(target, name), { recursive: true, force: true });
	}
	return target;
}
