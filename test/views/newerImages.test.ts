import assert from 'node:assert/strict';
import { NewerImages } from '../../src/views/newerImages.ts';
import { image } from './samples.ts';

describe('newerImages', () => {
	const digest = `sha256:${'1'.repeat(64)}`;
	const web = image({ name: 'web:1', tags: ['web:1', 'web:2'], digests: ['web@sha256:0'] });

	it('marks an image until the newer one is there', () => {
		const newer = new NewerImages();
		let changes = 0;
		newer.onDidChange(() => changes++);
		newer.note([
			{ reference: 'web:1', state: 'newer', digest },
			{ reference: 'web:2', state: 'same', digest: 'sha256:0' },
		]);
		assert.deepEqual(newer.of(web), ['web:1']);
		assert.equal(changes, 1);
		assert.deepEqual(newer.of(image({ name: 'web:1', digests: [`web@${digest}`] })), []);
		assert.deepEqual(newer.of(image({ name: 'other:1' })), []);
	});

	it('keeps a mark when nobody could be asked, and drops it when the registry says otherwise', () => {
		const newer = new NewerImages();
		newer.note([{ reference: 'web:1', state: 'newer', digest }]);
		newer.note([{ reference: 'web:1', state: 'failed' }]);
		assert.deepEqual(newer.of(web), ['web:1']);
		newer.note([{ reference: 'web:1', state: 'gone' }]);
		assert.deepEqual(newer.of(web), []);
	});
});
