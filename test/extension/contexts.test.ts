import * as assert from 'node:assert/strict';
import { Emitter } from '../../src/base/event.ts';
import type { EngineConnection, EngineStatus } from '../../src/engine/connection.ts';
import type { ContextStore, DockerContext } from '../../src/engine/contexts.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { ContextsView } from '../../src/views/contextsView.ts';
import type { OutlineNode } from '../../src/views/outline.ts';
import { command, frontText, rejection, uniqueName } from './engineUnderTest.ts';

interface ContextInfo {
	readonly Name: string;
	readonly Endpoints: { readonly docker: { readonly Host: string } };
}

describe('contexts', () => {
	it('the row of the one in use says when no engine answers there', async () => {
		const statuses = new Emitter<EngineStatus>();
		const connection = { status: {}, onDidChangeStatus: statuses.event };
		const list = async () => [{ kind: 'context', name: 'far', current: true, host: 'tcp://far:2376' } as DockerContext];
		const contexts = { list, onDidChange: new Emitter<void>().event } as unknown as ContextStore;
		const view = new ContextsView(contexts, connection as unknown as EngineConnection);
		try {
			await view.load();
			let changes = 0;
			view.onDidChange(() => changes++);
			const look = (status: Partial<EngineStatus>) => {
				connection.status = status;
				statuses.fire(status as EngineStatus);
				const [node] = view.outline() ?? [];
				const { icon, state } = view.row(node as OutlineNode);
				return [icon.id, state];
			};
			assert.deepEqual(look({ state: 'ready' }), ['pass-filled', 'in use']);
			const error = new EngineError('unreachable', '', { recognised: { kind: 'notAnswering' } });
			assert.deepEqual(look({ state: 'unreachable', error }), ['warning', 'Docker does not answer']);
			const none = new EngineError('unreachable', '', { recognised: { kind: 'noContext', name: 'far' } });
			assert.deepEqual(look({ state: 'unreachable', error: none }), ['warning', 'No such Docker context']);
			assert.equal(changes, 3);
		} finally {
			view.dispose();
		}
	});

	it('create, inspect, use and remove', async () => {
		const name = uniqueName('context');
		const host = 'unix:///nowhere/docker.sock';
		await command('context.create', undefined, { name, host, description: 'A test' });
		const object = await command<ContextInfo>('context.inspect', name);
		assert.match(JSON.stringify(object), /unix:\/\/\/nowhere\/docker\.sock/);
		assert.match(frontText(), new RegExp(name));
		await command('context.use', name, { confirm: false });
		await command('context.use', 'default', { confirm: false });
		await command('context.remove', name, { confirm: false });
		await rejection('notFound', 'context.inspect', name);
	});

	it('refuses names and targets that are none', async () => {
		await rejection('invalid', 'context.create', undefined, { name: 'no blanks', host: 'unix:///x' });
		await rejection('notFound', 'context.use', 'nobody-made-this');
	});
});
