import * as assert from 'node:assert/strict';
import {
	command,
	engine,
	frontText,
	inspect,
	makeContainer,
	ours,
	rejection,
	sweep,
	uniqueName,
	until,
} from './engineUnderTest.ts';

interface ImageInfo {
	readonly Id: string;
	readonly RepoTags: string[];
}

describe('images', () => {
	let tags: string[] = [];
	afterEach(async () => {
		await sweep();
		await Promise.all(tags.map(tag => engine('DELETE', `/images/${tag}`).catch(() => {})));
		tags = [];
	});

	async function tagged(): Promise<string> {
		const reference = `${uniqueName('image')}:1.0`;
		tags.push(reference);
		await command('image.tag', 'busybox:latest', { tag: reference });
		return reference;
	}

	it('tag gives a second name; without a version it is latest', async () => {
		const name = uniqueName('image');
		tags.push(`${name}:latest`);
		await command('image.tag', 'busybox:latest', { tag: name });
		const info = await engine<ImageInfo>('GET', `/images/${name}:latest/json`);
		assert.ok(info.RepoTags.includes(`${name}:latest`));
		await rejection('invalid', 'image.tag', 'busybox:latest', { tag: 'Not Allowed' });
	});

	it('remove takes off the tag that was named and leaves the others', async () => {
		const reference = await tagged();
		await until('the tag in the list', () =>
			command('image.remove', reference, { confirm: false }).then(
				() => true,
				() => false,
			),
		);
		await assert.rejects(engine('GET', `/images/${reference}/json`), /404/);
		await engine('GET', '/images/busybox:latest/json');
	});

	it('remove names who uses the image, and obeys force', async () => {
		// An image of its own: its only tag cannot go while a container has it.
		const reference = `${uniqueName('used')}:1`;
		tags.push(reference);
		const base = await makeContainer(uniqueName('base'), {}, false);
		const [repo, tag] = reference.split(':');
		await engine('POST', `/commit?container=${base}&repo=${repo}&tag=${tag}&comment=${uniqueName('c')}`);
		const user = uniqueName('user');
		await makeContainer(user, { Image: reference }, false);
		const sentence = await until('the refusal', async () => {
			try {
				return await rejection('conflict', 'image.remove', reference, { confirm: false });
			} catch {
				return undefined;
			}
		});
		assert.match(sentence, new RegExp(user));
		await command('image.remove', reference, { confirm: false, force: true });
		await assert.rejects(engine('GET', `/images/${reference}/json`), /404/);
	});

	it('inspect and history', async () => {
		const object = await command<ImageInfo>('image.inspect', 'busybox:latest');
		assert.ok(object.RepoTags.includes('busybox:latest'));
		assert.equal(JSON.parse(frontText()).Id, object.Id);
		const history = await command<{ Size: number }[]>('image.history', 'busybox:latest');
		assert.ok(history.length > 0);
		assert.match(frontText(), /MB/);
	});

	it('pull says that a registry does not have the image, or cannot be reached', async () => {
		await assert.rejects(command('image.pull', 'localhost:1/nothing:1'), (error: Error & { code?: string }) => {
			assert.ok(['failed', 'notFound', 'denied'].includes(error.code ?? ''), error.message);
			return true;
		});
		await rejection('invalid', 'image.pull', 'Not An Image');
	});

	it('run starts a container of the image', async () => {
		const id = await command<string>('image.run', 'busybox:latest', { command: 'sleep 60', labels: ours });
		assert.equal((await inspect(id)).State.Status, 'running');
	});
});
