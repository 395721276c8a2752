import * as assert from 'node:assert/strict';
import {
	command,
	commandLog,
	engine,
	frontText,
	makeContainer,
	ours,
	rejection,
	sweep,
	uniqueName,
} from './engineUnderTest.ts';

interface VolumeInfo {
	readonly Name: string;
	readonly Labels: Record<string, string>;
}

describe('volumes', () => {
	after(sweep);

	it('create with a name, and without one', async () => {
		const name = uniqueName('volume');
		assert.equal(await command('volume.create', undefined, { name, driver: 'local', labels: ours }), name);
		const info = await engine<VolumeInfo>('GET', `/volumes/${name}`);
		assert.deepEqual(info.Labels, ours);
		assert.match(await command<string>('volume.create', undefined, { labels: ours }), /^[0-9a-f]{64}$/);
		await commandLog(line => line === `docker volume create --driver local --label slipway.test=commands ${name}`);
		await rejection('invalid', 'volume.create', undefined, { name: 'no blanks' });
	});

	it('inspect', async () => {
		const name = await command<string>('volume.create', undefined, { name: uniqueName('volume'), labels: ours });
		assert.equal((await command<VolumeInfo>('volume.inspect', name)).Name, name);
		assert.equal(JSON.parse(frontText()).Name, name);
	});

	it('remove, and refuse with the name of who uses it', async () => {
		const name = await command<string>('volume.create', undefined, { name: uniqueName('volume'), labels: ours });
		const user = uniqueName('user');
		const id = await makeContainer(user, { HostConfig: { Binds: [`${name}:/data`] } }, false);
		const sentence = await rejection('conflict', 'volume.remove', name, { confirm: false });
		assert.match(sentence, new RegExp(user));
		await engine('DELETE', `/containers/${id}`);
		await command('volume.remove', name, { confirm: false });
		await assert.rejects(engine('GET', `/volumes/${name}`), /404/);
	});
});
