import assert from 'node:assert/strict';
import { readImage } from '../../src/engine/readImage.ts';

const listed = {
	Id: `sha256:${'a'.repeat(64)}`,
	RepoTags: ['shop/web:2', 'shop/web:1'],
	RepoDigests: [`shop/web@sha256:${'d'.repeat(64)}`],
	Created: 1_700_000_000,
	Size: 98_300_000,
	Containers: -1,
	Labels: null,
};

describe('readImage', () => {
	it('takes the first tag for its name', () => {
		const image = readImage(listed);
		assert.equal(image?.name, 'shop/web:1');
		assert.deepEqual(image?.tags, ['shop/web:1', 'shop/web:2']);
		assert.deepEqual([image?.createdAt, image?.size, image?.dangling], [1_700_000_000_000, 98_300_000, false]);
		assert.ok(Object.isFrozen(image) && Object.isFrozen(image?.tags));
	});

	it('takes engines’ placeholders for nothing', () => {
		for (const nothing of [
			{ RepoTags: ['<none>:<none>'], RepoDigests: ['<none>@<none>'] },
			{ RepoTags: null, RepoDigests: [] },
		]) {
			const image = readImage({ ...listed, ...nothing });
			assert.deepEqual([image?.name, image?.tags, image?.digests, image?.dangling], ['<none>', [], [], true]);
		}
	});

	it('does not call an image dangling that was pulled by digest', () => {
		const image = readImage({ ...listed, RepoTags: [] });
		assert.deepEqual([image?.name, image?.dangling], ['<none>', false]);
	});

	it('reads what has nothing but an id', () => {
		assert.deepEqual(readImage({ Id: 'x' })?.size, 0);
		assert.equal(readImage({}), undefined);
	});
});
