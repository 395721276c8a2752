import * as assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { ensureEngine } from '../support/engine.ts';
import {
	command,
	commandLog,
	engine,
	inspect,
	makeContainer,
	ours,
	rejection,
	sweep,
	uniqueName,
} from './engineUnderTest.ts';

const run = promisify(execFile);

describe('backing up, restoring and cloning volumes', function () {
	this.timeout(120_000);
	let folder: string;
	let volume: string;
	let user: string;

	/** In a container that writes into the volume all the time it runs. */
	const inVolume = async (script: string) => {
		const { cli, env } = await ensureEngine();
		const mount = ['--rm', '--label', 'slipway.test=commands', '-v', `${volume}:/v`, '-w', '/v'];
		return (await run(cli, ['run', ...mount, 'busybox', 'sh', '-c', script], { env })).stdout.trim();
	};

	before(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'volume archive '));
		volume = await command<string>('volume.create', undefined, { name: uniqueName('data'), labels: ours });
		await inVolume('echo first > note; mkdir sub; echo second > sub/note');
		user = uniqueName('writer');
		await makeContainer(user, { HostConfig: { Binds: [`${volume}:/data`] } });
	});
	after(async () => {
		await sweep();
		await rm(folder, { recursive: true });
	});

	it('backs up with its users stopped, and starts them again', async () => {
		const file = path.join(folder, 'data.tar.gz');
		const before = await inspect(user);
		assert.equal(await command('volume.backup', volume, { path: file, stop: true }), (await stat(file)).size);
		const after = await inspect(user);
		assert.equal(after.State.Status, 'running');
		assert.notEqual(after.State.StartedAt, before.State.StartedAt);
		await commandLog(line => line === `docker stop ${user}`);
		await commandLog(line => line === `docker start ${user}`);
		await commandLog(
			line =>
				line ===
				`docker run --rm -v ${volume}:/volume:ro -v '${folder}:/backup' busybox tar czf /backup/data.tar.gz -C /volume .`,
		);
	});

	it('replaces an existing file only when told to, and leaves users running if nobody speaks of them', async () => {
		const file = path.join(folder, 'data.tar.gz');
		const { StartedAt } = (await inspect(user)).State;
		await command('volume.backup', volume, { path: file, confirm: false });
		assert.equal((await inspect(user)).State.StartedAt, StartedAt);
		assert.deepEqual(await readdir(folder), ['data.tar.gz']);
	});

	it('restores, and nothing that came later stays', async () => {
		await inVolume('rm -r sub; echo changed > note; echo later > later');
		const options = { path: path.join(folder, 'data.tar.gz'), stop: true, confirm: false };
		assert.equal(await command('volume.restore', volume, options), 2);
		await commandLog(line =>
			line.startsWith(`docker run --rm -v ${volume}:/volume -v '${folder}:/backup:ro' busybox `),
		);
		assert.equal(await inVolume('ls -A; cat note sub/note'), 'note\nsub\nfirst\nsecond');
		assert.equal((await inspect(user)).State.Status, 'running');
	});

	it('starts users again when a restore fails, and says why', async () => {
		const file = path.join(folder, 'broken.tar');
		await writeFile(file, 'no archive at all');
		const sentence = await rejection('invalid', 'volume.restore', volume, { path: file, stop: true, confirm: false });
		assert.match(sentence, /damaged/);
		assert.equal((await inspect(user)).State.Status, 'running');
		assert.equal(await inVolume('cat note'), 'first');
	});

	it('clones, and shows how large volumes are', async () => {
		const name = uniqueName('clone');
		assert.equal(await command('volume.clone', volume, { name }), name);
		const { Labels } = await engine<{ Labels: object }>('GET', `/volumes/${name}`);
		assert.deepEqual(Labels, ours);
		await rejection('conflict', 'volume.clone', volume, { name });
		const sizes = await command<Record<string, number>>('volumes.sizes');
		assert.ok((sizes[name] ?? 0) > 0);
		assert.equal(sizes[name], sizes[volume]);
	});

	it('refuses names of other kinds of files, and what does not exist', async () => {
		await rejection('invalid', 'volume.backup', volume, { path: path.join(folder, 'data.zip') });
		const missing = { path: path.join(folder, 'missing.tar'), confirm: false };
		assert.match(await rejection('notFound', 'volume.restore', volume, missing), /missing\.tar/);
		await rejection('notFound', 'volume.backup', uniqueName('none'), { path: path.join(folder, 'none.tar') });
		assert.equal(await inVolume('ls -A; cat note sub/note'), 'note\nsub\nfirst\nsecond');
	});
});
