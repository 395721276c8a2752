import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import * as http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { ContainerFollower } from '../../src/engine/containerFollower.ts';
import { removeContainer, startContainer } from '../../src/engine/containers.ts';
import { LogMerge } from '../../src/engine/logMerge.ts';
import { LogStore } from '../../src/engine/logStore.ts';
import { runContainer } from '../../src/engine/runContainer.ts';
import type { RunOptions } from '../../src/engine/runOptions.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { until } from '../support/guarded.ts';
import { textsOf } from '../support/logLines.ts';

interface Followed {
	readonly follower: ContainerFollower;
	readonly store: LogStore;
	/** Lines, and remarks in brackets. */
	read(): string[];
	end(): void;
}

describe('containerFollower', function () {
	this.timeout(120_000);
	let host: string;
	let connection: EngineConnection;
	const ends: (() => unknown)[] = [];

	before(async () => {
		({ host } = await ensureEngine());
		connection = openConnection(host);
	});
	afterEach(async () => {
		for (const end of ends.splice(0).reverse()) {
			await end();
		}
	});
	after(() => connection.dispose());

	const remove = (id: string) => removeContainer(connection, id, { force: true });
	const start = async (script: string, options: RunOptions = {}) => {
		const id = await runContainer(connection, 'busybox', { command: ['sh', '-c', script], ...options });
		ends.push(() => remove(id).catch(() => {}));
		return id;
	};
	const ran = async (script: string, options: RunOptions = {}) => {
		const id = await start(script, options);
		await connection.call(docker => docker.getContainer(id).wait());
		return id;
	};
	const ranWithDriver = async (driver: string, script: string) => {
		const id = await connection.call(async docker => {
			const body = {
				Image: 'busybox',
				Cmd: ['sh', '-c', script],
				HostConfig: { LogConfig: { Type: driver, Config: {} } },
			};
			const container = await docker.createContainer(body);
			await container.start();
			await container.wait();
			return container.id;
		});
		ends.push(() => remove(id));
		return id;
	};
	const follow = async (id: string, options: { since?: string; tail?: number; via?: EngineConnection } = {}) => {
		const { since, tail = 1000, via = connection } = options;
		await via.call(docker => docker.ping());
		const store = new LogStore();
		const merge = new LogMerge(store);
		const stop = new AbortController();
		const source = store.addSource({ id, name: 'it', state: 'following' });
		const { endpoint } = via.status;
		const input = merge.open();
		const context = { connection: via, store, endpoint, signal: stop.signal, tail, since };
		const follower = new ContainerFollower(id, source, input, context);
		const end = () => {
			stop.abort();
			merge.dispose();
			store.dispose();
		};
		ends.push(end);
		await follower.readPast();
		input.live();
		const read = () =>
			textsOf(store).map((text, index) => {
				const note = store.noteOf(store.first + index);
				return note ? `(${note.kind}${note.kind === 'stopped' ? ` ${note.exitCode}` : ''})` : text;
			});
		return { follower, store, read, end } satisfies Followed;
	};
	const waitFor = (what: string, look: () => boolean) =>
		until(async () => look() || undefined, { what, timeoutMs: 40_000 });

	it('reads a line of a megabyte whose characters and colours the engine’s frames cut through', async () => {
		// Frames have 16 kB: one ends within a colour, others in the middle of a character. The usual driver breaks those.
		const script = `printf x; yes 한글 | tr -d '\\n' | head -c 32760; printf '\\033[3'; printf '1mred\\033[0m';
			yes 한글 | tr -d '\\n' | head -c 967200; echo; echo after`;
		const { store, read } = await follow(await ranWithDriver('local', script));
		const [long = '', after] = read();
		const whole = `x${'한글'.repeat(5460)}\x1b[31mred\x1b[0m${'한글'.repeat(161_200)}`;
		assert.ok(long.length > 20_000 && whole.startsWith(long), 'no character is broken');
		assert.equal(store.chunkOf(0).cutOf(0), whole.length - long.length);
		assert.equal(after, 'after');
	});

	it('reads bytes that are no UTF-8, and NUL, without losing the lines around', async () => {
		const { read } = await follow(await ran("printf 'a\\n\\377\\376\\000z\\n\\355\\225\\nb\\n'"));
		assert.deepEqual(read(), ['a', '\ufffd\ufffd\0z', '\ufffd\ufffd', 'b']);
	});

	it('reads a terminal, which has no frames', async () => {
		const { read } = await follow(
			await ran("printf '\\002\\000\\000\\000\\000\\000\\000\\001한글\\nb\\n'", { interactive: true }),
		);
		assert.deepEqual(read(), ['\x02\0\0\0\0\0\0\x01한글', 'b']);
	});

	it('goes on through ends and starts when it is woken', async () => {
		const id = await ran('echo once; exit 4');
		const { follower, read, store } = await follow(id);
		assert.deepEqual([read(), store.sources[0]?.state], [['once'], 'waiting']);
		const following = follower.follow();
		await startContainer(connection, id);
		await until(
			async () => {
				follower.wake();
				return read().at(-1) === '(stopped 4)' || undefined;
			},
			{ what: 'its second life', timeoutMs: 40_000 },
		);
		assert.deepEqual(read(), ['once', '(started)', 'once', '(stopped 4)']);
		await remove(id);
		follower.wake();
		await following;
		assert.deepEqual([read().at(-1), store.sources[0]?.state], ['(removed)', 'ended']);
	});

	it('says that its container was removed while it was followed', async () => {
		const id = await start('echo up; sleep 300');
		const { follower, read, store } = await follow(id);
		const following = follower.follow();
		await waitFor('the line', () => read().includes('up'));
		await remove(id);
		follower.wake(137);
		await following;
		await waitFor('the remark', () => read().at(-1) === '(removed)');
		assert.equal(store.sources[0]?.state, 'ended');
		assert.deepEqual(read().slice(0, 1), ['up']);
	});

	it('says nothing more once another container has its place', async () => {
		const id = await start('echo up; sleep 300');
		const { follower, read, store } = await follow(id);
		const following = follower.follow();
		await waitFor('the line', () => read().includes('up'));
		store.setSource(0, { id: 'another', state: 'following' });
		await remove(id);
		follower.wake();
		await following;
		assert.deepEqual([read(), store.sources[0]?.state], [['up'], 'following']);
	});

	it('stops with its signal', async () => {
		const { follower, end } = await follow(await start('while :; do echo again; sleep 0.05; done'));
		const following = follower.follow();
		end();
		await following;
	});

	it('reads older lines on demand, to the beginning', async () => {
		const { follower, read } = await follow(await ran('for i in $(seq 30); do echo $i; done'), { tail: 10 });
		assert.deepEqual([read().length, read()[0], follower.hasOlder], [10, '21', true]);
		const older = new LogStore();
		assert.equal(await follower.readOlder(15, older), 15);
		assert.deepEqual([textsOf(older)[0], textsOf(older).at(-1), follower.hasOlder], ['6', '20', true]);
		const oldest = new LogStore();
		assert.equal(await follower.readOlder(15, oldest), 5);
		assert.deepEqual(textsOf(oldest), ['1', '2', '3', '4', '5']);
		assert.equal(await follower.readOlder(15, new LogStore()), 0);
		assert.equal(follower.hasOlder, false);
	});

	for (const [hours, lines] of [
		[1, []],
		[-1, ['now']],
	] as const) {
		it(`counts back from the engine’s time when its clock is ${hours} h ahead of ours`, async () => {
			const id = await ran('echo now');
			const via = await connectionThroughClock(host, hours * 3_600_000);
			ends.push(() => via.end());
			// The lines are stamped by the true time: ten minutes before a clock that is ahead there are none.
			const { read, store } = await follow(id, { since: '10m', via: via.connection });
			assert.deepEqual(read(), lines);
			assert.ok(Math.abs(store.clockAhead - hours * 3_600_000) < 10_000);
		});
	}
});

/** The engine, except that it tells another time. */
async function connectionThroughClock(host: string, ahead: number) {
	const folder = mkdtempSync(join(tmpdir(), 'slipway-clock-'));
	const socket = join(folder, 'engine.sock');
	const server = http.createServer((request, response) => {
		const { method, url, headers } = request;
		const onward = http.request({ socketPath: host.replace('unix://', ''), method, path: url, headers }, answer => {
			const date = new Date(Date.now() + ahead).toUTCString();
			response.writeHead(answer.statusCode ?? 500, { ...answer.headers, date });
			answer.pipe(response);
		});
		onward.on('error', () => response.destroy());
		response.on('close', () => onward.destroy());
		request.pipe(onward);
	});
	await new Promise<void>(resolve => server.listen(socket, resolve));
	const connection = openConnection(`unix://${socket}`);
	const end = async () => {
		connection.dispose();
		server.closeAllConnections();
		await new Promise(resolve => server.close(resolve));
		rmSync(folder, { recursive: true });
	};
	return { connection, end };
}
