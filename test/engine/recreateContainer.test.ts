import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { delay } from '../../src/base/async.ts';
import { removeAbandonedHelpers } from '../../src/engine/abandonedHelpers.ts';
import { callJson } from '../../src/engine/calls.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import type { InspectedContainer } from '../../src/engine/containerConfiguration.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { type RecreateStep, recreateContainer } from '../../src/engine/recreateContainer.ts';
import { runContainer } from '../../src/engine/runContainer.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { freePort } from '../support/freePort.ts';
import { startEngine } from '../support/ownEngine.ts';
import { addedTo, configurationOf, docker, everything, inspected, waits } from './containerSamples.ts';

describe('recreate a container', function () {
	this.timeout(120_000);
	const prefix = `slipway-recreate-${process.pid}`;
	const image = `${prefix}:1`;
	let connection: EngineConnection;
	let there: string[];
	const quick = { watch: 300 };

	const makeImage = () => retag(`CMD ${JSON.stringify(waits)}`, 'ENV FROM=old', 'ENV KEPT=yes', 'LABEL made=old');
	/** The image of the tag becomes another one: with these lines of a Dockerfile. */
	const retag = async (...changes: readonly string[]) => {
		const id = await docker('create', 'busybox');
		await docker('commit', ...changes.flatMap(change => ['--change', change]), id, image);
		await docker('rm', id);
	};
	const removeAnonymous = ({ Mounts }: InspectedContainer) =>
		docker('volume', 'rm', '-f', ...Mounts.flatMap(({ Name }) => (Name?.length === 64 ? [Name] : [])));
	const run = (...words: readonly string[]) => docker('run', '-d', '--name', prefix, ...words);

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		await docker('network', 'create', '--subnet', '10.199.7.0/24', `${prefix}-a`);
		await docker('network', 'create', `${prefix}-b`);
		await docker('volume', 'create', `${prefix}-data`);
		await makeImage();
		await docker('run', '-d', '--name', `${prefix}-other`, 'busybox', ...waits);
	});
	beforeEach(async () => {
		there = await everything();
	});
	afterEach(async () => {
		await docker('rm', '-f', '-v', prefix).catch(() => {});
		assert.deepEqual(await addedTo(there), []);
	});
	after(async () => {
		await docker('rm', '-f', '-v', `${prefix}-other`);
		await docker('network', 'rm', `${prefix}-a`, `${prefix}-b`);
		await docker('volume', 'rm', `${prefix}-data`);
		const images = (await docker('images', '-aq', '--no-trunc', '--filter', `reference=${prefix}`)).split('\n');
		await docker('rmi', '-f', ...images);
		await docker('image', 'prune', '-f');
		connection.dispose();
	});

	const wide = () => [
		...['--network', `name=${prefix}-a,ip=10.199.7.9,alias=first,mac-address=02:42:0a:c7:07:09`],
		...['--network', `name=${prefix}-b,alias=second`, '-v', '/anonymous', '-v', `${prefix}-data:/data:ro`],
		...['--mount', 'type=volume,dst=/mounted', '--mount', 'type=tmpfs,dst=/t,tmpfs-size=1m', '--tmpfs', '/u:size=2m'],
		...['-p', '80', '-p', '127.0.0.1::81/udp', '-m', '64m', '--cpus', '.5', '-e', 'OWN=a b', '-l', 'own=x'],
		...['--ulimit', 'nofile=100:200', '--restart', 'on-failure:3', '--cap-add', 'NET_ADMIN', '--dns', '10.1.1.1'],
		...['--add-host', 'h:10.1.1.2', '--stop-timeout', '7', '--init', '--health-cmd', 'true', '--health-interval', '1h'],
		...[
			'--sysctl',
			'net.ipv4.ip_forward=1',
			'--log-opt',
			'max-size=1m',
			'--user',
			'0:0',
			'-w',
			'/tmp',
			'--expose',
			'99',
		],
	];

	it('keeps everything, and takes what the container did not say from the new image', async () => {
		const old = await run(...wide(), image);
		await docker('exec', prefix, 'sh', '-c', 'echo kept > /anonymous/file; echo kept > /mounted/file');
		const was = await inspected(old);
		await retag(`CMD ${JSON.stringify(waits)}`, 'ENV FROM=new', 'ENV KEPT=yes', 'LABEL made=new');
		const { id } = await recreateContainer(connection, prefix, quick);
		assert.notEqual(id, old);
		const is = await inspected(id);
		assert.equal(is.State.Status, 'running');
		assert.equal(is.Name, `/${prefix}`);
		assert.notEqual(is.Image, was.Image);
		assert.ok(is.Config.Env?.includes('FROM=new') && !is.Config.Env.includes('FROM=old'));
		assert.equal(is.Config.Labels?.made, 'new');
		assert.equal(is.Config.Hostname, id.slice(0, 12));
		const [expected, found] = [configurationOf(was), configurationOf(is)] as Record<string, Record<string, unknown>>[];
		const same = (part: Record<string, unknown> | undefined) => ({ ...part, Env: 0, Labels: 0, Mounts: 0 });
		assert.deepEqual(same(found?.Config), same(expected?.Config));
		assert.deepEqual(same(found?.HostConfig), same(expected?.HostConfig));
		assert.deepEqual(found?.Networks, expected?.Networks);
		assert.deepEqual(found?.Mounts, expected?.Mounts);
		assert.equal(await docker('exec', prefix, 'cat', '/anonymous/file', '/mounted/file'), 'kept\nkept');
		assert.equal(is.NetworkSettings.Networks?.[`${prefix}-a`]?.MacAddress, '02:42:0a:c7:07:09');
		await recreateContainer(connection, id, quick);
		assert.equal(await docker('exec', prefix, 'cat', '/anonymous/file', '/mounted/file'), 'kept\nkept');
		await docker('rm', '-f', prefix);
		await removeAnonymous(is);
	});

	it('running stays running, paused stays paused, stopped stays stopped', async () => {
		await run('--link', `${prefix}-other:alias`, '--hostname', 'named', image);
		const was = configurationOf(await inspected(prefix));
		const states = ['running', 'paused', 'created'];
		for (const [index, words] of [[], ['pause'], ['stop']].entries()) {
			if (words.length > 0) {
				await docker(...words, prefix);
			}
			const { id } = await recreateContainer(connection, prefix, quick);
			const is = await inspected(id);
			assert.equal(is.State.Status, states[index]);
			assert.deepEqual(configurationOf(is), was);
			await (words[0] === 'pause' && docker('unpause', prefix));
		}
	});

	it('one that removes itself keeps its volumes', async () => {
		await run('--rm', '-v', '/kept', image);
		await docker('exec', prefix, 'touch', '/kept/file');
		const { id } = await recreateContainer(connection, prefix, quick);
		assert.equal(await docker('exec', id, 'ls', '/kept'), 'file');
		const is = await inspected(id);
		assert.equal(is.HostConfig.AutoRemove, true);
		await docker('rm', '-f', id);
		await removeAnonymous(is);
	});

	it('one off its own network, or on the network of another one, stays so', async () => {
		await docker('create', '--name', prefix, '--network', `${prefix}-a`, image);
		await docker('network', 'disconnect', `${prefix}-a`, prefix);
		const off = await recreateContainer(connection, prefix, quick);
		assert.deepEqual(Object.keys((await inspected(off.id)).NetworkSettings.Networks ?? {}), []);
		await docker('rm', prefix);
		await run('--network', `container:${prefix}-other`, '--pid', `container:${prefix}-other`, image);
		const was = await inspected(prefix);
		const shared = await recreateContainer(connection, prefix, quick);
		assert.deepEqual(configurationOf(await inspected(shared.id)), configurationOf(was));
	});

	const failures: readonly (readonly [what: string, flags: readonly string[], command: string, sentence: RegExp])[] = [
		['ends at once', [], '["false"]', /did not come up: exited/],
		['cannot be started and removes itself', ['--rm'], '["/nowhere"]', /nowhere/],
	];
	for (const [what, flags, command, sentence] of failures) {
		it(`brings the old one back when the new one ${what}`, async () => {
			const network = ['--network', `name=${prefix}-a,ip=10.199.7.9,alias=first`, '--network', `${prefix}-b`];
			const old = await run(...network, '-v', '/anonymous', '-p', '80', ...flags, image);
			await docker('exec', prefix, 'touch', '/anonymous/file');
			const was = await inspected(old);
			await retag(`CMD ${command}`);
			await assert.rejects(recreateContainer(connection, prefix, quick), sentence);
			const is = await inspected(prefix);
			assert.equal(is.Id === old, flags.length === 0);
			assert.equal(is.Image, was.Image);
			assert.equal(is.State.Status, 'running');
			assert.deepEqual(configurationOf(is).Networks, configurationOf(was).Networks);
			assert.equal(await docker('exec', prefix, 'ls', '/anonymous'), 'file');
			await docker('rm', '-f', prefix);
			await removeAnonymous(was);
			await makeImage();
		});
	}

	it('tells of a port that somebody took meanwhile, and the old one is there', async () => {
		const port = await freePort();
		const old = await run('-p', `127.0.0.1:${port}:80`, image);
		const server = createServer();
		const onStep = (step: RecreateStep) => step === 'start' && server.listen(port, '127.0.0.1');
		try {
			await assert.rejects(recreateContainer(connection, prefix, { ...quick, onStep }), (error: EngineError) => {
				assert.equal(error.recognised?.kind, 'notTakenBack');
				return /in use|allocated/.test(error.message);
			});
			assert.equal((await inspected(prefix)).Id, old);
		} finally {
			server.close();
		}
	});

	it('brings the old one back when it is cancelled, at every step', async () => {
		const old = await run('--network', `name=${prefix}-a,ip=10.199.7.9`, '-v', '/anonymous', image);
		const steps: readonly RecreateStep[] = ['create', 'stop', 'rename', 'start', 'watch'];
		for (const step of steps) {
			const stop = new AbortController();
			const onStep = (now: RecreateStep) => now === step && stop.abort();
			const recreation = recreateContainer(connection, prefix, { ...quick, signal: stop.signal, onStep });
			await assert.rejects(recreation, { code: 'cancelled' }, step);
			const is = await inspected(prefix);
			assert.equal(is.Id, old, step);
			assert.equal(is.State.Status, 'running', step);
			assert.equal(is.NetworkSettings.Networks?.[`${prefix}-a`]?.IPAMConfig?.IPv4Address, '10.199.7.9');
		}
		await docker('rm', '-f', '-v', prefix);
	});

	it('is ended by the next window after a crash: the new one stays if it runs, else the old one comes back', async () => {
		const crashes: readonly (readonly [name: string, at: RecreateStep, ...flags: string[]])[] = [
			[`${prefix}-rename`, 'rename'],
			[`${prefix}-start`, 'start'],
			[`${prefix}-itself`, 'start', '--rm'],
			[`${prefix}-taken`, 'start'],
			[`${prefix}-watch`, 'watch'],
		];
		const taken = `${prefix}-taken`;
		const start = (name: string, flags: readonly string[] = []) => docker('run', '-d', '--name', name, ...flags, image);
		const old = await Promise.all(crashes.map(([name, , ...flags]) => start(name, flags)));
		try {
			await crashWhileRecreating(crashes.map(([name, at]) => [name, at]));
			await docker('rm', '-f', taken);
			const theirs = await start(taken);
			await removeAbandonedHelpers(connection);
			const setAside = await inspected(old[3] ?? '');
			assert.match(setAside.Name, /-taken_old_/);
			await docker('rm', setAside.Id);
			const is = await Promise.all(crashes.map(([name]) => inspected(name)));
			assert.deepEqual(new Set(is.map(({ State }) => State.Status)), new Set(['running']));
			assert.deepEqual(
				is.map(({ Id }, index) => (Id === old[index] ? 'old' : Id === theirs ? 'theirs' : 'new')),
				['old', 'old', 'new', 'theirs', 'new'],
			);
			assert.equal(is[2]?.HostConfig.AutoRemove, true);
			assert.deepEqual(await addedTo(there), crashes.map(([name]) => `/${name}`).sort());
		} finally {
			await docker('rm', '-f', ...crashes.map(([name]) => name));
		}
	});

	it('is done by one window at a time', async () => {
		const old = await run(image);
		const both = await Promise.allSettled([1, 2].map(() => recreateContainer(connection, prefix, quick)));
		const refused = both.flatMap(result => (result.status === 'rejected' ? [result.reason.recognised?.kind] : []));
		assert.deepEqual(refused, ['containerBusy']);
		assert.notEqual((await inspected(prefix)).Id, old);
	});

	it('brings the old one back when the engine stops in the middle, as soon as it is there again', async () => {
		const engine = await startEngine();
		const lost = openConnection(engine.host);
		try {
			const old = await runContainer(lost, 'busybox', { name: 'web', command: waits });
			let gone: Promise<void> | undefined;
			const onStep = (step: RecreateStep) => {
				gone ??= step === 'rename' ? engine.stop() : undefined;
			};
			await assert.rejects(recreateContainer(lost, old, { ...quick, onStep }));
			await gone;
			await engine.start();
			const list = () =>
				callJson<{ Id: string; Names: string[]; State: string }[]>(lost, {
					method: 'GET',
					path: '/containers/json',
					query: { all: 1 },
				}).catch(() => []);
			const end = Date.now() + 60_000;
			for (let seen = await list(); ; seen = await list()) {
				const [first] = seen;
				if (seen.length === 1 && first?.Id === old && first.State === 'running' && first.Names[0] === '/web') {
					break;
				}
				assert.ok(Date.now() < end, JSON.stringify(seen));
				await delay(100);
			}
		} finally {
			lost.dispose();
			await engine.end();
		}
	});
});

/** In a process of its own, which is killed once each recreation has come to its step and does nothing more. */
async function crashWhileRecreating(crashes: readonly (readonly [name: string, at: RecreateStep])[]): Promise<void> {
	const { host } = await ensureEngine();
	const script = `
		import { recreateContainer } from './src/engine/recreateContainer.ts';
		import { openConnection } from './test/support/engineConnection.ts';
		const crashes = ${JSON.stringify(crashes)};
		let left = crashes.length;
		for (const [name, at] of crashes) {
			const connection = openConnection('${host}');
			const onStep = step => {
				if (step === at) {
					connection.call = () => new Promise(() => {});
					--left || process.kill(process.pid, 'SIGKILL');
				}
			};
			void recreateContainer(connection, name, { onStep, watch: 300 });
		}`;
	await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]).then(
		() => assert.fail('it did not crash'),
		({ signal, stderr }) => assert.equal(signal, 'SIGKILL', stderr),
	);
}
