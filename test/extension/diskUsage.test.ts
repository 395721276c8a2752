import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { command, commandLog, engine, makeContainer, ours, rejection, sweep, uniqueName } from './engineUnderTest.ts';

interface Usage {
	readonly size: number;
	readonly reclaimable: number;
	readonly items: readonly { readonly name: string; readonly inUse: boolean; readonly users: { name: string }[] }[];
}

describe('system.diskUsage', () => {
	after(sweep);

	it('resolves to what lies there, by type', async () => {
		const volume = uniqueName('disk');
		await engine('POST', '/volumes/create', { Name: volume, Labels: ours });
		const user = uniqueName('user');
		await makeContainer(user, { HostConfig: { Binds: [`${volume}:/data`] } });
		const usage = await command<Record<string, Usage>>('system.diskUsage', undefined, { types: ['volumes', 'images'] });
		assert.deepEqual(Object.keys(usage).sort(), ['images', 'volumes']);
		const found = usage.volumes?.items.find(({ name }) => name === volume);
		assert.deepEqual([found?.inUse, found?.users.map(({ name }) => name)], [true, [user]]);
		assert.ok(usage.images?.items.some(({ name, inUse }) => name === 'busybox:latest' && inUse));
		await commandLog(line => line === 'docker system df --verbose');
	});

	it('frees nothing that has been used more lately', async () => {
		const options = { unusedFor: 10_000, confirm: false };
		assert.equal((await command<{ freed: number }>('system.diskUsage', undefined, options)).freed, 0);
	});

	it('refuses types that are none', () => rejection('invalid', 'system.diskUsage', undefined, { types: ['socks'] }));

	it('is given up with its list', async () => {
		const closing = setInterval(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'), 100);
		await rejection('cancelled', 'system.diskUsage').finally(() => clearInterval(closing));
	});
});
