import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BakeCase, runBakeCase } from './bake/runBakeCase.ts';

const collection = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases', 'bake.jsonl');

function readCases(file: string): BakeCase[] {
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as BakeCase);
}

(existsSync(collection) ? describe : () => {})('Bake cases', () => {
	for (const testCase of existsSync(collection) ? readCases(collection) : []) {
		it(`${testCase.feature} ${testCase.id}`, () => runBakeCase(testCase));
	}
});

describe('Bake cases of our own', () => {
	const cases = readCases(join(import.meta.dirname, 'bake', 'bakeCases.jsonl'));
	for (const testCase of cases) {
		it(`${testCase.feature} ${testCase.id}`, () => runBakeCase(testCase));
	}

	it('have ids of their own', () => {
		assert.equal(new Set(cases.map(each => each.id)).size, cases.length);
	});
});
