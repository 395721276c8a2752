import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { command, commandLog, engine, makeContainer, rejection, sweep, uniqueName, until } from './engineUnderTest.ts';

interface Opened {
	readonly uri: string;
	readonly types: readonly string[];
	readonly name: string;
}

describe('system.events', () => {
	const close = () => vscode.commands.executeCommand('workbench.action.closeAllEditors');
	after(async () => {
		await close();
		await sweep();
	});

	const open = (options: object = {}) => command<Opened>('system.events', undefined, options);
	const editorOf = ({ uri }: Opened) =>
		vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
	const textOf = (opened: Opened) => editorOf(opened)?.document.getText() ?? '';

	it('shows what happens while it is open, and keeps its end in sight', async () => {
		const opened = await open();
		await commandLog(line => line === 'docker events');
		const editor = await until('the editor', () => editorOf(opened));
		const last = editor.document.lineAt(editor.document.lineCount - 1).range.end;
		editor.selection = new vscode.Selection(last, last);
		const name = uniqueName('heard');
		const id = await makeContainer(name);
		await until('the start', () => textOf(opened).includes(`container start  ${name}`));
		await until('the cursor at the end', () => editor.selection.active.line === editor.document.lineCount - 1);
		editor.selection = new vscode.Selection(0, 0, 0, 0);
		await engine('DELETE', `/containers/${id}?force=1`);
		await until('the end', () => textOf(opened).includes(`container destroy  ${name}`));
		assert.equal(editor.selection.active.line, 0, 'who reads above is left there');
		assert.equal(editor.document.isDirty, false);
	});

	it('shows the types and names that were asked for', async () => {
		const name = uniqueName('wanted');
		await makeContainer(name);
		const opened = await open({ types: ['network'], name });
		assert.deepEqual([opened.types, opened.name], [['network'], name]);
		await open({ types: ['container'], name });
		await makeContainer(uniqueName('other'));
		await until('an event', () => textOf(opened).includes(`container start  ${name}`));
		const lines = textOf(opened).trimEnd().split('\n');
		assert.deepEqual(
			lines.slice(1).filter(line => !line.includes(`  ${name}`)),
			[],
		);
		await rejection('invalid', 'system.events', undefined, { types: ['weather'] });
	});

	it('shows what strangers wrote as one plain line', async () => {
		const name = uniqueName('hostile');
		const opened = await open({ name });
		await makeContainer(name, { Labels: { 'slipway.test': 'commands', evil: '\x1b[2J\r\n# not an event\u202E' } });
		const line = await until('the event', () =>
			textOf(opened)
				.split('\n')
				.find(text => text.includes('container start')),
		);
		assert.match(line, /evil= ?# not an event/);
		assert.doesNotMatch(textOf(opened), /[\x1b\r\u202e]|\n# not/);
	});

	it('listens no longer when it is closed, and anew when it is opened again', async () => {
		const opened = await open();
		await close();
		const name = uniqueName('unheard');
		await makeContainer(name);
		const next = await open();
		assert.equal(next.uri, opened.uri);
		const heard = uniqueName('again');
		await makeContainer(heard);
		await until('the start', () => textOf(next).includes(`container start  ${heard}`));
		assert.ok(!textOf(next).includes(name));
	});
});
