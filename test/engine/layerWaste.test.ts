import assert from 'node:assert/strict';
import { adviceFor, baseLayersOf } from '../../src/engine/layerAdvice.ts';
import { findFile, mergeLayers } from '../../src/engine/layerFiles.ts';
import { LayerReader } from '../../src/engine/layerReader.ts';
import { fileRows } from '../../src/engine/layerRows.ts';
import { countChanges, viewComparison, viewLayer } from '../../src/engine/layerView.ts';
import { findWaste, savableBytes } from '../../src/engine/layerWaste.ts';
import { type LayerFile, layerTar } from '../support/layeredImage.ts';
import { diveTestImage } from './diveTestImage.ts';

type Files = Readonly<Record<string, LayerFile>>;

const merged = (...layers: readonly Files[]) =>
	mergeLayers(
		layers.map(files => {
			const reader = new LayerReader();
			reader.push(layerTar(files));
			return reader.end();
		}),
	);
const all = { sort: 'name', search: '', open: new Set<string>(), closed: new Set<string>() } as const;
const letter = { added: 'A', changed: 'C', removed: 'D' };

/** `A path size` for every row. */
const rows = (files: ReturnType<typeof viewLayer>, options = {}) =>
	fileRows(files, { ...all, ...options }).map(({ mark, path, size }) => `${mark ? letter[mark] : '-'} ${path} ${size}`);

describe('layerWaste', () => {
	const waste = (...layers: readonly Files[]) =>
		findWaste(merged(...layers)).map(
			({ path, bytes, writtenBy, wastedBy, how }) => `${path} ${bytes} ${writtenBy}>${wastedBy} ${how}`,
		);

	it('counts every copy that nobody sees, and no copy that somebody does', () => {
		assert.deepEqual(waste({ a: 1000 }, { a: 700 }, { a: 500 }), ['a 1700 0,1>1,2 replaced']);
		assert.deepEqual(waste({ a: 1000 }, { '.wh.a': '' }, { a: 10 }), ['a 1000 0>1 removed']);
		assert.deepEqual(waste({ a: 1000 }, { a: { content: 1000, mode: 0o755 } }), ['a 1000 0>1 rights']);
		assert.deepEqual(waste({ a: 1000 }, { '.wh.b': '', 'c/.wh..wh..opq': '' }), []);
		assert.deepEqual(waste({ a: 1000 }, { 'a/b': 10 }), ['a 1000 0>1 replaced']);
	});

	it('counts a folder that was removed once, with all that was below it', () => {
		const files = { 'd/e/a': 100, 'd/b': 20, c: 3 };
		assert.deepEqual(waste(files, { 'd/b': 21 }, { '.wh.d': '' }), ['d 121 0,1>2 removed', 'd/b 20 0>1 replaced']);
		assert.deepEqual(waste(files, { 'd/.wh.e': '' }, { '.wh.d': '' }), ['d/e 100 0>1 removed', 'd 20 0>2 removed']);
		assert.deepEqual(waste(files, { 'd/.wh..wh..opq': '', 'd/b': 5 }), ['d/e 100 0>1 removed', 'd/b 20 0>1 replaced']);
		assert.deepEqual(waste(files, { '.wh.d': '', 'd/b': 5 }), ['d/e 100 0>1 removed', 'd/b 20 0>1 replaced']);
		assert.deepEqual(waste(files, { d: 7 }), ['d/e 100 0>1 removed', 'd/b 20 0>1 removed']);
	});

	it('is what an image would be smaller by, flattened', () => {
		const root = merged(...diveTestImage.map(({ files }) => files));
		const size = viewLayer(root, diveTestImage.length - 1, true)
			.filter(({ mark }) => mark !== 'removed')
			.reduce((sum, file) => sum + file.size, 0);
		assert.equal(savableBytes(findWaste(root)), 1_220_598 - size);
	});

	it('knows what to change in the Dockerfile', () => {
		const steps = [
			['ADD rootfs.tar /', 0],
			['CMD ["sh"]', undefined],
			['COPY src/ /srv # buildkit', 1],
			['RUN /bin/sh -c apt-get install node # buildkit', 2],
			['RUN /bin/sh -c chmod +x /srv/run # buildkit', 3],
			['/bin/sh -c #(nop) COPY file:12 in /srv', 4],
			['RUN |1 A=b /bin/sh -c rm -rf /srv # buildkit', 5],
			['RUN /bin/sh -c chown -R app /srv # buildkit', 6],
		].map(([command, layer]) => ({ command: String(command), layer: layer as number | undefined }));
		const commandOf = (layer: number) => steps.find(step => step.layer === layer)?.command ?? '';
		const base = baseLayersOf(steps);
		assert.equal(base, 1);
		const advice = (path: string, from: number, to: number, how: 'replaced' | 'rights' | 'removed') =>
			adviceFor({ path, isFolder: false, bytes: 1, writtenBy: [from], wastedBy: [to], how }, commandOf, base);
		assert.equal(advice('bin/sh', 0, 5, 'removed'), 'baseImage');
		assert.equal(advice('srv/run', 1, 3, 'rights'), 'copyChmod');
		assert.equal(advice('srv/run', 1, 6, 'rights'), 'copyChown');
		assert.equal(advice('srv/run', 1, 4, 'replaced'), 'copyOnce');
		assert.equal(advice('srv/run', 1, 5, 'removed'), 'notCopied');
		assert.equal(advice('srv/run', 1, 3, 'replaced'), 'changeWhereMade');
		assert.equal(advice('srv/run', 2, 5, 'removed'), 'sameRun');
		assert.equal(advice('srv/run', 2, 4, 'replaced'), 'changeWhereMade');
		assert.deepEqual(
			['var/lib/apt/lists', 'var/cache/apk/x', 'var/cache/dnf', 'root/.cache/pip/a', 'root/.npm'].map(path =>
				advice(path, 2, 5, 'removed'),
			),
			['aptCache', 'apkCache', 'dnfCache', 'pipCache', 'npmCache'],
		);
		assert.equal(baseLayersOf([]), 1);
	});
});

describe('layerView', () => {
	const root = merged(
		{ etc: null, 'etc/hosts': 10, 'etc/motd': 30, 'var/log/a': 5, 'var/log/b': 6 },
		{ 'etc/hosts': 12, 'etc/new': 1, 'etc/.wh.motd': '', 'var/.wh.log': '', 'srv/app': 100 },
		{ 'etc/new': { content: 1, mode: 0o600 } },
	);

	it('shows what a layer added, changed and removed, and sums of what is there', () => {
		assert.deepEqual(rows(viewLayer(root, 1, false)), [
			'- etc 13',
			'C etc/hosts 12',
			'D etc/motd 30',
			'A etc/new 1',
			'A srv 100',
			'A srv/app 100',
			'- var 0',
			'D var/log 11',
			'D var/log/a 5',
			'D var/log/b 6',
		]);
		assert.deepEqual(rows(viewLayer(root, 2, false)), ['- etc 1', 'C etc/new 1']);
		assert.deepEqual(countChanges(viewLayer(root, 1, false)), {
			added: { files: 2, bytes: 101 },
			changed: { files: 1, bytes: 12 },
			removed: { files: 3, bytes: 41 },
		});
	});

	it('shows everything up to a layer', () => {
		assert.deepEqual(rows(viewLayer(root, 2, true)), [
			'- etc 13',
			'- etc/hosts 12',
			'C etc/new 1',
			'- srv 100',
			'- srv/app 100',
			'- var 0',
		]);
		assert.deepEqual(rows(viewLayer(root, 0, true)).slice(0, 3), ['A etc 40', 'A etc/hosts 10', 'A etc/motd 30']);
	});

	it('compares two images by what is left at their ends', () => {
		const other = merged({
			etc: null,
			'etc/hosts': 12,
			'etc/new': { content: 1, mode: 0o600 },
			'srv/app': 90,
			more: 4,
		});
		assert.deepEqual(rows(viewComparison(root, other)), ['- srv 90', 'C srv/app 90', 'D var 0', 'A more 4']);
		assert.deepEqual(rows(viewComparison(root, root)), []);
	});

	it('sorts by size, folders by all that is in them', () => {
		assert.deepEqual(rows(viewLayer(root, 1, false), { sort: 'size' }).slice(0, 4), [
			...['A srv 100', 'A srv/app 100', '- etc 13', 'D etc/motd 30'],
		]);
	});

	it('finds names, and paths with a slash, with all that leads to them', () => {
		const view = viewLayer(root, 0, true);
		assert.deepEqual(rows(view, { search: 'HOST' }), ['A etc 40', 'A etc/hosts 10']);
		assert.deepEqual(rows(view, { search: 'g/b' }), ['A var 11', 'A var/log 11', 'A var/log/b 6']);
		assert.deepEqual(rows(view, { search: 'log' }), ['A var 11', 'A var/log 11']);
		assert.deepEqual(rows(view, { search: 'log', open: new Set(['var/log']) }).length, 4);
		assert.deepEqual(rows(view, { search: 'host', closed: new Set(['etc']) }), ['A etc 40']);
		assert.deepEqual(rows(view, { search: 'nowhere' }), []);
	});

	it('unfolds what is small by itself, and of what is large only what was unfolded', () => {
		const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`d/${index}/f`, 1]));
		const large = viewLayer(merged(many), 0, false);
		assert.deepEqual(rows(large), ['A d 40']);
		assert.equal(rows(large, { open: new Set(['d', 'd/7']) }).length, 42);
		assert.deepEqual(rows(viewLayer(root, 2, false), { closed: new Set(['etc']) }), ['- etc 1']);
	});

	it('knows each path through all layers', () => {
		assert.deepEqual(
			findFile(root, '/etc/new')?.versions.map(({ layer, entry }) => [layer, entry?.mode]),
			[
				[1, 0o644],
				[2, 0o600],
			],
		);
		assert.deepEqual(findFile(root, 'var/log/a')?.versions.at(-1), { layer: 1, entry: undefined });
		assert.equal(findFile(root, 'var/nothing'), undefined);
	});

	it('passes over a layer that could not be read', () => {
		const partly = mergeLayers([undefined, { size: 0, entries: [] }]);
		assert.deepEqual(viewLayer(partly, 1, true), []);
	});
});
