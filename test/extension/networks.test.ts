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
} from './engineUnderTest.ts';

interface NetworkInfo {
	readonly Id: string;
	readonly Name: string;
	readonly Internal: boolean;
	readonly Attachable: boolean;
	readonly IPAM: { readonly Config: { readonly Subnet: string; readonly Gateway: string }[] };
}

describe('networks', () => {
	after(sweep);

	it('create with every option', async () => {
		const name = uniqueName('network');
		const octet = process.pid % 200;
		const id = await command<string>('network.create', undefined, {
			name,
			driver: 'bridge',
			subnet: `10.231.${octet}.0/24`,
			gateway: `10.231.${octet}.1`,
			internal: true,
			attachable: true,
			labels: ours,
		});
		const info = await engine<NetworkInfo>('GET', `/networks/${id}`);
		assert.equal(info.Name, name);
		assert.equal(info.Internal, true);
		assert.equal(info.Attachable, true);
		assert.deepEqual(info.IPAM.Config[0], { Subnet: `10.231.${octet}.0/24`, Gateway: `10.231.${octet}.1` });
	});

	it('connect with an alias, disconnect', async () => {
		const name = uniqueName('network');
		await command('network.create', undefined, { name, labels: ours });
		const container = uniqueName('member');
		const id = await makeContainer(container);
		await command('network.connect', name, { container, aliases: ['db'] });
		const { Networks } = (await inspect(id)).NetworkSettings;
		assert.ok((Networks[name] as { Aliases: string[] }).Aliases.includes('db'));
		await command('network.disconnect', name, { container });
		assert.ok(!(name in (await inspect(id)).NetworkSettings.Networks));
	});

	it('inspect', async () => {
		const object = await command<NetworkInfo>('network.inspect', 'bridge');
		assert.equal(object.Name, 'bridge');
		assert.equal(JSON.parse(frontText()).Name, 'bridge');
	});

	it('remove, and refuse with the name of who uses it', async () => {
		const name = uniqueName('network');
		await command('network.create', undefined, { name, labels: ours });
		const user = uniqueName('user');
		const id = await makeContainer(user, { HostConfig: { NetworkMode: name } });
		const sentence = await rejection('conflict', 'network.remove', name, { confirm: false });
		assert.match(sentence, new RegExp(user));
		await engine('DELETE', `/containers/${id}?force=1`);
		await command('network.remove', name, { confirm: false });
		await rejection('notFound', 'network.inspect', name);
	});
});
