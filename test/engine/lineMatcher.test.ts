import assert from 'node:assert/strict';
import type { EngineError } from '../../src/engine/errors.ts';
import { type LineMatcher, lineMatcher } from '../../src/engine/lineMatcher.ts';
import type { LogChunk } from '../../src/engine/logChunk.ts';
import type { LogQuery } from '../../src/engine/logRecord.ts';
import { unlimitedStore } from '../../src/engine/logStore.ts';
import { processorMs } from '../support/keepsTime.ts';
import { addLines } from '../support/logLines.ts';

function chunkOf(lines: readonly string[]): LogChunk {
	const store = unlimitedStore();
	addLines(store, lines);
	return store.chunks[0] as LogChunk;
}

function findAll(matcher: LineMatcher, chunk: LogChunk, from = 0, to = chunk.count): number[] {
	const found: number[] = [];
	let at = from;
	while (at < to) {
		at = matcher.find(chunk, at, to, line => found.push(line));
	}
	return found;
}

const find = (query: LogQuery, lines: readonly string[]) => findAll(lineMatcher(query), chunkOf(lines));

describe('lineMatcher', () => {
	const lines = ['Alpha', 'beta alpha', '', '알파 ALPHA', 'Ä Ωmega', 'äöü ωMEGA', 'a.b', 'aXb', 'alph', 'a'];

	it('finds a text as it is written', () => {
		assert.deepEqual(find({ text: 'Alpha', matchCase: true }, lines), [0]);
		assert.deepEqual(find({ text: '알파', matchCase: true }, lines), [3]);
		assert.deepEqual(find({ text: 'a', matchCase: true }, lines), [0, 1, 4, 6, 7, 8, 9]);
	});

	it('finds a text in capitals or not, in any alphabet', () => {
		assert.deepEqual(find({ text: 'aLPHA' }, lines), [0, 1, 3]);
		assert.deepEqual(find({ text: 'ä' }, lines), [4, 5]);
		assert.deepEqual(find({ text: 'ΩMEGA' }, lines), [4, 5]);
		assert.deepEqual(find({ text: 'A.B' }, lines), [6]);
		assert.deepEqual(find({ text: '파 alpha' }, lines), [3]);
		assert.deepEqual(find({ text: '.' }, lines), [6]);
	});

	it('finds by regular expression, line by line', () => {
		assert.deepEqual(find({ text: '^a', regex: true }, lines), [0, 6, 7, 8, 9]);
		assert.deepEqual(find({ text: '^A', regex: true, matchCase: true }, lines), [0]);
		assert.deepEqual(find({ text: 'A$', regex: true }, lines), [0, 1, 3, 4, 5, 9]);
		assert.deepEqual(find({ text: '^$', regex: true }, lines), [2]);
		assert.deepEqual(
			find({ text: 'x*', regex: true }, lines),
			lines.map((_, index) => index),
		);
		assert.deepEqual(find({ text: 'alpha\\s', regex: true }, lines), []);
		assert.deepEqual(find({ text: 'a\\sa|h[^x]*b', regex: true }, lines), [1]);
		assert.deepEqual(find({ text: 'a(?!l)', regex: true, matchCase: true }, lines), [0, 1, 4, 6, 7, 9]);
		assert.deepEqual(find({ text: '한|파', regex: true }, lines), [3]);
	});

	it('says what is no regular expression', () => {
		assert.throws(
			() => lineMatcher({ text: '(', regex: true }),
			(error: EngineError) => error.code === 'invalid' && error.recognised?.kind === 'regularExpression',
		);
	});

	it('finds the same in parts of a chunk', () => {
		const many = Array.from({ length: 5000 }, (_, index) => (index % 7 === 0 ? `hit ${index}` : `line ${index}`));
		const chunk = chunkOf(many);
		for (const query of [{ text: 'HIT' }, { text: 'hit', matchCase: true }, { text: 'h.t', regex: true }]) {
			const all = findAll(lineMatcher(query), chunk);
			assert.equal(all.length, 715);
			const parts = [0, 1, 6, 7, 8, 4000, 4999].flatMap((from, index, froms) =>
				findAll(lineMatcher(query), chunk, from, froms[index + 1] ?? 5000),
			);
			assert.deepEqual(parts, all);
		}
	});

	it('finds the same wherever the text is cut to be decoded, also in lines longer than a piece', () => {
		const long = Array.from({ length: 3000 }, (_, index) =>
			index % 1000 === 500 ? `${'가'.repeat(20_000)}Needle ${index}` : `${'나'.repeat(index % 40)} line ${index}`,
		);
		const wanted = long.flatMap((text, index) => (/^.* LINE \d*7$|needle/i.test(text) ? index : []));
		assert.deepEqual(find({ text: ' LINE \\d*7$|needle', regex: true }, long), wanted);
		assert.deepEqual(find({ text: 'needle' }, long), [500, 1500, 2500]);
		assert.deepEqual(find({ text: '[n]eedle', regex: true }, long), [500, 1500, 2500]);
		assert.equal(find({ text: 'LINE' }, long).length, 2997);
	});

	it('never hangs on an expression that explodes, and says so', () => {
		const bad = `${'a'.repeat(60)}b`;
		const started = processorMs();
		assert.throws(
			() => findAll(lineMatcher({ text: '^(a+)+$', regex: true }), chunkOf(['aaa', bad, 'aa', bad, bad, bad])),
			{ code: 'timeout' },
		);
		assert.ok(processorMs() - started < 3000);
	});

	it('forgives a line or two', () => {
		const bad = `${'a'.repeat(60)}b`;
		assert.deepEqual(find({ text: '^(a+)+$', regex: true }, ['aaa', bad, 'aa', 'b', 'a']), [0, 2, 4]);
	});

	it('finds what goes astray only across lines', () => {
		const many = Array.from({ length: 4000 }, () => `${'a'.repeat(200)}`);
		assert.deepEqual(find({ text: 'a[^b]*c', regex: true }, [...many, 'abac']), [4000]);
	});
});
