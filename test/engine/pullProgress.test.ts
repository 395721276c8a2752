import assert from 'node:assert/strict';
import { PullCounter } from '../../src/engine/pullProgress.ts';

describe('pullProgress', () => {
	it('adds up layers and bytes', () => {
		const counter = new PullCounter();
		counter.add({ id: 'latest', status: 'Pulling from library/nginx' });
		for (const id of ['a', 'b', 'c']) {
			counter.add({ id, status: 'Pulling fs layer', progressDetail: {} });
		}
		counter.add({ id: 'd', status: 'Already exists' });
		assert.deepEqual(counter.progress, {
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
		assert.deepEqual(counter.progress, {
			layersDone: 3,
			layersTotal: 4,
			bytesDone: 150,
			bytesTotal: 150,
			status: 'Status: Downloaded newer image for nginx:latest',
		});
	});

	it('bears sizes that are not known', () => {
		const counter = new PullCounter();
		counter.add({ id: 'a', status: 'Downloading', progressDetail: { current: 7 } });
		counter.add({});
		assert.deepEqual([counter.progress.bytesDone, counter.progress.bytesTotal], [7, 7]);
	});
});
