import assert from 'node:assert/strict';
import { LayerReader } from '../../src/engine/layerReader.ts';
import { type LayerFile, layerTar } from '../support/layeredImage.ts';

describe('layerReader', () => {
	const read = (bytes: Buffer, size = bytes.length) => {
		const reader = new LayerReader();
		for (let at = 0; at < bytes.length; at += size) {
			reader.push(bytes.subarray(at, at + size));
		}
		return reader.end();
	};
	const paths = (files: Readonly<Record<string, LayerFile>>) =>
		read(layerTar(files)).entries.map(({ kind, path }) => `${kind} ${path}`);

	it('reads files, folders, links, and what is removed, whatever pieces they come in', () => {
		const long = `deep/${'x'.repeat(300)}/ünï.txt`;
		const tar = layerTar({
			'./etc/': null,
			'etc/passwd': { content: 'root', mode: 0o600, uid: 3_000_000, gid: 7, modified: 12.5 },
			'usr/bin/sh': { type: 'symlink', linkName: '/bin/busybox' },
			'usr/bin/ash': { type: 'hardlink', linkName: 'bin/busybox' },
			[long]: 700,
			'etc/.wh.shadow': '',
			'var/.wh..wh..opq': '',
			'.wh..wh..opq': '',
			'.wh..wh.plnk/7': 'note of a driver',
		});
		const expected = [
			'removed etc/shadow',
			'emptied var',
			'emptied ',
			'folder etc',
			'file etc/passwd',
			'symlink usr/bin/sh',
			'hardlink usr/bin/ash',
			`file ${long}`,
		];
		for (const size of [tar.length, 4096, 511, 7]) {
			const { size: bytes, entries } = read(tar, size);
			assert.deepEqual([bytes, entries.map(({ kind, path }) => `${kind} ${path}`)], [704, expected], `${size}`);
			assert.deepEqual(entries[4], {
				...{ path: 'etc/passwd', kind: 'file', size: 4, mode: 0o600, uid: 3_000_000, gid: 7, modified: 12.5, link: '' },
			});
			assert.equal(entries[5]?.link, '/bin/busybox');
		}
	});

	it('keeps hostile names inside the image', () => {
		assert.deepEqual(paths({ '../../etc/passwd': 'x', '/abs': 'x', 'a/./b/../c': 'x', '__proto__/constructor': 'x' }), [
			'file etc/passwd',
			'file abs',
			'file a/c',
			'file __proto__/constructor',
		]);
		assert.deepEqual(paths({ './': null, '.': null, '.wh.': '' }), []);
	});

	it('refuses what is no layer', () => {
		assert.throws(() => read(Buffer.alloc(2000, 'x')), { code: 'invalid' });
		assert.throws(() => read(layerTar({ a: 5000 }).subarray(0, 3000)), { code: 'invalid' });
		assert.throws(() => read(layerTar({ [`${'d/'.repeat(2500)}f`]: 1 })), { code: 'invalid' });
	});
});
