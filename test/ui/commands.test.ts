import assert from 'node:assert/strict';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { freePort } from '../support/freePort.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { Sidebar } from './sidebar.ts';

describe('commands: what a person sees', function () {
	this.timeout(60_000);
	const name = 'shown';
	let workbench: Workbench;
	let sidebar: Sidebar;
	let engine: OwnEngine;

	before(async () => {
		// One of its own: what is asked depends on what there is.
		const [own, { env }] = await Promise.all([startEngine(), ensureEngine()]);
		engine = own;
		workbench = await openWorkbench({
			env: { ...env, DOCKER_HOST: engine.host },
			// VS Code tells of each port it finds, too.
			userSettings: { 'remote.autoForwardPorts': false },
		});
		sidebar = new Sidebar(workbench.page);
		await sidebar.open();
		await sidebar.expandView('Images');
		await sidebar.row('Images', 'busybox:latest').waitFor();
	});
	after(async () => {
		await workbench?.close();
		await engine?.end();
	});

	beforeEach(async () => {
		do {
			await sidebar.command('Notifications: Clear All Notifications');
		} while ((await notifications()).length > 0);
	});

	const dialog = () => workbench.page.locator('.monaco-dialog-box');
	const input = () => workbench.page.locator('.quick-input-widget input.input');

	/** What the notification centre lists: toasts do not show in a workbench that is driven by a test. */
	async function notifications(): Promise<string[]> {
		const centre = workbench.page.locator('.notifications-center');
		await sidebar.command('Notifications: Show Notifications');
		await centre.waitFor();
		const texts = await centre.locator('.monaco-list-row .notification-list-item-message').allTextContents();
		await workbench.page.keyboard.press('Escape');
		return texts;
	}

	async function notified(text: string): Promise<void> {
		const end = Date.now() + 10_000;
		while (!(await notifications()).includes(text)) {
			assert.ok(Date.now() < end, `no notification says: ${text}`);
		}
	}

	/** Answers the question with this title, once it is asked. */
	async function answer(title: string, text: string): Promise<void> {
		await workbench.page.locator('.quick-input-title', { hasText: title }).waitFor();
		await sidebar.answer(text);
	}

	it('a failure is said once, in a notification and in no dialog', async () => {
		await sidebar.command('Docker: Unpause Container');
		await notified('No container is paused.');
		await workbench.page.waitForTimeout(500);
		assert.deepEqual(await notifications(), ['No container is paused.']);
		assert.equal(await dialog().count(), 0);
	});

	it('Escape leaves nothing on the screen', async () => {
		await sidebar.command('Docker: Pull Image');
		await input().waitFor();
		await workbench.page.keyboard.press('Escape');
		await workbench.page.waitForTimeout(500);
		assert.deepEqual(await notifications(), []);
		assert.equal(await dialog().count(), 0);
	});

	it('the button of the images view asks what to pull, whatever row has the focus', async () => {
		const row = sidebar.row('Images', 'busybox:latest');
		await row.click();
		const view = sidebar.view('Images');
		await view.hover();
		await view.locator('.pane-header .actions a.action-label[aria-label^="Pull Image"]').click();
		await workbench.page.locator('.quick-input-title', { hasText: 'Pull an image' }).waitFor();
		await input().fill('busybox');
		await workbench.page.locator('.quick-input-message', { hasText: 'Pulls busybox:latest' }).waitFor();
		await workbench.page.keyboard.press('Escape');
	});

	it('runs an image from a form that shows the docker line, and remembers it', async () => {
		await sidebar.inline(sidebar.row('Images', 'busybox:latest'), 'Run Image');
		const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
		await rows.filter({ hasText: 'docker run -d busybox:latest' }).waitFor();
		await rows.filter({ hasText: /^Name/ }).first().click();
		await answer('Name', name);
		await rows.filter({ hasText: `--name ${name}` }).waitFor();
		await rows
			.filter({ hasText: /^Command/ })
			.first()
			.click();
		await sidebar.answer('sleep 600');
		await rows.filter({ hasText: `docker run -d --name ${name} busybox:latest sleep 600` }).waitFor();
		await workbench.page.keyboard.press('Enter');
		await sidebar.row('Containers', name).waitFor();

		await sidebar.inline(sidebar.row('Images', 'busybox:latest'), 'Run Image');
		await rows.filter({ hasText: `docker run -d --name ${name}-2 busybox:latest sleep 600` }).waitFor();
		await workbench.page.keyboard.press('Escape');
	});

	it('says who has a port, and offers another one', async () => {
		const port = await freePort();
		const first = {
			Image: 'busybox:latest',
			Cmd: ['sleep', '600'],
			HostConfig: { PortBindings: { '80/tcp': [{ HostPort: `${port}` }] } },
			ExposedPorts: { '80/tcp': {} },
		};
		const body = (object: object) => Buffer.from(JSON.stringify(object));
		await engineRequest(engine.host, { method: 'POST', path: '/containers/create?name=first', body: body(first) });
		await engineRequest(engine.host, { method: 'POST', path: '/containers/first/start' });
		await sidebar.row('Containers', 'first').waitFor();
		await sidebar.inline(sidebar.row('Images', 'busybox:latest'), 'Run Image');
		const rows = workbench.page.locator('.quick-input-list .monaco-list-row');
		await rows.filter({ hasText: /^Name/ }).first().click();
		await answer('Name', 'second');
		await rows
			.filter({ hasText: /^Ports/ })
			.first()
			.click();
		await answer('Ports', `${port}:80`);
		await rows
			.filter({ hasText: `-p ${port}:80` })
			.first()
			.waitFor();
		await workbench.page.keyboard.press('Enter');
		await notified(`Port ${port} is already used by container "first".`);
		const centre = workbench.page.locator('.notifications-center');
		const told = centre.locator('.monaco-list-row', { hasText: `Port ${port}` });
		// VS Code draws a row twice at times when the list opens just as it comes, and once when it is opened again.
		for (let opened = 1; ; opened++) {
			await sidebar.command('Notifications: Show Notifications');
			await told.first().waitFor();
			if ((await told.count()) === 1) {
				break;
			}
			assert.ok(opened < 3, 'it is said more than once');
			await workbench.page.keyboard.press('Escape');
			await centre.waitFor({ state: 'hidden' });
		}
		await told.locator('.monaco-button', { hasText: 'Stop "first"' }).waitFor();
		await told.locator('.monaco-button', { hasText: /^Use \d+$/ }).click();
		await sidebar.row('Containers', 'second').waitFor();
	});

	it('renames with F2, removes with Delete, naming what goes, and brings it back with Undo', async () => {
		await sidebar.row('Containers', name).click();
		await workbench.page.keyboard.press('F2');
		await answer(`Rename container "${name}"`, `${name}-renamed`);
		const row = sidebar.row('Containers', `${name}-renamed`);
		await row.waitFor();
		await row.click();
		await workbench.page.keyboard.press('Delete');
		await dialog()
			.filter({ hasText: `Remove container "${name}-renamed"?` })
			.waitFor();
		await sidebar.confirm('Stop and Remove');
		await row.waitFor({ state: 'hidden' });
		await notified(`Container "${name}-renamed" was removed.`);
		await sidebar.command('Notifications: Show Notifications');
		const told = workbench.page.locator('.notifications-center .monaco-list-row', { hasText: 'was removed.' });
		await told.locator('.monaco-button', { hasText: 'Undo' }).click();
		await row.waitFor();
	});
});
