import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { removeAbandonedHelpers } from '../../src/engine/abandonedHelpers.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { Files } from '../../src/engine/files.ts';
import { backupVolume, restoreVolume } from '../../src/engine/volumeArchive.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { addedTo, docker, everything, inspected, waits } from './containerSamples.ts';

/** What each window does when it is told a word; its failures are told by what was recognised. */
const windowScript = `
	import { createInterface } from 'node:readline';
	import { Files } from './src/engine/files.ts';
	import { recreateContainer } from './src/engine/recreateContainer.ts';
	import { backupVolume, restoreVolume } from './src/engine/volumeArchive.ts';
	import { openConnection } from './test/support/engineConnection.ts';
	const [host, volume, container, archive, own] = process.argv.slice(1);
	const connection = openConnection(host);
	const files = new Files(connection);
	const repeat = async work => { for (let left = 2; left > 0; left--) await work(); };
	const works = {
		backup: () => repeat(() => backupVolume(connection, volume, own)),
		browse: async () => (await files.list({ root: { kind: 'volume', name: volume }, path: '/' })).length,
		recreate: () => recreateContainer(connection, container, { watch: 300 }),
		restore: () => repeat(() => restoreVolume(connection, volume, archive)),
	};
	const answer = text => process.stdout.write(text + '\\n');
	for await (const word of createInterface(process.stdin)) {
		await works[word]().then(() => answer('done'), error => answer(error.recognised?.kind ?? String(error)));
	}
	await files.letGo();
	connection.dispose();`;

class Window {
	readonly #process: ChildProcess;
	readonly #answers: AsyncIterator<string>;

	constructor(words: readonly string[]) {
		const args = ['--input-type=module', '--eval', windowScript, ...words];
		this.#process = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
		this.#answers = createInterface(this.#process.stdout as NodeJS.ReadableStream)[Symbol.asyncIterator]();
	}

	async does(word: string): Promise<string> {
		this.#process.stdin?.write(`${word}\n`);
		return (await this.#answers.next()).value ?? 'ended';
	}

	async close(): Promise<void> {
		this.#process.stdin?.end();
		await (this.#process.exitCode === null && once(this.#process, 'exit'));
	}
}

describe('two windows at once', function () {
	this.timeout(120_000);
	const name = `slipway-two-${process.pid}`;
	let connection: EngineConnection;
	let folder: string;
	let atFirst: string[];
	let windows: Window[];
	const file = (base: string) => path.join(folder, base);

	before(async () => {
		const { host } = await ensureEngine();
		connection = openConnection(host);
		folder = await mkdtemp(path.join(tmpdir(), 'slipway two '));
		atFirst = await everything();
		const fill = 'for i in $(seq 30); do echo $i > $i; done; dd if=/dev/urandom of=large bs=1k count=900 2>/dev/null';
		await docker('run', '--rm', '-v', `${name}:/v`, '-w', '/v', 'busybox', 'sh', '-c', fill);
		await docker('run', '-d', '--name', name, 'busybox', ...waits);
		await backupVolume(connection, name, file('first.tar'));
		windows = ['one.tar', 'two.tar'].map(own => new Window([host, name, name, file('first.tar'), file(own)]));
	});
	after(async () => {
		connection?.dispose();
		await Promise.all(windows.map(window => window.close()));
		await docker('rm', '-f', name);
		await docker('volume', 'rm', '-f', name, `${name}-check`);
		await rm(folder, { recursive: true });
		assert.deepEqual(await addedTo(atFirst), []);
	});

	const both = (...words: readonly string[]) =>
		Promise.all(words.map((word, index) => (windows[index] as Window).does(word)));
	const hashes = (volume: string) =>
		docker(
			'run',
			'--rm',
			'-v',
			`${volume}:/v:ro`,
			'-w',
			'/v',
			'busybox',
			'sh',
			'-c',
			'find . -type f | sort | xargs md5sum',
		);

	it('back up the same volume, while others start and look for what was left', async () => {
		const results = both('backup', 'backup');
		await removeAbandonedHelpers(connection);
		assert.deepEqual(await results, ['done', 'done']);
	});

	it('back up and restore the same volume: what is refused says so, and all that is written is whole', async () => {
		const original = await hashes(name);
		const results = await both('backup', 'restore');
		await removeAbandonedHelpers(connection);
		assert.deepEqual(
			results.filter(result => !/^(?:done|volumeBusy)$/.test(result)),
			[],
		);
		assert.equal(await hashes(name), original);
		await restoreVolume(connection, `${name}-check`, file('one.tar'));
		assert.equal(await hashes(`${name}-check`), original);
	});

	it('restore the same volume: one at a time', async () => {
		const original = await hashes(name);
		const results = await both('restore', 'restore');
		assert.deepEqual(
			results.filter(result => !/^(?:done|volumeBusy)$/.test(result)),
			[],
		);
		assert.equal(await hashes(name), original);
	});

	it('browse the same volume, and neither takes the other one its container away', async () => {
		const files = new Files(connection);
		const list = async () => (await files.list({ root: { kind: 'volume', name }, path: '/' })).length;
		assert.deepEqual(await both('browse', 'browse'), ['done', 'done']);
		assert.equal(await list(), 31);
		await removeAbandonedHelpers(connection);
		assert.deepEqual([await list(), ...(await both('browse', 'browse'))], [31, 'done', 'done']);
		await files.letGo();
	});

	it('recreate the same container: there is one afterwards, under its name', async () => {
		const results = both('recreate', 'recreate');
		await removeAbandonedHelpers(connection);
		assert.ok((await results).includes('done'));
		assert.deepEqual(
			(await results).filter(result => !/^(?:done|containerBusy|noSuch)$/.test(result)),
			[],
		);
		assert.equal((await inspected(name)).State.Status, 'running');
		assert.deepEqual(
			(await everything()).filter(each => /_(?:old|new)_/.test(each)),
			[],
		);
	});
});
