import * as assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import {
	command,
	commandLog,
	engine,
	inspect,
	makeContainer,
	rejection,
	sweep,
	uniqueName,
} from './engineUnderTest.ts';

describe('copying files', () => {
	const name = uniqueName('copy');
	const messages: string[] = [];
	let restore: Array<() => void> = [];
	let folder: string;

	before(async () => {
		await makeContainer(name, { WorkingDir: '/app', Cmd: ['sh', '-c', `${prepare}; sleep 600`] });
		await untilPrepared(name);
	});
	after(sweep);
	beforeEach(async () => {
		folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-copy-'));
	});
	afterEach(async () => {
		for (const back of restore) {
			back();
		}
		restore = [];
		messages.length = 0;
		await rm(folder, { recursive: true, force: true });
	});

	/** Answers what the window would ask, and notes what it says. */
	function answer(answers: Readonly<Record<string, (...asked: never[]) => unknown>>): void {
		const window = vscode.window as unknown as Record<string, unknown>;
		for (const [method, reply] of Object.entries(answers)) {
			const original = window[method];
			window[method] = async (...asked: never[]) => {
				messages.push(String(asked[0]));
				return reply(...asked);
			};
			restore.push(() => {
				window[method] = original;
			});
		}
	}

	it('copyFrom: a file and a folder, and their lines', async () => {
		const options = { source: '/app/folder', destination: folder, confirm: false };
		assert.equal(await command('container.copyFrom', name, options), 3);
		assert.equal(await readFile(path.join(folder, 'folder/one'), 'utf8'), 'one\n');
		const file = path.join(folder, 'renamed');
		assert.equal(await command('container.copyFrom', name, { source: '/app/file', destination: file }), 1);
		assert.equal(await readFile(file, 'utf8'), 'text\n');
		await commandLog(line => line === `docker cp ${name}:/app/folder ${folder}`);
	});

	it('copyTo: several files and a folder, into a stopped container too', async () => {
		await mkdir(path.join(folder, 'deep'));
		await writeFile(path.join(folder, 'deep/a'), 'a');
		await writeFile(path.join(folder, 'b'), 'b');
		const stopped = uniqueName('stopped');
		await makeContainer(stopped, {}, false);
		const source = [path.join(folder, 'deep'), path.join(folder, 'b')];
		assert.equal(await command('container.copyTo', stopped, { source, destination: '/tmp', confirm: false }), 2);
		const back = path.join(folder, 'back');
		assert.equal(await command('container.copyFrom', stopped, { source: '/tmp/.', destination: back }), 2);
		assert.deepEqual((await readdir(back, { recursive: true })).sort(), ['b', 'deep', 'deep/a']);
		await commandLog(line => line === `docker cp ${path.join(folder, 'b')} ${stopped}:/tmp`);
	});

	it('gives each of several containers a folder of its own', async () => {
		const other = uniqueName('other');
		await makeContainer(other, {}, false);
		const options = { source: '/etc/passwd', destination: folder };
		assert.equal(await command('container.copyFrom', [name, other], options), 2);
		assert.deepEqual((await readdir(folder)).sort(), [name, other].sort());
		assert.deepEqual(await readdir(path.join(folder, other)), ['passwd']);
	});

	it('asks once about files that are there, and keeps them, replaces them or does nothing', async () => {
		const options = { source: '/app/folder/.', destination: folder };
		await writeFile(path.join(folder, 'one'), 'mine');
		await writeFile(path.join(folder, 'two'), 'mine');
		for (const [reply, left] of [
			[undefined, ['one', 'two']],
			['Keep Existing', ['link', 'one', 'two']],
			['Replace', ['link', 'one', 'two']],
		] as const) {
			answer({ showWarningMessage: () => reply });
			if (reply === undefined) {
				await rejection('cancelled', 'container.copyFrom', name, options);
			} else {
				assert.equal(await command('container.copyFrom', name, options), reply === 'Replace' ? 3 : 1);
			}
			assert.deepEqual((await readdir(folder)).sort(), left);
			assert.equal(await readFile(path.join(folder, 'one'), 'utf8'), reply === 'Replace' ? 'one\n' : 'mine');
		}
		assert.deepEqual(messages.slice(0, 2), ['Replace 2 files?', 'Replace 2 files?']);
	});

	it('asks about files in the container too', async () => {
		const place = uniqueName('/tmp/asked');
		await writeFile(path.join(folder, 'one'), 'first');
		await writeFile(path.join(folder, 'two'), 'first');
		await command('container.copyTo', name, { source: folder, destination: place });
		await writeFile(path.join(folder, 'one'), 'second');
		await writeFile(path.join(folder, 'three'), 'second');
		answer({ showWarningMessage: () => 'Keep Existing' });
		const source = `${folder}/.`;
		assert.equal(await command('container.copyTo', name, { source, destination: place }), 1);
		assert.deepEqual(messages, ['Replace 2 files?']);
		const { stdout } = await command<{ stdout: string }>('container.execCapture', name, {
			command: ['sh', '-c', `cd ${place}; cat one two three`],
		});
		assert.equal(stdout, 'firstfirstsecond');
	});

	it('says by name what it does not copy', async () => {
		answer({ showWarningMessage: () => undefined });
		assert.equal(await command('container.copyFrom', name, { source: '/app/hostile', destination: folder }), 1);
		assert.deepEqual(await readdir(path.join(folder, 'hostile')), ['good']);
		assert.deepEqual(messages, ['2 entries were not copied: "out", "pipe".']);
	});

	it('asks for what it is not told, and begins where the container works', async () => {
		const asked: string[] = [];
		answer({
			showInputBox: (box: vscode.InputBoxOptions) => asked.push(box.value ?? '') && '/app/file',
			showOpenDialog: () => [vscode.Uri.file(folder)],
		});
		assert.equal(await command('container.copyFrom', name), 1);
		assert.deepEqual(asked, ['/app']);
		assert.deepEqual(await readdir(folder), ['file']);
		answer({
			showQuickPick: (choices: { value: boolean }[]) => choices.find(({ value }) => !value),
			showInputBox: (box: vscode.InputBoxOptions) => asked.push(box.value ?? '') && '/tmp/asked for',
			showOpenDialog: (dialog: vscode.OpenDialogOptions) =>
				dialog.canSelectFiles && [vscode.Uri.file(path.join(folder, 'file'))],
		});
		assert.equal(await command('container.copyTo', name), 1);
		assert.deepEqual(asked, ['/app', '/app']);
	});

	it('says what is not there', async () => {
		const destination = path.join(folder, 'nowhere/deep');
		assert.match(
			await rejection('notFound', 'container.copyFrom', name, { source: '/nothing', destination: folder }),
			/"\/nothing" does not exist/,
		);
		assert.match(
			await rejection('notFound', 'container.copyFrom', name, { source: '/app/file', destination }),
			/nowhere" does not exist on this computer/,
		);
		assert.match(
			await rejection('notFound', 'container.copyTo', name, { source: `${folder}/none`, destination: '/' }),
			/none" does not exist on this computer/,
		);
		assert.match(
			await rejection('notFound', 'container.copyTo', name, { source: folder, destination: '/no/where' }),
			/"\/no" does not exist/,
		);
		await rejection('invalid', 'container.copyTo', name, { source: [], destination: '/' });
	});

	it('export and import: the files become an image', async () => {
		const file = path.join(folder, 'files.tar');
		const packed = path.join(folder, 'files.tar.gz');
		const size = await command<number>('container.export', name, { path: file });
		assert.ok(size > 1_000_000);
		assert.ok((await command<number>('container.export', name, { path: packed })) < size);
		answer({ showWarningMessage: () => undefined });
		await rejection('cancelled', 'container.export', name, { path: file });
		assert.deepEqual(messages, ['Replace "files.tar"?']);
		await commandLog(line => line === `docker export -o ${file} ${name}`);
		const tag = `${uniqueName('imported')}:1`;
		const ids: string[] = [];
		try {
			ids.push(await command<string>('image.import', undefined, { path: file, tag }));
			ids.push(await command<string>('image.import', vscode.Uri.file(packed), {}));
			const container = await makeContainer(uniqueName('of-import'), { Image: tag, Cmd: ['cat', '/app/file'] }, false);
			assert.equal((await inspect(container)).Path, 'cat');
			const info = await engine<{ Id: string }>('GET', `/images/${tag}/json`);
			assert.equal(info.Id, ids[0]);
		} finally {
			await sweepImages(ids);
		}
		await commandLog(line => line === `docker import ${file} ${tag}`);
	});

	it('import refuses what is no archive of files', async () => {
		const file = path.join(folder, 'images.tar');
		await command('image.save', 'busybox:latest', { path: file });
		assert.match(await rejection('invalid', 'image.import', undefined, { path: file }), /loaded, not imported/);
		await writeFile(file, 'text '.repeat(1000));
		assert.match(await rejection('invalid', 'image.import', undefined, { path: file }), /no tar archive/);
		await rejection('notFound', 'image.import', undefined, { path: path.join(folder, 'none.tar') });
		await rejection('invalid', 'image.import', undefined, { path: file, tag: 'Not Allowed' });
	});
});

const prepare = [
	'mkdir -p /app/folder /app/hostile; cd /app; echo text >file; echo one >folder/one; echo two >folder/two; ln -s one folder/link',
	'echo good >hostile/good; ln -s /etc/passwd hostile/out; mkfifo hostile/pipe; touch prepared',
].join('; ');

async function untilPrepared(name: string): Promise<void> {
	const look = 'while [ ! -e /app/prepared ]; do sleep 0.05; done';
	await command('container.execCapture', name, { command: ['sh', '-c', look] });
}

/** Containers first, since they hold their images. */
async function sweepImages(ids: readonly string[]): Promise<void> {
	await Promise.all(ids.map(id => engine('DELETE', `/images/${id}?force=1`)));
}
