import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Emitter } from '../../src/base/event.ts';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { Files } from '../../src/engine/files.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { viewChoices } from '../../src/views/arrangements.ts';
import { containersView } from '../../src/views/containersView.ts';
import type { ComposeProject, ViewElement } from '../../src/views/elements.ts';
import { FileRows } from '../../src/views/fileRows.ts';
import { imagesView } from '../../src/views/imagesView.ts';
import { networksView } from '../../src/views/networksView.ts';
import { NewerImages } from '../../src/views/newerImages.ts';
import { ResourceTree } from '../../src/views/resourceTree.ts';
import type { ViewDescription } from '../../src/views/viewDescription.ts';
import { defaultOptions, noFilter, type ViewOptions } from '../../src/views/viewOptions.ts';
import { VolumeSizes } from '../../src/views/volumeSizes.ts';
import { volumesView } from '../../src/views/volumesView.ts';
import type { WorkspaceComposeFiles } from '../../src/views/workspaceComposeFiles.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { makeImage } from '../support/makeImage.ts';
import { engine, makeContainer, ours, sweep, uniqueName, until } from './engineUnderTest.ts';

/** A view as VS Code sees it: it asks, and is told what to ask again. */
class OpenView {
	readonly tree: ResourceTree;
	readonly fired: (readonly ViewElement[] | 'all')[] = [];
	readonly turned = new Set<string>();
	options: ViewOptions;

	constructor(description: ViewDescription, store: ResourceStore, options: Partial<ViewOptions> = {}) {
		this.options = { ...defaultOptions(viewChoices[description.name as keyof typeof viewChoices]), ...options };
		this.tree = new ResourceTree(description, {
			options: () => this.options,
			canLoad: () => true,
			load: async () => {
				await description.load();
				return true;
			},
			isTurned: id => this.turned.has(id),
			onOutline() {},
		});
		this.tree.onDidChangeTreeData(elements => this.fired.push(elements ?? 'all'));
		store.onDidChange(({ kind, added, removed }) => {
			if (description.kinds.includes(kind)) {
				this.tree.update(added.length + removed.length > 0);
			}
		});
	}

	/** The row of this label, wherever it is, as soon as it is there. */
	find(label: string, parent?: ViewElement): Promise<{ element: ViewElement; item: vscode.TreeItem }> {
		return until(`the row "${label}"`, () => this.#search(label, parent));
	}

	async labels(parent?: ViewElement): Promise<string[]> {
		const children = await this.tree.getChildren(parent);
		return children.map(child => String(this.tree.getTreeItem(child).label));
	}

	tooltip(element: ViewElement): string {
		const item = this.tree.resolveTreeItem(this.tree.getTreeItem(element), element);
		return (item.tooltip as vscode.MarkdownString).value;
	}

	async #search(
		label: string,
		parent?: ViewElement,
	): Promise<{ element: ViewElement; item: vscode.TreeItem } | undefined> {
		for (const element of await this.tree.getChildren(parent)) {
			const item = this.tree.getTreeItem(element);
			if (item.label === label) {
				return { element, item };
			}
			if (element.kind === 'group' || element.kind === 'composeProject') {
				const below = await this.#search(label, element);
				if (below) {
					return below;
				}
			}
		}
		return undefined;
	}
}

describe('views', () => {
	let connection: EngineConnection;
	let store: ResourceStore;
	let fileRows: FileRows;
	const filesChanged = new Emitter<void>();
	const composeFiles = {
		list: async () => [],
		peek: () => [],
		onDidChange: filesChanged.event,
	} as unknown as WorkspaceComposeFiles;

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		store = new ResourceStore(connection, new EngineEvents(connection, silentLogger), silentLogger);
		fileRows = new FileRows(new Files(connection), connection);
	});

	after(async () => {
		store.dispose();
		connection.dispose();
		await sweep();
	});

	/** Until the store knows a started container as the engine has it, address included. */
	const running = (name: string) =>
		until(`${name} to run`, async () => {
			const containers = await store.list('container');
			const found = containers.find(each => each.name === name);
			return found?.state === 'running' && found.networks.every(({ ipAddress }) => ipAddress !== '');
		});
	const open = (options: Partial<ViewOptions> = {}) =>
		new OpenView(containersView({ connection, store, composeFiles, fileRows }), store, options);
	const icon = (item: vscode.TreeItem) => {
		const { id, color } = item.iconPath as vscode.ThemeIcon;
		return [id, (color as { id: string } | undefined)?.id];
	};

	it('a running container says name, image, ports, age and its state by icon', async () => {
		const name = uniqueName('row');
		const id = await makeContainer(name, {
			ExposedPorts: { '80/tcp': {} },
			HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '0' }] } },
		});
		const view = open();
		const { item } = await view.find(name);
		assert.match(String(item.description), /^busybox:latest · :\d+→80 · Up (Less than a second|\d+ seconds?)$/);
		assert.deepEqual(icon(item), ['circle-filled', 'testing.iconPassed']);
		assert.equal(item.contextValue, 'container.running');
		assert.equal(item.id, `container:${id}`);
		assert.equal(item.tooltip, undefined);
		const spoken = item.accessibilityInformation?.label ?? '';
		assert.match(spoken, new RegExp(`^${name}, Up [^,]+, busybox:latest, :\\d+→80$`));
	});

	it('states have icons, words and menus of their own', async () => {
		const failed = uniqueName('failed');
		const fine = uniqueName('fine');
		const created = uniqueName('created');
		const paused = uniqueName('paused');
		await Promise.all([
			makeContainer(failed, { Cmd: ['sh', '-c', 'exit 3'] }),
			makeContainer(fine, { Cmd: ['true'] }),
			makeContainer(created, {}, false),
			makeContainer(paused).then(id => engine('POST', `/containers/${id}/pause`)),
		]);
		const view = open();
		await until('both to end', async () => {
			await store.list('container');
			return [failed, fine].every(
				name => store.peek('container')?.find(each => each.name === name)?.state === 'exited',
			);
		});
		const row = async (name: string) => {
			const { item } = await view.find(name);
			return [
				...icon(item),
				item.contextValue,
				String(item.description)
					.split(' · ')
					.at(-1)
					?.replace(/\d+ seconds?|Less.*second/, 'T'),
			];
		};
		assert.deepEqual(await row(failed), ['error', 'list.errorForeground', 'container.exited', 'Exited (3) T ago']);
		assert.deepEqual(await row(fine), ['circle-outline', 'disabledForeground', 'container.exited', 'Exited (0) T ago']);
		assert.deepEqual(await row(created), ['issue-draft', undefined, 'container.created', 'Created']);
		assert.deepEqual(await row(paused), ['debug-pause', undefined, 'container.paused', 'Up T (paused)']);
	});

	it('repaints only the row that changed, by the object VS Code knows', async () => {
		const name = uniqueName('change');
		const id = await makeContainer(`${name}-a`);
		await makeContainer(`${name}-b`);
		await running(`${name}-a`);
		await running(`${name}-b`);
		const view = open({ group: 'none', filter: { ...noFilter, text: name } });
		const { element } = await view.find(`${name}-a`);
		const { length } = view.fired;
		await engine('POST', `/containers/${id}/pause`);
		await until('the repaint', () => view.tree.getTreeItem(element).contextValue === 'container.paused');
		assert.deepEqual(view.fired.slice(length), [[element]]);
		const current = view.tree.current(element);
		assert.ok(current !== element && current.kind === 'container' && current.state === 'paused');
	});

	it('a new row in a project repaints the project, and the project in hand knows its members', async () => {
		const project = uniqueName('project');
		const labels = { ...ours, 'com.docker.compose.project': project, 'com.docker.compose.service': 'web' };
		await makeContainer(`${project}-web-1`, { Labels: labels });
		await running(`${project}-web-1`);
		const view = open();
		const { element, item } = await view.find(project);
		assert.equal(item.description, '1/1 running');
		assert.equal(item.contextValue, 'composeProject');
		assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
		const { length } = view.fired;
		await makeContainer(`${project}-web-2`, { Labels: labels }, false);
		await until('the repaint', () => view.fired.length > length);
		assert.ok(view.fired.slice(length).every(fired => fired === 'all' || fired.includes(element)));
		assert.equal(view.tree.getTreeItem(element).description, '1/2 running');
		assert.deepEqual(
			(element as ComposeProject).containers.map(({ name }) => name),
			[`${project}-web-1`, `${project}-web-2`],
		);
		const [child] = await view.tree.getChildren(element);
		assert.equal(view.tree.getParent(child as ViewElement), element);
	});

	it('expansion is what the user made of it', async () => {
		const project = uniqueName('turned');
		await makeContainer(`${project}-1`, { Labels: { ...ours, 'com.docker.compose.project': project } });
		const view = open();
		view.turned.add(`project:${project}`);
		const { item } = await view.find(project);
		assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
	});

	it('below a container: ports, mounts, networks', async () => {
		const name = uniqueName('details');
		await makeContainer(name, {
			ExposedPorts: { '80/tcp': {}, '53/udp': {} },
			HostConfig: {
				PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] },
				Mounts: [{ Type: 'tmpfs', Target: '/scratch' }],
				Binds: ['/tmp:/host:ro'],
			},
		});
		const view = open();
		const { element } = await view.find(name);
		const shown = async () => {
			const children = await view.tree.getChildren(element);
			return children.map(child => {
				const item = view.tree.getTreeItem(child);
				return `${item.label} | ${item.description} | ${item.contextValue}`;
			});
		};
		const rows = await until('the address', async () => {
			const all = await shown();
			return all.some(row => row.startsWith('bridge | 1')) && all;
		});
		assert.ok(
			rows.some(row => /^localhost:\d+ → 80\/tcp \| {2}\| container\.port$/.test(row)),
			rows.join('\n'),
		);
		assert.ok(rows.includes('53/udp | not published | detail'), rows.join('\n'));
		assert.ok(rows.includes('/host | /tmp (read-only) | detail'), rows.join('\n'));
		assert.ok(
			rows.some(row => /^bridge \| \d+\.\d+\.\d+\.\d+ \| detail$/.test(row)),
			rows.join('\n'),
		);
		const [first] = await view.tree.getChildren(element);
		assert.equal(view.tree.getParent(first as ViewElement), element);
	});

	it('labels and commands of strangers are text, and nothing else', async () => {
		const name = uniqueName('hostile');
		const evil = '[x](command:workbench.action.quit) <img src=x> \u001b[31m\u202e| `a` https://evil.example';
		await makeContainer(name, {
			Cmd: ['sleep', '1000', evil],
			Labels: { ...ours, 'com.docker.compose.project': `${evil}${'x'.repeat(4096)}`, evil },
		});
		const view = open();
		const project = (await view.tree.getChildren()).find(
			element => element.kind === 'composeProject' && element.name.includes('command:workbench'),
		);
		assert.ok(project);
		const label = String(view.tree.getTreeItem(project).label);
		assert.ok(label.length <= 120);
		assert.doesNotMatch(label, /[\u0000-\u001f\u202e]/);
		const { element } = await view.find(name, project);
		for (const tooltip of [view.tooltip(project), view.tooltip(element)]) {
			assert.ok(tooltip.split('\n').length <= 13, tooltip);
			assert.doesNotMatch(tooltip, /(?<!\\)[<[(`]|(?<!\\):\/\/|[\u0000-\u0009\u001b\u202e]/);
		}
		const item = view.tree.resolveTreeItem(view.tree.getTreeItem(element), element);
		const tooltip = item.tooltip as vscode.MarkdownString;
		assert.ok(!tooltip.isTrusted && !tooltip.supportHtml && !tooltip.supportThemeIcons);
	});

	it('filter, sort and grouping', async () => {
		const prefix = uniqueName('arranged');
		await makeContainer(`${prefix}-b`);
		await makeContainer(`${prefix}-a`, {}, false);
		await running(`${prefix}-b`);
		const view = open({ group: 'none', filter: { ...noFilter, text: prefix } });
		await view.find(`${prefix}-a`);
		assert.deepEqual(await view.labels(), [`${prefix}-a`, `${prefix}-b`]);
		view.options = { ...view.options, sort: 'state' };
		assert.deepEqual(await view.labels(), [`${prefix}-b`, `${prefix}-a`]);
		view.options = { ...view.options, group: 'state' };
		assert.deepEqual(await view.labels(), ['Running', 'Created']);
		view.options = { ...view.options, filter: { ...noFilter, text: prefix, hide: ['stopped'] } };
		assert.deepEqual(await view.labels(), ['Running']);
	});

	it('ages move on by themselves, without the engine', async () => {
		const name = uniqueName('age');
		await makeContainer(name);
		await running(name);
		const view = open({ group: 'none', filter: { ...noFilter, text: name } });
		const { element, item } = await view.find(name);
		const { length } = view.fired;
		view.tree.moveOn(Date.now() + 5000);
		await until('the repaint', () => view.fired.length > length);
		assert.deepEqual(view.fired.slice(length), [[element]]);
		await until('the text', () => view.tree.getTreeItem(element).description !== item.description);
	});

	it('an image says its size and age, its tags and who uses it', async () => {
		const user = uniqueName('user');
		await makeContainer(user);
		const view = new OpenView(imagesView(store, new NewerImages()), store);
		await store.list('container');
		const busybox = (await store.find('image', 'busybox:latest')) as { name: string };
		const { element, item } = await view.find(busybox.name);
		assert.match(String(item.description), /^\d[\d.]* MB · .+ ago( · \d+ tags)?$/);
		assert.equal(item.contextValue, 'image');
		assert.ok((await view.labels(element)).includes(user));
	});

	it('images without a tag stand apart, closed, with their number and size', async () => {
		const { host } = await ensureEngine();
		const id = await makeImage(host, '', 30_000);
		try {
			const view = new OpenView(imagesView(store, new NewerImages()), store);
			await store.refresh('image');
			const { element, item } = await view.find('Without a tag');
			assert.match(String(item.description), /^\d+ · [\d.]+ [kM]B$/);
			assert.equal(item.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
			const members = (element as { members: readonly { id: string }[] }).members;
			assert.ok(members.some(member => member.id === id));
		} finally {
			await engine('DELETE', `/images/${id}`);
		}
	});

	it('a volume says its driver and who uses it', async () => {
		const name = uniqueName('volume');
		await engine('POST', '/volumes/create', { Name: name, Labels: ours });
		const sizes = new VolumeSizes(connection);
		const view = new OpenView(volumesView(store, sizes, fileRows), store);
		const unused = await view.find(name);
		assert.equal(unused.item.description, 'local · not used');
		sizes.set(new Map([[name, 1_500_000]]));
		assert.equal((await view.find(name)).item.description, '1.5 MB · local · not used');
		sizes.set(new Map());
		assert.equal(unused.item.contextValue, 'volume.unused');
		const user = uniqueName('user');
		const { length } = view.fired;
		await makeContainer(user, { HostConfig: { Binds: [`${name}:/data`] } });
		await until('the repaint', () => view.fired.length > length);
		const used = await view.find(name);
		assert.equal(used.item.description, 'local · used by 1');
		assert.equal(used.item.contextValue, 'volume.used');
		assert.deepEqual(await view.labels(used.element), ['Files', user]);
		assert.match(view.tooltip(used.element), /Used by/);
	});

	it('a network says its driver and subnet, and its members with addresses', async () => {
		const name = uniqueName('network');
		const subnet = `10.232.${process.pid % 250}.0/24`;
		await engine('POST', '/networks/create', { Name: name, Labels: ours, IPAM: { Config: [{ Subnet: subnet }] } });
		const member = uniqueName('member');
		const id = await makeContainer(member, { HostConfig: { NetworkMode: name } });
		const view = new OpenView(networksView(store), store);
		await store.list('container');
		const { element, item } = await view.find(name);
		assert.equal(item.description, `bridge · ${subnet}`);
		assert.equal(item.contextValue, 'network');
		const [child] = await until('the member', async () => {
			const children = await view.tree.getChildren(element);
			return children.some(each => each.kind === 'detail' && each.description.startsWith('10.')) && children;
		});
		assert.ok(child?.kind === 'detail');
		assert.equal(child.contextValue, 'network.member');
		assert.equal(child.container?.id, id);
		assert.match(child.description, /^10\.232\.\d+\.2$/);
		assert.equal((await view.find('bridge')).item.contextValue, 'network.builtin');
	});

	it('1,000 rows: one that changes costs one repaint', async () => {
		const many = Array.from({ length: 1000 }, (_, index) => index);
		const resources = many.map(index =>
			Object.freeze({
				...(store.peek('container')?.[0] as object),
				id: `${index}`.padStart(64, '0'),
				name: `c${index}`,
			}),
		);
		let list = resources;
		const big = { ...store, peek: () => list, list: async () => list, onDidChange: store.onDidChange };
		const view = new OpenView(
			containersView({ connection, store: big as unknown as ResourceStore, composeFiles, fileRows }),
			store,
			{ group: 'none' },
		);
		const rows = await view.tree.getChildren();
		assert.equal(rows.length, 1000);
		for (const row of rows) {
			view.tree.getTreeItem(row);
		}
		list = resources.map((resource, index) => (index === 500 ? { ...resource, image: 'other' } : resource));
		view.tree.update(true);
		await until('the repaint', () => view.fired.length > 0);
		assert.deepEqual(view.fired, [[resources[500]]]);
	});
});
