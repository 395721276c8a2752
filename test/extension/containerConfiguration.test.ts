import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
	command,
	commandLog,
	engine,
	frontText,
	inspect,
	makeContainer,
	ours,
	rejection,
	sweep,
	uniqueName,
} from './engineUnderTest.ts';

const wait = ['sh', '-c', 'trap exit TERM; sleep 1000 & wait'];

describe('containers: configuration', () => {
	after(sweep);

	it('update changes limits, says how, and undo brings the old ones back', async () => {
		const name = uniqueName('limits');
		const id = await makeContainer(name, { Cmd: wait, HostConfig: { Memory: 64 << 20 } });
		await command('container.update', name, { memory: '256m', restart: 'on-failure:2', confirm: false });
		const { HostConfig } = await inspect(id);
		assert.equal(HostConfig.Memory, 256 << 20);
		assert.equal(HostConfig.RestartPolicy.Name, 'on-failure');
		await commandLog(
			line => line === `docker update --memory 268435456 --memory-swap 536870912 --restart on-failure:2 ${name}`,
		);
		await command('undo');
		assert.equal((await inspect(id)).HostConfig.Memory, 64 << 20);
		assert.equal((await inspect(id)).HostConfig.RestartPolicy.Name, 'no');
		assert.match(await rejection('invalid', 'container.update', name, { memory: '1m' }), /6m/);
		await rejection('invalid', 'container.update', name, { restart: 'sometimes' });
	});

	it('recreate makes it anew, under its name, and writes no secret into the log', async () => {
		const name = uniqueName('anew');
		const id = await makeContainer(name, { Cmd: wait, Env: ['PASSWORD=hunter2'], HostConfig: { Memory: 64 << 20 } });
		const fresh = await command<string>('container.recreate', name, { confirm: false, pull: false });
		assert.notEqual(fresh, id);
		const made = await inspect(fresh);
		assert.equal(made.Name, `/${name}`);
		assert.equal(made.State.Status, 'running');
		assert.equal(made.HostConfig.Memory, 64 << 20);
		assert.ok(made.Config.Env.includes('PASSWORD=hunter2'));
		const lines = await commandLog(line => line.startsWith(`docker rm ${name}_old_`));
		const run = lines.find(line => line.startsWith(`docker run -d --name ${name} `)) ?? '';
		assert.match(run, /-e 'PASSWORD=\*\*\*'/);
		assert.ok(lines.every(line => !line.includes('hunter2')));
	});

	it('recreate puts the old one back when the new one ends, and says so', async () => {
		const name = uniqueName('back');
		// The second to start with this volume ends.
		const shared = uniqueName('shared');
		await engine('POST', '/volumes/create', { Name: shared, Labels: ours });
		const script = 'trap exit TERM; [ -e /shared/twice ] && exit 3; touch /shared/twice; sleep 1000 & wait';
		const old = await makeContainer(name, { Cmd: ['sh', '-c', script], HostConfig: { Binds: [`${shared}:/shared`] } });
		const sentence = await rejection('failed', 'container.recreate', name, { confirm: false });
		assert.match(sentence, /did not come up \(exited \(3\)\)/);
		assert.equal((await inspect(name)).Id, old);
	});

	it('copies the docker run command', async () => {
		const name = uniqueName('copied');
		await makeContainer(name, { Cmd: ['sleep', '9'], Env: ['TOKEN=a b'], Labels: { ...ours } }, false);
		const text = await command<string>('container.copyRunCommand', name);
		assert.equal(
			text,
			`docker run -d --name ${name} -e 'TOKEN=a b' --label slipway.test=commands busybox:latest sleep 9`,
		);
		assert.equal(await vscode.env.clipboard.readText(), text);
	});

	it('makes one compose file of several', async () => {
		const [web, db] = [uniqueName('web'), uniqueName('db')];
		await makeContainer(web, { Cmd: ['sleep', '9'] }, false);
		await makeContainer(db, { Cmd: ['sleep', '9'] }, false);
		const yaml = await command<string>('container.toCompose', [web, db]);
		assert.equal(frontText(), yaml);
		assert.match(yaml, new RegExp(`^services:\n  ${web}:\n[^]*\n  ${db}:\n    image: busybox:latest\n`));
		assert.equal(vscode.window.activeTextEditor?.document.languageId, 'dockercompose');
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	});
});

describe('undo', () => {
	after(sweep);

	it('brings removed containers back at once, and says what is in the way', async () => {
		const names = [uniqueName('gone'), uniqueName('gone')];
		const ids = await Promise.all(names.map(name => makeContainer(name, { Cmd: wait })));
		await command('container.remove', ids, { confirm: false, force: true });
		await rejection('notFound', 'container.inspect', ids[0]);
		const taken = await makeContainer(names[0] ?? '', {}, false);
		assert.match(await rejection('conflict', 'undo'), /1 .* 2 .*"/);
		assert.equal((await inspect(names[1] ?? '')).State.Status, 'running');
		await engine('DELETE', `/containers/${taken}`);
		await command('undo');
		assert.equal((await inspect(names[0] ?? '')).State.Status, 'running');
		await commandLog(line => line.includes(`docker run -d --name ${names[0]} `));
	});

	it('brings back a name, a connection with its alias, and a network', async () => {
		const [name, network] = [uniqueName('named'), uniqueName('net')];
		await engine('POST', '/networks/create', { Name: network, Labels: ours });
		const id = await makeContainer(name, { Cmd: wait });
		await command('container.rename', id, { name: `${name}-2`, confirm: false });
		await command('undo');
		assert.equal((await inspect(id)).Name, `/${name}`);
		await command('network.connect', network, { container: id, aliases: ['alias'] });
		await command('network.disconnect', network, { container: id, confirm: false });
		assert.ok(!(network in (await inspect(id)).NetworkSettings.Networks));
		await command('undo');
		const endpoint = (await inspect(id)).NetworkSettings.Networks[network] as { Aliases: string[] };
		assert.ok(endpoint.Aliases.includes('alias'));
		await command('network.disconnect', network, { container: id, confirm: false });
		await command('network.remove', network, { confirm: false });
		await command('undo');
		const back = await engine<{ Labels: Record<string, string> }>('GET', `/networks/${network}`);
		assert.deepEqual(back.Labels, ours);
	});
});
