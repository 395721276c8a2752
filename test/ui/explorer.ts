import type { Page } from 'playwright-core';
import { insist } from './insist.ts';

/** Opens a file by a double click in the explorer; `folder/file` opens the folder first. */
export async function openFile(page: Page, file: string): Promise<void> {
	const names = file.split('/');
	for (const [depth, name] of names.entries()) {
		const row = page
			.locator(`.explorer-folders-view .monaco-list-row[aria-level="${depth + 1}"]`)
			.filter({ has: page.locator('.label-name', { hasText: new RegExp(`^${name.replaceAll('.', '\\.')}$`) }) })
			.first();
		await row.waitFor();
		if (depth === names.length - 1) {
			await insist(() => row.dblclick({ timeout: 10_000 }), page.locator(`.tab.active[data-resource-name="${name}"]`));
		} else {
			const isOpen = async () => (await row.getAttribute('aria-expanded')) === 'true';
			await insist(async () => (await isOpen()) || row.click({ timeout: 10_000 }), isOpen, 5000);
		}
	}
}
