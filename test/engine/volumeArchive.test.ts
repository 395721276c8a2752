import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { removeAbandonedHelpers } from '../../src/engine/abandonedHelpers.ts';
import { callJson } from '../../src/engine/calls.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { helperFilter } from '../../src/engine/helperLabels.ts';
import { type TarEntry, writeHeader } from '../../src/engine/tarHeader.ts';
import { backupVolume, cloneVolume, restoreVolume } from '../../src/engine/volumeArchive.ts';
import { createVolume, inspectVolume } from '../../src/engine/volumes.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);

type Cli = (...args: string[]) => Promise<string>;

function cliOf(cli: string, env: NodeJS.ProcessEnv): Cli {
	return async (...args) => (await run(cli, args, { env, maxBuffer: 64 * 1024 * 1024 })).stdout;
}

/** All that makes up a tree: names, kinds, modes, owners, times, what links say, how many names files have, contents. */
async function treeOf(docker: Cli, volume: string): Promise<string[]> {
	const script = [
		`find . -exec stat -c '%n|%f|%u|%g|%Y|%N' {} +`,
		`find . -type f -exec stat -c '%n|%h names' {} +`,
		'find . -type f -exec md5sum {} +',
	].join('; ');
	const text = await docker('run', '--rm', '-v', `${volume}:/v:ro`, '-w', '/v', 'busybox', 'sh', '-c', script);
	return text.split('\n').sort();
}

const longName = '가나다라마바사아자차'.repeat(6);
const makeTree = `
	mkdir -p a/b/c empty deep/${longName}/${longName}; chmod 1777 a/b
	echo one > a/file; ln a/file a/b/second-name; ln a/file third-name; chown 12:34 a/file
	echo tool > tool; chown 7:8 tool; chmod 4755 tool; ln -s ../../etc outside; ln -s a/file inside; ln -s /etc/passwd absolute
	echo 한글 > deep/${longName}/${longName}/한글.txt; echo odd > "$(printf 'odd \\377 name')"; echo 'new line' > "$(printf 'a\\nb')"
	mkfifo pipe; dd if=/dev/urandom of=large bs=1k count=3000 2>/dev/null; : > nothing; chown 3000000:4000000 nothing
	chown 5:6 .; chmod 2770 .; find . -exec touch -h -d '2021-02-03 04:05:06' {} +`;

describe('volume archives', function () {
	this.timeout(120_000);
	let engine: TestEngine;
	let docker: Cli;
	let connection: EngineConnection;
	let folder: string;
	let tree: string[];
	let atFirst: string;
	const name = (suffix: string) => `slipway-archive-${process.pid}-${suffix}`;
	const full = name('full');
	const file = (base: string) => path.join(folder, base);
	const inVolume = (volume: string, script: string) =>
		docker('run', '--rm', '-v', `${volume}:/v`, '-v', `${folder}:/host`, '-w', '/v', 'busybox', 'sh', '-c', script);

	/** Containers, images and volumes of ours. */
	const things = async () =>
		(await docker('ps', '-aq', '--filter', `label=${helperFilter.label[0]}`)) +
		(await docker('images', '-aq', '--filter', `label=${helperFilter.label[0]}`)) +
		(await docker('volume', 'ls', '-q', '--filter', `name=${name('')}`));

	before(async () => {
		engine = await ensureEngine();
		docker = cliOf(engine.cli, engine.env);
		connection = openConnection(engine.host);
		folder = await mkdtemp(path.join(tmpdir(), 'slipway archives '));
		await createVolume(connection, { name: full });
		await inVolume(full, makeTree);
		tree = await treeOf(docker, full);
		atFirst = await things();
	});
	after(async () => {
		const names = (await docker('volume', 'ls', '-q', '--filter', `name=${name('')}`)).split('\n').filter(Boolean);
		await docker('volume', 'rm', '-f', ...names);
		await rm(folder, { recursive: true });
		connection.dispose();
	});
	afterEach(async () => {
		const names = (await docker('volume', 'ls', '-q', '--filter', `name=${name('')}`)).split('\n').filter(Boolean);
		const others = names.filter(other => other !== full);
		await (others.length > 0 && docker('volume', 'rm', '-f', ...others));
		assert.equal(await things(), atFirst);
		assert.deepEqual(
			(await readdir(folder)).filter(base => base.startsWith('.')),
			[],
		);
	});

	it('are what the usual recipe makes, and come back as they were', async () => {
		const written: number[] = [];
		const size = await backupVolume(connection, full, file('full.tar'), { onProgress: bytes => written.push(bytes) });
		assert.equal(size, (await readFile(file('full.tar'))).length);
		assert.equal(written.at(-1), size);
		await backupVolume(connection, full, file('full.tgz'));
		const names = await inVolume(
			full,
			'tar tf /host/full.tar | sort; echo; tar cf /tmp/x -C /v .; tar tf /tmp/x | sort',
		);
		const [ours, theirs] = names.split('\n\n').map(list => list.trim());
		assert.equal(ours, theirs);

		const restored = name('restored');
		assert.equal(await restoreVolume(connection, restored, file('full.tgz')), tree.filter(isFile).length);
		assert.deepEqual(await treeOf(docker, restored), tree);
		await inVolume(
			restored,
			'rm -r a deep; mkdir -p tool2/x new; echo more >> large; ln -s / root; echo x > a; chmod 777 .',
		);
		const progress: [number, number][] = [];
		await restoreVolume(connection, restored, file('full.tar'), {
			onProgress: (done, total) => progress.push([done, total]),
		});
		assert.deepEqual(progress.at(-1), [size, size]);
		assert.deepEqual(await treeOf(docker, restored), tree);
	});

	it('go both ways between us and the recipe', async () => {
		await inVolume(full, 'tar cf /host/recipe.tar -C /v . 2>/dev/null; tar czf /host/recipe.tar.gz -C /v a inside');
		const restored = name('recipe');
		await restoreVolume(connection, restored, file('recipe.tar'));
		assert.deepEqual(await treeOf(docker, restored), tree);
		await restoreVolume(connection, restored, file('recipe.tar.gz'));
		assert.equal(
			(await inVolume(restored, 'find . | sort')).trim(),
			'.\n./a\n./a/b\n./a/b/c\n./a/b/second-name\n./a/file\n./inside',
		);
		await backupVolume(connection, full, file('ours.tar.gz'));
		const extracted = name('extracted');
		await inVolume(extracted, 'tar xzf /host/ours.tar.gz -C /v');
		// What busybox extracts has other owners of links, and no large numbers.
		const plain = (lines: string[]) => lines.map(line => line.replace(/^([^|]*\|[^|]*)\|.*/, '$1'));
		assert.deepEqual(plain(await treeOf(docker, extracted)), plain(tree));
	});

	it('of a clone are not needed: it has the driver, the labels and the files', async () => {
		const source = name('source');
		await createVolume(connection, { name: source, labels: { a: '한글', 'com.docker.compose.project': 'shop' } });
		await inVolume(source, 'echo x > x; chmod 700 .');
		assert.equal(await cloneVolume(connection, source, name('clone')), 1);
		assert.deepEqual(await treeOf(docker, name('clone')), await treeOf(docker, source));
		const { Driver, Labels } = await inspectVolume(connection, name('clone'));
		assert.deepEqual([Driver, Labels], ['local', { a: '한글' }]);
		await assert.rejects(cloneVolume(connection, source, full), { code: 'conflict' });
		await assert.rejects(cloneVolume(connection, name('missing'), name('other')), { code: 'notFound' });
	});

	it('are refused when they are damaged, and the volume stays as it was', async () => {
		await backupVolume(connection, full, file('good.tar.gz'));
		const packed = await readFile(file('good.tar.gz'));
		const plain = gunzipSync(packed);
		const flipped = Buffer.from(packed);
		flipped[packed.length >> 1] = (flipped[packed.length >> 1] as number) ^ 0x10;
		const header = Buffer.from(plain);
		header[512 + 4] = (header[512 + 4] as number) ^ 1;
		const damaged = {
			'cut.tar': plain.subarray(0, plain.length - 2_000_000),
			'cut at an entry.tar': plain.subarray(0, plain.length - 1024),
			'cut.tar.gz': packed.subarray(0, packed.length >> 1),
			'flipped.tar.gz': flipped,
			'flipped header.tar': header,
			'text.tar': Buffer.from('not an archive'.repeat(100)),
			'empty.tar': Buffer.alloc(0),
		};
		for (const [base, content] of Object.entries(damaged)) {
			await writeFile(file(base), content);
			await assert.rejects(restoreVolume(connection, full, file(base)), (error: EngineError) => {
				assert.deepEqual([base, error.code, error.recognised?.kind], [base, 'invalid', 'damagedArchive']);
				return true;
			});
		}
		await writeFile(file('odd.tar'), Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0]));
		await assert.rejects(restoreVolume(connection, full, file('odd.tar')), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'unknownCompression', method: 'xz' });
			return true;
		});
		await assert.rejects(restoreVolume(connection, name('unmade'), file('cut.tar')), { code: 'invalid' });
		await assert.rejects(inspectVolume(connection, name('unmade')), { code: 'notFound' });
		assert.deepEqual(await treeOf(docker, full), tree);
	});

	it('are refused with entries that would get out', async () => {
		const usual = { size: 0, mode: 0o644, modified: 0, uid: 0, gid: 0, linkName: '', type: 'file' } as const;
		const hostile: [string, readonly Partial<TarEntry>[]][] = [
			['outside', [{ name: '../escaped' }]],
			['outside', [{ name: 'a/../../escaped' }]],
			['outside', [{ name: '/etc/escaped' }]],
			['outside', [{ name: '.', type: 'symlink', linkName: '/etc' }]],
			['linkOutside', [{ name: 'hard', type: 'hardlink', linkName: '/etc/passwd' }]],
			['linkOutside', [{ name: 'hard', type: 'hardlink', linkName: '../../etc/passwd' }]],
			['throughLink', [{ name: 'way', type: 'symlink', linkName: '/slipway-volume' }, { name: 'way/large' }]],
			[
				'throughLink',
				[
					{ name: 'way', type: 'symlink', linkName: '/' },
					{ name: 'hard', type: 'hardlink', linkName: 'way/etc/passwd' },
				],
			],
		];
		for (const [reason, entries] of hostile) {
			const blocks = entries.map(entry => writeHeader({ ...usual, ...entry } as TarEntry));
			await writeFile(
				file('hostile.tar'),
				Buffer.concat([writeHeader({ ...usual, name: 'ok' }), ...blocks, Buffer.alloc(1024)]),
			);
			await assert.rejects(restoreVolume(connection, full, file('hostile.tar')), (error: EngineError) => {
				const recognised = { kind: 'refusedEntry', name: entries.at(-1)?.name, reason };
				assert.deepEqual([error.code, error.recognised], ['invalid', recognised]);
				return true;
			});
		}
		await inVolume(name('devices'), 'mknod disk b 8 0; tar cf /host/device.tar .');
		await assert.rejects(restoreVolume(connection, full, file('device.tar')), (error: EngineError) => {
			assert.deepEqual(error.recognised, { kind: 'refusedEntry', name: './disk', reason: 'device' });
			return true;
		});
		assert.deepEqual(await treeOf(docker, full), tree);
	});

	it('are given up at any percent, and nothing has happened', async () => {
		await backupVolume(connection, full, file('whole.tar'));
		const { length } = await readFile(file('whole.tar'));
		for (const part of [0, 0.3, 0.9]) {
			const stop = new AbortController();
			const onProgress = (bytes: number) => bytes >= part * length && stop.abort();
			const given = { signal: stop.signal, onProgress };
			await assert.rejects(backupVolume(connection, full, file('never.tar'), given), { code: 'cancelled' });
			const again = new AbortController();
			const restoring = {
				signal: again.signal,
				onProgress: (bytes: number) => bytes >= part * length && again.abort(),
			};
			await assert.rejects(restoreVolume(connection, full, file('whole.tar'), restoring), { code: 'cancelled' });
			await until(async () => (await things()) === atFirst);
		}
		assert.deepEqual(
			(await readdir(folder)).filter(base => base.includes('never')),
			[],
		);
		assert.deepEqual(await treeOf(docker, full), tree);
	});

	it('are restored by one at a time', async () => {
		await backupVolume(connection, full, file('two.tar'));
		const volume = name('two');
		await createVolume(connection, { name: volume });
		await inVolume(volume, 'echo old > old');
		const both = await Promise.allSettled([
			restoreVolume(connection, volume, file('two.tar')),
			restoreVolume(connection, volume, file('two.tar')),
		]);
		const refused = both.flatMap(result => (result.status === 'rejected' ? [result.reason.recognised?.kind] : []));
		assert.deepEqual(refused, ['volumeBusy']);
		assert.deepEqual(await treeOf(docker, volume), tree);
	});

	it('fill up a disk, here or there, without a trace', async () => {
		await mkdir(file('small disk'));
		await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', file('small disk')]);
		try {
			await assert.rejects(backupVolume(connection, full, file('small disk/full.tar')), (error: EngineError) => {
				const recognised = { kind: 'hostFile', problem: 'full', path: file('small disk/full.tar') };
				assert.deepEqual(error.recognised, recognised);
				return true;
			});
			assert.deepEqual(await readdir(file('small disk')), []);
		} finally {
			await run('umount', [file('small disk')]);
		}
		await backupVolume(connection, full, file('too large.tar'));
		const small = name('small');
		await createVolume(connection, { name: small, options: { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' } });
		const user = (
			await docker('run', '-d', '-v', `${small}:/v`, 'busybox', 'sh', '-c', 'echo old > /v/old; sleep 1000')
		).trim();
		try {
			await until(async () => (await docker('exec', user, 'ls', '-A', '/v')) === 'old\n');
			await assert.rejects(restoreVolume(connection, small, file('too large.tar')), (error: EngineError) => {
				assert.equal(error.recognised?.kind, 'noSpace', `${error.code} ${error.message}`);
				return true;
			});
			assert.equal(await docker('exec', user, 'sh', '-c', 'ls -A /v; cat /v/old'), 'old\nold\n');
		} finally {
			await docker('rm', '-f', user);
		}
	});

	describe('and an engine that goes away', () => {
		let own: OwnEngine;
		let far: EngineConnection;
		let theirs: Cli;
		const big = 'big';
		before(async () => {
			own = await startEngine();
			far = openConnection(own.host);
			theirs = cliOf(engine.cli, { ...engine.env, DOCKER_HOST: own.host });
			await theirs(
				'run',
				'--rm',
				'-v',
				`${big}:/v`,
				'busybox',
				'sh',
				'-c',
				'dd if=/dev/urandom of=/v/x bs=1M count=60; echo y > /v/y',
			);
		});
		after(async () => {
			far?.dispose();
			await own?.end();
		});
		const left = async () =>
			(await callJson<unknown[]>(far, { method: 'GET', path: '/containers/json', query: { all: true } })).length;
		/** Without the time of the volume's own folder, which a crash costs it. */
		const hash = async (volume: string) => {
			const lines = (await treeOf(theirs, volume)).filter(line => !line.startsWith('.|'));
			return createHash('sha256').update(lines.join('\n')).digest('hex');
		};

		it('leaves no backup, and the volume as it was', async () => {
			const original = await hash(big);
			const stopping: Promise<void>[] = [];
			const onProgress = () => stopping.length === 0 && stopping.push(own.stop());
			await assert.rejects(backupVolume(far, big, file('far.tar'), { onProgress }), { code: 'unreachable' });
			assert.deepEqual(
				(await readdir(folder)).filter(base => base.includes('far') || base.startsWith('.')),
				[],
			);
			await Promise.all(stopping);
			await own.start();
			await far.connect();
			assert.equal((await backupVolume(far, big, file('far.tar'))) > 60_000_000, true);

			const again: Promise<void>[] = [];
			const half = (bytes: number, total: number) => bytes > total / 2 && again.length === 0 && again.push(own.stop());
			await assert.rejects(restoreVolume(far, big, file('far.tar'), { onProgress: half }), { code: 'unreachable' });
			await Promise.all(again);
			await own.start();
			await far.connect();
			await until(async () => (await left()) === 0);
			assert.equal(await hash(big), original);
		});

		it('or a crash of ours in the middle is cleared up by the next window', async () => {
			const original = await hash(big);
			const script = (what: string) => `
				import { restoreVolume } from './src/engine/volumeArchive.ts';
				import { VolumeStaging } from './src/engine/volumeStaging.ts';
				import { openConnection } from './test/support/engineConnection.ts';
				const die = () => process.kill(process.pid, 'SIGKILL');
				${what}
				await restoreVolume(openConnection(${JSON.stringify(own.host)}), volume, ${JSON.stringify(file('far.tar'))}, { onProgress });`;
			const crash = (what: string) =>
				run(process.execPath, ['--input-type=module', '--eval', script(what)]).then(
					() => assert.fail('it did not crash'),
					({ signal, stderr }) => assert.equal(signal, 'SIGKILL', stderr),
				);
			await crash(`const volume = 'big'; const onProgress = (bytes, total) => bytes > total / 2 && die();`);
			await crash(`const volume = 'new'; const onProgress = (bytes, total) => bytes > total / 2 && die();`);
			assert.equal(await left(), 2);
			await removeAbandonedHelpers(far);
			assert.equal(await left(), 0);
			assert.equal(await hash(big), original);
			await assert.rejects(inspectVolume(far, 'new'), { code: 'notFound' });

			await theirs(
				'run',
				'--rm',
				'-v',
				`${big}:/v`,
				'busybox',
				'sh',
				'-c',
				'rm /v/x; mkdir /v/x; echo z > /v/x/z; echo z > /v/z',
			);
			await crash(`const volume = 'big'; const onProgress = () => {};
				const mark = VolumeStaging.prototype.markComplete;
				VolumeStaging.prototype.markComplete = async function () { await mark.call(this); die(); };`);
			await removeAbandonedHelpers(far);
			assert.equal(await left(), 0);
			assert.equal(await hash(big), original);
		});
	});
});

function isFile(line: string): boolean {
	const [, mode] = line.split('|');
	return mode !== undefined && /^[0-9a-f]{4}$/.test(mode) && !mode.startsWith('4');
}

/** One look after the other. */
