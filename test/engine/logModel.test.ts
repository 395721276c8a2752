import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { EngineError } from '../../src/engine/errors.ts';
import { LogModel, type OlderLines } from '../../src/engine/logModel.ts';
import type { LogFilter } from '../../src/engine/logRecord.ts';
import { LogStore, unlimitedStore } from '../../src/engine/logStore.ts';
import { addLines, incoming } from '../support/logLines.ts';
import { until } from '../support/until.ts';

const nothingOlder: OlderLines = { more: false, load: async () => 0 };
const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `line ${from + index}`);

describe('logModel', () => {
	let store: LogStore;
	let model: LogModel;

	const make = (limits = {}, older = nothingOlder) => {
		store = new LogStore(limits);
		store.addSource({ id: 'a', name: 'web', state: 'following' });
		store.addSource({ id: 'b', name: 'db', state: 'following' });
		model = new LogModel(store, older, store);
	};
	const shown = () => model.rows(model.extent.first, 1_000_000).map(({ text, note }) => note?.kind ?? text);
	const filtered = async (filter: LogFilter) => {
		await model.setFilter(filter);
		return shown();
	};
	const settled = (next: number) => until(() => model.extent.next === next, `${next} rows`);
	const textOf = async (...options: Parameters<LogModel['text']>) => {
		let text = '';
		for await (const block of model.text(...options)) {
			text += block;
		}
		return text;
	};

	beforeEach(() => make());
	afterEach(() => model.dispose());

	it('shows what comes, and tells of it at most every 50 ms', async () => {
		let told = 0;
		model.onDidChange(() => told++);
		const started = performance.now();
		for (let index = 0; index < 20; index++) {
			addLines(store, [`line ${index}`]);
			await pause(10);
		}
		await settled(20);
		assert.deepEqual(shown(), numbered(20));
		assert.ok(told >= 1 && told <= (performance.now() - started) / 50 + 2, `${told}`);
	});

	it('knows everything of a line', async () => {
		store.add(incoming('\x1b[31mfailed\x1b[0m', { source: 1, time: 1234.5, stderr: true, level: 'error', cut: 7 }));
		store.addNote(0, { kind: 'stopped', exitCode: 3 }, 1300);
		store.tell();
		await settled(2);
		assert.deepEqual(model.rows(0, 2), [
			{
				number: 0,
				source: 1,
				stream: 'stderr',
				time: 1234.5,
				level: 'error',
				text: '\x1b[31mfailed\x1b[0m',
				cut: 7,
				continues: false,
				folded: undefined,
				note: undefined,
			},
			{
				number: 1,
				source: 0,
				stream: 'stdout',
				time: 1300,
				level: undefined,
				text: '',
				cut: undefined,
				continues: false,
				folded: undefined,
				note: { kind: 'stopped', exitCode: 3 },
			},
		]);
		assert.deepEqual(
			model.sources.map(({ name, lines }) => [name, lines]),
			[
				['web', 0],
				['db', 1],
			],
		);
	});

	it('gives rows that exist, whatever is asked for', async () => {
		addLines(store, numbered(3));
		await settled(3);
		assert.deepEqual(model.rows(-10, 5), []);
		assert.equal(model.rows(-10, 100).length, 3);
		assert.equal(model.rows(2, 100).length, 1);
		assert.equal(model.rows(3, 1).length, 0);
	});

	it('forgets the oldest without moving the others', async () => {
		make({ lines: 10 });
		addLines(store, numbered(10));
		await settled(10);
		const { number } = model.rows(9, 1)[0] ?? { number: -1 };
		addLines(store, numbered(5, 10));
		await settled(15);
		const { first, next, total, dropped } = model.extent;
		assert.deepEqual([first, next, total, dropped], [5, 15, 10, 5]);
		assert.equal(model.positionOf(number), 9);
		assert.deepEqual(shown(), numbered(10, 5));
	});

	describe('filters', () => {
		beforeEach(async () => {
			addLines(store, ['GET /a'], { level: 'info', time: 100 });
			addLines(store, ['get /b'], { source: 1, level: 'error', time: 200 });
			addLines(store, ['plain'], { time: 300 });
			addLines(store, ['Boom'], { level: 'error', time: 400 });
			addLines(store, ['\tat x', '\tat y'], { continues: true, time: 400 });
			store.addNote(1, { kind: 'started' }, 500);
			store.tell();
			await settled(5);
		});

		const cases: readonly [string, LogFilter, readonly string[]][] = [
			['nothing, with stack traces folded', {}, ['GET /a', 'get /b', 'plain', 'Boom', 'started']],
			['nothing at all', { unfolded: 'all' }, ['GET /a', 'get /b', 'plain', 'Boom', '\tat x', '\tat y', 'started']],
			[
				'one unfolded',
				{ unfolded: new Set([3]) },
				['GET /a', 'get /b', 'plain', 'Boom', '\tat x', '\tat y', 'started'],
			],
			['text', { text: 'get' }, ['GET /a', 'get /b', 'started']],
			['text as written', { text: 'get', matchCase: true }, ['get /b', 'started']],
			['an expression', { text: '^\\w+$', regex: true }, ['plain', 'Boom', 'started']],
			['a line of a stack trace', { text: 'at y' }, ['\tat y', 'started']],
			['levels', { levels: ['error'] }, ['get /b', 'plain', 'Boom', 'started']],
			['levels that are known', { levels: ['error'], onlyKnown: true }, ['get /b', 'Boom', 'started']],
			[
				'known levels, unfolded',
				{ levels: ['error'], onlyKnown: true, unfolded: 'all' },
				['get /b', 'Boom', '\tat x', '\tat y', 'started'],
			],
			['sources', { hiddenSources: [1] }, ['GET /a', 'plain', 'Boom']],
			['since', { since: 300 }, ['plain', 'Boom', 'started']],
			['until', { until: 300 }, ['GET /a', 'get /b', 'plain']],
			['all together', { text: 'o', levels: ['error'], hiddenSources: [1], since: 350 }, ['Boom']],
		];
		for (const [what, filter, expected] of cases) {
			it(`by ${what}`, async () => assert.deepEqual(await filtered(filter), expected));
		}

		it('and says how much is folded', async () => {
			assert.equal(model.rows(3, 1)[0]?.folded, 2);
			await model.setFilter({ unfolded: new Set([3]) });
			assert.deepEqual(
				model.rows(3, 3).map(({ folded, continues }) => [folded, continues]),
				[
					[undefined, false],
					[undefined, true],
					[undefined, true],
				],
			);
		});

		it('what comes later', async () => {
			await model.setFilter({ text: 'get' });
			addLines(store, ['no', 'GET /c', 'no'], { time: 600 });
			await settled(4);
			assert.deepEqual(shown(), ['GET /a', 'get /b', 'started', 'GET /c']);
		});

		it('and keeps the rows when an expression is none', async () => {
			await assert.rejects(model.setFilter({ text: '(', regex: true }), { code: 'invalid' });
			assert.equal(shown().length, 5);
		});

		it('and gives up for another one', async () => {
			addLines(store, numbered(200_000));
			const first = model.setFilter({ text: '5', regex: true });
			const second = model.setFilter({ text: 'plain' });
			await assert.rejects(first, (error: EngineError) => error.code === 'cancelled');
			await second;
			assert.deepEqual(shown(), ['plain', 'started']);
			const controller = new AbortController();
			const third = model.setFilter({ text: '7', regex: true }, controller.signal);
			controller.abort();
			await assert.rejects(third, { code: 'cancelled' });
			assert.deepEqual(shown(), ['plain', 'started']);
		});
	});

	describe('search', () => {
		it('goes from match to match, both ways', async () => {
			addLines(store, ['a', 'Hit', 'b', 'hit hit', 'c']);
			await settled(5);
			const search = await model.search({ text: 'hit' });
			assert.equal(search.count, 2);
			assert.deepEqual([search.next(-1, false), search.next(1, false), search.next(3, false)], [1, 3, undefined]);
			assert.deepEqual([search.next(5, true), search.next(3, true), search.next(1, true)], [3, 1, undefined]);
			assert.deepEqual([search.indexOf(1), search.indexOf(2), search.indexOf(3)], [0, -1, 1]);
			search.dispose();
		});

		it('follows new lines, lost lines and filters', async () => {
			make({ lines: 6 });
			addLines(store, ['hit 1', 'a', 'hit 2']);
			await settled(3);
			const search = await model.search({ text: 'hit' });
			let told = 0;
			search.onDidChange(() => told++);
			addLines(store, ['b', 'hit 3', 'hit 4', 'c', 'd']);
			await settled(8);
			assert.deepEqual([search.count, search.next(-1, false), search.indexOf(5)], [3, 2, 2]);
			assert.ok(told > 0);
			await model.setFilter({ text: '3' });
			assert.deepEqual([search.count, search.next(-1, false)], [1, 0]);
			await model.setFilter({});
			assert.equal(search.count, 3);
			model.clear();
			assert.equal(search.count, 0);
		});

		it('finds the row of a folded line', async () => {
			addLines(store, ['head', '\tat hit', '\tat hit'].slice(0, 1));
			addLines(store, ['other'], { source: 1 });
			addLines(store, ['\tat hit', '\tat hit'], { continues: true });
			await settled(2);
			const search = await model.search({ text: 'hit' });
			assert.deepEqual([search.count, search.indexOf(0)], [1, 0]);
			await model.setFilter({ unfolded: 'all' });
			assert.deepEqual([search.count, search.indexOf(2), search.indexOf(3)], [2, 0, 1]);
		});

		it('finds in older lines', async () => {
			const older: OlderLines = {
				more: true,
				async load() {
					const part = unlimitedStore();
					addLines(part, ['hit', 'x']);
					return store.prepend(part);
				},
			};
			make({}, older);
			addLines(store, ['hit']);
			await settled(1);
			const search = await model.search({ text: 'hit' });
			assert.equal(model.extent.older, true);
			assert.equal(await model.loadOlder(), 2);
			assert.deepEqual([search.count, search.next(0, true), model.extent.first], [2, -2, -2]);
			model.clear();
			assert.equal(model.extent.older, false);
			assert.equal(await model.loadOlder(), 0);
		});
	});

	describe('text', () => {
		beforeEach(async () => {
			addLines(store, ['\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link\x1b]8;;\x07'], {
				time: Date.UTC(2026, 7, 1, 10, 20, 30, 123),
			});
			addLines(store, ['head'], { source: 1 });
			addLines(store, ['\tat x'], { source: 1, continues: true });
			store.addNote(0, { kind: 'stopped' });
			store.tell();
			await settled(3);
		});

		it('has no escapes and no remarks, but folded lines', async () => {
			assert.equal(await textOf(), 'red link\nhead\n\tat x\n');
		});

		it('has names and times when asked for', async () => {
			assert.equal(
				await textOf({ timestamps: 'utc', sources: true }),
				'web | 2026-08-01T10:20:30.123Z red link\ndb | head\ndb | \tat x\n',
			);
			assert.match(await textOf({ timestamps: 'local' }), /^2026-0[78]-\d\dT\d\d:\d\d:30\.123[+-]\d\d:\d\d red/);
		});

		it('has the rows of a range', async () => {
			assert.equal(await textOf({ range: [1, 2] }), 'head\n\tat x\n');
			assert.equal(await textOf({ range: [-5, 1] }), 'red link\n');
		});

		it('can be stopped', async () => {
			addLines(store, numbered(10_000));
			await settled(10_003);
			await assert.rejects(textOf({}, AbortSignal.abort()), { code: 'cancelled' });
		});
	});

	it('searches and filters a million lines without holding anybody up', async function () {
		this.timeout(120_000);
		const line = 'x'.repeat(80);
		for (let from = 0; from < 1_000_000; from += 50_000) {
			for (let index = from; index < from + 50_000; index++) {
				store.add(incoming(`${line} ${index}`));
			}
		}
		store.tell();
		await settled(1_000_000);
		const turns = countTurns();
		const search = await model.search({ text: 'X 99999' });
		assert.equal(search.count, 11);
		const found = await model.search({ text: '9{5}$', regex: true });
		assert.equal(found.count, 10);
		await model.setFilter({ text: '4242' });
		assert.equal(model.extent.next, 299);
		assert.ok(turns() > 10, 'The event loop had no turn.');
	});
});

/** How often others had their turn meanwhile. */
function countTurns(): () => number {
	let turns = 0;
	const next = () => {
		turns++;
		handle = setImmediate(next);
	};
	let handle = setImmediate(next);
	return () => {
		clearImmediate(handle);
		return turns;
	};
}
