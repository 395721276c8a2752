import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
	command,
	commandLog,
	engine,
	frontText,
	type Inspected,
	inspect,
	makeContainer,
	ours,
	rejection,
	sweep,
	uniqueName,
	until,
} from './engineUnderTest.ts';

const wait = 'sleep 300';

describe('containers: run', () => {
	after(sweep);

	it('creates and starts one with every option, and writes its docker run line', async () => {
		const name = uniqueName('run');
		const volume = uniqueName('data');
		await engine('POST', '/volumes/create', { Name: volume, Labels: ours });
		const id = await command<string>('container.run', 'busybox:latest', {
			name,
			command: ['sh', '-c', wait],
			ports: ['127.0.0.1::8000'],
			env: { GREETING: 'two words', EMPTY: '' },
			volumes: [`${volume}:/data`],
			workdir: '/tmp',
			user: '0',
			labels: ours,
			restart: 'on-failure:2',
			memory: '64m',
			cpus: '0.5',
			pull: 'never',
		});
		const made = await inspect(id);
		assert.equal(made.Name, `/${name}`);
		assert.equal(made.State.Status, 'running');
		assert.deepEqual([made.Path, ...made.Args], ['sh', '-c', wait]);
		assert.ok(made.Config.Env.includes('GREETING=two words'));
		assert.deepEqual(made.HostConfig.Binds, [`${volume}:/data`]);
		assert.equal(made.HostConfig.Memory, 64 * 1024 * 1024);
		assert.equal(made.HostConfig.NanoCpus, 500_000_000);
		assert.equal(made.HostConfig.RestartPolicy.Name, 'on-failure');
		assert.ok(Number(made.NetworkSettings.Ports['8000/tcp']?.[0]?.HostPort) > 0);
		const line = (await commandLog(text => text.includes(name))).find(text => text.includes(name)) ?? '';
		assert.match(line, /^docker run -d .*-e 'GREETING=two words'.*busybox:latest sh -c 'sleep 300'$/);
	});

	it('needs nothing but the image when options are given', async () => {
		const id = await command<string>('image.run', 'busybox:latest', { command: wait, labels: ours });
		assert.equal((await inspect(id)).State.Status, 'running');
	});

	it('says who has the port, and leaves no half-made container', async () => {
		const holder = uniqueName('holder');
		const id = await command<string>('container.run', 'busybox:latest', {
			name: holder,
			command: wait,
			ports: ['127.0.0.1::80'],
			labels: ours,
		});
		const port = (await inspect(id)).NetworkSettings.Ports['80/tcp']?.[0]?.HostPort;
		await until('the holder', async () => {
			const api = (await vscode.extensions.getExtension('slipway.slipway')?.activate()) as {
				list(kind: string): Promise<{ id: string; state: string; ports: { hostPort?: number }[] }[]>;
			};
			return (await api.list('container')).some(
				one => one.id === id && one.state === 'running' && one.ports.some(({ hostPort }) => String(hostPort) === port),
			);
		});
		const name = uniqueName('late');
		const options = { name, command: wait, ports: [`127.0.0.1:${port}:80`], labels: ours };
		const sentence = await rejection('conflict', 'container.run', 'busybox:latest', options);
		assert.match(sentence, new RegExp(`Port ${port} .*"${holder}"`));
	});

	it('says that a name is in use', async () => {
		const name = uniqueName('twice');
		await makeContainer(name);
		const sentence = await rejection('conflict', 'container.run', 'busybox:latest', { name, command: wait });
		assert.match(sentence, new RegExp(`"${name}"`));
	});

	it('refuses what makes no sense, by name', async () => {
		assert.match(await rejection('invalid', 'container.run', 'busybox:latest', { ports: ['80:eighty'] }), /80:eighty/);
		assert.match(await rejection('invalid', 'container.run', 'busybox:latest', { memory: 'lots' }), /lots/);
		assert.match(await rejection('invalid', 'container.run', 'busybox:latest', { pull: 'maybe' }), /pull/);
		assert.match(await rejection('invalid', 'container.run', 'Not An Image', {}), /Not An Image/);
	});

	it('says that an image is not there', async () => {
		await rejection('notFound', 'container.run', 'nobody-made-this:1', { pull: 'never' });
	});
});

describe('containers: from start to removal', () => {
	after(sweep);

	it('stop, start, restart, kill', async () => {
		const id = await makeContainer(uniqueName('life'));
		await command('container.stop', id, { timeout: 5 });
		assert.equal((await inspect(id)).State.Status, 'exited');
		await command('container.start', id);
		const first = (await inspect(id)).State.StartedAt;
		await command('container.restart', id, { timeout: 0 });
		assert.notEqual((await inspect(id)).State.StartedAt, first);
		await command('container.kill', id, { signal: 'SIGKILL' });
		await until('its end', async () => (await inspect(id)).State.ExitCode === 137);
	});

	it('starting one that runs and stopping one that does not are done already', async () => {
		const id = await makeContainer(uniqueName('already'));
		await command('container.start', id);
		await command('container.stop', id, { timeout: 0 });
		await command('container.stop', id, { timeout: 0 });
	});

	it('pausing one that does not run is a conflict in one sentence', async () => {
		const id = await makeContainer(uniqueName('asleep'), {}, false);
		assert.match(await rejection('conflict', 'container.pause', id), /not running/);
	});

	it('renames, and refuses names that the engine would', async () => {
		const id = await makeContainer(uniqueName('before'));
		const name = uniqueName('after');
		await command('container.rename', id, { name });
		assert.equal((await inspect(id)).Name, `/${name}`);
		await rejection('invalid', 'container.rename', id, { name: 'no blanks' });
	});

	it('removes a stopped one, and a running one only by force', async () => {
		const stopped = await makeContainer(uniqueName('gone'), {}, false);
		await command('container.remove', stopped, { confirm: false });
		await rejection('notFound', 'container.inspect', stopped);
		const running = await makeContainer(uniqueName('alive'));
		await rejection('conflict', 'container.remove', running, { confirm: false });
		await command('container.remove', running, { confirm: false, force: true });
		await rejection('notFound', 'container.inspect', running);
	});

	it('removes anonymous volumes when asked to', async () => {
		const id = await makeContainer(uniqueName('anonymous'), { Volumes: { '/data': {} } }, false);
		const { Mounts } = await engine<{ Mounts: { Name: string }[] }>('GET', `/containers/${id}/json`);
		await command('container.remove', id, { confirm: false, volumes: true });
		await assert.rejects(engine('GET', `/volumes/${Mounts[0]?.Name}`), /404/);
	});
});

describe('containers: looking inside', () => {
	let id = '';
	let name = '';
	before(async () => {
		name = uniqueName('look');
		id = await command<string>('container.run', 'busybox:latest', {
			name,
			command: wait,
			ports: ['127.0.0.1::8080'],
			labels: ours,
		});
	});
	after(sweep);

	it('inspect opens read-only JSON and resolves to the object', async () => {
		const object = await command<Inspected>('container.inspect', id);
		assert.equal(object.Id, id);
		assert.equal(vscode.window.activeTextEditor?.document.languageId, 'json');
		assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'slipway');
		assert.equal(JSON.parse(frontText()).Id, id);
		assert.match(vscode.window.activeTextEditor?.document.fileName ?? '', new RegExp(name));
		assert.equal(vscode.workspace.fs.isWritableFileSystem('slipway') ?? false, false);
	});

	it('top', async () => {
		const result = await command<{ titles: string[]; processes: string[][] }>('container.top', id);
		const column = result.titles.findIndex(title => /^(CMD|COMMAND)$/.test(title));
		assert.ok(result.processes.some(row => row[column]?.includes('sleep 300')));
		assert.match(frontText(), /sleep 300/);
	});

	it('execCapture', async () => {
		const result = await command('container.execCapture', id, {
			command: ['sh', '-c', 'echo "$GREETING $(pwd)"; echo oops >&2; exit 3'],
			env: { GREETING: '안녕' },
			workdir: '/tmp',
			user: '0',
		});
		assert.deepEqual(result, { exitCode: 3, stdout: '안녕 /tmp\n', stderr: 'oops\n' });
	});

	it('execCapture without a command is invalid', async () => {
		await rejection('invalid', 'container.execCapture', id, {});
	});

	it('openPort resolves to the address, by the container port and by the host port', async () => {
		const port = Number((await inspect(id)).NetworkSettings.Ports['8080/tcp']?.[0]?.HostPort);
		await until('the port in the list', async () => {
			try {
				return (await command<string>('container.openPort', id, { port: 8080 })) === `http://localhost:${port}`;
			} catch {
				return false;
			}
		});
		assert.equal(await command('container.openPort', id, { port }), `http://localhost:${port}`);
		assert.equal(await command('container.openPort', id), `http://localhost:${port}`);
		await rejection('notFound', 'container.openPort', id, { port: 9 });
	});

	it('copies id and name', async () => {
		assert.equal(await command('container.copyId', name), id);
		assert.equal(await command('container.copyName', id), name);
	});
});
