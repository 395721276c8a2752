import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkbench, type Workbench } from '../support/vscode.ts';

/**
 * What the editor says of the first word of a file: its language, and the grammar that gave it its scopes. VS Code has
 * grammars of its own for these.
 */
const files: Readonly<Record<string, readonly [text: string, language: string, scope: string]>> = {
	Dockerfile: ['FROM scratch\n', 'dockerfile', 'source.dockerfile.buildkit'],
	'compose.yaml': ['services:\n', 'dockercompose', 'source.yaml.compose'],
};

describe('grammars in the workbench', () => {
	let workbench: Workbench;
	const folder = mkdtempSync(join(tmpdir(), 'slipway grammars '));

	before(async () => {
		for (const [name, [text]] of Object.entries(files)) {
			writeFileSync(join(folder, name), text);
		}
		workbench = await openWorkbench({ folder });
	});

	after(async () => {
		await workbench?.close();
		rmSync(folder, { recursive: true, force: true });
	});

	for (const [name, [, language, scope]] of Object.entries(files)) {
		it(`are ours, not VS Code's own: ${name}`, async () => {
			const { page } = workbench;
			await page.getByRole('treeitem', { name, exact: true }).dblclick();
			await page.locator('.tab.active', { hasText: name }).waitFor();
			await page
				.locator('.monaco-editor .view-line')
				.first()
				.click({ position: { x: 5, y: 5 } });
			await page.keyboard.press('F1');
			await page.keyboard.type('Developer: Inspect Editor Tokens and Scopes');
			await page.getByRole('option', { name: /Inspect Editor Tokens/ }).waitFor();
			await page.keyboard.press('Enter');
			const widget = page.locator('.token-inspect-widget');
			await widget.filter({ hasText: scope }).waitFor();
			assert.match((await widget.textContent()) ?? '', new RegExp(`language${language}`));
			await page.keyboard.press('Escape');
			await widget.waitFor({ state: 'detached' });
		});
	}
});
