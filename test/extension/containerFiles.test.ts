import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { engine, helpersGone, makeContainer, ours, sweep, uniqueName, until } from './engineUnderTest.ts';

const { fs } = vscode.workspace;

describe('the file system of containers and volumes', () => {
	let running: string;
	let stopped: string;
	let volume: string;

	const uriOf = (root: string, path: string) => vscode.Uri.parse(`slipway-files://${root}${path}`);
	const inRunning = (path: string) => uriOf(`container+${running}`, path);
	const inStopped = (path: string) => uriOf(`container+${stopped}`, path);
	const textOf = async (uri: vscode.Uri) => Buffer.from(await fs.readFile(uri)).toString('utf8');
	const write = (uri: vscode.Uri, text: string) => fs.writeFile(uri, Buffer.from(text));
	const names = async (uri: vscode.Uri) => (await fs.readDirectory(uri)).map(([name]) => name).sort();
	const rejects = (code: string, work: Thenable<unknown>) =>
		assert.rejects(Promise.resolve(work), (error: vscode.FileSystemError) => {
			assert.equal(error.code, code, error.message);
			return true;
		});

	before(async () => {
		running = await makeContainer(uniqueName('files'));
		volume = uniqueName('Files_Volume');
		await engine('POST', '/volumes/create', { Name: volume, Labels: ours });
		stopped = await makeContainer(uniqueName('files'), {}, false);
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await helpersGone();
		await sweep();
	});

	it('opens, edits and saves in an editor, and the file keeps its mode', async () => {
		const uri = inRunning('/etc/profile.local');
		await write(uri, 'first\n');
		await execute('chmod', '750', '/etc/profile.local');
		await edit(uri, 'second\n');
		assert.equal(await execute('cat', '/etc/profile.local'), 'second\nfirst\n');
		assert.match(await execute('stat', '-c', '%a', '/etc/profile.local'), /^750/);
	});

	it('does the same in a stopped container', async () => {
		const uri = inStopped('/etc/issue');
		await write(uri, 'one\n');
		await edit(uri, 'two\n');
		assert.equal(await textOf(uri), 'two\none\n');
		assert.ok((await names(inStopped('/etc'))).includes('issue'));
		await rejects('Unavailable', fs.delete(uri));
		await rejects('Unavailable', fs.rename(uri, inStopped('/etc/issue2')));
	});

	it('creates, copies, renames and deletes, with the errors that VS Code knows', async () => {
		await fs.createDirectory(inRunning('/work/deep'));
		await write(inRunning('/work/한글.txt'), '내용');
		await fs.copy(inRunning('/work/한글.txt'), inRunning('/work/deep/copy'));
		await rejects('FileExists', fs.copy(inRunning('/work/한글.txt'), inRunning('/work/deep/copy')));
		await fs.rename(inRunning('/work/한글.txt'), inRunning('/work/moved'));
		assert.deepEqual(await names(inRunning('/work')), ['deep', 'moved']);
		assert.equal(await textOf(inRunning('/work/deep/copy')), '내용');
		await fs.delete(inRunning('/work'), { recursive: true });
		await rejects('FileNotFound', fs.stat(inRunning('/work')));
		await rejects('FileNotFound', fs.readFile(inRunning('/work/moved')));
	});

	it('tells links from what they lead to, and passes bytes on as they are', async () => {
		const tools = new Map(await fs.readDirectory(inRunning('/bin')));
		assert.equal(tools.get('busybox'), vscode.FileType.File);
		assert.equal(tools.get('ls'), vscode.FileType.File | vscode.FileType.SymbolicLink);
		const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
		await fs.writeFile(inRunning('/bytes'), bytes);
		assert.deepEqual([...(await fs.readFile(inRunning('/bytes')))], [...bytes]);
	});

	it('reaches a volume that no container uses, whatever its name', async () => {
		const at = (path: string) =>
			uriOf(`volume+${volume.replace(/[A-Z]/g, letter => `+${letter.toLowerCase()}`)}`, path);
		await write(at('/note'), 'in the volume');
		assert.deepEqual(await names(at('/')), ['note']);
		await fs.copy(at('/note'), inRunning('/from-volume'));
		assert.equal(await execute('cat', '/from-volume'), 'in the volume');
		await fs.rename(at('/note'), at('/renamed'));
		await fs.delete(at('/renamed'));
		assert.deepEqual(await names(at('/')), []);
	});

	it('says that a file of a read-only container cannot be written', async () => {
		const id = await makeContainer(uniqueName('files'), { HostConfig: { ReadonlyRootfs: true } }, false);
		const uri = uriOf(`container+${id}`, '/etc/passwd');
		assert.equal((await fs.stat(uri)).permissions, vscode.FilePermission.Readonly);
		await rejects('NoPermissions', fs.writeFile(uri, Buffer.from('x')));
	});

	it('does not overwrite what was changed under the editor', async () => {
		const uri = inRunning('/raced');
		await write(uri, 'mine\n');
		const document = await vscode.workspace.openTextDocument(uri);
		const editor = await vscode.window.showTextDocument(document, { preview: false });
		await editor.edit(builder => builder.insert(new vscode.Position(0, 0), 'edited '));
		await execute('sh', '-c', 'echo theirs and longer >/raced; touch -d "2099-01-01 00:00:00" /raced');
		assert.equal(await document.save(), false);
		assert.equal(await execute('cat', '/raced'), 'theirs and longer\n');
		await vscode.commands.executeCommand('workbench.action.files.revert');
	});

	it('asks where VS Code sees no difference: as many bytes as before', async () => {
		const uri = inRunning('/same-size');
		await write(uri, 'aaaa\n');
		const document = await vscode.workspace.openTextDocument(uri);
		const editor = await vscode.window.showTextDocument(document, { preview: false });
		await editor.edit(builder => builder.insert(new vscode.Position(0, 0), 'b'));
		await execute('sh', '-c', 'echo cccc >/same-size');
		const asked: string[] = [];
		const original = vscode.window.showWarningMessage;
		const answer = (text: string | undefined) =>
			Object.assign(vscode.window, {
				showWarningMessage: async (message: string) => {
					asked.push(message);
					return text;
				},
			});
		try {
			answer(undefined);
			assert.equal(await document.save(), false);
			assert.match(asked.join(), /same-size/);
			assert.equal(await execute('cat', '/same-size'), 'cccc\n');
			answer('Overwrite');
			assert.equal(await document.save(), true);
			assert.equal(await execute('cat', '/same-size'), 'baaaa\n');
		} finally {
			Object.assign(vscode.window, { showWarningMessage: original });
		}
	});

	it('shows in a second editor what the first has saved', async () => {
		const uri = inRunning('/shared');
		await write(uri, 'start\n');
		const document = await vscode.workspace.openTextDocument(uri);
		await vscode.window.showTextDocument(document, { preview: false });
		await vscode.window.showTextDocument(document, { preview: false, viewColumn: vscode.ViewColumn.Beside });
		await Promise.all([write(inRunning('/shared-2'), 'x'), write(uri, 'written past the editor\n')]);
		await until('the new text in the editor', () => document.getText() === 'written past the editor\n');
	});

	it('says so when the container of an open file is gone', async () => {
		const id = await makeContainer(uniqueName('files'), {}, false);
		const uri = uriOf(`container+${id}`, '/etc/passwd');
		const document = await vscode.workspace.openTextDocument(uri);
		const editor = await vscode.window.showTextDocument(document, { preview: false });
		await editor.edit(builder => builder.insert(new vscode.Position(0, 0), 'x'));
		await engine('DELETE', `/containers/${id}?force=1`);
		assert.equal(await document.save(), false);
		await rejects('Unavailable', fs.readFile(uri));
		assert.ok(document.isDirty);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	});

	async function edit(uri: vscode.Uri, text: string): Promise<void> {
		const document = await vscode.workspace.openTextDocument(uri);
		const editor = await vscode.window.showTextDocument(document);
		// An editor that is just taking in what was written before refuses.
		await until('the edit', async () => editor.edit(builder => builder.insert(new vscode.Position(0, 0), text)));
		// On a busy computer VS Code gives a save up before it has asked the file system for anything.
		await until('the save', async () => (await document.save()) || !document.isDirty);
	}

	/** In the running container, past VS Code. */
	async function execute(...command: string[]): Promise<string> {
		const result = await vscode.commands.executeCommand<{ stdout: string }>('slipway.container.execCapture', running, {
			command,
		});
		return result.stdout;
	}
});
