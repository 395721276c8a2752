import assert from 'node:assert/strict';
import { readVolume } from '../../src/engine/readVolume.ts';
import { ResourceList } from '../../src/engine/resourceList.ts';
import type { Volume } from '../../src/engine/resources.ts';

const volume = (Name: string, Driver = 'local') => readVolume({ Name, Driver, Labels: { a: 'b' } }) as Volume;
const none = () => false;

describe('ResourceList', () => {
	let list: ResourceList<'volume'>;
	const names = () => list.items.map(({ name }) => name).join('');

	beforeEach(() => {
		list = new ResourceList();
		list.replaceAll([volume('a'), volume('b'), volume('c')], none);
	});

	it('keeps the objects of what did not change', () => {
		const before = list.items;
		const change = list.replaceAll([volume('d'), volume('a'), volume('c', 'nfs')], none);
		assert.deepEqual(change, { added: ['d'], changed: ['c'], removed: ['b'] });
		assert.equal(list.get('a'), before[0]);
		assert.equal(names(), 'dac');
		assert.ok(Object.isFrozen(list.items));
	});

	it('gives the same array until something changes', () => {
		const before = list.items;
		assert.equal(list.items, before);
		list.put(volume('a'));
		assert.equal(list.items, before);
		list.delete('a');
		assert.equal(names(), 'bc');
	});

	it('takes over what was read of some ids', () => {
		const change = list.merge(['a', 'b', 'x', 'y'], [volume('a', 'nfs'), volume('x')], none);
		assert.deepEqual(change, { added: ['x'], changed: ['a'], removed: ['b'] });
		assert.equal(names(), 'xac');
	});

	it('leaves alone what events have changed meanwhile', () => {
		const kept = (id: string) => ['a', 'b', 'x'].includes(id);
		assert.deepEqual(list.merge(['a', 'b', 'x'], [volume('a', 'nfs'), volume('x')], kept), {
			added: [],
			changed: [],
			removed: [],
		});
		const change = list.replaceAll([volume('a', 'nfs'), volume('x')], kept);
		assert.deepEqual(change, { added: [], changed: [], removed: ['c'] });
		assert.equal(list.get('a')?.driver, 'local');
		assert.equal(names(), 'ab');
	});
});
