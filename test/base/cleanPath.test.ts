import assert from 'node:assert/strict';
import { cleanPath } from '../../src/base/cleanPath.ts';

describe('clean path', () => {
	const cases: readonly [path: string, clean: string][] = [
		['', ''],
		['/', ''],
		['.', ''],
		['a/b', 'a/b'],
		['./a//b/', 'a/b'],
		['/a/./b/../c', 'a/c'],
		['../../a', 'a'],
		['a/../..', ''],
		['..a/b..', '..a/b..'],
	];
	for (const [path, clean] of cases) {
		it(`of ${JSON.stringify(path)} is ${JSON.stringify(clean)}`, () => {
			assert.equal(cleanPath(path), clean);
		});
	}
});
