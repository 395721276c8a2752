import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
	command,
	engine,
	inspect,
	makeContainer,
	ours,
	rejection,
	sweep,
	uniqueName,
	until,
} from './engineUnderTest.ts';

describe('terminal: shells of containers', () => {
	afterEach(() => {
		for (const terminal of vscode.window.terminals) {
			terminal.dispose();
		}
	});
	after(sweep);

	function terminalNamed(name: string): Promise<vscode.Terminal> {
		return until(`the terminal ${name}`, () => vscode.window.terminals.find(terminal => terminal.name.includes(name)));
	}

	/** What a command in the container says. */
	async function ask(id: string, script: string): Promise<string> {
		const { stdout } = await command<{ stdout: string }>('container.execCapture', id, {
			command: ['sh', '-c', script],
		});
		return stdout;
	}

	it('opens the best shell; what is typed arrives, in order and unbroken', async () => {
		const name = uniqueName('shell');
		const id = await makeContainer(name);
		await command('container.exec', name);
		const terminal = await terminalNamed(name);
		const lines = Array.from({ length: 3000 }, (_, line) => `줄 ${line} 🐳`);
		terminal.sendText(`cat > /tmp/paste <<'END'\n${lines.join('\n')}\nEND\ntouch /tmp/done`);
		await until('the paste', async () => (await ask(id, 'ls /tmp')).includes('done'));
		assert.deepEqual((await ask(id, 'cat /tmp/paste')).trimEnd().split('\n'), lines);
	});

	it('tells the process how large the terminal is', async () => {
		const name = uniqueName('size');
		const id = await makeContainer(name);
		await command('container.exec', name);
		const terminal = await terminalNamed(name);
		terminal.sendText('stty size > /tmp/size');
		const size = await until('the size', async () => (await ask(id, 'cat /tmp/size 2>/dev/null || true')).trim());
		const [rows, columns] = size.split(' ').map(Number);
		assert.ok((rows ?? 0) > 0 && (columns ?? 0) > 0, size);
	});

	it('interrupts with Ctrl+C', async () => {
		const name = uniqueName('interrupt');
		const id = await makeContainer(name);
		await command('container.exec', name);
		const terminal = await terminalNamed(name);
		terminal.sendText('sleep 1000; echo $? > /tmp/code');
		await until('the sleep', async () => (await ask(id, 'ps')).includes('sleep 1000'));
		terminal.sendText('\x03', false);
		await until('its end', async () => !(await ask(id, 'ps')).includes('sleep 1000'));
	});

	it('closes after exit code 0', async () => {
		const name = uniqueName('exit');
		await makeContainer(name);
		await command('container.exec', name, { command: 'sh -c "exit 0"' });
		await until('the end of the terminal', () => !vscode.window.terminals.some(terminal => terminal.name === name));
	});

	it('runs the command given, with user, folder and variables', async () => {
		const name = uniqueName('options');
		const id = await makeContainer(name);
		const script = 'echo "$(id -u) $(pwd) $COLOUR" > /tmp/said; sleep 100';
		await command('container.exec', name, {
			command: ['sh', '-c', script],
			user: '0',
			workdir: '/tmp',
			env: { COLOUR: 'deep blue' },
		});
		assert.equal(await until('its words', () => ask(id, 'cat /tmp/said 2>/dev/null || true')), '0 /tmp deep blue\n');
	});

	it('says that an image has no shell, and opens no terminal', async () => {
		const image = await shellless();
		const name = uniqueName('bare');
		await makeContainer(name, { Image: image, Cmd: ['/bin/busybox-only', 'sleep', '100'] });
		const sentence = await rejection('notFound', 'container.exec', name);
		assert.match(sentence, /no shell/);
		assert.ok(!vscode.window.terminals.some(terminal => terminal.name === name));
		await command('container.exec', name, { toolbox: 'busybox:latest' });
		const terminal = await terminalNamed(`${name} · busybox`);
		const helpers = encodeURIComponent(JSON.stringify({ label: ['dev.slipway.helper=toolbox'] }));
		const toolboxes = () => engine<unknown[]>('GET', `/containers/json?filters=${helpers}`);
		assert.equal((await toolboxes()).length, 1);
		terminal.dispose();
		await until('the end of the toolbox', async () => (await toolboxes()).length === 0);
		await engine('DELETE', `/containers/${name}?force=1`);
		await engine('DELETE', `/images/${image}`);
	});

	it('does not open a shell in a container that does not run', async () => {
		const name = uniqueName('stopped');
		await makeContainer(name, {}, false);
		assert.match(await rejection('conflict', 'container.exec', name), /not running/);
	});

	it('runs an image interactively: what is typed reaches it', async () => {
		const id = await command<string>('image.runInteractive', 'busybox:latest', {
			name: uniqueName('interactive'),
			command: 'sh',
			labels: ours,
		});
		assert.equal((await inspect(id)).Config.Tty, true);
		const { Name } = await inspect(id);
		const terminal = await terminalNamed(Name.slice(1));
		terminal.sendText('echo hello > /tmp/said');
		assert.equal(await until('its words', () => ask(id, 'cat /tmp/said 2>/dev/null || true')), 'hello\n');
	});

	it('attaches to a container', async () => {
		const name = uniqueName('attach');
		const id = await makeContainer(name, { Cmd: ['sh'], Tty: true, OpenStdin: true });
		await command('container.attach', name);
		const terminal = await terminalNamed(name);
		terminal.sendText('echo attached > /tmp/said');
		assert.equal(await until('its words', () => ask(id, 'cat /tmp/said 2>/dev/null || true')), 'attached\n');
	});
});

/** An image whose only program is not called like a shell. */
async function shellless(): Promise<string> {
	const reference = `${uniqueName('bare')}:1`;
	const [repo, tag] = reference.split(':');
	const base = await makeContainer(uniqueName('base'), {
		Cmd: [
			'sh',
			'-c',
			'cp /bin/busybox /busybox-kept; /busybox-kept rm -rf /bin/* /sbin/* /usr/bin/* ; /busybox-kept cp /busybox-kept /bin/busybox-only',
		],
	});
	await engine('POST', `/containers/${base}/wait`);
	await engine('POST', `/commit?container=${base}&repo=${repo}&tag=${tag}`);
	await engine('DELETE', `/containers/${base}?force=1`);
	return reference;
}
