import * as assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { viewIds } from '../../src/contributions.ts';
import type { Container } from '../../src/engine/resources.ts';
import { FileDragAndDrop } from '../../src/views/fileDragAndDrop.ts';
import { filesElement } from '../../src/views/fileElements.ts';
import {
	command,
	commandLog,
	engine,
	frontText,
	helpersGone,
	makeContainer,
	ours,
	rejection,
	sweep,
	uniqueName,
	until,
} from './engineUnderTest.ts';

describe('files of containers and volumes, by commands', () => {
	let name: string;
	let id: string;
	let folder: string;

	const at = (file: string) => `slipway-files://container+${id}${file}`;
	const execute = async (...words: string[]) =>
		(await command<{ stdout: string }>('container.execCapture', id, { command: words })).stdout;

	before(async () => {
		name = uniqueName('browsed');
		id = await makeContainer(name);
		folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-files-'));
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await rm(folder, { recursive: true, force: true });
		await helpersGone();
		await sweep();
	});

	it('create, rename, copy the path, delete', async () => {
		await command('file.createFolder', at('/'), { name: 'made' });
		assert.equal(
			await command('file.create', at('/made'), { name: 'a b' }),
			vscode.Uri.parse(at('/made/a b')).toString(),
		);
		assert.equal(await execute('ls', '/made'), 'a b\n');
		await rejection('conflict', 'file.create', at('/made'), { name: 'a b' });
		await command('file.rename', at('/made/a b'), { name: 'c' });
		assert.equal(await execute('ls', '/made'), 'c\n');
		assert.equal(await command('file.copyPath', at('/made/c')), '/made/c');
		await command('file.remove', at('/made'), { confirm: false });
		await rejection('notFound', 'file.rename', at('/made'), { name: 'd' });
		await commandLog(line => line === `docker exec ${name} rm -rf /made`);
		await commandLog(line => line === `docker exec ${name} mv '/made/a b' /made/c`);
		await rejection('notFound', 'file.remove', undefined, { confirm: false });
	});

	it('upload and download, folders too', async () => {
		await writeFile(path.join(folder, 'up'), 'from here');
		assert.equal(await command('file.upload', at('/tmp'), { source: [folder], confirm: false }), 1);
		assert.equal(await execute('cat', `/tmp/${path.basename(folder)}/up`), 'from here');
		await execute('sh', '-c', 'mkdir -p /tmp/deep/er; echo down >/tmp/deep/er/file');
		await command('file.download', at('/tmp/deep'), { destination: folder });
		assert.equal(await readFile(path.join(folder, 'deep/er/file'), 'utf8'), 'down\n');
		await execute('sh', '-c', 'echo newer >/tmp/deep/er/file');
		await command('file.download', at('/tmp/deep'), { destination: folder, confirm: false });
		assert.equal(await readFile(path.join(folder, 'deep/er/file'), 'utf8'), 'newer\n');
		await command('file.upload', at('/home'), { source: [at('/tmp/deep')], move: true });
		assert.equal(await execute('find', '/home', '/tmp/deep', '-name', 'file'), '/home/deep/er/file\n');
	});

	it('dragged out of the view they are addresses, dropped into a folder they are copied', async () => {
		const owner = { kind: 'container', id, name } as Container;
		const view = new FileDragAndDrop(viewIds.containers);
		await writeFile(path.join(folder, 'dropped'), 'by hand');
		const dropped = new vscode.DataTransfer();
		dropped.set('text/uri-list', new vscode.DataTransferItem(vscode.Uri.file(path.join(folder, 'dropped')).toString()));
		await view.handleDrop(filesElement(owner, '/root'), dropped);
		assert.equal(await execute('cat', '/root/dropped'), 'by hand');
		const dragged = new vscode.DataTransfer();
		view.handleDrag([filesElement(owner, '/root/dropped', 'file')], dragged);
		const list = await dragged.get('text/uri-list')?.asString();
		assert.equal(list, vscode.Uri.parse(at('/root/dropped')).toString());
	});

	it('browse opens a file, and says when there is none', async () => {
		await command('container.browse', name, { path: '/etc/passwd' });
		await until('the file', () => /root:/.test(frontText()));
		await command('container.browse', name);
		await command('container.browse', id, { path: 'etc' });
		assert.match(await rejection('notFound', 'container.browse', name, { path: '/nothing' }), /nothing/);
		const volume = uniqueName('volume');
		await engine('POST', '/volumes/create', { Name: volume, Labels: ours });
		await vscode.workspace.fs.writeFile(
			vscode.Uri.parse(`slipway-files://volume+${volume}/note`),
			Buffer.from('noted'),
		);
		await command('volume.browse', volume, { path: '/note' });
		await until('the file of the volume', () => frontText() === 'noted');
		await command('volume.remove', volume, { confirm: false });
		await assert.rejects(engine('GET', `/volumes/${volume}`), /404/);
	});

	it('diff tells what was added, changed and deleted, and the image has the file as it was', async () => {
		const other = await makeContainer(uniqueName('differs'));
		const run = (...words: string[]) => command('container.execCapture', other, { command: words });
		await run('sh', '-c', 'echo new >/added; echo more >>/etc/group; rm /etc/passwd');
		assert.deepEqual(await command('container.diff', other, {}), [
			{ kind: 'A', path: '/added' },
			{ kind: 'C', path: '/etc' },
			{ kind: 'C', path: '/etc/group' },
			{ kind: 'D', path: '/etc/passwd' },
		]);
		const { Image } = await engine<{ Image: string }>('GET', `/containers/${other}/json`);
		const image = `slipway-files://image+${Image.replace('sha256:', '')}`;
		const before = await vscode.workspace.fs.readFile(vscode.Uri.parse(`${image}/etc/passwd`));
		assert.match(Buffer.from(before).toString(), /root:/);
		await assert.rejects(
			Promise.resolve(vscode.workspace.fs.writeFile(vscode.Uri.parse(`${image}/etc/passwd`), new Uint8Array())),
			/read-only/,
		);
	});
});
