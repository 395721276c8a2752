import assert from 'node:assert/strict';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { removeContainer } from '../../src/engine/containers.ts';
import { execCapture } from '../../src/engine/exec.ts';
import { commitContainer } from '../../src/engine/imageCommit.ts';
import { historyImage, inspectImage, removeImage } from '../../src/engine/images.ts';
import { runContainer } from '../../src/engine/runContainer.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';

describe('imageCommit', function () {
	this.timeout(120_000);
	const repository = `slipway-commit-${process.pid}`;
	let connection: EngineConnection;
	let container: string;

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		container = await runContainer(connection, 'busybox', { command: ['sleep', '600'] });
		await execCapture(connection, container, { command: ['sh', '-c', 'echo changed > /changed'] });
	});
	after(async () => {
		await removeContainer(connection, container, { force: true });
		connection.dispose();
	});

	it('makes an image with a name, a message and an author', async () => {
		const id = await commitContainer(connection, container, {
			repository,
			tag: '1.0',
			message: 'a file was changed',
			author: 'Kim <kim@example.com>',
			pause: false,
		});
		try {
			const image = await inspectImage(connection, `${repository}:1.0`);
			assert.equal(image.Id, id);
			assert.equal(image.Author, 'Kim <kim@example.com>');
			assert.equal((await historyImage(connection, id))[0]?.Comment, 'a file was changed');
			const user = await runContainer(connection, id, { command: ['cat', '/changed'] });
			await removeContainer(connection, user, { force: true });
		} finally {
			await removeImage(connection, id, { force: true });
		}
	});

	it('makes an image without a name, and a name without a tag is latest', async () => {
		const nameless = await commitContainer(connection, container);
		const latest = await commitContainer(connection, container, { repository });
		assert.deepEqual((await inspectImage(connection, nameless)).RepoTags, []);
		assert.deepEqual((await inspectImage(connection, latest)).RepoTags, [`${repository}:latest`]);
		await removeImage(connection, nameless, { force: true });
		await removeImage(connection, latest, { force: true });
	});

	it('refuses names that are none, and containers that are gone', async () => {
		await assert.rejects(commitContainer(connection, container, { repository: 'Not A Name' }), { code: 'invalid' });
		await assert.rejects(commitContainer(connection, `${container}0`), { code: 'notFound' });
	});
});
