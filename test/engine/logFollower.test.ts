import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { silentLogger } from '../../src/base/logger.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import {
	removeContainer,
	renameContainer,
	restartContainer,
	startContainer,
	stopContainer,
} from '../../src/engine/containers.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import { type FollowOptions, type LogTarget, openLogs } from '../../src/engine/logFollower.ts';
import type { LogModel } from '../../src/engine/logModel.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { runContainer } from '../../src/engine/runContainer.ts';
import type { RunOptions } from '../../src/engine/runOptions.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { engineRequest } from '../support/engineAddress.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const everything = [Number.MIN_SAFE_INTEGER / 2, Number.MAX_SAFE_INTEGER] as const;

/** Lines and remarks as a person would read them off. */
function read(model: LogModel): string[] {
	return model.rows(...everything).map(({ source, stream, text, note }) => {
		const name = model.sources[source]?.name ?? '';
		if (note) {
			const said = note.kind === 'stopped' ? `stopped ${note.exitCode}` : note.kind;
			return `${name} (${said})`;
		}
		return `${name}${stream === 'stderr' ? '!' : ':'} ${text}`;
	});
}

const linesOf = (model: LogModel) => model.rows(...everything).filter(({ note }) => !note);

function waitFor(what: string, look: () => boolean): Promise<true> {
	return until(look, what);
}

async function plainText(model: LogModel): Promise<string> {
	await model.setFilter({ unfolded: 'all' });
	let text = '';
	for await (const block of model.text()) {
		text += block;
	}
	return text;
}

describe('logFollower', function () {
	this.timeout(120_000);
	let engine: TestEngine;
	let connection: EngineConnection;
	let events: EngineEvents;
	let store: ResourceStore;
	const made: string[] = [];
	const models: LogModel[] = [];

	const start = async (script: string, options: RunOptions = {}) => {
		const id = await runContainer(connection, 'busybox', { command: ['sh', '-c', script], ...options });
		made.push(id);
		return id;
	};
	/** One that has ended, with its whole log. */
	const ran = async (script: string, options: RunOptions = {}) => {
		const id = await start(script, options);
		await connection.call(docker => docker.getContainer(id).wait());
		return id;
	};
	const open = (target: LogTarget | string, options: FollowOptions = {}) => {
		const chosen: LogTarget = typeof target === 'string' ? { kind: 'containers', ids: [target] } : target;
		const model = openLogs({ connection, events, store }, chosen, options);
		models.push(model);
		return model;
	};
	const dockerLogs = async (id: string, ...options: string[]) =>
		run(engine.cli, ['logs', ...options, id], { env: engine.env, maxBuffer: 1e9 });
	const remove = (id: string) => removeContainer(connection, id, { force: true });

	before(async () => {
		engine = await ensureEngine();
		connection = openConnection(engine.host);
		events = new EngineEvents(connection, silentLogger);
		store = new ResourceStore(connection, events, silentLogger);
	});
	afterEach(async () => {
		for (const model of models.splice(0)) {
			model.dispose();
		}
		await Promise.all(made.splice(0).map(id => remove(id).catch(() => {})));
	});
	after(() => {
		store.dispose();
		events.dispose();
		connection.dispose();
	});

	describe('what is there', () => {
		it('is byte for byte what docker logs prints', async () => {
			const script = `i=0; while [ $i -lt 400 ]; do echo "line $i 가나다 😀 $((i*i))"; i=$((i+1)); done
				printf '%070000d\\n' 7; printf '\\n\\n'; printf 'tab\\tand  blanks  \\n'; printf 'no line end'`;
			const id = await ran(script);
			const model = open(id, { tail: 10_000 });
			await waitFor('the log', () => model.sources[0]?.state === 'waiting' && linesOf(model).length === 405);
			const [long] = model.rows(400, 1);
			assert.deepEqual([long?.text.length, long?.cut], [65_536, 70_000 - 65_536]);
			const expected = (await dockerLogs(id)).stdout
				.replace('7\n', '\n')
				.replace(/0{65536}0*\n/, `${'0'.repeat(65_536)}\n`);
			assert.equal(await plainText(model), `${expected}\n`);
		});

		it('keeps the streams apart', async () => {
			const id = await ran('for i in 1 2 3; do echo out $i; echo err $i >&2; done');
			const model = open(id);
			await waitFor('the log', () => linesOf(model).length === 6);
			const linesTo = (stream: 'stdout' | 'stderr') =>
				linesOf(model).flatMap(line => (line.stream === stream ? line.text : []));
			assert.deepEqual(linesTo('stdout'), ['out 1', 'out 2', 'out 3']);
			assert.deepEqual(linesTo('stderr'), ['err 1', 'err 2', 'err 3']);
		});

		it('merges several by the engine’s time', async () => {
			const script = (name: string) => `for i in $(seq 150); do echo ${name} $i; usleep 3000; done`;
			const ids = await Promise.all(['a', 'b', 'c'].map(name => start(script(name))));
			await Promise.all(ids.map(id => connection.call(docker => docker.getContainer(id).wait())));
			const model = open({ kind: 'containers', ids });
			await waitFor('the logs', () => linesOf(model).length === 450);
			const stamped = await Promise.all(ids.map(id => dockerLogs(id, '--timestamps')));
			const expected = stamped.flatMap(({ stdout }) => stdout.trimEnd().split('\n')).sort();
			assert.deepEqual(
				linesOf(model).map(({ text }) => text),
				expected.map(line => line.slice(line.indexOf(' ') + 1)),
			);
			assert.deepEqual(
				linesOf(model).map(({ time = 0 }) => new Date(time).toISOString().slice(0, 23)),
				expected.map(line => line.slice(0, 23)),
			);
		});

		it('takes the last lines, those since and those until a time', async () => {
			const id = await ran('for i in 1 2 3 4 5; do echo $i; sleep 0.05; done');
			const texts = async (options: FollowOptions, count: number) => {
				const model = open(id, options);
				await waitFor('the log', () => model.sources[0]?.state === 'waiting' && linesOf(model).length === count);
				return linesOf(model).map(({ text }) => text);
			};
			const all = open(id);
			await waitFor('the log', () => linesOf(all).length === 5);
			// Rounded up, it would be after the line.
			const middle = (Math.floor(linesOf(all)[2]?.time ?? 0) / 1000).toFixed(3);
			assert.deepEqual(await texts({ tail: 2 }, 2), ['4', '5']);
			const since = await texts({ since: middle, tail: 100 }, 3);
			assert.deepEqual(since, ['3', '4', '5']);
			const end = (Number(middle) + 0.02).toFixed(3);
			assert.deepEqual(await texts({ until: end, tail: 1 }, 3), ['1', '2', '3']);
			assert.throws(() => open(id, { until: 'soon' }), { code: 'invalid' });
		});

		it('reads a terminal, and of its progress bars the last state', async () => {
			const id = await ran("printf '\\001\\000\\000\\000 한글\\n 10%%\\r 50%%\\r100%%\\ndone\\n'", {
				interactive: true,
			});
			const model = open(id);
			await waitFor('the log', () => linesOf(model).length === 3);
			assert.deepEqual(
				linesOf(model).map(({ text }) => text),
				['\x01\0\0\0 한글', '100%', 'done'],
			);
		});

		it('guesses levels and folds stack traces', async () => {
			const id = await ran(
				"printf 'INFO start\\nERROR bad\\njava.lang.Exception: x\\n\\tat a.b(C.java:1)\\n\\tat d\\nWARN end\\n'",
			);
			const model = open(id);
			await waitFor('the log', () => model.extent.total === 6 && model.extent.next === 4);
			assert.deepEqual(
				model.rows(0, 9).map(({ level, folded, text }) => [level, folded, text]),
				[
					['info', undefined, 'INFO start'],
					['error', undefined, 'ERROR bad'],
					['error', 2, 'java.lang.Exception: x'],
					['warning', undefined, 'WARN end'],
				],
			);
		});

		it('says why a driver cannot be read', async () => {
			const body = { Image: 'busybox', Cmd: ['true'], HostConfig: { LogConfig: { Type: 'none' } } };
			const created = await engineRequest(engine.host, {
				method: 'POST',
				path: '/containers/create',
				body: Buffer.from(JSON.stringify(body)),
			});
			const id = (JSON.parse(created.body) as { Id: string }).Id;
			made.push(id);
			await startContainer(connection, id);
			const model = open(id);
			await waitFor('the failure', () => model.sources[0]?.state === 'failed');
			assert.deepEqual(model.sources[0]?.problem?.recognised, { kind: 'logDriver', driver: 'none' });
			await waitFor('the remark', () => read(model).length === 1);
			assert.match(read(model)[0] ?? '', /\(driver\)$/);
		});

		it('says that a container is not there', async () => {
			const model = open('0123456789abcdef');
			await waitFor('the source', () => model.sources[0]?.state === 'ended');
			assert.equal(model.sources[0]?.name, '0123456789ab');
		});

		it('survives NUL bytes and what is no UTF-8', async () => {
			const id = await ran("printf 'a\\000b\\377\\303(\\n<script>\\033]0;title\\007\\033[31mred\\033[0m\\n'");
			const model = open(id);
			await waitFor('the log', () => linesOf(model).length === 2);
			assert.equal(linesOf(model)[0]?.text, 'a\0b\ufffd\ufffd(');
			assert.equal(await plainText(model), 'a\0b\ufffd\ufffd(\n<script>red\n');
		});
	});

	describe('older lines', () => {
		it('come on demand, until the begin of the log', async () => {
			const id = await ran('for i in $(seq 2500); do echo line $i; done');
			const model = open(id, { tail: 100 });
			await waitFor('the log', () => model.extent.next === 100 && model.extent.older);
			const [first] = model.rows(0, 1);
			assert.equal(await model.loadOlder(), 1000);
			assert.deepEqual([model.extent.first, model.extent.next], [-1000, 100]);
			assert.equal(await model.loadOlder(), 1400);
			assert.equal(await model.loadOlder(), 0);
			assert.equal(model.extent.older, false);
			assert.deepEqual(
				linesOf(model).map(({ text }) => text),
				Array.from({ length: 2500 }, (_, index) => `line ${index + 1}`),
			);
			assert.equal(model.positionOf(first?.number ?? Number.NaN), 0);
			assert.equal(model.sources[0]?.lines, 2500);
		});

		it('of one source come among those of another that reaches further back', async () => {
			const quiet = await ran('for i in 1 2 3; do echo quiet $i; sleep 0.05; done');
			const busy = await ran('for i in $(seq 300); do echo busy $i; done');
			await startContainer(connection, quiet);
			await connection.call(docker => docker.getContainer(quiet).wait());
			const model = open({ kind: 'containers', ids: [quiet, busy] }, { tail: 50 });
			await waitFor('the logs', () => model.extent.next === 56 && model.extent.older);
			assert.equal(await model.loadOlder(), 250);
			const times = linesOf(model).map(({ time = 0 }) => time);
			assert.deepEqual(
				times,
				[...times].sort((a, b) => a - b),
			);
			assert.equal(times.length, 306);
			const numbers = linesOf(model).map(({ number }) => number);
			assert.equal(new Set(numbers).size, 306);
			assert.deepEqual(
				numbers,
				[...numbers].sort((a, b) => a - b),
			);
		});

		it('come only while there is room', async () => {
			const id = await ran('for i in $(seq 500); do echo line $i; done');
			const model = open(id, { tail: 100, limits: { lines: 150 } });
			await waitFor('the log', () => model.extent.next === 100 && model.extent.older);
			await model.loadOlder();
			assert.equal(model.extent.total, 150);
			assert.equal(model.rows(model.extent.first, 1)[0]?.text, 'line 351');
			assert.equal(model.extent.older, false);
			assert.equal(await model.loadOlder(), 0);
		});
	});

	describe('what comes', () => {
		it('is followed through a restart, without a line lost or repeated', async () => {
			const id = await start(
				'echo begin; trap "echo bye; exit 3" TERM; i=0; while :; do i=$((i+1)); echo $i; usleep 2000; done',
				{
					name: 'follower-restart',
				},
			);
			const model = open(id);
			await waitFor('lines', () => linesOf(model).length > 20);
			await restartContainer(connection, id, { timeout: 10 });
			await waitFor(
				'lines of the second life',
				() => linesOf(model).filter(({ text }) => text === 'begin').length === 2,
			);
			await stopContainer(connection, id, { timeout: 10 });
			await waitFor(
				'its end',
				() => model.sources[0]?.state === 'waiting' && read(model).at(-1)?.endsWith('(stopped 3)') === true,
			);
			const expected = (await dockerLogs(id)).stdout;
			assert.equal(
				`${linesOf(model)
					.map(({ text }) => text)
					.join('\n')}\n`,
				expected,
			);
			const remarks = read(model).filter(line => line.endsWith(')'));
			assert.deepEqual(
				remarks,
				['(stopped 3)', '(started)', '(stopped 3)'].map(said => `follower-restart ${said}`),
			);
			const bye = read(model).indexOf('follower-restart: bye');
			assert.deepEqual(read(model).slice(bye + 1, bye + 4), [
				'follower-restart (stopped 3)',
				'follower-restart (started)',
				'follower-restart: begin',
			]);
		});

		it('is followed when a stopped container is started', async () => {
			const id = await ran('echo once; exit 4', { name: 'follower-again' });
			const model = open(id);
			await waitFor('the log', () => linesOf(model).length === 1);
			await startContainer(connection, id);
			await waitFor('the second life', () => read(model).length === 4);
			const life = ['(started)', ': once', '(stopped 4)'].map(said => `follower-again${said.replace('(', ' (')}`);
			assert.deepEqual(read(model), ['follower-again: once', ...life]);
		});

		it('keeps its name, and says that it was removed and came again', async () => {
			const id = await start('echo one; sleep 1000', { name: 'follower-first' });
			const model = open(id);
			await waitFor('the log', () => linesOf(model).length === 1);
			await renameContainer(connection, id, 'follower-second');
			await waitFor('the name', () => model.sources[0]?.name === 'follower-second');
			await remove(id);
			await waitFor('the end', () => model.sources[0]?.state === 'ended');
			const next = await start('echo two; sleep 1000', { name: 'follower-first' });
			await waitFor('the next one', () => linesOf(model).length === 2);
			assert.deepEqual([model.sources.length, model.sources[0]?.id, model.sources[0]?.state], [1, next, 'following']);
			assert.deepEqual(read(model), [
				'follower-first: one',
				'follower-first (stopped 137)',
				'follower-first (removed)',
				'follower-first (recreated)',
				'follower-first: two',
			]);
		});

		it('finds by its name what was made anew while nobody looked, also later', async () => {
			const name = `slipway-anew-${process.pid}`;
			const target = { kind: 'containers', ids: ['0'.repeat(64)], names: [name] } as const;
			const early = open(target);
			await waitFor('the remark', () => read(early).includes(`${name} (removed)`));
			await start('echo here; sleep 300', { name });
			await waitFor('the new one', () => read(early).includes(`${name}: here`));
			assert.deepEqual(read(early), [`${name} (removed)`, `${name} (recreated)`, `${name}: here`]);
			const late = open(target);
			await waitFor('the new one at once', () => read(late).includes(`${name}: here`));
			assert.deepEqual(read(late), [`${name}: here`]);
		});

		it('of a project takes in what joins it', async () => {
			const labels = (service: string, number: number) => ({
				'com.docker.compose.project': 'follower',
				'com.docker.compose.service': service,
				'com.docker.compose.container-number': String(number),
			});
			const web = await start('echo web 1; sleep 1000', { name: 'follower-web-1', labels: labels('web', 1) });
			await start('echo db; sleep 1000', { name: 'follower-db-1', labels: labels('db', 1) });
			const model = open({ kind: 'project', project: 'follower', services: [] });
			const only = open({ kind: 'project', project: 'follower', services: ['web'] });
			await waitFor('the logs', () => linesOf(model).length === 2 && linesOf(only).length === 1);
			await start('echo web 2; sleep 1000', { name: 'follower-web-2', labels: labels('web', 2) });
			await waitFor('the replica', () => linesOf(model).length === 3 && linesOf(only).length === 2);
			await remove(web);
			await start('echo web again; sleep 1000', { name: 'follower-web-x', labels: labels('web', 1) });
			await waitFor('the new one', () => linesOf(model).length === 4 && linesOf(only).length === 3);
			assert.deepEqual(
				only.sources.map(({ name, service, state }) => [name, service, state]),
				[
					['follower-web-x', 'web', 'following'],
					['follower-web-2', 'web', 'following'],
				],
			);
			assert.deepEqual(
				linesOf(only).map(({ source, text }) => [source, text]),
				[
					[0, 'web 1'],
					[1, 'web 2'],
					[0, 'web again'],
				],
			);
			assert.equal(model.sources.length, 3);
		});

		it('goes on after a clear', async () => {
			const id = await start('echo first; sleep 1000', { name: 'follower-clear' });
			const model = open(id);
			await waitFor('the log', () => linesOf(model).length === 1);
			model.clear();
			assert.deepEqual([model.extent.total, read(model)], [0, []]);
			await restartContainer(connection, id, { timeout: 0 });
			await waitFor('the rest', () => linesOf(model).some(({ text }) => text === 'first'));
			assert.equal(model.extent.older, false);
		});

		it('ends with the model', async () => {
			const id = await start('while :; do echo spam; usleep 1000; done');
			const model = open(id);
			await waitFor('lines', () => linesOf(model).length > 10);
			model.dispose();
			const { total } = model.extent;
			let told = 0;
			model.onDidChange(() => told++);
			await remove(id);
			assert.deepEqual([model.extent.total, told], [total, 0]);
		});

		it('never grows without bound, and counts each line once', async () => {
			const id = await ran('yes "$(printf %090d 1)" | head -n 30000');
			const model = open(id, { tail: 1, limits: { lines: 2000 } });
			await waitFor('the log', () => model.extent.total === 1);
			await startContainer(connection, id);
			await waitFor('the flood', () => read(model).at(-1)?.includes('(stopped') === true);
			const { total, dropped, skipped } = model.extent;
			assert.equal(total, 2000);
			assert.equal(linesOf(model).length + dropped + skipped, 30_001);
		});
	});

	it('goes on when the engine is back, without losing or repeating a line', async function () {
		this.timeout(120_000);
		let own: OwnEngine | undefined;
		let there: EngineConnection | undefined;
		let its: EngineEvents | undefined;
		let list: ResourceStore | undefined;
		try {
			own = await startEngine();
			there = openConnection(own.host);
			its = new EngineEvents(there, silentLogger);
			list = new ResourceStore(there, its, silentLogger);
			const script = 'i=0; while :; do i=$((i+1)); echo $i; usleep 5000; done';
			const options = { name: 'survivor', command: ['sh', '-c', script], restart: 'always' };
			const id = await runContainer(there, 'busybox', options);
			const model = openLogs({ connection: there, events: its, store: list }, { kind: 'containers', ids: [id] });
			models.push(model);
			await waitFor('lines', () => linesOf(model).length > 20);
			await own.stop();
			await waitFor('the loss', () => read(model).includes(' (lost)') && model.sources[0]?.state === 'waiting');
			const before = linesOf(model).length;
			await own.start();
			await waitFor('more lines', () => linesOf(model).length > before + 20);
			assert.equal(model.sources[0]?.state, 'following');
			const texts = linesOf(model).map(({ text }) => text);
			const expected = await run(engine.cli, ['logs', id], { env: { ...engine.env, DOCKER_HOST: own.host } });
			assert.deepEqual(texts, expected.stdout.trimEnd().split('\n').slice(0, texts.length));
			assert.equal(read(model).filter(line => line === ' (lost)').length, 1);
		} finally {
			models.splice(0).forEach(model => void model.dispose());
			list?.dispose();
			its?.dispose();
			there?.dispose();
			await own?.end();
		}
	});
});
