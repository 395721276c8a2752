import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import type { EngineConnection } from '../../src/engine/connection.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { type LoadProgress, loadImages, saveImages } from '../../src/engine/imageArchive.ts';
import { inspectImage, removeImage } from '../../src/engine/images.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { makeImage } from '../support/makeImage.ts';
import { tarOf } from '../support/tarOf.ts';

const run = promisify(execFile);

describe('imageArchive', function () {
	this.timeout(120_000);
	const name = `slipway-archive-${process.pid}`;
	const [one, two] = [`${name}:1.0`, `${name}/other:2`];
	let engine: TestEngine;
	let connection: EngineConnection;
	let folder: string;
	let ids: string[];
	const file = (fileName: string) => join(folder, fileName);
	const removeBoth = () => Promise.all([one, two].map(tag => removeImage(connection, tag).catch(() => {})));

	before(async () => {
		engine = await ensureEngine();
		connection = openConnection(engine.host);
		folder = await mkdtemp(join(tmpdir(), 'slipway-archive-'));
		ids = [await makeImage(engine.host, one, 4_000_000), await makeImage(engine.host, two, 300_000)];
	});
	after(async () => {
		await removeBoth();
		connection?.dispose();
		await rm(folder, { recursive: true, force: true });
	});

	it('saves many images as docker does, and loads them with their names', async () => {
		const path = file('both.tar');
		const seen: number[] = [];
		const bytes = await saveImages(connection, [one, two], path, { onProgress: done => seen.push(done) });
		assert.equal(bytes, (await stat(path)).size);
		assert.ok(bytes > 4_300_000 && seen.at(-1) === bytes, `${bytes} ${seen.at(-1)}`);
		assert.ok(seen.every((value, index) => index === 0 || value > (seen[index - 1] as number)));
		await removeBoth();
		const { stdout } = await run(engine.cli, ['load', '-i', path], { env: engine.env });
		assert.match(stdout, new RegExp(`${one}[\\s\\S]*${two}|${two}[\\s\\S]*${one}`));
		await removeBoth();
		const progress: LoadProgress[] = [];
		const names = await loadImages(connection, path, { onProgress: value => progress.push(value) });
		assert.deepEqual([...names].sort(), [one, two].sort());
		assert.deepEqual([(await inspectImage(connection, one)).Id, (await inspectImage(connection, two)).Id], ids);
		assert.ok(progress.some(({ bytesSent }) => bytesSent > 0 && bytesSent < bytes));
		assert.deepEqual(progress.at(-1), { bytesSent: bytes, bytesTotal: bytes, layers: 2 });
	});

	it('packs what is to end in .gz or .tgz, and loads it', async () => {
		const path = file('one.tar.gz');
		await saveImages(connection, [one], path);
		assert.equal((await readFile(path)).toString('hex', 0, 2), '1f8b');
		assert.ok((await run('tar', ['-tzf', path])).stdout.includes('manifest.json'));
		assert.deepEqual(await loadImages(connection, path), [one]);
	});

	it('saves an image by its id, and names it by its id when it is loaded', async () => {
		const path = file('id.tar');
		const [id = ''] = ids;
		await saveImages(connection, [id], path);
		assert.deepEqual(await loadImages(connection, path), [id]);
	});

	it('leaves the file that is there alone until the new one is complete', async () => {
		const path = file('kept.tar');
		await writeFile(path, 'before');
		await assert.rejects(saveImages(connection, [`${name}:none`], path), { code: 'notFound' });
		assert.equal(await readFile(path, 'utf8'), 'before');
		await saveImages(connection, [two], path);
		assert.ok((await stat(path)).size > 300_000);
	});

	it('leaves nothing behind when it is cancelled at any percent', async () => {
		await rm(folder, { recursive: true });
		folder = await mkdtemp(join(tmpdir(), 'slipway-archive-'));
		for (const share of [0, 0.1, 0.5, 0.95]) {
			for (const path of [file('cancelled.tar'), file('cancelled.tgz')]) {
				const stop = new AbortController();
				const onProgress = (bytes: number) => bytes >= 4_000_000 * share && stop.abort();
				await assert.rejects(saveImages(connection, [one], path, { signal: stop.signal, onProgress }), {
					code: 'cancelled',
				});
				assert.deepEqual(await readdir(folder), [], `${path} at ${share}`);
			}
		}
		const path = file('whole.tar');
		await saveImages(connection, [one], path);
		await removeBoth();
		for (const share of [0, 0.1, 0.5, 0.95]) {
			const stop = new AbortController();
			const onProgress = ({ bytesSent, bytesTotal, layers }: LoadProgress) =>
				layers === 0 && bytesSent >= bytesTotal * share && stop.abort();
			await assert.rejects(loadImages(connection, path, { signal: stop.signal, onProgress }), { code: 'cancelled' });
		}
		assert.deepEqual(await loadImages(connection, path), [one]);
	});

	it('says that a folder is missing, or no file', async () => {
		const refusal = async (path: string) => {
			const { code, recognised } = await failure(saveImages(connection, [one], path));
			return [code, recognised?.kind === 'hostFile' ? recognised.problem : ''];
		};
		assert.deepEqual(await refusal(file('none/here.tar')), ['notFound', 'missing']);
		assert.deepEqual(await refusal(folder), ['invalid', 'isFolder']);
	});

	it('says what a file is that holds no images', async () => {
		const refusal = async (fileName: string, content: Buffer | string) => {
			await writeFile(file(fileName), content);
			const error = await failure(loadImages(connection, file(fileName)));
			assert.equal(error.code, 'invalid');
			return error.recognised?.kind === 'noImageArchive' ? error.recognised.is : error.recognised?.kind;
		};
		const files = tarOf({ '.dockerenv': '', 'etc/passwd': 'root', [`${'deep/'.repeat(15)}file`]: 'x' });
		assert.equal(await refusal('export.tar', files), 'fileSystem');
		assert.equal(await refusal('export.tar.gz', gzipSync(files)), 'fileSystem');
		assert.equal(await refusal('empty.tar', ''), 'empty');
		assert.equal(await refusal('text.tar', 'FROM busybox\n'.repeat(1000)), 'noArchive');
		assert.equal(await refusal('broken.tgz', Buffer.from('1f8b0800', 'hex')), 'noArchive');
		assert.equal(await refusal('odd.tar', tarOf({ 'manifest.json': '{"a":' })), 'damagedArchive');
		assert.equal(await refusal('nothing.tar', tarOf({ 'manifest.json': '[]' })), 'damagedArchive');
		await assert.rejects(loadImages(connection, file('missing.tar')), { code: 'notFound' });
	});

	it('takes no archive that was cut off for whole', async () => {
		const path = file('cut.tar');
		await saveImages(connection, [one], path);
		await removeBoth();
		for (const size of [3_999_999, 1_000_000]) {
			await truncate(path, size);
			await assert.rejects(loadImages(connection, path), (error: EngineError) => {
				assert.equal(error.recognised?.kind, 'damagedArchive', `${size}: ${error.code} ${error.message}`);
				return true;
			});
			await assert.rejects(inspectImage(connection, one), { code: 'notFound' });
		}
	});
});

function failure(work: Promise<unknown>): Promise<EngineError> {
	return work.then(
		() => assert.fail('it should have failed'),
		(error: EngineError) => error,
	);
}
