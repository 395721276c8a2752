import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { openFile } from './explorer.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

/**
 * What the editor says of the first word of a file: its language, and the grammar that gave it its scopes. VS Code has
 * grammars of its own for these.
 */
const files: Readonly<Record<string, readonly [text: string, language: string, scope: string]>> = {
	Dockerfile: ['FROM scratch\n', 'dockerfile', 'source.dockerfile.buildkit'],
	'compose.yaml': ['services:\n', 'dockercompose', 'source.yaml.compose'],
};

describe('grammars in the workbench', function () {
	this.timeout(180_000);
	let workbench: Workbench;
	let folder: string;

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'slipway grammars '));
		for (const [name, [text]] of Object.entries(files)) {
			writeFileSync(join(folder, name), text);
		}
		workbench = await openWorkbench({ folder });
	});

	after(async () => {
		await workbench?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			await screenshot(workbench.page, `failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
		}
	});

	for (const [name, [, language, scope]] of Object.entries(files)) {
		it(`are ours, not VS Code's own: ${name}`, async () => {
			const { page } = workbench;
			await openFile(page, name);
			const widget = page.locator('.token-inspect-widget', { hasText: scope });
			await insist(async () => {
				// The command closes what it has opened.
				await page.keyboard.press('Escape');
				await page
					.locator('.monaco-editor .view-line')
					.first()
					.click({ position: { x: 5, y: 5 }, timeout: 10_000 });
				await new Sidebar(page).command('Developer: Inspect Editor Tokens and Scopes');
			}, widget);
			assert.match((await widget.textContent()) ?? '', new RegExp(`language${language}`));
			await insist(
				() => page.keyboard.press('Escape'),
				async () => (await widget.count()) === 0,
				5000,
			);
		});
	}
});
