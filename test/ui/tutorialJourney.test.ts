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
import { until } from '../support/until.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

const run = promisify(execFile);
/** What the tutorial's application says. */
const greeting = 'Hello from the tutorial';

describe("a tutorial's journey, by clicks: from an empty folder to Compose", function () {
	this.timeout(180_000);
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
	const choice = (text: string | RegExp): Locator => sidebar.choice(text);
	const title = (text: string) => sidebar.question(text);
	const container = (name: string) => sidebar.row('Containers', name);

	/** Answers one field of a form of the quick pick. */
	async function field(name: string, answer: string, shown: string): Promise<void> {
		await sidebar.pick(new RegExp(`^${name}`), title(name));
		await sidebar.answer(answer);
		await choice(shown).waitFor();
	}

	/** Makes a file as people do: New File in the explorer, its name, its text, Ctrl+S. */
	async function newFile(name: string, text: string): Promise<void> {
		await sidebar.command('View: Show Explorer');
		const tree = page().locator('.explorer-folders-view');
		const input = tree.locator('.monaco-inputbox input');
		await insist(async () => {
			await tree.hover({ timeout: 10_000 });
			await page().locator('.sidebar a.action-label[aria-label^="New File"]').first().click({ timeout: 10_000 });
		}, input);
		await input.fill(name);
		await page().keyboard.press('Enter');
		await page().locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
		await page().evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
		await insist(
			async () => {
				await page().locator('.editor-instance .view-lines').first().click({ timeout: 10_000 });
				await page().keyboard.press('Control+A');
				await page().keyboard.press('Control+V');
			},
			page().locator('.editor-instance .view-line', { hasText: text.split('\n')[0] }),
		);
		await save(name, saved => saved === text);
	}

	async function save(name: string, isRight: (text: string) => boolean): Promise<void> {
		await page().keyboard.press('Control+S');
		await until(async () => isRight(await readFile(path.join(folder, name), 'utf8')), `${name} on disk`);
	}

	/** Types into the shell of a container until the answer is on the screen. */
	async function shell(name: string, line: string, answer: string): Promise<void> {
		await sidebar.inline(container(name), 'Open Shell', sidebar.terminal(/[#$] /));
		await sidebar.typeInTerminal(line, answer);
		await page().keyboard.type('exit\n');
	}

	const greetsAt = (port: number) =>
		until(async () => (await fetchText(`http://127.0.0.1:${port}/`)) === `${greeting}\n`, `an answer at port ${port}`);

	it('an application comes into an empty folder', async () => {
		await newFile('index.html', `${greeting}\n`);
	});

	it('its Dockerfile is asked for in one form, and changed by hand', async () => {
		await sidebar.command('Docker: Add Dockerfile');
		await sidebar.pick(/^Project/, choice('Something else'));
		await sidebar.pick('Something else', choice(/^Base image/));
		await sidebar.pick(/^Base image/, title('Base image'));
		await sidebar.input.fill('busybox');
		await sidebar.pick('busybox', choice('Dockerfile, .dockerignore'));
		await field('Port', '80', 'EXPOSE');
		await field('Start command', 'httpd -f -p 80 -h /app', 'httpd -f -p 80');
		await sidebar.pick('Dockerfile, .dockerignore', page().locator('.tab.active', { hasText: 'Dockerfile' }));
		assert.match(
			await readFile(path.join(folder, 'Dockerfile'), 'utf8'),
			/^FROM busybox\n(.*\n)+EXPOSE 80\nCMD \["httpd",/m,
		);
		// The base image of these tests has no program that adds users.
		for (const instruction of ['RUN adduser', 'USER app']) {
			const line = page().locator('.editor-instance .view-line', { hasText: instruction });
			await insist(
				async () => {
					await line.click({ timeout: 10_000 });
					await page().keyboard.press('Control+Shift+K');
				},
				async () => (await line.count()) === 0,
			);
		}
		await save('Dockerfile', text => !/^(?:RUN|USER)/m.test(text));
	});

	it('the lens above FROM builds it, with a tag', async () => {
		await page().locator('.codelens-decoration a', { hasText: '1 file, ' }).waitFor();
		const lens = page().locator('.codelens-decoration a', { hasText: 'Build' }).first();
		await insist(() => lens.click({ timeout: 10_000 }), title('Build Dockerfile'));
		await field('Tag', app, `--tag ${app}`);
		await sidebar.pick('docker buildx build', async () => !(await sidebar.input.isVisible()));
		await sidebar.open();
		await sidebar.widen(420);
		await sidebar.expandView('Images');
		await sidebar.row('Images', app).waitFor();
	});

	it('it runs with a port and a variable, and answers', async () => {
		await sidebar.inline(sidebar.row('Images', app), 'Run Image', choice('docker run -d'));
		await field('Name', web, `--name ${web}`);
		await field('Ports', `${ports[0]}:80`, `-p ${ports[0]}:80`);
		await field('Environment', 'MODE=tutorial', '-e MODE=tutorial');
		await sidebar.pick('docker run -d', container(web));
		await greetsAt(ports[0]);
		assert.match(await docker('inspect', '--format', '{{.Config.Env}}', web), /MODE=tutorial/);
	});

	it('on a network of its own, another container reaches it by its name', async () => {
		await sidebar.expandView('Networks');
		await sidebar.headButton('Networks', 'Create Network', title('Create a network'));
		await sidebar.answer(network);
		await sidebar.pick('bridge', sidebar.row('Networks', network));
		await sidebar.inline(sidebar.row('Networks', network), 'Connect Container', choice(web));
		await sidebar.pick(web, sidebar.row('Networks', network).and(page().locator('[aria-expanded]')));
		await sidebar.expandRow(sidebar.row('Networks', network));
		await sidebar.row('Networks', web).waitFor();

		await sidebar.inline(sidebar.row('Images', 'busybox:latest'), 'Run Image', choice('docker run -d'));
		await field('Name', notes, `--name ${notes}`);
		await field('Volumes', `${volume}:/notes`, `-v ${volume}:/notes`);
		await field('Command', 'sleep 600', 'sleep 600');
		await sidebar.pick(/^Network/, choice(network));
		await sidebar.pick(network, choice(`--network ${network}`));
		await sidebar.pick(`--network ${network}`, container(notes));
		await shell(notes, `wget -qO- http://${web}`, greeting);
	});

	it('what a volume keeps is there for the next container', async () => {
		await shell(notes, 'echo kept since $((40 + 2)) > /notes/today; ls /notes', 'today');
		await sidebar.press(container(notes), 'Delete', page().locator('.monaco-dialog-box'));
		await sidebar.confirm('Stop and Remove');
		await container(notes).waitFor({ state: 'detached' });
		const again = new RegExp(`docker run -d .*-v ${volume}:/notes .*--name ${notes} `);
		await sidebar.inline(sidebar.row('Images', 'busybox:latest'), 'Run Image', choice(again));
		await sidebar.pick(again, container(notes));
		await shell(notes, 'cat /notes/today', 'kept since 42');
	});

	it('it gets the name of a registry, and goes there', async () => {
		await sidebar.menuAnswer(sidebar.row('Images', app), 'Tag Image', pushed());
		// The row of an image with several tags has the name of the first.
		await sidebar.menu(sidebar.row('Images', pushed()), 'Push Image', choice(pushed()));
		await sidebar.pick(pushed(), async () => !(await sidebar.input.isVisible()));
		const tags = `http://${registry.address}/v2/${app.split(':')[0]}/tags/list`;
		await until(async () => (await fetchText(tags)).includes('"1.0"'), 'the tag in the registry');
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
		await sidebar.menu(container(project), 'Compose Up and Build', container(`${project}-visitor-1`));
		await greetsAt(ports[1]);
		const logs = page().frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
		await sidebar.menu(container(project), 'Show Compose Logs', logs.getByText(greeting));
		await screenshot(page(), 'tutorial-journey');
		const isDown = async () => (await container(`${project}-web-1`).count()) === 0;
		await sidebar.menu(container(project), 'Compose Down', isDown);
		assert.equal(await docker('ps', '-aq', '--filter', `label=com.docker.compose.project=${project}`), '');
	});
});

async function fetchText(url: string): Promise<string> {
	return (await fetch(url)).text();
}
