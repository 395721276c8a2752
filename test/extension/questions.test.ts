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

/** What input boxes say while one types, and what pick lists take. */
describe('questions', () => {
	const window = vscode.window as unknown as Record<string, unknown>;
	const originals = new Map(Object.entries({ ...window }));
	const name = uniqueName('asked');
	let id: string;

	before(async () => {
		id = await makeContainer(name);
	});
	afterEach(() => {
		for (const [method, original] of originals) {
			if (window[method] !== original) {
				window[method] = original;
			}
		}
	});
	after(sweep);

	/** Runs a command up to its first input box and leaves that by Esc; resolves to what it said to each text. */
	async function said(texts: readonly string[], ...call: [name: string, ...args: unknown[]]): Promise<string[]> {
		let answers: string[] = [];
		window.showInputBox = async (box: vscode.InputBoxOptions) => {
			const verdicts = await Promise.all(texts.map(text => box.validateInput?.(text)));
			answers = verdicts.map(verdict => (verdict as vscode.InputBoxValidationMessage | undefined)?.message ?? '');
		};
		await rejection('cancelled', ...call);
		return answers;
	}

	it('a name that somebody has is refused as it is typed', async () => {
		const other = uniqueName('other');
		await makeContainer(other, {}, false);
		await until('the container', async () => (await said([other], 'container.rename', name))[0] !== '');
		assert.deepEqual(await said([other, name, 'free-name'], 'container.rename', name), [
			`There is already a container "${other}".`,
			'',
			'',
		]);
		const volume = uniqueName('volume');
		await engine('POST', '/volumes/create', { Name: volume, Labels: ours });
		const tooLong = 'v'.repeat(256);
		await until('the volume', async () => (await said([volume], 'volume.create'))[0] !== '');
		assert.deepEqual(await said([volume, tooLong, '', 'free-name'], 'volume.create'), [
			`There is already a volume "${volume}".`,
			'A name of a volume has at most 255 characters.',
			'',
			'',
		]);
		assert.deepEqual(await said(['bridge', 'free-name'], 'network.create'), [
			'There is already a network "bridge".',
			'',
		]);
	});

	it('a tag: the one it has, one that another image loses, and the one that is meant', async () => {
		const tag = `${uniqueName('tagged')}:1`;
		const image = await command<string>('container.commit', name, { repository: tag });
		try {
			const texts = ['busybox:latest', 'busybox', tag, 'free', 'free:1', 'Free:1'];
			const answers = await until('the image', async () => {
				const verdicts = await said(texts, 'image.tag', 'busybox:latest');
				return verdicts[2] !== '' && verdicts;
			});
			assert.deepEqual(answers.slice(0, 5), [
				'The image is called busybox:latest already.',
				'The image is called busybox:latest already.',
				`Another image is called ${tag} now, and loses this name.`,
				'The name becomes free:latest.',
				'',
			]);
			assert.match(answers[5] ?? '', /in small letters/);
		} finally {
			await engine('DELETE', `/images/${image}?force=1`);
		}
	});

	it('a pasted "docker pull" line is read', async () => {
		assert.deepEqual(await said(['docker pull nginx:1.27', 'nginx', 'nginx:1.27', 'docker pull'], 'image.pull'), [
			'Pulls nginx:1.27',
			'Pulls nginx:latest',
			'',
			'"docker pull" is no image reference; expected is something like nginx:1.27, in small letters.',
		]);
	});

	it('the port of a local registry that a container has', async () => {
		const holder = uniqueName('holder');
		await makeContainer(holder, {
			ExposedPorts: { '80/tcp': {} },
			HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
		});
		const { NetworkSettings } = await inspect(holder);
		const port = NetworkSettings.Ports['80/tcp']?.[0]?.HostPort ?? '';
		assert.deepEqual(await said([port, '70000', '65535'], 'registry.start'), [
			`Port ${port} is already used by container "${holder}".`,
			'A port is a number from 1 to 65535.',
			'',
		]);
	});

	it('a path that is not in the container', async () => {
		assert.deepEqual(await said(['/no/where', '/no/where/.', '/etc', '/etc/.', '/', ''], 'container.copyFrom', name), [
			'"/no/where" does not exist.',
			'"/no/where" does not exist.',
			'',
			'',
			'',
			'A path is needed.',
		]);
	});

	it('networks that a container cannot join or leave are not offered', async () => {
		const offered: string[][] = [];
		window.showQuickPick = async (choices: readonly { label: string }[]) => {
			offered.push(choices.map(({ label }) => label));
		};
		await rejection('cancelled', 'network.connect');
		await rejection('cancelled', 'network.disconnect');
		assert.ok(offered[0]?.includes('bridge'));
		assert.deepEqual(
			offered.flat().filter(label => label === 'host' || label === 'none'),
			[],
		);
	});

	it('a pick list of containers says their state as it is now, and Enter takes the one that is typed', async () => {
		const older = uniqueName('older');
		const olderId = await makeContainer(older);
		await makeContainer(uniqueName('newest'));
		const create = originals.get('createQuickPick') as typeof vscode.window.createQuickPick;
		let list: vscode.QuickPick<vscode.QuickPickItem> | undefined;
		window.createQuickPick = () => {
			list = create();
			return list;
		};
		await command('refresh', 'slipway.containers');
		const pausing = command('container.pause');
		const shown = await until('the pick list', async () => list);
		assert.match(shown.items.find(({ label }) => label === older)?.description ?? '', /^busybox.* · Up .*second/);
		shown.value = older;
		await until('the row', async () => shown.activeItems[0]?.label === older);
		await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
		await pausing;
		assert.equal((await inspect(olderId)).State.Paused, true);
		assert.equal((await inspect(id)).State.Paused, false);
	});

	it('of an image with two names one goes, and the question says which', async () => {
		const [one, two] = [`${uniqueName('named')}:1`, `${uniqueName('named')}:2`];
		const image = await command<string>('container.commit', name, { repository: one });
		const asked: unknown[] = [];
		window.showWarningMessage = async (message: string, { detail }: vscode.MessageOptions, verb: string) => {
			asked.push(message, detail);
			return verb;
		};
		try {
			await command('image.tag', one, { tag: two });
			await command('image.remove', two);
			assert.deepEqual(asked, [`Remove the name "${two}" of the image?`, `The image stays, as "${one}".`]);
			const { RepoTags } = await engine<{ RepoTags: string[] }>('GET', `/images/${image}/json`);
			assert.deepEqual(RepoTags, [one]);
			assert.equal(await command('image.copyName', one), one);
			assert.equal(await command('image.copyName', image), one);
		} finally {
			await engine('DELETE', `/images/${image}?force=1`);
		}
	});

	it('where there is nothing to act on, that is told and no error', async () => {
		const told: string[] = [];
		window.showInformationMessage = async (message: string) => void told.push(message);
		window.showErrorMessage = async (message: string) => void told.push(`error: ${message}`);
		const empty = uniqueName('empty');
		await engine('POST', '/networks/create', { Name: empty, Labels: ours });
		await rejection('notFound', 'network.disconnect', empty);
		await rejection('notFound', 'network.connect', 'host');
		await rejection('notFound', 'image.layersInMotion', 'nothing');
		assert.deepEqual(told, [
			`No container is on network "${empty}".`,
			'A container is put on the network "host" when it is made, and then has no other.',
			'Nothing has been pulled or pushed in this window.',
		]);
	});
});
