import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { ensureEngine } from '../support/engine.ts';
import { freePort } from '../support/freePort.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

const run = promisify(execFile);
/** What the tutorial's application says. */
const greeting = 'Hello from the tutorial';

describe("a tutorial's journey, by clicks: from an empty folder to Compose", function () {
	this.timeout(120_000);
	const web = `tutorial-web-${process.pid}`;
	const notes = `tutorial-notes-${process.pid}`;
	const network = `tutorial-net-${process.pid}`;
	const volume = `tutorial-data-${process.pid}`;
	const app = `tutorial-app-${process.pid}:1.0`;
	let workbench: Workbench;
	let sidebar: Sidebar;
	let registry: Registry;
	let folder: string;
	let project: string;
	let ports: readonly [number, number];
	let env: NodeJS.ProcessEnv;
	let hasFailed = false;

	before(async () => {
		const [engine, started, first, second] = await Promise.all([
			ensureEngine(),
			startRegistry(),
			freePort(),
			freePort(),
		]);
		env = engine.env;
		registry = started;
		ports = [first, second];
		folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-tutorial-'));
		project = path.basename(folder).toLowerCase();
		workbench = await openWorkbench({
			folder,
			env,
			userSettings: { 'remote.autoForwardPorts': false },
			viewport: { width: 1400, height: 900 },
		});
		sidebar = new Sidebar(workbench.page);
	});

	// Each step stands on those before it.
	beforeEach(() => assert.ok(!hasFailed, 'a step before this one failed'));
	after(async () => {
		await workbench?.close();
		await docker('compose', '-p', project, 'down', '--volumes', '--timeout', '0');
		await docker('rm', '-f', '-v', web, notes);
		await docker('network', 'rm', network);
		await docker('volume', 'rm', volume);
		await docker('rmi', '-f', app, pushed(), `${project}-web`);
		await registry?.end();
		await rm(folder, { recursive: true, force: true });
	});

	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			hasFailed = true;
			await screenshot(workbench.page, `failed-${this.currentTest.title.replaceAll(/\W+/g, '-')}`);
		}
	});

	/** Its output; nothing where it fails. */
	const docker = (...words: string[]) =>
		run('docker', words, { env, cwd: '/' }).then(
			({ stdout }) => stdout,
			() => '',
		);
	const pushed = () => `${registry.address}/${app}`;
	const page = () => workbench.page;
	const rows = () => page().locator('.quick-input-list .monaco-list-row');
	const choice = (text: string | RegExp): Locator => rows().filter({ hasText: text }).first();
	const title = (text: string) => page().locator('.quick-input-title', { hasText: text });
	const container = (name: string) => sidebar.row('Containers', name);

	/** Chooses a row; where the pointer rests on another one, a hover would soon lie above it. */
	async function pick(text: string | RegExp): Promise<void> {
		await page().mouse.move(700, 800);
		await choice(text).click();
	}

	/** Answers one field of a form of the quick pick. */
	async function field(name: string, answer: string, shown: string): Promise<void> {
		await pick(new RegExp(`^${name}`));
		await title(name).waitFor();
		await sidebar.answer(answer);
		await choice(shown).waitFor();
	}

	/** Makes a file as people do: New File in the explorer, its name, its text, Ctrl+S. */
	async function newFile(name: string, text: string): Promise<void> {
		await sidebar.command('View: Show Explorer');
		const tree = page().locator('.explorer-folders-view');
		await tree.hover();
		await page().locator('.sidebar a.action-label[aria-label^="New File"]').first().click();
		await tree.locator('.monaco-inputbox input').fill(name);
		await page().keyboard.press('Enter');
		await page().locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
		await page().evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
		await page().locator('.editor-instance .view-lines').first().click();
		await page().keyboard.press('Control+V');
		await page()
			.locator('.editor-instance .view-line', { hasText: text.split('\n')[0] })
			.first()
			.waitFor();
		await save(name, saved => saved === text);
	}

	/** Opens a row once there is something below it. */
	async function expand(row: Locator): Promise<void> {
		await row.and(page().locator('[aria-expanded]')).waitFor();
		await sidebar.expandRow(row);
	}

	async function save(name: string, isRight: (text: string) => boolean): Promise<void> {
		await page().keyboard.press('Control+S');
		await holds(`${name} on disk`, async () => isRight(await readFile(path.join(folder, name), 'utf8')));
	}

	/** Types into the shell of a container until the answer is on the screen. */
	async function shell(name: string, line: string, answer: string): Promise<void> {
		await sidebar.inline(container(name), 'Open Shell');
		await sidebar.terminal(/[#$] /).waitFor();
		await page().keyboard.type(`${line}\n`);
		await sidebar.terminal(answer).waitFor();
		await page().keyboard.type('exit\n');
	}

	const greetsAt = (port: number) =>
		holds(`an answer at port ${port}`, async () => (await fetchText(`http://127.0.0.1:${port}/`)) === `${greeting}\n`);

	it('an application comes into an empty folder', async () => {
		await newFile('index.html', `${greeting}\n`);
	});

	it('its Dockerfile is asked for in one form, and changed by hand', async () => {
		await sidebar.command('Docker: Add Dockerfile');
		await pick(/^Project/);
		await pick('Something else');
		await pick(/^Base image/);
		await title('Base image').waitFor();
		await page().locator('.quick-input-widget input.input').fill('busybox');
		await pick('busybox');
		await field('Port', '80', 'EXPOSE');
		await field('Start command', 'httpd -f -p 80 -h /app', 'httpd -f -p 80');
		await pick('Dockerfile, .dockerignore');
		await page().locator('.tab.active', { hasText: 'Dockerfile' }).waitFor();
		assert.match(
			await readFile(path.join(folder, 'Dockerfile'), 'utf8'),
			/^FROM busybox\n(.*\n)+EXPOSE 80\nCMD \["httpd",/m,
		);
		// The base image of these tests has no program that adds users.
		for (const instruction of ['RUN adduser', 'USER app']) {
			await page().locator('.editor-instance .view-line', { hasText: instruction }).click();
			await page().keyboard.press('Control+Shift+K');
		}
		await save('Dockerfile', text => !/^(?:RUN|USER)/m.test(text));
	});

	it('the lens above FROM builds it, with a tag', async () => {
		await page().locator('.codelens-decoration a', { hasText: '1 file, ' }).waitFor();
		await page().locator('.codelens-decoration a', { hasText: 'Build' }).first().click();
		await title('Build Dockerfile').waitFor();
		await field('Tag', app, `--tag ${app}`);
		await pick('docker buildx build');
		await sidebar.open();
		await sidebar.widen(420);
		await sidebar.expandView('Images');
		await sidebar.row('Images', app).waitFor();
	});

	it('it runs with a port and a variable, and answers', async () => {
		await sidebar.inline(sidebar.row('Images', app), 'Run Image');
		await field('Name', web, `--name ${web}`);
		await field('Ports', `${ports[0]}:80`, `-p ${ports[0]}:80`);
		await field('Environment', 'MODE=tutorial', '-e MODE=tutorial');
		await pick('docker run -d');
		await container(web).waitFor();
		await greetsAt(ports[0]);
		assert.match(await docker('inspect', '--format', '{{.Config.Env}}', web), /MODE=tutorial/);
	});

	it('on a network of its own, another container reaches it by its name', async () => {
		const view = await sidebar.expandView('Networks');
		await view.hover();
		await view.locator('.pane-header .actions a.action-label[aria-label^="Create Network"]').click();
		await title('Create a network').waitFor();
		await sidebar.answer(network);
		await pick('bridge');
		await sidebar.inline(sidebar.row('Networks', network), 'Connect Container');
		await pick(web);
		await expand(sidebar.row('Networks', network));
		await sidebar.row('Networks', web).waitFor();

		await sidebar.inline(sidebar.row('Images', 'busybox:latest'), 'Run Image');
		await field('Name', notes, `--name ${notes}`);
		await field('Volumes', `${volume}:/notes`, `-v ${volume}:/notes`);
		await field('Command', 'sleep 600', 'sleep 600');
		await pick(/^Network/);
		await pick(network);
		await pick(`--network ${network}`);
		await container(notes).waitFor();
		await shell(notes, `wget -qO- http://${web}`, greeting);
	});

	it('what a volume keeps is there for the next container', async () => {
		await shell(notes, 'echo kept since $((40 + 2)) > /notes/today; ls /notes', 'today');
		await container(notes).click();
		await page().keyboard.press('Delete');
		await sidebar.confirm('Stop and Remove');
		await container(notes).waitFor({ state: 'detached' });
		await sidebar.inline(sidebar.row('Images', 'busybox:latest'), 'Run Image');
		await pick(new RegExp(`docker run -d .*-v ${volume}:/notes .*--name ${notes} `));
		await container(notes).waitFor();
		await shell(notes, 'cat /notes/today', 'kept since 42');
	});

	it('it gets the name of a registry, and goes there', async () => {
		await sidebar.menuAnswer(sidebar.row('Images', app), 'Tag Image', pushed());
		// The row of an image with several tags has the name of the first.
		await sidebar.menu(sidebar.row('Images', pushed()), 'Push Image');
		await pick(pushed());
		const tags = `http://${registry.address}/v2/${app.split(':')[0]}/tags/list`;
		await holds('the tag in the registry', async () => (await fetchText(tags)).includes('"1.0"'));
	});

	it('Compose builds and starts it with a second service, tells what they say, and takes them down', async () => {
		const services = [
			['web', `build: .`, `ports: ["${ports[1]}:80"]`],
			['visitor', 'image: busybox', `command: ["sh", "-c", "sleep 1; wget -qO- http://web; sleep 600"]`],
		];
		const lines = services.flatMap(([name, ...keys]) => [`  ${name}:`, ...keys.map(key => `    ${key}`)]);
		const quick = lines.map(line => (/^ {2}\w/.test(line) ? `${line}\n    stop_grace_period: 0s` : line));
		await newFile('compose.yaml', `services:\n${quick.join('\n')}\n`);
		await sidebar.open();
		await sidebar.menu(container(project), 'Compose Up and Build');
		await container(`${project}-visitor-1`).waitFor();
		await greetsAt(ports[1]);
		await sidebar.menu(container(project), 'Show Compose Logs');
		const logs = page().frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
		await logs.getByText(greeting).first().waitFor();
		await screenshot(page(), 'tutorial-journey');
		await sidebar.menu(container(project), 'Compose Down');
		await container(`${project}-web-1`).waitFor({ state: 'detached' });
		assert.equal(await docker('ps', '-aq', '--filter', `label=com.docker.compose.project=${project}`), '');
	});
});

async function fetchText(url: string): Promise<string> {
	return (await fetch(url)).text();
}

async function holds(what: string, look: () => Promise<boolean>): Promise<void> {
	const end = Date.now() + 60_000;
	while (!(await look().catch(() => false))) {
		assert.ok(Date.now() < end, `waited in vain for ${what}`);
		await new Promise(resolve => setTimeout(resolve, 50));
	}
}
