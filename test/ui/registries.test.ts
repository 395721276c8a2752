import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { openWorkbench, type Workbench } from '../support/vscode.ts';
import { insist } from './insist.ts';
import { screenshot } from './screenshots.ts';
import { Sidebar } from './sidebar.ts';

const login = { user: 'reader', password: 'correct horse' };

describe('registries: what a person sees', function () {
	this.timeout(180_000);
	let workbench: Workbench;
	let sidebar: Sidebar;
	let registry: Registry;
	let reference: string;
	let folder: string;

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'slipway-registries-'));
		const [engine, started] = await Promise.all([ensureEngine(), startRegistry({ auth: login })]);
		registry = started;
		reference = `${registry.address}/team/web:1.0`;
		const file = join(folder, 'config.json');
		const auth = Buffer.from(`${login.user}:${login.password}`).toString('base64');
		writeFileSync(file, JSON.stringify({ auths: { [registry.address]: { auth } } }));
		const env = { ...engine.env, DOCKER_CONFIG: folder };
		for (const words of [
			['tag', 'busybox', reference],
			['push', reference],
			['rmi', reference],
		]) {
			await promisify(execFile)(engine.cli, words, { env });
		}
		writeFileSync(file, '{}');
		workbench = await openWorkbench({ env });
		sidebar = new Sidebar(workbench.page);
		await sidebar.open();
		await sidebar.widen(480);
	});
	after(async () => {
		const { cli, env } = await ensureEngine();
		await promisify(execFile)(cli, ['rmi', reference], { env }).catch(() => {});
		await workbench?.close();
		await registry?.end();
		rmSync(folder, { recursive: true, force: true });
	});

	const row = (label: string) => sidebar.row('Registries', label);
	const message = (text: string) => workbench.page.locator('.quick-input-message', { hasText: text });

	it('adds a registry, logs in with a second try, and pulls a tag', async () => {
		await sidebar.expandView('Registries');
		await row('Docker Hub').waitFor();
		await sidebar.headButton('Registries', 'Add a Registry', sidebar.question('Add a registry'));
		await sidebar.answer(registry.address);
		await sidebar.expandRow(row(registry.address));
		await insist(
			() => row('Log in to see what is here.').click({ timeout: 10_000 }),
			sidebar.question(`Log in to ${registry.address}`),
		);

		await sidebar.answerTo(`Log in to ${registry.address}`, login.user);
		await sidebar.answerTo(`Log in to ${registry.address} as reader`, 'battery staple');
		await message('refused the login').waitFor();
		assert.equal(await sidebar.input.inputValue(), login.user);
		await workbench.page.keyboard.press('Enter');
		await sidebar.question('as reader').waitFor();
		assert.equal(await sidebar.input.inputValue(), 'battery staple');
		await sidebar.answerTo('as reader', login.password);

		await sidebar.expandRow(row('team/web'));
		await sidebar.expandRow(row('1.0'));
		await row('linux/amd64').waitFor();
		assert.match(await sidebar.description(row('1.0')), /^[\d.]+ [kM]B · .*linux\/amd64$/);
		assert.equal(await sidebar.description(row(registry.address)), 'logged in as reader');
		await screenshot(workbench.page, 'registries');

		const { host } = await ensureEngine();
		const image = async () => (await engineRequest(host, { path: `/images/${reference}/json` })).status === 200;
		await sidebar.inline(row('1.0'), 'Pull Tag', image);
		assert.doesNotMatch(readFileSync(join(folder, 'config.json'), 'utf8'), /auth/);
	});
});
