import type { Page } from 'playwright-core';

/** Opens a file by a double click in the explorer; `folder/file` opens the folder first. */
export async function openFile(page: Page, file: string): Promise<void> {
	const names = file.split('/');
	for (const [depth, name] of names.entries()) {
		const row = page
			.locator(`.explorer-folders-view .monaco-list-row[aria-level="${depth + 1}"]`)
			.filter({ has: page.locator('.label-name', { hasText: new RegExp(`^${name.replaceAll('.', '\\.')}$`) }) })
			.first();
		if (depth === names.length - 1) {
			await row.dblclick();
			await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
		} else if ((await row.getAttribute('aria-expanded')) !== 'true') {
			await row.click();
		}
	}
}
