import * as assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from '../support/engine.ts';
import { makeImage } from '../support/makeImage.ts';
import { command, commandLog, engine, makeContainer, rejection, sweep, uniqueName } from './engineUnderTest.ts';

describe('images in files', () => {
	let folder: string;
	let tags: string[] = [];
	before(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-save-'));
	});
	afterEach(async () => {
		await sweep();
		await Promise.all(tags.map(tag => engine('DELETE', `/images/${tag}?force=1`).catch(() => {})));
		tags = [];
	});
	after(() => rm(folder, { recursive: true, force: true }));

	async function made(): Promise<string> {
		const reference = `${uniqueName('saved')}:1.0`;
		tags.push(reference);
		await makeImage((await ensureEngine()).host, reference, 100_000);
		return reference;
	}

	it('save and load: the images are in the engine again, with their names', async () => {
		const [one, two] = [await made(), await made()];
		const path = join(folder, 'two.tar');
		const written = await command<number>('image.save', [one, two], { path });
		assert.equal(written, (await stat(path)).size);
		await Promise.all([one, two].map(tag => engine('DELETE', `/images/${tag}`)));
		assert.deepEqual((await command<string[]>('image.load', undefined, { path })).sort(), [one, two].sort());
		await Promise.all([one, two].map(tag => engine('GET', `/images/${tag}/json`)));
		await commandLog(line => line === `docker save -o ${path} ${one} ${two}`);
		await commandLog(line => line === `docker load -i ${path}`);
		assert.deepEqual(await readdir(folder), ['two.tar']);
	});

	it('save replaces a file when that is wanted, and packs', async () => {
		const path = join(folder, 'one.tgz');
		await writeFile(path, 'before');
		const reference = await made();
		await command('image.save', reference, { path, confirm: false });
		assert.equal((await readFile(path)).toString('hex', 0, 2), '1f8b');
		await commandLog(line => line === `docker save ${reference} | gzip > ${path}`);
	});

	it('load says what a file is that holds no images', async () => {
		const path = join(folder, 'text.tar');
		await writeFile(path, 'FROM busybox\n'.repeat(100));
		assert.equal(await rejection('invalid', 'image.load', undefined, { path }), `"${path}" is no archive of images.`);
		const missing = join(folder, 'missing.tar');
		assert.equal(
			await rejection('notFound', 'image.load', undefined, { path: missing }),
			`"${missing}" does not exist on this computer.`,
		);
	});

	it('commit makes an image of a container', async () => {
		const container = uniqueName('commit');
		await makeContainer(container, {}, false);
		const repository = uniqueName('committed');
		tags.push(`${repository}:2.0`);
		const details = { repository, tag: '2.0', message: 'by hand', author: 'Kim', pause: false };
		const id = await command<string>('container.commit', container, details);
		const image = await engine<{ Id: string; Comment: string }>('GET', `/images/${repository}:2.0/json`);
		assert.deepEqual([image.Id, image.Comment], [id, 'by hand']);
		await commandLog(line =>
			line.startsWith(`docker commit --message 'by hand' --author Kim --pause=false ${container} ${repository}:2.0`),
		);
		await rejection('invalid', 'container.commit', container, { repository: 'Not A Name' });
	});

	it('search says that a registry cannot be reached', async () => {
		const sentence = await rejection('failed', 'image.search', undefined, { term: '127.0.0.1:1/web' });
		assert.match(sentence, /^The engine cannot reach the registry 127\.0\.0\.1:1\./);
	});
});
