import * as assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { exportContainer } from '../../src/engine/containerExport.ts';
import { removeContainer } from '../../src/engine/containers.ts';
import { copyFromContainer } from '../../src/engine/copyFromContainer.ts';
import { copyToContainer } from '../../src/engine/copyToContainer.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { execCapture } from '../../src/engine/exec.ts';
import { importImage } from '../../src/engine/imageImport.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';

const run = promisify(execFile);
const megabyte = 1_000_000;
/** Ten files of three megabytes, too large to be sent or written at once. */
const fileSize = 3 * megabyte;
const container = 'slipway-copy-faults';

describe('copying: what goes wrong in the middle', function () {
	this.timeout(120_000);
	let engine: OwnEngine;
	let connection: EngineConnection;
	let folder: string;
	let source: string;

	before(async () => {
		engine = await startEngine();
		connection = openConnection(engine.host);
		folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-faults-'));
		source = path.join(folder, 'source');
		await mkdir(source);
		for (let index = 0; index < 10; index++) {
			await writeFile(path.join(source, `file${index}`), '');
			await truncate(path.join(source, `file${index}`), fileSize);
		}
		docker('create', '--name', container, 'busybox', 'sleep', '600');
		await copyToContainer(connection, container, [source], '/data');
	});
	after(async () => {
		connection?.dispose();
		await rm(folder, { recursive: true, force: true });
		await engine?.end();
	});

	let target: string;
	beforeEach(async () => {
		target = await mkdtemp(path.join(folder, 'target-'));
	});

	function docker(...args: string[]): string {
		const env = { ...process.env, PATH: engine.binaries.searchPath, DOCKER_HOST: engine.host };
		return execFileSync('docker', args, { env, encoding: 'utf8', timeout: 20_000 });
	}

	/** In the middle of a transfer, which an engine that stops in peace might finish. */
	function killEngine(): void {
		process.kill(-engine.pid, 'SIGKILL');
	}

	async function backAgain(): Promise<void> {
		await engine.stop();
		// What the killed one has left of containerd would be waited for in vain.
		await rm(path.join(engine.folder, 'exec'), { recursive: true, force: true });
		await engine.start();
		await connection.connect();
	}

	/** Calls `act` once, when so many bytes have gone. */
	function at(bytes: number, act: () => void): (progress: { readonly bytes: number }) => void {
		let done = false;
		return progress => {
			if (!done && progress.bytes >= bytes) {
				done = true;
				act();
			}
		};
	}

	async function copyFrom(bytes: number, act: () => void, signal?: AbortSignal): Promise<unknown> {
		const options = { signal, onProgress: at(bytes, act) };
		return copyFromContainer(connection, container, '/data/.', path.join(target, 'copy'), options);
	}

	/** Nothing but whole files: neither parts nor what they are called while they are parts. */
	async function assertWhole(): Promise<number> {
		const names = await readdir(target, { recursive: true });
		const files = names.filter(name => name !== 'copy');
		for (const name of files) {
			assert.match(name, /^copy\/file\d$/);
			assert.equal((await stat(path.join(target, name))).size, fileSize, name);
		}
		return files.length;
	}

	function hasCode(code: string) {
		return (error: unknown) => {
			assert.ok(error instanceof EngineError, String(error));
			assert.equal(error.code, code, error.message);
			return true;
		};
	}

	it('from: Cancel at every percent leaves whole files', async () => {
		for (const percent of [0, 5, 37, 62, 99]) {
			const stop = new AbortController();
			const copying = copyFrom((percent / 100) * 10 * fileSize, () => stop.abort(), stop.signal);
			await assert.rejects(copying, hasCode('cancelled'));
			assert.ok((await assertWhole()) <= 10);
			await rm(path.join(target, 'copy'), { recursive: true, force: true });
		}
	});

	it('into: Cancel at every percent leaves whole files, in a container that runs', async () => {
		docker('start', container);
		for (const percent of [0, 5, 37, 62, 99]) {
			const stop = new AbortController();
			const unfinished: string[] = [];
			const copying = copyToContainer(connection, container, [source], `/stopped${percent}`, {
				signal: stop.signal,
				onProgress: at((percent / 100) * 10 * fileSize, () => stop.abort()),
				onUnfinished: file => unfinished.push(file),
			});
			await assert.rejects(copying, hasCode('cancelled'));
			assert.deepEqual(unfinished, []);
			const command = ['sh', '-c', `for f in /stopped${percent}/*; do [ -f $f ] && stat -c %s $f; done`];
			const { stdout } = await execCapture(connection, container, { command });
			assert.deepEqual(
				[...new Set(stdout.split('\n').filter(Boolean))].filter(size => size !== `${fileSize}`),
				[],
			);
		}
	});

	it('into: Cancel leaves whole files in a container that does not run, too, and none that was not touched', async () => {
		docker('kill', container);
		await copyToContainer(connection, container, [source], '/tmp');
		const stop = new AbortController();
		const unfinished: string[] = [];
		const copying = copyToContainer(connection, container, [source], '/tmp', {
			signal: stop.signal,
			onProgress: at(4 * megabyte, () => stop.abort()),
			onUnfinished: file => unfinished.push(file),
		});
		await assert.rejects(copying, hasCode('cancelled'));
		assert.deepEqual(unfinished, []);
		const { files, bytes } = await copyFromContainer(connection, container, '/tmp/source/.', path.join(target, 'copy'));
		assert.deepEqual([files, bytes], [9, 9 * fileSize]);
	});

	it('from: the disk of this computer is full', async () => {
		await run('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', target]);
		try {
			const isFull = (error: unknown) =>
				error instanceof EngineError &&
				error.recognised?.kind === 'hostFile' &&
				error.recognised.problem === 'full' &&
				error.recognised.path.startsWith(target);
			await assert.rejects(
				copyFrom(Number.POSITIVE_INFINITY, () => {}),
				isFull,
			);
			assert.ok((await assertWhole()) > 0);
			await rm(path.join(target, 'copy'), { recursive: true });
			await assert.rejects(exportContainer(connection, container, path.join(target, 'all.tar')), isFull);
			assert.deepEqual(await readdir(target), []);
		} finally {
			await run('umount', [target]);
		}
	});

	it('into: the disk of the container is full', async () => {
		docker('volume', 'create', '-o', 'type=tmpfs', '-o', 'device=tmpfs', '-o', 'o=size=1m', 'small');
		docker('run', '-d', '--name', 'small', '-v', 'small:/small', 'busybox', 'sleep', '3600');
		const isFull = (error: unknown) => error instanceof EngineError && error.recognised?.kind === 'noSpace';
		const unfinished: string[] = [];
		const onUnfinished = (file: string) => unfinished.push(file);
		await assert.rejects(copyToContainer(connection, 'small', [source], '/small', { onUnfinished }), isFull);
		const { stdout } = await execCapture(connection, 'small', { command: ['find', '/small', '-type', 'f'] });
		assert.deepEqual([stdout, unfinished], ['', []]);
		docker('rm', '-f', 'small');
		docker('volume', 'rm', 'small');
	});

	it('into: a file becomes shorter while it is read', async () => {
		const copying = copyToContainer(connection, container, [source], '/shorter', {
			onProgress: at(1, () => execFileSync('truncate', ['-s', '10', path.join(source, 'file0')])),
		});
		await assert.rejects(copying, (error: EngineError) => {
			const { recognised } = error;
			return recognised?.kind === 'hostFile' && recognised.problem === 'changed' && recognised.path.endsWith('file0');
		});
		await truncate(path.join(source, 'file0'), fileSize);
	});

	it('from: the engine hangs; Cancel works all the same', async () => {
		const stop = new AbortController();
		try {
			const copying = copyFrom(
				fileSize,
				() => {
					engine.freeze();
					setTimeout(() => stop.abort(), 300);
				},
				stop.signal,
			);
			await assert.rejects(copying, hasCode('cancelled'));
		} finally {
			engine.thaw();
		}
		await assertWhole();
	});

	it('from: the container is removed, which waits for the copy', async () => {
		docker('run', '--name', 'removed', '-v', `${source}:/data`, 'busybox', 'cp', '-r', '/data', '/copy');
		let removal: Promise<unknown> | undefined;
		const copied = await copyFromContainer(connection, 'removed', '/copy/.', path.join(target, 'copy'), {
			onProgress: at(fileSize, () => {
				removal = removeContainer(connection, 'removed', { force: true });
			}),
		});
		assert.equal(copied.files, 10);
		assert.equal(await assertWhole(), 10);
		await removal;
		for (const again of [
			copyFromContainer(connection, 'removed', '/copy', target),
			copyToContainer(connection, 'removed', [source], '/'),
		]) {
			await assert.rejects(again, (error: EngineError) => error.recognised?.kind === 'noSuch');
		}
	});

	it('both ways: the engine is killed', async () => {
		await assert.rejects(copyFrom(fileSize, killEngine), hasCode('unreachable'));
		assert.ok((await assertWhole()) < 10);
		await backAgain();
		const unfinished: string[] = [];
		const copying = copyToContainer(connection, container, [source], '/killed', {
			onProgress: at(fileSize + 1, killEngine),
			onUnfinished: file => unfinished.push(file),
		});
		await assert.rejects(copying, hasCode('unreachable'));
		assert.equal(unfinished.length, 1);
		assert.match(unfinished[0] ?? '', /^\/killed\/file\d$/);
		await backAgain();
	});

	it('export and import: Cancel and a killed engine leave nothing', async () => {
		const file = path.join(target, 'all.tar.gz');
		const stop = new AbortController();
		const options = { signal: stop.signal, onProgress: (bytes: number) => bytes > megabyte && stop.abort() };
		await assert.rejects(exportContainer(connection, container, file, options), hasCode('cancelled'));
		await writeFile(file, 'what was there');
		const kill = at(megabyte, killEngine);
		const killing = { onProgress: (bytes: number) => kill({ bytes }) };
		await assert.rejects(exportContainer(connection, container, file, killing), hasCode('unreachable'));
		assert.deepEqual(await readdir(target), ['all.tar.gz']);
		assert.equal((await stat(file)).size, 'what was there'.length);
		await backAgain();
		const whole = path.join(folder, 'whole.tar');
		await exportContainer(connection, container, whole);
		const images = docker('images', '-aq').length;
		const cut = new AbortController();
		const importing = importImage(connection, whole, { signal: cut.signal, onProgress: () => cut.abort() });
		await assert.rejects(importing, hasCode('cancelled'));
		assert.equal(docker('images', '-aq').length, images);
	});
});
