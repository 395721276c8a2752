import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { learnedSteps } from '../../src/contributions.ts';
import { ensureEngine } from '../support/engine.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

const run = promisify(execFile);
const container = `walkthrough-${process.pid}`;

describe('the walkthrough, by clicks', function () {
	this.timeout(180_000);
	let first: Workbench;
	let workbench: Workbench;
	let env: NodeJS.ProcessEnv;

	before(async () => {
		({ env } = await ensureEngine());
		const command = ['sh', '-c', 'echo first line; sleep 1000'];
		await run('docker', ['run', '-d', '--name', container, '--stop-timeout', '0', 'busybox', ...command], { env });
	});
	after(async () => {
		await first?.close();
		await run('docker', ['rm', '-f', container], { env });
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			await screenshot(workbench.page, `failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
		}
	});

	const step = (id: string) => workbench.page.locator(`.getting-started-step[data-step-id$="#${id}"]`);
	const isTicked = (id: string) => step(id).locator('> .codicon-getting-started-step-checked');

	async function openStep(id: string): Promise<Locator> {
		await step(id).waitFor();
		const isOpen = async () => (await step(id).getAttribute('class'))?.includes('expanded') === true;
		await insist(async () => (await isOpen()) || step(id).click({ timeout: 10_000 }), isOpen, 5000);
		await workbench.page.locator('.getting-started-media iframe').waitFor();
		return step(id);
	}

	it('has twelve steps, of which those that were really done are ticked', async () => {
		first = await openWorkbench({ env, viewport: { width: 1600, height: 900 } });
		workbench = first;
		const sidebar = new Sidebar(workbench.page);
		await sidebar.open();
		await sidebar.command('Docker: Get Started with Docker');
		await isTicked('image').waitFor();
		assert.equal(await workbench.page.locator('.getting-started-step').count(), learnedSteps.length);
		assert.equal(await isTicked('logs').count(), 0);
		const logs = await openStep('logs');
		await screenshot(workbench.page, 'walkthrough');
		const button = logs.locator('a.monaco-button', { hasText: 'Show Logs' });
		await insist(() => button.click({ timeout: 10_000 }), sidebar.choice(container));
		const isChosen = () => workbench.page.locator('.quick-input-widget', { hasText: '1 Selected' }).isVisible();
		await insist(
			async () => (await isChosen()) || sidebar.choice(container).click({ timeout: 10_000 }),
			isChosen,
			5000,
		);
		// The log covers the walkthrough.
		const log = workbench.page.locator('.tab', { hasText: `Logs: ${container}` });
		const ok = workbench.page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' });
		await insist(() => ok.click({ timeout: 10_000 }), log);
		await insist(
			() => workbench.page.locator('.tab', { hasText: 'Welcome' }).click({ timeout: 10_000 }),
			isTicked('logs'),
		);
		assert.equal(await isTicked('shell').count(), 0, 'nothing else is ticked by that');
	});

	it('speaks Korean', async () => {
		workbench = await openWorkbench({
			env,
			server: first.server,
			locale: 'ko',
			viewport: { width: 1600, height: 900 },
		});
		const sidebar = new Sidebar(workbench.page);
		await sidebar.open();
		await sidebar.command('Docker: Docker 시작하기');
		await isTicked('image').waitFor();
		const network = await openStep('network');
		assert.match((await network.textContent()) ?? '', /컨테이너끼리 연결하기.*네트워크 만들기/s);
		await screenshot(workbench.page, 'walkthrough-korean');
		await workbench.close();
	});
});
