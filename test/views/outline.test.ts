import assert from 'node:assert/strict';
import type { Group } from '../../src/views/elements.ts';
import { Outline, type OutlineNode } from '../../src/views/outline.ts';
import { processorMs } from '../support/keepsTime.ts';
import { container } from './samples.ts';

const node = (name: string, face: readonly unknown[] = []): OutlineNode => ({ element: container({ name }), face });
const group = (label: string, children: readonly OutlineNode[], face: readonly unknown[] = []): OutlineNode => {
	const element: Group = { kind: 'group', id: label, view: 'slipway.containers', label, members: [] };
	return { element, face, children };
};
const id = (name: string) => `container:${container({ name }).id}`;

describe('outline', () => {
	const before = new Outline([group('p', [node('a', [1]), node('b', [1])]), node('c', [1])]);
	const changes = (...roots: OutlineNode[]) => new Outline(roots).changesSince(before);

	it('finds nothing where nothing changed', () => {
		assert.deepEqual(changes(group('p', [node('a', [1]), node('b', [1])]), node('c', [1])), []);
	});

	it('names only the rows that look different', () => {
		assert.deepEqual(changes(group('p', [node('a', [1]), node('b', [2])]), node('c', [1])), [id('b')]);
		assert.deepEqual(changes(group('p', [node('a', [1]), node('b', [1])]), node('c', [2])), [id('c')]);
	});

	it('names the group that got, lost or reordered rows', () => {
		assert.deepEqual(changes(group('p', [node('a', [1])]), node('c', [1])), ['p']);
		assert.deepEqual(changes(group('p', [node('b', [1]), node('a', [1])]), node('c', [1])), ['p']);
		assert.deepEqual(changes(group('p', [node('a', [1]), node('b', [1]), node('d', [1])]), node('c', [1])), [
			'p',
			id('d'),
		]);
	});

	it('is all when rows came, went or moved at the top', () => {
		assert.equal(changes(group('p', [node('a', [1]), node('b', [1])])), 'all');
		assert.equal(changes(node('c', [1]), group('p', [node('a', [1]), node('b', [1])])), 'all');
	});

	it('knows rows and their parents by id', () => {
		assert.equal((before.parent(id('a')) as Group).id, 'p');
		assert.equal(before.parent(id('c')), undefined);
		assert.equal(before.has(id('b')), true);
		assert.equal(before.node('nobody'), undefined);
	});

	it('compares 2,000 rows in a moment', () => {
		const rows = (face: number) =>
			Array.from({ length: 2000 }, (_, index) => node(`row${index}`, [index === 7 ? face : 0]));
		const first = new Outline(rows(0));
		const start = processorMs();
		assert.deepEqual(new Outline(rows(1)).changesSince(first), [id('row7')]);
		assert.ok(processorMs() - start < 200);
	});
});
