import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../support/projectRoot.ts';

/** Where the pictures of a run go: `docs/images` when SLIPWAY_PICTURES is set, since the README shows them. */
const folder = path.join(projectRoot, process.env.SLIPWAY_PICTURES ? 'docs/images' : 'out/screenshots');

export async function screenshot(page: Page, name: string): Promise<void> {
	mkdirSync(folder, { recursive: true });
	await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
