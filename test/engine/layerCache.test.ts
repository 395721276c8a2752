import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LayerCache } from '../../src/engine/layerCache.ts';
import { LayerReader } from '../../src/engine/layerReader.ts';
import { layerTar } from '../support/layeredImage.ts';

describe('layerCache', () => {
	let folder: string;
	const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
	const reader = new LayerReader();
	reader.push(
		layerTar({
			d: null,
			'd/f': { content: 'x', uid: 4_000_000_000, modified: 1.5 },
			'd/l': { type: 'symlink', linkName: '../ünï' },
			'.wh.gone': '',
			'd/.wh..wh..opq': '',
		}),
	);
	const layer = reader.end();

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-layers-'));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	it('gives back what was kept, also to another window', async () => {
		await new LayerCache(join(folder, 'new')).write(digest('a'), layer);
		await new LayerCache(join(folder, 'new')).write(digest('b'), { size: 0, entries: [] });
		const cache = new LayerCache(join(folder, 'new'));
		assert.deepEqual(await cache.read(digest('a')), layer);
		assert.deepEqual(await cache.read(digest('b')), { size: 0, entries: [] });
		assert.equal(await cache.read(digest('c')), undefined);
		assert.deepEqual((await readdir(join(folder, 'new'))).length, 2);
	});

	it('takes no name that leads elsewhere', async () => {
		const cache = new LayerCache(folder);
		for (const name of ['../../evil', `sha256:${'A'.repeat(64)}`, 'sha256:12', '']) {
			await cache.write(name, layer);
			assert.equal(await cache.read(name), undefined);
		}
		assert.deepEqual(await readdir(folder), []);
	});

	it('takes a file that makes no sense as none', async () => {
		const cache = new LayerCache(folder);
		await cache.write(digest('a'), layer);
		const [name = ''] = await readdir(folder);
		const good = await readFile(join(folder, name));
		const columns = { version: 1, size: 1, kinds: 'f', paths: 'a', links: '', numbers: [1, 2, 3, 4, 5] };
		const hostile: unknown[] = [
			...[null, [], 'text', {}, { ...columns, version: 2 }, { ...columns, kinds: 'x' }, { ...columns, kinds: 'ff' }],
			...[
				{ ...columns, numbers: [1] },
				{ ...columns, numbers: [-1, 2, 3, 4, 5] },
				{ ...columns, size: 'big' },
			],
			...[
				{ ...columns, numbers: [1, 2, 3, 4, null] },
				{ ...columns, paths: 7 },
			],
		];
		for (const bytes of [
			Buffer.from('no gzip'),
			good.subarray(0, 40),
			...hostile.map(it => gzipSync(JSON.stringify(it))),
		]) {
			await writeFile(join(folder, name), bytes);
			assert.equal(await cache.read(digest('a')), undefined);
		}
		await writeFile(join(folder, name), gzipSync(JSON.stringify(columns)));
		assert.equal((await cache.read(digest('a')))?.entries[0]?.path, 'a');
	});

	it('keeps to its size; what was not looked at for longest goes first', async () => {
		const cache = new LayerCache(folder);
		for (const letter of ['a', 'b', 'c']) {
			await cache.write(digest(letter), layer);
			await utimes(join(folder, `${letter.repeat(64)}.layer`), 1000, 1000 + letter.charCodeAt(0));
		}
		assert.ok(await cache.read(digest('a')));
		const one = (await readFile(join(folder, `${'a'.repeat(64)}.layer`))).length;
		await new LayerCache(folder, 2.5 * one).write(digest('d'), layer);
		assert.deepEqual((await readdir(folder)).map(name => name[0]).sort(), ['a', 'd']);
	});

	it('does without a disk that cannot be written to', async () => {
		await mkdir(join(folder, 'file'));
		await writeFile(join(folder, 'file', 'x'), '');
		const cache = new LayerCache(join(folder, 'file', 'x'));
		await cache.write(digest('a'), layer);
		assert.equal(await cache.read(digest('a')), undefined);
	});
});
