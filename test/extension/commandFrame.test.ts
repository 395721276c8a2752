import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
	command,
	commandLog,
	engine,
	inspect,
	makeContainer,
	rejection,
	sweep,
	uniqueName,
	until,
} from './engineUnderTest.ts';

describe('commandFrame: every command', () => {
	after(sweep);

	it('rejects with a code and one sentence when the target is not there', async () => {
		const sentence = await rejection('notFound', 'container.stop', 'nobody-has-this-name');
		assert.match(sentence, /nobody-has-this-name/);
	});

	it('rejects an option that it does not know, or of another type', async () => {
		await rejection('invalid', 'container.stop', 'web', { timout: 3 });
		await rejection('invalid', 'container.stop', 'web', { timeout: 'soon' });
	});

	it('rejects a row of another kind', async () => {
		const [image] = await (await api()).list('image');
		await rejection('invalid', 'container.stop', image);
		await rejection('invalid', 'volume.remove', image, { confirm: false });
	});

	it('takes a name, an id, a beginning of an id, an element, and lists of them', async () => {
		const name = uniqueName('frame');
		const id = await makeContainer(name);
		const element = await until('the container', async () =>
			(await (await api()).list('container')).find(container => container.id === id),
		);
		for (const target of [name, id, id.slice(0, 12), element, [name], [element, name]]) {
			await command('container.pause', target);
			assert.equal((await inspect(id)).State.Paused, true);
			await command('container.unpause', target);
			// The engine hears itself of a pause a moment late, and may take the container for paused once more.
			await until('its going on', async () => !(await inspect(id)).State.Paused);
		}
	});

	it('acts on all rows of a multi-selection, and says in one sentence which ones failed', async () => {
		const names = [uniqueName('bulk'), uniqueName('bulk'), uniqueName('bulk')];
		const ids = await Promise.all(names.map(name => makeContainer(name)));
		const rows = await until('the rows', async () => {
			const found = (await (await api()).list('container')).filter(({ id }) => ids.includes(id));
			return found.length === 3 && found;
		});
		await engine('DELETE', `/containers/${ids[1]}?force=1`);
		const sentence = await rejection('notFound', 'container.pause', rows[0], rows);
		assert.match(sentence, /1 of 3/);
		assert.match(sentence, new RegExp(names[1] as string));
		assert.equal((await inspect(ids[0] as string)).State.Paused, true);
		assert.equal((await inspect(ids[2] as string)).State.Paused, true);
	});

	it('takes the members of a group and of a compose project', async () => {
		const project = uniqueName('project');
		const details = {
			Labels: { 'slipway.test': '1', 'com.docker.compose.project': project, 'com.docker.compose.service': 'web' },
		};
		const id = await makeContainer(uniqueName('member'), details);
		const member = await until('the member', async () =>
			(await (await api()).list('container')).find(container => container.id === id && container.state === 'running'),
		);
		await command('container.pause', {
			kind: 'composeProject',
			id: `project:${project}`,
			name: project,
			containers: [],
			files: [],
			missingServices: [],
		});
		assert.equal((await inspect(id)).State.Paused, true);
		await command('container.unpause', { kind: 'group', id: 'g', view: 'containers', label: 'g', members: [member] });
		assert.equal((await inspect(id)).State.Paused, false);
	});

	it('lets two commands on one container follow one another', async () => {
		const id = await makeContainer(uniqueName('race'));
		await Promise.all([
			command('container.restart', id, { timeout: 0 }),
			command('container.stop', id, { timeout: 0 }),
		]);
		assert.equal((await inspect(id)).State.Status, 'exited');
	});

	it('ends at once, with a code, when its object goes while it runs', async () => {
		const id = await makeContainer(uniqueName('vanish'), {
			Cmd: ['sh', '-c', 'trap "" TERM; while :; do sleep 1; done'],
		});
		const stopping = command('container.stop', id, { timeout: 25 }).then(
			() => 'done',
			(error: { code?: string }) => error.code,
		);
		await new Promise(resolve => setTimeout(resolve, 300));
		const removedAt = Date.now();
		await engine('DELETE', `/containers/${id}?force=1`);
		const outcome = await stopping;
		assert.ok(outcome === 'done' || outcome === 'notFound', outcome);
		assert.ok(Date.now() - removedAt < 15_000);
		await rejection('notFound', 'container.start', id);
	});

	it('calls a row that has gone meanwhile by its name', async () => {
		const name = uniqueName('row');
		const id = await makeContainer(name);
		const row = await until('the row', async () =>
			(await (await api()).list('container')).find(container => container.id === id),
		);
		await engine('DELETE', `/containers/${id}?force=1`);
		assert.match(await rejection('notFound', 'container.start', row), new RegExp(`"${name}"`));
	});

	it('writes the docker line of each action that was done, and of no other', async () => {
		const name = uniqueName("it's");
		await rejection('invalid', 'container.rename', await makeContainer(uniqueName('log')), { name });
		const good = uniqueName('logged');
		await makeContainer(good);
		await command('container.stop', good, { timeout: 0 });
		const lines = await commandLog(line => line === `docker stop --time 0 ${good}`);
		assert.ok(!lines.some(line => line.includes(name)));
	});

	it('is cancelled without a word when the user presses Escape', async () => {
		const container = await makeContainer(uniqueName('escape'));
		const closing = setInterval(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen'), 100);
		await rejection('cancelled', 'container.rename', container).finally(() => clearInterval(closing));
	});

	it('refreshes a view, all views, and no other', async () => {
		await command('refresh', 'slipway.images');
		await command('refresh');
		await rejection('invalid', 'refresh', 'slipway.nothing');
	});
});

interface Api {
	list(kind: string): Promise<{ readonly id: string; readonly name: string; readonly state: string }[]>;
}

async function api(): Promise<Api> {
	return (await vscode.extensions.getExtension('slipway.slipway')?.activate()) as Api;
}
