import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { RefreshPacer } from '../../src/engine/refreshPacer.ts';

describe('RefreshPacer', () => {
	let pacer: RefreshPacer;
	let reads: number;
	let begin: number;
	let lastRead: number;
	let more: boolean;
	let now: number;

	beforeEach(() => {
		now = 10_000;
		mock.timers.enable({ apis: ['setTimeout'] });
		mock.method(performance, 'now', () => now);
		[reads, lastRead, more, begin] = [0, 0, false, now];
		pacer = new RefreshPacer({
			read: async () => {
				reads++;
				lastRead = performance.now() - begin;
			},
			moreToCome: () => more,
		});
	});
	afterEach(() => {
		pacer.dispose();
		mock.timers.reset();
		mock.restoreAll();
	});

	/** Lets time pass that no busy machine can stretch. */
	const sleep = async (ms: number) => {
		for (const end = now + ms; now < end; ) {
			now++;
			mock.timers.tick(1);
			// What was read goes on.
			await Promise.resolve().then(() => {});
		}
	};

	/** Requests every 20 ms, `count` times. */
	const burst = async (count: number) => {
		for (let index = 0; index < count; index++) {
			pacer.request();
			await sleep(20);
		}
	};

	it('answers single requests at once', async () => {
		pacer.request();
		await sleep(30);
		assert.equal(reads, 1);
		assert.ok(lastRead < 25, `${lastRead} ms`);
	});

	it('reads once for requests of the same moment', async () => {
		for (let index = 0; index < 50; index++) {
			pacer.request();
		}
		await sleep(30);
		assert.equal(reads, 1);
	});

	it('reads a burst a few times at its beginning and once at its end', async () => {
		await burst(25);
		const last = performance.now() - begin;
		await sleep(400);
		assert.equal(reads, 5);
		assert.ok(lastRead > last && lastRead - last < 250, `${lastRead - last} ms`);
	});

	it('does not wait for the end of a storm', async () => {
		await burst(125);
		assert.equal(reads, 5);
	});

	it('takes no lull for the end while more is known to come', async () => {
		await burst(8);
		await sleep(200);
		const before = reads;
		more = true;
		pacer.request();
		await sleep(500);
		assert.equal(reads, before);
		more = false;
		await sleep(200);
		assert.equal(reads, before + 1);
	});

	it('answers what is urgent at once in a storm, as long as it is rare', async () => {
		await burst(8);
		const before = reads;
		pacer.request(true);
		await sleep(15);
		assert.equal(reads, before + 1);
		for (let index = 0; index < 10; index++) {
			pacer.request(true);
			await sleep(15);
		}
		assert.ok(reads <= before + 4);
	});

	it('reads no more once it is disposed', async () => {
		pacer.request();
		pacer.dispose();
		pacer.request();
		await sleep(30);
		assert.equal(reads, 0);
	});
});
