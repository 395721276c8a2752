import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Expectations } from '../../src/engine/expectations.ts';
import type { Container } from '../../src/engine/resources.ts';
import { until } from '../support/until.ts';

const listed = (state: string) => ({ id: 'c1', state }) as Container;

describe('Expectations', () => {
	let expectations: Expectations;
	let rechecked: string[];

	beforeEach(() => {
		rechecked = [];
		expectations = new Expectations(id => rechecked.push(id));
		expectations.expect('c1', ({ state }) => state === 'exited');
	});
	afterEach(() => expectations.dispose());

	it('calls a list stale that does not know of the event, and asks again', async () => {
		assert.equal(expectations.isStale(listed('running')), true);
		await until(() => rechecked.length > 0);
		assert.deepEqual(rechecked, ['c1']);
		assert.equal(expectations.isStale(listed('exited')), false);
		assert.equal(expectations.isStale(listed('running')), false);
	});

	it('believes the engine in the end', () => {
		const answers = Array.from({ length: 5 }, () => expectations.isStale(listed('running')));
		assert.deepEqual(answers, [true, true, true, true, false]);
	});

	it('asks no more for what is gone', async () => {
		expectations.isStale(listed('running'));
		expectations.forget('c1');
		await sleep(70);
		assert.deepEqual(rechecked, []);
	});
});
