import * as assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { KnownRegistries } from '../../src/ui/knownRegistries.ts';
import type { Registry as RegistryElement, ViewElement } from '../../src/views/elements.ts';
import { RegistriesView } from '../../src/views/registriesView.ts';
import { ResourceTree } from '../../src/views/resourceTree.ts';
import { defaultOptions, type ViewOptions } from '../../src/views/viewOptions.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { freePort } from '../support/freePort.ts';
import { type Registry, startRegistry } from '../support/registry.ts';
import { pushContent } from '../support/registryContent.ts';
import { until } from './engineUnderTest.ts';

const login = { username: 'reader', password: 'it\'s: a "secret"' };
const authorization = `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;

describe('registries view', function () {
	this.timeout(120_000);
	let open: Registry;
	let closed: Registry;
	let folder: string;
	let connection: EngineConnection;
	let store: ResourceStore;
	let known: KnownRegistries;
	let view: RegistriesView;
	let tree: ResourceTree;
	let options: ViewOptions;

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		store = new ResourceStore(connection, new EngineEvents(connection, silentLogger), silentLogger);
		[open, closed] = await Promise.all([
			startRegistry(),
			startRegistry({ auth: { user: login.username, password: login.password } }),
		]);
		const created = new Date(Date.now() - 3 * 24 * 3600_000).toISOString();
		const single = { platforms: ['linux/amd64'], created };
		await pushContent(open.address, 'team/web', '1.0', { ...single, platforms: ['linux/amd64', 'linux/arm64'] });
		await pushContent(open.address, 'team/web', '2.0', single);
		await pushContent(open.address, 'team/web', 'latest', single);
		await pushContent(open.address, 'tools', 'latest', single);
		await pushContent(closed.address, 'private', '1', { ...single, authorization });
	});
	after(async () => {
		store?.dispose();
		connection?.dispose();
		await Promise.all([open?.end(), closed?.end()]);
	});

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-registries-'));
		const kept = new Map<string, string>();
		const remembered = new Map<string, unknown>();
		const secrets = {
			get: async (key: string) => kept.get(key),
			store: async (key: string, value: string) => void kept.set(key, value),
			delete: async (key: string) => void kept.delete(key),
			onDidChange: () => ({ dispose() {} }),
		} as unknown as vscode.SecretStorage;
		const memory = {
			get: (key: string, otherwise: unknown) => remembered.get(key) ?? otherwise,
			update: async (key: string, value: unknown) => void remembered.set(key, value),
		} as unknown as vscode.Memento;
		const environment = {
			env: { DOCKER_CONFIG: folder, PATH: process.env.PATH },
			home: folder,
			platform: process.platform,
			contextSetting: () => '',
			secrets,
		};
		known = new KnownRegistries({ connection, environment, memory, secrets });
		view = new RegistriesView(known, store);
		options = defaultOptions(view.choices);
		tree = new ResourceTree(view, {
			options: () => options,
			canLoad: () => true,
			load: () => view.load().then(() => true),
			isTurned: () => false,
			onOutline() {},
		});
		view.onDidChange(() => tree.update());
	});
	afterEach(async () => {
		tree.dispose();
		view.dispose();
		known.dispose();
		await rm(folder, { recursive: true, force: true });
	});

	interface Row {
		readonly element: ViewElement;
		readonly item: vscode.TreeItem;
	}

	async function rows(parent?: ViewElement): Promise<Row[]> {
		return (await tree.getChildren(parent)).map(element => ({ element, item: tree.getTreeItem(element) }));
	}

	async function row(label: string, parent?: ViewElement): Promise<Row> {
		const found = (await rows(parent)).find(({ item }) => item.label === label);
		assert.ok(found, `no row "${label}" among ${await labels(parent)}`);
		return found;
	}

	const labels = async (parent?: ViewElement) => (await rows(parent)).map(({ item }) => String(item.label));
	const asElement = ({ element }: Row) => element as RegistryElement;

	it('opens from the registry to the platforms of a tag', async () => {
		await known.add({ host: open.address });
		assert.deepEqual(await labels(), ['Docker Hub', open.address]);
		const { element: registry, item } = await row(open.address);
		assert.deepEqual([item.description, item.contextValue], ['not logged in', 'registry.added']);
		assert.deepEqual(await labels(registry), ['team/web', 'tools']);
		const { element: repository } = await row('team/web', registry);
		assert.deepEqual(await labels(repository), ['latest', '2.0', '1.0']);
		const { element: tag, item: before } = await row('1.0', repository);
		assert.deepEqual([before.description, before.contextValue], ['', 'registryTag']);
		assert.deepEqual(await labels(tag), ['linux/amd64', 'linux/arm64']);
		await until('the tag to say what it is', () =>
			/^\d{3} B · 3 days ago · 2 platforms$/.test(String(tree.getTreeItem(tag).description)),
		);
		const tooltip = tree.resolveTreeItem(tree.getTreeItem(tag), tag).tooltip as vscode.MarkdownString;
		assert.match(tooltip.value, /sha256/);
		assert.match(tooltip.value, /linux\\\/arm64/);
	});

	it('says in a row what is wrong, and what a click does about it', async () => {
		const nobody = `127.0.0.1:${await freePort()}`;
		await writeFile(
			join(folder, 'config.json'),
			JSON.stringify({ auths: { [closed.address]: { auth: Buffer.from('reader:wrong').toString('base64') } } }),
		);
		await known.add({ host: nobody });
		const note = async (host: string) => {
			const [only, ...others] = await rows((await row(host)).element);
			assert.ok(only && others.length === 0);
			return [only.item.label, only.item.command?.command];
		};
		assert.deepEqual(await note('Docker Hub'), ['Log in to see your repositories.', 'slipway.registry.login']);
		assert.deepEqual(await note(nobody), [`${nobody} cannot be reached. Try again.`, 'slipway.refresh']);
		assert.deepEqual(await note(closed.address), ['The login was refused: log in again.', 'slipway.registry.login']);
		await known.logout(closed.address);
		await known.add({ host: closed.address });
		assert.deepEqual(await note(closed.address), ['Log in to see what is here.', 'slipway.registry.login']);
	});

	it('an empty registry says so', async () => {
		const empty = await startRegistry();
		try {
			await known.add({ host: empty.address });
			assert.deepEqual(await labels((await row(empty.address)).element), ['No repositories yet: push an image.']);
		} finally {
			await empty.end();
		}
	});

	it('shows what a login opens, at once, and hides it after the logout', async () => {
		await known.add({ host: closed.address });
		assert.deepEqual(await labels((await row(closed.address)).element), ['Log in to see what is here.']);
		const { signal } = new AbortController();
		await assert.rejects(known.login(closed.address, { ...login, password: 'no' }, signal), { code: 'denied' });
		await known.login(closed.address, login, signal);
		const signedIn = await row(closed.address);
		assert.deepEqual(
			[signedIn.item.description, signedIn.item.contextValue],
			['logged in as reader', 'registry.added.signedIn'],
		);
		assert.deepEqual(await labels(signedIn.element), ['private']);
		await known.logout(closed.address);
		assert.deepEqual(await labels((await row(closed.address)).element), ['Log in to see what is here.']);
		assert.equal(asElement(await row(closed.address)).signedIn, false);
	});

	it('loads page after page', async () => {
		const many = Array.from({ length: 120 }, (_, index) => `many/${String(index).padStart(3, '0')}`);
		const paged = await startRegistry();
		try {
			const content = { platforms: ['linux/amd64'], created: new Date().toISOString() };
			await pushContent(paged.address, 'many/000', '1', content);
			await paged.copyRepository('many/000', many.slice(1));
			await known.add({ host: paged.address });
			const registry = await row(paged.address);
			assert.deepEqual(await labels(registry.element), [...many.slice(0, 100), 'Load more']);
			const more = await row('Load more', registry.element);
			assert.equal(more.item.command?.command, 'slipway.registry.loadMore');
			await view.loadMore((more.element as { owner: RegistryElement }).owner);
			assert.deepEqual(await labels((await row(paged.address)).element), many);
		} finally {
			await paged.end();
		}
	});

	it('the filter keeps repositories and tags with these words', async () => {
		await known.add({ host: open.address });
		const { element: registry } = await row(open.address);
		await labels((await row('team/web', registry)).element);
		const filtered = async (text: string) => {
			options = { ...options, filter: { ...options.filter, text } };
			return labels((await row(open.address)).element);
		};
		assert.deepEqual(await filtered('tool'), ['tools']);
		assert.deepEqual(await filtered('web 2.0'), ['team/web']);
		assert.deepEqual(await labels((await row('team/web', registry)).element), ['2.0']);
	});

	it('repositories that were added come first, also where the registry lists none', async () => {
		await known.add({ host: open.address, repository: 'tools' });
		const registry = await row(open.address);
		assert.deepEqual(await labels(registry.element), ['tools', 'team/web']);
		assert.equal((await row('tools', registry.element)).item.contextValue, 'registryRepository.added');
		await known.add({ host: closed.address, repository: 'private' });
		assert.deepEqual(await labels((await row(closed.address)).element), ['private', 'Log in to see what is here.']);
		await known.remove({ host: open.address });
		assert.deepEqual(await labels(), ['Docker Hub', closed.address]);
	});
});
