import assert from 'node:assert/strict';
import type { ContainerFollower } from '../../src/engine/containerFollower.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { type LogLimits, LogStore } from '../../src/engine/logStore.ts';
import { OlderLogs } from '../../src/engine/olderLogs.ts';
import { incoming, textsOf } from '../support/logLines.ts';

/** A container's log of which only the last lines were read; each line is named after its time. */
class Past {
	readonly asked: number[] = [];
	readonly source: number;
	#left: number[];

	constructor(source: number, times: readonly number[]) {
		this.source = source;
		this.#left = [...times];
	}

	get hasOlder(): boolean {
		return this.#left.length > 0;
	}

	async readOlder(count: number, into: LogStore): Promise<number> {
		this.asked.push(count);
		for (const time of this.#left.splice(-count)) {
			into.add(incoming(`${time}`, { time, source: this.source }));
		}
		return into.count;
	}
}

describe('olderLogs', () => {
	let store: LogStore;
	const make = (read: readonly number[], pasts: readonly object[], limits: Partial<LogLimits> = {}) => {
		store = new LogStore(limits);
		store.addSource({ id: 'a', name: 'web', state: 'following' });
		for (const time of read) {
			store.add(incoming(`${time}`, { time }));
		}
		return new OlderLogs(store, pasts as readonly ContainerFollower[]);
	};
	const span = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);
	const times = () => textsOf(store).map(Number);

	it('puts lines of all containers before those that are there, in their order', async () => {
		const older = make([100, 101], [new Past(0, [1, 3, 5]), new Past(1, [2, 4])]);
		assert.equal(older.more, true);
		assert.equal(await older.load(), 5);
		assert.deepEqual(times(), [1, 2, 3, 4, 5, 100, 101]);
		assert.deepEqual([store.first, older.more], [-5, false]);
		assert.equal(await older.load(), 0);
	});

	it('puts lines of a source that was read less far among those of the others', async () => {
		const older = make([5, 10, 15, 20], [new Past(0, [7, 12])]);
		assert.equal(await older.load(), 2);
		assert.deepEqual(times(), [5, 7, 10, 12, 15, 20]);
	});

	it('asks for more each time, up to a bound', async () => {
		const past = new Past(0, span(0, 40_000));
		const older = make([50_000], [past]);
		while (older.more) {
			await older.load();
		}
		assert.deepEqual(past.asked.slice(0, 5), [1000, 2000, 4000, 8000, 8000]);
		assert.deepEqual(times(), [...span(0, 40_000), 50_000]);
	});

	it('reads once for all who ask meanwhile, and lets each stop to wait', async () => {
		const past = new Past(0, span(0, 10));
		const older = make([50], [past]);
		const first = older.load();
		const second = older.load(AbortSignal.abort());
		await assert.rejects(second, { code: 'cancelled' });
		assert.equal(await first, 10);
		assert.equal(past.asked.length, 1);
	});

	it('stays within the room that there is, and asks for nothing without', async () => {
		const past = new Past(0, span(0, 3000));
		const older = make(span(5000, 5010), [past], { lines: 500 });
		await older.load();
		assert.deepEqual([store.count, times()[0], older.more], [500, 2510, false]);
		const full = make(span(0, 20), [new Past(0, [-1])], { lines: 10 });
		assert.equal(full.more, false, 'lines were let go already');
	});

	it('goes on without a container that is gone, and passes on what else fails', async () => {
		const failing = (code: 'notFound' | 'unreachable') => ({
			source: 1,
			hasOlder: true,
			readOlder: async () => {
				throw new EngineError(code, 'no');
			},
		});
		assert.equal(await make([9], [new Past(0, [1]), failing('notFound')]).load(), 1);
		assert.deepEqual(times(), [1, 9]);
		await assert.rejects(make([9], [failing('unreachable')]).load(), { code: 'unreachable' });
	});

	it('counts what came for the source that it is of', async () => {
		const older = make([50], [new Past(0, [1, 2, 3])]);
		await older.load();
		assert.equal(store.sources[0]?.lines, 4);
	});
});
