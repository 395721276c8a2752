import assert from 'node:assert/strict';
import type { Layer } from '../../src/engine/layer.ts';
import { diveFigures } from '../../src/engine/layerEfficiency.ts';
import { LayerReader } from '../../src/engine/layerReader.ts';
import { type LayerFile, layerTar } from '../support/layeredImage.ts';
import { diveTestImage } from './diveTestImage.ts';

describe('layerEfficiency', () => {
	const layer = (files: Readonly<Record<string, LayerFile>>): Layer => {
		const reader = new LayerReader();
		reader.push(layerTar(files));
		return reader.end();
	};
	const efficiency = (...layers: Readonly<Record<string, LayerFile>>[]) => {
		const { efficiency: score, wastedBytes } = diveFigures(layers.map(layer));
		return [score, wastedBytes];
	};

	it("has dive's figures of dive's own test image", () => {
		const figures = diveFigures(diveTestImage.map(({ files }) => layer(files)));
		assert.deepEqual(figures, {
			efficiency: 0.9844212134184309,
			wastedBytes: 32025,
			sizeBytes: 1220598,
			userSizeBytes: 66237,
		});
		assert.equal(figures.wastedBytes / figures.userSizeBytes, 0.4834911001404049);
	});

	it("has the figures of dive's own unit test: a folder that no layer names is none", () => {
		const conf = 'etc/nginx/nginx.conf';
		assert.deepEqual(
			efficiency(
				{ [conf]: 2000, 'etc/nginx/public': 3000 },
				{ [conf]: 5000, 'etc/athing': 10000 },
				{ 'etc/.wh.nginx': '' },
			),
			[0.75, 7000],
		);
		assert.deepEqual(efficiency({ nothing: 0 }, {}, {}), [1, 0]);
	});

	it('counts a file that is removed later, and one that is written twice, as a whole', () => {
		assert.deepEqual(efficiency({ a: 1000, b: 1000 }, { '.wh.a': '' }), [0.5, 1000]);
		assert.deepEqual(efficiency({ a: 1000 }, { a: 1000 }), [0.5, 2000]);
	});

	it('does not count a folder that is removed as a whole', () => {
		assert.deepEqual(efficiency({ d: null, 'd/a': 1000, 'd/b': 2000 }, { '.wh.d': '' }), [1, 0]);
		assert.deepEqual(efficiency({ d: null, 'd/a': 1000 }, { 'd/.wh..wh..opq': '', 'd/b': 5 }), [1, 0]);
	});

	it('leaves the rest of a layer out once something is removed that was not there', () => {
		assert.deepEqual(efficiency({ b: 100 }, { '.wh.a': '', b: 100 }), [0.99, 0]);
		assert.deepEqual(efficiency({ '.wh.a': '', b: 100 }), [1, 0]);
	});

	it('takes what a later file of the same layer says', () => {
		const reader = new LayerReader();
		reader.push(Buffer.concat([layerTar({ a: 10 }).subarray(0, -1024), layerTar({ './a': 30 })]));
		const made = reader.end();
		assert.deepEqual([made.size, made.entries.map(({ path, size }) => [path, size])], [40, [['a', 30]]]);
	});
});
