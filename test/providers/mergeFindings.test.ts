import assert from 'node:assert/strict';
import { type FoundProblem, mergeFindings } from '../../src/providers/mergeFindings.ts';

describe('merging findings', () => {
	const problem = (code: FoundProblem['code'], line: number, endLine = line, severity = 1): FoundProblem => ({
		code,
		severity,
		range: { start: { line }, end: { line: endLine } },
	});
	const merged = (own: FoundProblem[], findings: FoundProblem[]) =>
		mergeFindings(own, findings).map(one => (own.includes(one) ? 'own' : 'found'));

	it('shows the same rule of the same instruction once, ours', () => {
		assert.deepEqual(merged([problem('A', 4)], [problem('A', 4)]), ['own']);
		assert.deepEqual(merged([problem({ value: 'A' }, 6)], [problem('A', 4, 7)]), ['own']);
	});

	it('keeps other rules, and the same rule elsewhere', () => {
		assert.deepEqual(merged([problem('A', 4)], [problem('B', 4), problem('A', 5)]), ['own', 'found', 'found']);
		assert.deepEqual(merged([], [problem('A', 4)]), ['found']);
	});

	it('takes two errors of one place for one, whatever their names', () => {
		assert.deepEqual(merged([problem('UnknownInstruction', 2, 2, 0)], [problem('BuildFailed', 2, 2, 0)]), ['own']);
		assert.deepEqual(merged([problem('DuplicateDirective', 3, 3, 0)], [problem('BuildFailed', 2, 2, 0)]), ['own']);
		assert.deepEqual(merged([problem('A', 4, 4, 0)], [problem('BuildFailed', 2, 2, 0)]), ['own', 'found']);
		assert.deepEqual(merged([problem('DL3006', 2)], [problem('BuildFailed', 2, 2, 0)]), ['own', 'found']);
	});
});
