import * as assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
	chmod,
	link,
	lstat,
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	readlink,
	rm,
	symlink,
	truncate,
	utimes,
	writeFile,
} from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { checkArchive, extractArchive } from '../../src/engine/archive.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { packPaths } from '../../src/engine/packFiles.ts';
import { readTar } from '../../src/engine/readTar.ts';
import { extended, type HandMade, tarBytes } from './tarBytes.ts';

const run = promisify(execFile);

let folder: string;
let target: string;
beforeEach(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-archive-'));
	target = path.join(folder, 'target');
	await mkdir(target);
	await writeFile(path.join(folder, 'secret'), 'outside');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Pieces that cut through headers and contents. */
function streamOf(bytes: Buffer, piece = 700): Readable {
	const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) =>
		bytes.subarray(index * piece, (index + 1) * piece),
	);
	return Readable.from(pieces);
}

function extract(entries: readonly HandMade[], options: Parameters<typeof extractArchive>[2] = {}) {
	return extractArchive(streamOf(tarBytes(entries)), target, options);
}

/** Every path below a folder, sorted. */
async function tree(root: string): Promise<string[]> {
	return (await readdir(root, { recursive: true })).sort();
}

async function text(name: string): Promise<string> {
	return readFile(path.join(target, name), 'utf8');
}

const isDamaged = (error: unknown) =>
	error instanceof EngineError && error.code === 'invalid' && error.recognised?.kind === 'damagedArchive';

describe('archive: hostile entries are refused by name, the rest is written', () => {
	const good: HandMade = { name: 'good', content: 'kept' };
	const cases: readonly [string, readonly HandMade[], string, readonly string[]][] = [
		['an absolute name', [{ name: '/etc/evil', content: 'x' }], 'outside', ['good']],
		['.. at the begin', [{ name: '../evil', content: 'x' }], 'outside', ['good']],
		['.. in the middle', [{ name: 'a/../../evil', content: 'x' }], 'outside', ['good']],
		['.. at the end', [{ name: 'a/..', flag: '5' }], 'outside', ['good']],
		[
			'a long name that leads out',
			[extended({ path: '../evil' }), { name: 'harmless', content: 'x' }],
			'outside',
			['good'],
		],
		['a symlink to an absolute path', [{ name: 'evil', flag: '2', linkName: '/etc/passwd' }], 'linkOutside', ['good']],
		['a symlink that climbs out', [{ name: 'a/evil', flag: '2', linkName: '../../secret' }], 'linkOutside', ['good']],
		[
			'a symlink that goes in and climbs out',
			[{ name: 'evil', flag: '2', linkName: 'a/../../secret' }],
			'linkOutside',
			['good'],
		],
		['a hard link out', [{ name: 'evil', flag: '1', linkName: '../secret' }], 'linkOutside', ['good']],
		['an absolute hard link', [{ name: 'evil', flag: '1', linkName: '/etc/passwd' }], 'linkOutside', ['good']],
		['a hard link to nothing', [{ name: 'evil', flag: '1', linkName: 'nowhere' }], 'linkTarget', ['good']],
		['a character device', [{ name: 'evil', flag: '3' }], 'device', ['good']],
		['a block device', [{ name: 'evil', flag: '4' }], 'device', ['good']],
		['a pipe', [{ name: 'evil', flag: '6' }], 'device', ['good']],
		['a kind nobody knows', [{ name: 'evil', flag: 'Z', content: 'x' }], 'kind', ['good']],
		['a name that is too long', [extended({ path: 'x'.repeat(256) }), { name: 'x' }], 'name', ['good']],
		['a name that is not UTF-8', [{ name: 'x', edit: block => block.writeUInt8(0xff, 0) }], 'name', ['good']],
	];
	for (const [what, entries, reason, left] of cases) {
		it(what, async () => {
			const result = await extract([...entries, good]);
			assert.deepEqual(
				result.refused.map(refusal => refusal.reason),
				[reason],
			);
			assert.equal(result.files, 1);
			assert.deepEqual(await tree(target), left);
			assert.equal(await text('good'), 'kept');
			assert.deepEqual(await tree(folder), ['secret', 'target', 'target/good']);
			assert.equal(await readFile(path.join(folder, 'secret'), 'utf8'), 'outside');
		});
	}

	it('a file through a link extracted before it, in one and in two steps', async () => {
		const result = await extract([
			{ name: 'inner', flag: '5', mode: 0o755 },
			{ name: 'link', flag: '2', linkName: 'inner' },
			{ name: 'link/evil', content: 'x' },
			{ name: 'link/sub', flag: '5' },
			{ name: 'link/again', flag: '2', linkName: '..' },
			{ name: 'hard', flag: '1', linkName: 'link/evil' },
		]);
		assert.deepEqual(
			result.refused.map(({ name, reason }) => `${name}: ${reason}`),
			['link/evil: throughLink', 'link/sub: throughLink', 'link/again: throughLink', 'hard: linkTarget'],
		);
		assert.deepEqual(await tree(target), ['inner', 'link']);
	});

	it('a file through a link of the user in the target', async () => {
		await symlink(folder, path.join(target, 'mine'));
		const { refused } = await extract([{ name: 'mine/secret', content: 'x' }]);
		assert.deepEqual(refused, [{ name: 'mine/secret', reason: 'throughLink' }]);
		assert.equal(await readFile(path.join(folder, 'secret'), 'utf8'), 'outside');
	});

	it('a file in the place of a link replaces the link, not what it points to', async () => {
		await symlink(path.join(folder, 'secret'), path.join(target, 'mine'));
		await extract([{ name: 'mine', content: 'new' }]);
		assert.equal(await text('mine'), 'new');
		assert.equal(await readFile(path.join(folder, 'secret'), 'utf8'), 'outside');
	});

	it('a hard link to a link of the user', async () => {
		await symlink(path.join(folder, 'secret'), path.join(target, 'mine'));
		const { refused } = await extract([{ name: 'evil', flag: '1', linkName: 'mine' }]);
		assert.deepEqual(refused, [{ name: 'evil', reason: 'linkTarget' }]);
	});

	it('a file in the place of a folder, and a folder in the place of a file', async () => {
		const { refused } = await extract([
			{ name: 'a', content: 'file' },
			{ name: 'a/b', content: 'below a file' },
			{ name: 'a', flag: '5' },
			{ name: 'c', flag: '5', mode: 0o755 },
			{ name: 'c', content: 'x' },
			{ name: '.', content: 'the target itself' },
		]);
		assert.deepEqual(
			refused.map(({ name, reason }) => `${name}: ${reason}`),
			['a/b: occupied', 'a: occupied', 'c: occupied', '.: occupied'],
		);
		assert.deepEqual(await tree(target), ['a', 'c']);
		assert.equal(await text('a'), 'file');
	});

	it('counts all of them and names the first thousand', async () => {
		const entries = Array.from({ length: 1500 }, (_, index) => ({ name: `../${index}` }));
		const result = await extract(entries);
		assert.equal(result.refusedCount, 1500);
		assert.equal(result.refused.length, 1000);
	});

	it('names that differ in case only, where that makes no difference', async () => {
		const names = { windows: false, caseSensitive: false };
		const { refused } = await extract(
			[
				{ name: 'Read', content: 'first' },
				{ name: 'READ', content: 'second' },
				{ name: 'Folder/a', content: 'a' },
				{ name: 'folder/b', content: 'b' },
				{ name: 'e\u0301', content: 'composed' },
				{ name: '\u00e9', content: 'the same' },
			],
			{ names },
		);
		assert.deepEqual(
			refused.map(({ name, reason }) => `${name}: ${reason}`),
			['READ: case', 'folder/b: case', '\u00e9: case'],
		);
		assert.equal(await text('Read'), 'first');
	});

	it('names that Windows cannot hold, where the target is there', async () => {
		const bad = ['con', 'sub/NUL.txt', 'COM1', 'dot.', 'blank ', 'a:b', 'a\\b', 'what?', 'new\nline', 'lpt¹'];
		const names = { windows: true, caseSensitive: false };
		const { refused, files } = await extract(
			[...bad.map(name => ({ name })), { name: 'console.txt' }, { name: 'to', flag: '2', linkName: 'c:\\windows' }],
			{ names },
		);
		assert.deepEqual(
			refused.map(({ name }) => name),
			[...bad, 'to'],
		);
		assert.deepEqual(
			refused.map(({ reason }) => reason),
			[...bad.map(() => 'name'), 'linkOutside'],
		);
		assert.equal(files, 1);
	});
});

describe('archive: damaged ones', () => {
	const whole = tarBytes([{ name: 'a', content: 'x'.repeat(3000) }]);
	const damages: readonly [string, Buffer][] = [
		['nothing at all', Buffer.alloc(0)],
		['text', Buffer.from('no archive '.repeat(100))],
		['cut in a header', whole.subarray(0, 300)],
		['cut in a content', whole.subarray(0, 2000)],
		['without its end mark', tarBytes([{ name: 'a', content: 'x' }], false)],
		['a flipped bit in a header', Buffer.from(whole).fill('b', 0, 1)],
		['a size that is no number', tarBytes([{ name: 'a', edit: block => block.write('zzzzzzzzzzz', 124) }])],
		['a negative size', tarBytes([{ name: 'a', edit: block => block.fill(0xff, 124, 136) }])],
		['an extended header of a gigabyte', tarBytes([{ name: 'x', flag: 'x', size: 2 ** 30 }])],
		['an extended header without sense', tarBytes([{ name: 'x', flag: 'x', content: '99 path=a\n' }, { name: 'a' }])],
	];
	for (const [what, bytes] of damages) {
		it(what, async () => {
			await assert.rejects(checkArchive(streamOf(bytes)), isDamaged);
			await assert.rejects(extractArchive(streamOf(bytes), target), isDamaged);
			assert.deepEqual(
				(await tree(target)).filter(name => name !== 'a'),
				[],
			);
		});
	}

	it('a cut content leaves no file', async () => {
		await assert.rejects(extractArchive(streamOf(whole.subarray(0, 2000)), target), isDamaged);
		const large = tarBytes([{ name: 'large', content: Buffer.alloc(2_000_000, 'x') }]);
		await assert.rejects(extractArchive(streamOf(large.subarray(0, 1_500_000), 60_000), target), isDamaged);
		assert.deepEqual(await tree(target), []);
	});
});

describe('archive: what is kept', () => {
	it('mode, time and, for root, owner', async () => {
		const old = process.umask(0o077);
		try {
			await extract([
				{ name: 'folder', flag: '5', mode: 0o550, modified: 1_000_000_000 },
				{ name: 'folder/program', mode: 0o4755, modified: 1_100_000_000, uid: 1234, content: 'x' },
				{ name: 'folder/link', flag: '2', linkName: 'program', modified: 1_200_000_000 },
			]);
		} finally {
			process.umask(old);
		}
		const isRoot = process.getuid?.() === 0;
		const program = await lstat(path.join(target, 'folder/program'));
		const made = await lstat(path.join(target, 'folder'));
		assert.equal((program.mode & 0o7777).toString(8), isRoot ? '4755' : '755');
		assert.equal(program.mtimeMs, 1_100_000_000_000);
		assert.equal(program.uid, isRoot ? 1234 : process.getuid?.());
		assert.equal((made.mode & 0o7777).toString(8), '550');
		assert.equal(made.mtimeMs, 1_000_000_000_000);
		assert.equal((await lstat(path.join(target, 'folder/link'))).mtimeMs, 1_200_000_000_000);
		await chmod(path.join(target, 'folder'), 0o755);
	});

	it('folders and, if asked, files that were there already', async () => {
		await mkdir(path.join(target, 'folder'), { mode: 0o700 });
		await writeFile(path.join(target, 'folder/mine'), 'mine');
		const entries: HandMade[] = [
			{ name: 'folder', flag: '5', mode: 0o777 },
			{ name: 'folder/mine', content: 'theirs' },
			{ name: 'folder/other', content: 'other' },
		];
		const kept = await extract(entries, { overwrite: false });
		assert.deepEqual({ files: kept.files, kept: kept.kept }, { files: 1, kept: 1 });
		assert.equal(await text('folder/mine'), 'mine');
		assert.equal((await lstat(path.join(target, 'folder'))).mode & 0o777, 0o700);
		assert.equal((await extract(entries)).files, 2);
		assert.equal(await text('folder/mine'), 'theirs');
	});

	it('the last of several entries with one name', async () => {
		const entries = Array.from({ length: 50 }, (_, index) => ({ name: 'same', content: `${index}` }));
		await extract(entries);
		assert.equal(await text('same'), '49');
	});
});

describe('archive: there and back', () => {
	it('packs and extracts every kind, as tar does', async () => {
		const source = path.join(folder, 'source');
		await mkdir(path.join(source, 'empty'), { recursive: true });
		await mkdir(path.join(source, '한국어', 'x'.repeat(90), 'y'.repeat(90)), { recursive: true });
		await writeFile(path.join(source, '한국어', 'x'.repeat(90), 'y'.repeat(90), 'é'), 'deep');
		await writeFile(path.join(source, 'zero'), '');
		await writeFile(path.join(source, 'block'), 'b'.repeat(512));
		await writeFile(path.join(source, 'large'), Buffer.alloc(3_000_001, 'large '));
		await link(path.join(source, 'large'), path.join(source, 'second name'));
		await symlink('large', path.join(source, 'link'));
		await symlink(`${'x'.repeat(90)}/${'z'.repeat(90)}`, path.join(source, 'long link'));
		await writeFile(path.join(source, 'run'), '#!/bin/sh\n', { mode: 0o755 });
		await utimes(path.join(source, 'run'), 1_000_000_000, 1_000_000_000);

		const pack = await packPaths([{ path: source, name: 'copy' }]);
		const archive = path.join(folder, 'archive.tar');
		await writeFile(archive, pack.stream());
		const seen: number[] = [];
		const result = await extractArchive(pack.stream(), target, { onProgress: ({ bytes }) => seen.push(bytes) });
		assert.equal(result.files, pack.files);
		assert.equal(seen.at(-1), pack.bytes);
		assert.deepEqual(result.refused, []);

		const byTar = path.join(folder, 'by tar');
		await mkdir(byTar);
		await run('tar', ['-xf', archive, '-C', byTar]);
		await run('diff', ['-r', '--no-dereference', source, path.join(byTar, 'copy')]);
		await run('diff', ['-r', '--no-dereference', source, path.join(target, 'copy')]);
		const copied = await lstat(path.join(target, 'copy/run'));
		assert.equal(copied.mode & 0o777, 0o755);
		assert.equal(copied.mtimeMs, 1_000_000_000_000);
		assert.equal(await readlink(path.join(target, 'copy/link')), 'large');
		const names = await Promise.all(['large', 'second name'].map(name => lstat(path.join(target, 'copy', name))));
		assert.equal(names[0]?.ino, names[1]?.ino);
	});

	it("reads GNU tar's own long names and sparse files", async () => {
		const source = path.join(folder, 'source');
		const long = path.join('d'.repeat(80), 'e'.repeat(80));
		await mkdir(path.join(source, long), { recursive: true });
		await writeFile(path.join(source, long, 'f'.repeat(120)), 'long');
		await symlink('g'.repeat(150), path.join(source, 'link'));
		await writeFile(path.join(source, 'holes'), '');
		await truncate(path.join(source, 'holes'), 10_000_000);
		await writeFile(path.join(source, 'zlast'), 'last');
		const archive = path.join(folder, 'archive.tar');
		for (const format of ['gnu', 'pax']) {
			await run('tar', ['-C', source, '--sort=name', `--format=${format}`, '--sparse', '-cf', archive, '.']);
			const result = await extractArchive(streamOf(await readFile(archive)), path.join(target, format));
			assert.deepEqual(
				result.refused.map(({ reason }) => reason),
				['kind'],
			);
			assert.equal(await text(path.join(format, long, 'f'.repeat(120))), 'long');
			assert.equal(await text(path.join(format, 'zlast')), 'last');
			assert.equal(await readlink(path.join(target, format, 'link')), 'g'.repeat(150));
		}
	});

	it('knows sizes beyond eight gigabytes, in each of their forms', async () => {
		const huge = path.join(folder, 'huge');
		await writeFile(huge, '');
		await truncate(huge, 9_000_000_000);
		const own = (await packPaths([{ path: huge, name: 'huge' }])).stream();
		const edit = (block: Buffer) => {
			block.writeBigUInt64BE(9_000_000_000n, 128);
			block.writeUInt32BE(0x80000000, 124);
		};
		for (const source of [own, streamOf(tarBytes([{ name: 'huge', edit }], false))]) {
			for await (const { entry } of readTar(source)) {
				assert.equal(entry.size, 9_000_000_000);
				break;
			}
			assert.ok(source.destroyed);
		}
	});

	it('leaves out and moves what it is told to', async () => {
		const move = (place: string) => (place.startsWith('old') ? place.replace('old', 'new') : undefined);
		await extract(
			[
				{ name: 'old', flag: '5', mode: 0o755 },
				{ name: './old/a', content: 'a' },
				{ name: 'old/b', flag: '1', linkName: 'old/a' },
				{ name: 'unwanted', content: 'x' },
			],
			{ move },
		);
		assert.deepEqual(await tree(target), ['new', 'new/a', 'new/b']);
		assert.equal(await text('new/b'), 'a');
	});
});

describe('archive: stopped in the middle', () => {
	it('leaves whole files only, wherever it is stopped', async () => {
		const content = Buffer.alloc(600_000, 'x');
		const bytes = tarBytes(
			Array.from({ length: 20 }, (_, index) => ({ name: `f${index}`, content: index % 2 ? content : 'small' })),
		);
		for (const percent of [0, 1, 10, 33, 50, 77, 99]) {
			const stop = new AbortController();
			const limit = (percent / 100) * 10 * content.length;
			const place = path.join(target, `${percent}`);
			const extraction = extractArchive(streamOf(bytes, 60_000), place, {
				signal: stop.signal,
				onProgress: progress => progress.bytes >= limit && stop.abort(new EngineError('cancelled', 'Cancelled')),
			});
			await assert.rejects(extraction, { code: 'cancelled' });
			for (const name of await tree(place)) {
				const { size } = await lstat(path.join(place, name));
				assert.ok(/^f\d+$/.test(name) && [5, content.length].includes(size), `${percent} %: ${name} has ${size} bytes`);
			}
		}
	});

	it('a source that fails leaves whole files only, and its own error', async () => {
		const bytes = tarBytes([
			{ name: 'a', content: 'whole' },
			{ name: 'b', content: Buffer.alloc(2_000_000) },
		]);
		async function* failing() {
			yield bytes.subarray(0, 1_000_000);
			throw new Error('the line is cut');
		}
		await assert.rejects(extractArchive(Readable.from(failing()), target), /the line is cut/);
		assert.deepEqual(await tree(target), ['a']);
	});
});
