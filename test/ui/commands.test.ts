import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { freePort } from '../support/freePort.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { insist } from './insist.ts';
import { Sidebar } from './sidebar.ts';

describe('commands: what a person sees', function () {
	this.timeout(180_000);
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
	const dockerLine = (text: string) => sidebar.choice(`docker run -d ${text}`);

	/** What the notification centre lists: toasts do not show in a workbench that is driven by a test. */
	async function notifications(): Promise<string[]> {
		await sidebar.openNotifications();
		const texts = await sidebar.notificationCentre
			.locator('.monaco-list-row .notification-list-item-message')
			.allTextContents();
		await sidebar.closeNotifications();
		return texts;
	}

	/** Answers one field of the form in the pick list. */
	async function field(label: string, text: string, outcome: Locator): Promise<void> {
		await sidebar.pick(new RegExp(`^${label}`), sidebar.question(label));
		await sidebar.answer(text);
		await outcome.waitFor();
	}

	async function notified(text: string): Promise<void> {
		await until(async () => (await notifications()).includes(text), `a notification that says: ${text}`);
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
		await sidebar.input.waitFor();
		await workbench.page.keyboard.press('Escape');
		await workbench.page.waitForTimeout(500);
		assert.deepEqual(await notifications(), []);
		assert.equal(await dialog().count(), 0);
	});

	it('the button of the images view asks what to pull, whatever row has the focus', async () => {
		await sidebar.row('Images', 'busybox:latest').click();
		await sidebar.headButton('Images', 'Pull Image', sidebar.question('Pull an image'));
		await sidebar.input.fill('busybox');
		await workbench.page.locator('.quick-input-message', { hasText: 'Pulls busybox:latest' }).waitFor();
		await workbench.page.keyboard.press('Escape');
	});

	it('runs an image from a form that shows the docker line, and remembers it', async () => {
		const image = sidebar.row('Images', 'busybox:latest');
		await sidebar.inline(image, 'Run Image', dockerLine('busybox:latest'));
		await field('Name', name, dockerLine(`--name ${name}`));
		await field('Command', 'sleep 600', dockerLine(`--name ${name} busybox:latest sleep 600`));
		await workbench.page.keyboard.press('Enter');
		await sidebar.row('Containers', name).waitFor();

		await sidebar.inline(image, 'Run Image', dockerLine(`--name ${name}-2 busybox:latest sleep 600`));
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
		await sidebar.inline(sidebar.row('Images', 'busybox:latest'), 'Run Image', dockerLine(''));
		await field('Name', 'second', dockerLine('--name second'));
		await field('Ports', `${port}:80`, sidebar.choice(`-p ${port}:80`));
		await workbench.page.keyboard.press('Enter');
		await notified(`Port ${port} is already used by container "first".`);
		const told = sidebar.notificationCentre.locator('.monaco-list-row', { hasText: `Port ${port}` });
		// VS Code draws a row twice at times when the list opens just as it comes, and once when it is opened again.
		await until(async () => {
			await sidebar.closeNotifications();
			await sidebar.openNotifications();
			await told.first().waitFor();
			return (await told.count()) === 1;
		}, 'it to be said once');
		await told.locator('.monaco-button', { hasText: 'Stop "first"' }).waitFor();
		await insist(
			() => told.locator('.monaco-button', { hasText: /^Use \d+$/ }).click({ timeout: 10_000 }),
			sidebar.row('Containers', 'second'),
		);
	});

	it('renames with F2, removes with Delete, naming what goes, and brings it back with Undo', async () => {
		const question = `Rename container "${name}"`;
		await sidebar.press(sidebar.row('Containers', name), 'F2', sidebar.question(question));
		await sidebar.answerTo(question, `${name}-renamed`);
		const row = sidebar.row('Containers', `${name}-renamed`);
		await sidebar.press(row, 'Delete', dialog().filter({ hasText: `Remove container "${name}-renamed"?` }));
		await sidebar.confirm('Stop and Remove');
		await row.waitFor({ state: 'hidden' });
		await notified(`Container "${name}-renamed" was removed.`);
		const told = await sidebar.notification('was removed.');
		await insist(() => told.locator('.monaco-button', { hasText: 'Undo' }).click({ timeout: 10_000 }), row);
	});
});
