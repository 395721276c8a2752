import assert from 'node:assert/strict';
import { delay } from '../../src/base/async.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import {
	inspectContainer,
	pauseContainer,
	removeContainer,
	stopContainer,
	unpauseContainer,
} from '../../src/engine/containers.ts';
import type { EngineError, EngineErrorCode } from '../../src/engine/errors.ts';
import { execCapture } from '../../src/engine/exec.ts';
import { type FileAddress, type FileEntry, Files } from '../../src/engine/files.ts';
import { helperFilter } from '../../src/engine/helperLabels.ts';
import { pathBytes } from '../../src/engine/pathBytes.ts';
import { createContainer, runContainer } from '../../src/engine/runContainer.ts';
import { createVolume, removeVolume } from '../../src/engine/volumes.ts';
import { ensureEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { openConnection } from '../support/engineConnection.ts';

const strange = ['a\nb', ' blank ', '-rf', '한글 파일', '$(id)', '\uf7ffbad', "it's", '*', 'emoji😀', 'back\\slash'];

describe('files', function () {
	this.timeout(120_000);
	let connection: EngineConnection;
	let host: string;
	let files: Files;
	let running: string;
	let stopped: string;
	let volume: string;
	let helpersBefore: number;

	const at = (id: string, path: string): FileAddress => ({ root: { kind: 'container', id }, path });
	const inVolume = (path: string): FileAddress => ({ root: { kind: 'volume', name: volume }, path });
	const sh = async (script: string, ...words: string[]) =>
		(await execCapture(connection, running, { command: ['sh', '-c', script, 'sh', ...words] })).stdout;
	const names = (entries: readonly FileEntry[]) => entries.map(({ name }) => name).sort();
	const text = async (address: FileAddress) => (await files.read(address)).toString('utf8');
	const rejects = (code: EngineErrorCode, work: Promise<unknown>) =>
		assert.rejects(work, (error: EngineError) => {
			assert.equal(error.code, code, error.message);
			return true;
		});
	const helpers = async () => {
		const filters = encodeURIComponent(JSON.stringify(helperFilter));
		const answer = await engineRequest(host, { method: 'GET', path: `/containers/json?all=1&filters=${filters}` });
		return (JSON.parse(answer.body) as unknown[]).length;
	};

	before(async () => {
		({ host } = await ensureEngine());
		connection = openConnection(host);
		files = new Files(connection);
		helpersBefore = await helpers();
		volume = await createVolume(connection, {});
		running = await runContainer(connection, 'busybox', { command: ['sleep', '1000'] });
		stopped = await createContainer(connection, 'busybox', { volumes: [`${volume}:/data`] });
	});
	after(async () => {
		files.dispose();
		await Promise.all([running, stopped].map(id => removeContainer(connection, id, { force: true, volumes: true })));
		for (let left = 100; left > 0 && (await helpers()) !== helpersBefore; left--) {
			await delay(50);
		}
		assert.equal(await helpers(), helpersBefore);
		await removeVolume(connection, volume, { force: true });
		connection.dispose();
	});

	for (const state of ['running', 'stopped'] as const) {
		describe(`of a ${state} container`, () => {
			const here = (path: string) => at(state === 'running' ? running : stopped, path);

			it('lists, with kinds, sizes, modes and where links lead', async () => {
				const root = await files.list(here('/'));
				assert.equal(root.find(({ name }) => name === 'bin')?.kind, 'folder');
				const bin = await files.list(here('/bin'));
				const tool = bin.find(({ name }) => name === 'busybox');
				assert.equal(tool?.kind, 'file');
				assert.equal(tool?.mode, 0o755);
				assert.ok(tool && tool.size > 100_000 && tool.modifiedAt > 1e12);
				const link = bin.find(({ name }) => name === 'ls');
				assert.deepEqual([link?.kind, link?.target], ['link', 'file']);
			});

			it('makes a folder, writes, reads, and keeps mode and owner when writing again', async () => {
				await files.createFolder(here('/made'));
				await files.write(here('/made/file'), Buffer.from('one'));
				assert.equal(await text(here('/made/file')), 'one');
				await files.write(here('/made/file'), Buffer.from('둘'));
				assert.equal(await text(here('/made/file')), '둘');
				const stat = await files.stat(here('/made/file'));
				assert.deepEqual([stat.kind, stat.size, stat.mode, stat.readOnly], ['file', 3, 0o644, false]);
				assert.ok(Math.abs(stat.modifiedAt - Date.now()) < 60_000);
				await rejects('conflict', files.createFolder(here('/made')));
				await rejects('notFound', files.createFolder(here('/nowhere/made')));
				await rejects('notFound', files.read(here('/made/nothing')));
				await rejects('conflict', files.read(here('/made')));
				await rejects('notFound', files.list(here('/nowhere')));
			});

			it('takes every name', async () => {
				await files.createFolder(here('/names'));
				for (const name of strange) {
					await files.write(here(`/names/${name}`), Buffer.from(name));
					assert.equal(await text(here(`/names/${name}`)), name);
				}
				assert.deepEqual(names(await files.list(here('/names'))), [...strange].sort());
			});

			it('reads and writes bytes as they are', async () => {
				const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
				await files.write(here('/binary'), bytes);
				assert.ok(bytes.equals(await files.read(here('/binary'))));
				await files.write(here('/empty'), Buffer.alloc(0));
				assert.equal((await files.read(here('/empty'))).length, 0);
			});

			it('copies a folder with links and modes', async () => {
				await files.copy(here('/bin/busybox'), here('/made/tool'));
				assert.equal((await files.stat(here('/made/tool'))).mode, 0o755);
				await files.copy(here('/made'), here('/copied'));
				assert.deepEqual(names(await files.list(here('/copied'))), ['file', 'tool']);
				await rejects('conflict', files.copy(here('/made/file'), here('/copied/file')));
				await files.copy(here('/made/file'), here('/copied/file'), { overwrite: true });
				await rejects('conflict', files.copy(here('/made'), here('/made/in')));
			});
		});
	}

	it('keeps owner and mode, follows links, and says what a link leads to', async () => {
		await sh(
			'mkdir /l; echo a >/l/f; chown 12:34 /l/f; chmod 4751 /l/f; ln -s f /l/good; ln -s /nope /l/bad; ln -s / /l/top',
		);
		await files.write(at(running, '/l/good'), Buffer.from('through the link'));
		assert.equal(
			await sh('stat -c "%a %u %g %F" /l/f; readlink /l/good; cat /l/f'),
			'4751 12 34 regular file\nf\nthrough the link',
		);
		const stat = await files.stat(at(running, '/l/good'));
		assert.deepEqual([stat.kind, stat.target, stat.linkTarget], ['link', 'file', '/l/f']);
		assert.equal((await files.stat(at(running, '/l/bad'))).target, undefined);
		const targets = (await files.list(at(running, '/l'))).map(({ name, target }) => [name, target]);
		assert.deepEqual(Object.fromEntries(targets), { f: undefined, good: 'file', bad: undefined, top: 'folder' });
		assert.ok(names(await files.list(at(running, '/l/top'))).includes('bin'));
	});

	it("gives a new file its folder's owner", async () => {
		await sh('mkdir /home/own; chown 12:34 /home/own');
		await files.write(at(running, '/home/own/new'), Buffer.from('x'));
		assert.equal(await sh('stat -c "%u %g" /home/own/new'), '12 34\n');
	});

	it('removes and renames in a running container, whatever the name', async () => {
		await sh('mkdir -p /r/sub; echo s >/r/sub/s');
		for (const name of ['a\nb', '-rf', '한글 파일', '\uf7ffbad']) {
			await files.write(at(running, `/r/${name}`), Buffer.from('x'));
			await files.rename(at(running, `/r/${name}`), at(running, `/r/sub/${name}`));
			await files.remove(at(running, `/r/sub/${name}`));
		}
		assert.deepEqual(names(await files.list(at(running, '/r'))), ['sub']);
		assert.deepEqual(names(await files.list(at(running, '/r/sub'))), ['s']);
		await rejects('conflict', files.remove(at(running, '/r/sub')));
		await rejects('conflict', files.rename(at(running, '/r/sub'), at(running, '/bin')));
		await rejects('notFound', files.remove(at(running, '/r/nothing')));
		await files.remove(at(running, '/r/sub'), { recursive: true });
		assert.deepEqual(await files.list(at(running, '/r')), []);
	});

	it('removes a link and not what it leads to', async () => {
		await sh('mkdir -p /rl/kept; touch /rl/kept/f; ln -s kept /rl/link');
		await files.remove(at(running, '/rl/link'), { recursive: true });
		assert.equal(await sh('ls /rl/kept'), 'f\n');
	});

	it("does not touch the container's root nor the kernel's folders", async () => {
		await rejects('denied', files.remove(at(running, '/'), { recursive: true }));
		await rejects('denied', files.remove(at(running, '/bin/../proc/1'), { recursive: true }));
	});

	it('changes files that the engine has put into their place, and sees memory', async () => {
		const hosts = `${await text(at(running, '/etc/hosts'))}10.0.0.1 added\n`;
		await files.write(at(running, '/etc/hosts'), Buffer.from(hosts));
		assert.match(await sh('cat /etc/hosts'), /10\.0\.0\.1 added/);
		await files.write(at(running, '/dev/shm/memory'), Buffer.from('in memory'));
		assert.equal(await sh('cat /dev/shm/memory'), 'in memory');
		assert.equal(await text(at(running, '/dev/shm/memory')), 'in memory');
		assert.equal((await files.stat(at(running, '/dev/shm/memory'))).size, 9);
		await rejects('notFound', files.stat(at(running, '/dev/shm/nothing')));
	});

	it('says that a stopped container has to run for a file to be removed, unless it is in a volume', async () => {
		await files.write(at(stopped, '/kept'), Buffer.from('x'));
		await assert.rejects(files.remove(at(stopped, '/kept')), (error: EngineError) => {
			return error.recognised?.kind === 'notRunning';
		});
		await files.write(at(stopped, '/data/goes'), Buffer.from('x'));
		await files.remove(at(stopped, '/data/goes'));
		assert.deepEqual(names(await files.list(at(stopped, '/data'))), []);
	});

	it('works on a paused container', async () => {
		await pauseContainer(connection, running);
		try {
			files.forget({ kind: 'container', id: running });
			await files.write(at(running, '/while-paused'), Buffer.from('x'));
			assert.ok(names(await files.list(at(running, '/'))).includes('while-paused'));
		} finally {
			await unpauseContainer(connection, running);
			files.forget({ kind: 'container', id: running });
		}
	});

	it('works on a running container that has no programs but its own', async () => {
		const id = await runContainer(connection, 'busybox', { command: ['sleep', '1000'], entrypoint: ['/bin/busybox'] });
		try {
			await execCapture(connection, id, {
				command: ['sh', '-c', 'mkdir /own; touch /own/file; ln -s /own /way; cp /bin/busybox /only; /only rm -r /bin'],
			});
			assert.deepEqual(names(await files.list(at(id, '/own'))), ['file']);
			await files.write(at(id, '/own/more'), Buffer.from('more'));
			await files.rename(at(id, '/way/more'), at(id, '/own/less'));
			await files.remove(at(id, '/way/file'));
			assert.deepEqual(names(await files.list(at(id, '/own'))), ['less']);
			await files.copy(at(id, '/own'), at(id, '/twice'));
			assert.equal(await text(at(id, '/twice/less')), 'more');
		} finally {
			await removeContainer(connection, id, { force: true });
		}
	});

	it('refuses what is read-only', async () => {
		const body = {
			Image: 'busybox',
			Cmd: ['sleep', '1000'],
			HostConfig: { ReadonlyRootfs: true, Binds: [`${volume}:/v:ro`] },
		};
		const answer = await engineRequest(host, {
			method: 'POST',
			path: '/containers/create',
			body: Buffer.from(JSON.stringify(body)),
		});
		const { Id } = JSON.parse(answer.body) as { Id: string };
		try {
			assert.equal((await files.stat(at(Id, '/etc/passwd'))).readOnly, true);
			assert.equal((await files.stat(at(Id, '/v'))).readOnly, true);
			await rejects('denied', files.write(at(Id, '/etc/passwd'), Buffer.from('x')));
			await rejects('denied', files.write(at(Id, '/v/x'), Buffer.from('x')));
			await rejects('denied', files.createFolder(at(Id, '/x')));
			await rejects('denied', files.remove(at(Id, '/etc/passwd')));
		} finally {
			await removeContainer(connection, Id, { force: true });
		}
	});

	describe('of a volume', () => {
		it('that nobody runs with: all through helpers', async () => {
			await files.createFolder(inVolume('/folder'));
			await files.write(inVolume('/folder/한글'), Buffer.from('값'));
			assert.equal(await text(inVolume('/folder/한글')), '값');
			assert.deepEqual(names(await files.list(inVolume('/'))), ['folder']);
			await files.rename(inVolume('/folder/한글'), inVolume('/moved'));
			await files.copy(inVolume('/moved'), inVolume('/folder/copy'));
			await files.remove(inVolume('/moved'));
			assert.deepEqual(names(await files.list(inVolume('/'))), ['folder']);
			assert.deepEqual(names(await files.list(inVolume('/folder'))), ['copy']);
			assert.deepEqual((await files.stat(inVolume('/folder'))).kind, 'folder');
			await rejects('denied', files.remove(inVolume('/'), { recursive: true }));
		});

		it('that a running container has: through that container', async () => {
			const id = await runContainer(connection, 'busybox', {
				command: ['sleep', '1000'],
				volumes: [`${volume}:/deep/data`],
			});
			try {
				await files.write(inVolume('/shared'), Buffer.from('x'));
				await files.rename(inVolume('/shared'), inVolume('/renamed'));
				const { stdout } = await execCapture(connection, id, { command: ['ls', '/deep/data'] });
				assert.match(stdout, /renamed/);
				await files.remove(inVolume('/renamed'));
				assert.ok(!names(await files.list(inVolume('/'))).includes('renamed'));
			} finally {
				await removeContainer(connection, id, { force: true });
			}
		});

		it('to a container and back', async () => {
			await files.write(inVolume('/out'), Buffer.from('out'));
			await files.copy(inVolume('/out'), at(running, '/in'));
			assert.equal(await text(at(running, '/in')), 'out');
			await files.rename(at(running, '/in'), inVolume('/back'));
			assert.equal(await text(inVolume('/back')), 'out');
			await rejects('notFound', files.stat(at(running, '/in')));
		});

		it('is not there', async () => {
			await rejects('notFound', files.list({ root: { kind: 'volume', name: 'no-such-volume' }, path: '/' }));
		});
	});

	it('lets go when cancelled', async () => {
		const controller = new AbortController();
		const listing = files.list(at(stopped, '/usr/..'), { signal: controller.signal });
		controller.abort();
		await rejects('cancelled', listing);
	});

	it('is told when the container is gone', async () => {
		const id = await createContainer(connection, 'busybox', {});
		await removeContainer(connection, id);
		await rejects('notFound', files.read(at(id, '/etc/passwd')));
	});

	it('knows what a stop changes', async () => {
		const id = await runContainer(connection, 'busybox', { command: ['sleep', '1000'] });
		await files.list(at(id, '/'));
		await stopContainer(connection, id, { timeout: 0 });
		files.forget({ kind: 'container', id });
		assert.ok(names(await files.list(at(id, '/'))).includes('bin'));
		assert.equal((await inspectContainer(connection, id)).State.Running, false);
		await removeContainer(connection, id);
	});

	it('writes names that are no text as the bytes they are', async () => {
		assert.deepEqual([...pathBytes('\uf7ffbad')], [0xff, ...Buffer.from('bad')]);
		await files.write(at(running, '/tmp/\uf7ffbad'), Buffer.from('x'));
		assert.match(await sh('printf %s /tmp/*bad | od -An -tx1'), /2f ff 62 61 64/);
	});
});
