import * as assert from 'node:assert/strict';
import { command, frontText, rejection, uniqueName } from './engineUnderTest.ts';

interface ContextInfo {
	readonly Name: string;
	readonly Endpoints: { readonly docker: { readonly Host: string } };
}

describe('contexts', () => {
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
