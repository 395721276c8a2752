import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { ensureEngine } from '../support/engine.ts';
import { until } from '../support/until.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { openFile } from './explorer.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';

const compose = `name: authored
services:
  web:
    image: "nginx:\${TAG}"
    ports: ["8080:80"]
`;

describe('compose files, by clicks', function () {
	this.timeout(180_000);
	let workbench: Workbench;
	let folder: string;

	before(async () => {
		const { env } = await ensureEngine();
		folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-compose-'));
		await writeFile(path.join(folder, '.env'), 'TAG=1.27\n');
		await writeFile(path.join(folder, 'compose.yaml'), compose);
		workbench = await openWorkbench({ folder, env });
		await openFile(workbench.page, 'compose.yaml');
		await tab('compose.yaml').waitFor();
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

	const tab = (name: string) => workbench.page.locator('.tab', { hasText: name });
	const editor = (name: string) => workbench.page.locator(`.editor-instance[aria-label*="${name}"]`);
	const preview = () => workbench.page.locator('.editor-group-container').nth(1);
	const line = (text: string) => preview().locator('.view-line', { hasText: text }).first();

	/** The faint texts behind the lines; pseudo-elements are in no element's text. */
	const marks = async () => {
		const script = `[...document.querySelectorAll('.view-line span')].map(span => getComputedStyle(span, '::after').content)`;
		const found: string[] = await workbench.page.evaluate(script);
		return found.map(content => content.replace(/^"|"$/g, '').replaceAll('\u00a0', ' '));
	};

	it('previews the resolved model beside the file, and says where each line comes from', async () => {
		const button = workbench.page.locator('.editor-actions a[aria-label^="Preview Resolved Model"]');
		await insist(() => button.click({ timeout: 10_000 }), line('nginx:1.27'));
		const expected = ['compose.yaml:4 · .env: TAG', 'compose.yaml:5', 'default'];
		await until(async () => {
			const found = await marks();
			return expected.every(mark => found.includes(mark));
		}, `the marks ${expected}`);
		await screenshot(workbench.page, 'compose-preview');
	});

	it('leads from a line to where it is written', async () => {
		const link = workbench.page.locator('.monaco-hover a', { hasText: '.env' });
		const hover = async () => {
			await workbench.page.mouse.move(5, 5);
			await line('nginx:1.27').locator('span span').last().hover({ timeout: 10_000 });
		};
		await insist(hover, link);
		await screenshot(workbench.page, 'compose-preview-hover');
		await insist(async () => {
			if (!(await link.isVisible())) {
				await hover();
			}
			await link.click({ timeout: 10_000 });
		}, tab('.env'));
	});

	it('says why the model is not current, and leads there', async () => {
		const file = path.join(folder, 'compose.yaml');
		await writeFile(file, compose.replace('ports', 'prots'));
		const reason = preview().locator('.codelens-decoration a', { hasText: 'Not current' });
		await reason.waitFor();
		await screenshot(workbench.page, 'compose-preview-refused');
		await insist(
			() => reason.click({ timeout: 10_000 }),
			workbench.page.locator('.statusbar-item', { hasText: 'Ln 5' }),
		);
		await writeFile(file, compose);
		await reason.waitFor({ state: 'detached' });
	});

	it('pastes docker run as a service, with the plain text one choice away', async () => {
		const { page } = workbench;
		const run = '$ sudo docker run -d \\\n  --name cache \\\n  -p 6379:6379 redis:7\n';
		await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(run)})`);
		await editor('compose.yaml').first().locator('.view-lines').click();
		await page.keyboard.press('Control+End');
		await page.keyboard.press('Control+V');
		await page.locator('.view-line', { hasText: 'redis:7' }).first().waitFor();
		await screenshot(page, 'compose-paste');
		await page.keyboard.press('Control+S');
		await line('redis:7').waitFor();
		assert.match(await readFile(path.join(folder, 'compose.yaml'), 'utf8'), /\n {2}cache:\n {4}image: redis:7\n/);

		const choices = page.locator('.action-widget .monaco-list-row');
		const asService = choices.filter({ hasText: 'Paste as Compose service' });
		const open = async () =>
			(await asService.isVisible()) || page.locator('.post-edit-widget').click({ timeout: 10_000 });
		await insist(open, asService);
		await insist(
			async () => {
				await open();
				await choices.filter({ hasText: 'Plain Text' }).click({ timeout: 10_000 });
			},
			page.locator('.view-line', { hasText: 'sudo docker run' }),
		);
		await page.keyboard.press('Control+Z');
	});
});
