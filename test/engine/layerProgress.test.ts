import assert from 'node:assert/strict';
import { LayerCounter, type LayersProgress } from '../../src/engine/layerProgress.ts';

function sums(counter: LayerCounter): Omit<LayersProgress, 'layers'> {
	const { layers: _, ...rest } = counter.progress;
	return rest;
}

describe('layerProgress', () => {
	it('adds up layers and bytes', () => {
		const counter = new LayerCounter();
		counter.add({ id: 'latest', status: 'Pulling from library/nginx' });
		for (const id of ['a', 'b', 'c']) {
			counter.add({ id, status: 'Pulling fs layer', progressDetail: {} });
		}
		counter.add({ id: 'd', status: 'Already exists' });
		assert.deepEqual(sums(counter), {
			layersDone: 1,
			layersTotal: 4,
			bytesDone: 0,
			bytesTotal: 0,
			status: 'Already exists',
		});
		counter.add({ id: 'a', status: 'Downloading', progressDetail: { current: 10, total: 100 } });
		counter.add({ id: 'b', status: 'Downloading', progressDetail: { current: 20, total: 50 } });
		assert.deepEqual([counter.progress.bytesDone, counter.progress.bytesTotal], [30, 150]);
		counter.add({ id: 'a', status: 'Verifying Checksum' });
		counter.add({ id: 'a', status: 'Download complete' });
		counter.add({ id: 'a', status: 'Extracting', progressDetail: { current: 5, total: 100 } });
		assert.deepEqual([counter.progress.bytesDone, counter.progress.bytesTotal], [120, 150]);
		counter.add({ id: 'a', status: 'Pull complete' });
		counter.add({ id: 'b', status: 'Pull complete' });
		counter.add({ status: 'Status: Downloaded newer image for nginx:latest' });
		assert.deepEqual(sums(counter), {
			layersDone: 3,
			layersTotal: 4,
			bytesDone: 150,
			bytesTotal: 150,
			status: 'Status: Downloaded newer image for nginx:latest',
		});
	});

	it('bears sizes that are not known', () => {
		const counter = new LayerCounter();
		counter.add({ id: 'a', status: 'Downloading', progressDetail: { current: 7 } });
		counter.add({});
		assert.deepEqual([counter.progress.bytesDone, counter.progress.bytesTotal], [7, 7]);
	});

	it('counts the layers of a push, also those that the registry has', () => {
		const counter = new LayerCounter();
		counter.add({ status: 'The push refers to repository [localhost:5000/app]' });
		for (const id of ['a', 'b', 'c']) {
			counter.add({ id, status: 'Preparing', progressDetail: {} });
		}
		counter.add({ id: 'a', status: 'Pushing', progressDetail: { current: 40, total: 100 } });
		counter.add({ id: 'b', status: 'Layer already exists' });
		counter.add({ id: 'c', status: 'Mounted from library/busybox' });
		assert.deepEqual(counter.progress.layers, [
			{ id: 'a', status: 'Pushing', done: false, bytesDone: 40, bytesTotal: 100 },
			{ id: 'b', status: 'Layer already exists', done: true, bytesDone: 0, bytesTotal: 0 },
			{ id: 'c', status: 'Mounted from library/busybox', done: true, bytesDone: 0, bytesTotal: 0 },
		]);
		// The engine counts the headers of the archive too, so that more goes out than was announced.
		counter.add({ id: 'a', status: 'Pushing', progressDetail: { current: 110, total: 100 } });
		counter.add({ id: 'a', status: 'Pushed' });
		const { layersDone, layersTotal, bytesDone, bytesTotal } = counter.progress;
		assert.deepEqual([layersDone, layersTotal, bytesDone, bytesTotal], [3, 3, 110, 110]);
	});
});
