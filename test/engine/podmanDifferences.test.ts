import assert from 'node:assert/strict';
import { silentLogger } from '../../src/base/logger.ts';
import { openAttach } from '../../src/engine/attach.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import {
	inspectContainer,
	killContainer,
	pruneContainers,
	renameContainer,
	stopContainer,
	topContainer,
} from '../../src/engine/containers.ts';
import { EngineEvents } from '../../src/engine/engineEvents.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { execCapture, findShell, openExec } from '../../src/engine/exec.ts';
import { inspectImage, removeImage, tagImage } from '../../src/engine/images.ts';
import { openLogs } from '../../src/engine/logFollower.ts';
import { connectNetwork, createNetwork, disconnectNetwork, removeNetwork } from '../../src/engine/networks.ts';
import { ResourceStore } from '../../src/engine/resourceStore.ts';
import { createContainer, runContainer, startInteractive } from '../../src/engine/runContainer.ts';
import { pruneSystem, systemVersion } from '../../src/engine/system.ts';
import { createVolume, inspectVolume, pruneVolumes, removeVolume } from '../../src/engine/volumes.ts';
import { openConnection } from '../support/engineConnection.ts';
import { type Podman, startPodman } from '../support/podman.ts';
import { until } from '../support/until.ts';

/** The same calls as with Docker's engine, where Podman answers otherwise. */
describe('Podman', function () {
	this.timeout(120_000);
	let podman: Podman;
	let connection: EngineConnection;
	let id: string;

	before(async () => {
		podman = await startPodman();
		connection = openConnection(podman.host);
		id = await runContainer(connection, 'busybox', { name: 'first', command: ['sleep', '1000'] });
	});
	after(async () => {
		connection?.dispose();
		await podman?.end();
	});

	const failure = (work: Promise<unknown>) =>
		work.then(
			() => assert.fail('It succeeded.'),
			(error: EngineError) => [error.code, error.recognised?.kind],
		);

	it('is recognised as what it is', async () => {
		assert.ok((await systemVersion(connection)).Version);
		assert.equal(connection.status.engine?.podman, true);
	});

	it('runs commands and terminals', async () => {
		const command = ['sh', '-c', 'echo out; echo err >&2; exit 3'];
		assert.deepEqual(await execCapture(connection, id, { command }), { exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
		assert.equal(await findShell(connection, id), 'ash');
		assert.deepEqual(await failure(execCapture(connection, id, { command: ['nothing'] })), [
			'notFound',
			'commandNotFound',
		]);
		const session = await openExec(connection, id, {
			command: ['sh', '-c', 'sleep 0.5; stty size; exit 7'],
			columns: 99,
			rows: 33,
		});
		const shown = readOutput(session.output);
		assert.equal(await session.exit, 7);
		assert.equal(await shown, '33 99\r\n');
	});

	it('attaches without putting anything into the input', async () => {
		const options = { interactive: true, command: ['sh', '-c', 'read line; echo "[$line]"; exit 4'] };
		const session = await startInteractive(connection, await createContainer(connection, 'busybox', options));
		const shown = readOutput(session.output);
		session.input.write('typed\n');
		assert.equal(await session.exit, 4);
		assert.match(await shown, /\[typed\]/);
	});

	it('reads logs', async () => {
		const command = ['sh', '-c', 'echo 한글; echo err >&2; sleep 1; echo end'];
		const other = await runContainer(connection, 'busybox', { command });
		const events = new EngineEvents(connection, silentLogger);
		const store = new ResourceStore(connection, events, silentLogger);
		const log = openLogs({ connection, events, store }, { kind: 'containers', ids: [other] });
		try {
			const rows = () => log.rows(0, 10);
			const isRead = async () => (rows().at(-1)?.note?.kind === 'stopped' ? true : undefined);
			await until(isRead, 'the log');
			const textsOf = (name: string) =>
				rows().flatMap(({ stream, text, note }) => (note || stream !== name ? [] : text));
			assert.deepEqual(textsOf('stdout'), ['한글', 'end']);
			assert.deepEqual(textsOf('stderr'), ['err']);
			assert.ok(rows().every(({ time = 0 }) => Math.abs(time - Date.now()) < 10 * 60_000));
		} finally {
			log.dispose();
			store.dispose();
			events.dispose();
		}
	});

	it('lists processes in columns', async () => {
		const { titles, processes } = await topContainer(connection, id);
		assert.deepEqual([titles, processes], [['PID', 'USER', 'COMMAND'], [['1', 'root', 'sleep 1000']]]);
	});

	it('explains its failures', async () => {
		const other = await runContainer(connection, 'busybox', { command: ['sleep', '1000'] });
		assert.deepEqual(await failure(renameContainer(connection, other, 'first')), ['conflict', 'nameInUse']);
		assert.deepEqual(await failure(killContainer(connection, other, { killSignal: 'NONSENSE' })), [
			'invalid',
			undefined,
		]);
		await stopContainer(connection, other, { timeout: 0 });
		assert.deepEqual(await failure(killContainer(connection, other)), ['conflict', 'notRunning']);
		assert.deepEqual(await failure(topContainer(connection, other)), ['conflict', 'notRunning']);
		assert.deepEqual(await failure(openAttach(connection, other)), ['conflict', 'notRunning']);
		assert.deepEqual(await failure(execCapture(connection, other, { command: ['true'] })), ['conflict', 'notRunning']);
		assert.deepEqual(await failure(inspectContainer(connection, 'nothing')), ['notFound', 'noSuch']);
		assert.deepEqual(await failure(removeImage(connection, 'busybox')), ['conflict', 'imageInUse']);
		const { deleted } = await pruneContainers(connection);
		assert.ok(deleted.includes(other) && !deleted.includes(id));
	});

	it('tags and removes images', async () => {
		const image = await inspectImage(connection, 'busybox');
		await tagImage(connection, image.Id, 'second:1');
		assert.deepEqual(await failure(removeImage(connection, image.Id)), ['conflict', 'imageHasTags']);
		await removeImage(connection, 'second:1');
	});

	it('makes, keeps and prunes volumes', async () => {
		const anonymous = await createVolume(connection, {});
		await createVolume(connection, { name: 'named' });
		assert.deepEqual((await pruneVolumes(connection)).deleted, [anonymous]);
		await inspectVolume(connection, 'named');
		assert.deepEqual((await pruneVolumes(connection, { all: true })).deleted, ['named']);
		assert.deepEqual(await failure(inspectVolume(connection, 'named')), ['notFound', 'noSuch']);
		assert.deepEqual(await failure(removeVolume(connection, 'named')), ['notFound', 'noSuch']);
		assert.deepEqual(await failure(createVolume(connection, { name: 'a b' })), ['invalid', undefined]);
	});

	it('connects networks', async () => {
		const network = await createNetwork(connection, { name: 'front' });
		assert.deepEqual(await failure(createNetwork(connection, { name: 'front' })), ['conflict', 'nameInUse']);
		const member = await runContainer(connection, 'busybox', { command: ['sleep', '1000'], network: 'front' });
		await connectNetwork(connection, 'front', { container: id, aliases: ['db'] });
		assert.deepEqual(await failure(removeNetwork(connection, network)), ['conflict', 'networkInUse']);
		await disconnectNetwork(connection, 'front', { container: id });
		await stopContainer(connection, member, { timeout: 0 });
		const pruned = await pruneSystem(connection);
		assert.ok(pruned.containers.includes(member));
		assert.deepEqual(pruned.networks, ['front']);
	});
});

async function readOutput(output: NodeJS.ReadableStream): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of output) {
		chunks.push(chunk as Buffer);
	}
	return Buffer.concat(chunks).toString('utf8');
}
