import * as assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../support/until.ts';
import { command } from './engineUnderTest.ts';

describe('compose files in the editor', function () {
	this.timeout(120_000);
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'slipway-compose-language-'));
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		rmSync(folder, { recursive: true });
	});

	function write(name: string, text: string): vscode.Uri {
		mkdirSync(join(folder, name, '..'), { recursive: true });
		writeFileSync(join(folder, name), text);
		return vscode.Uri.file(join(folder, name));
	}

	async function open(name: string, text: string): Promise<vscode.TextDocument> {
		const document = await vscode.workspace.openTextDocument(write(name, text));
		await vscode.window.showTextDocument(document);
		return document;
	}

	it('are checked as they are typed, with the severities of the settings', async () => {
		const document = await open(
			'compose.yaml',
			'version: "3"\nservices:\n  web:\n    image: nginx\n    prots: ["80"]\n',
		);
		assert.equal(document.languageId, 'dockercompose');
		await problems(document, found => found.some(each => each.severity === 0 && each.range.start.line === 4));
		await problems(document, found => codes(found).includes('ObsoleteVersion'));
		const settings = vscode.workspace.getConfiguration('slipway');
		try {
			await settings.update('compose.rules', { ObsoleteVersion: 'off' }, vscode.ConfigurationTarget.Global);
			await problems(document, found => found.length > 0 && !codes(found).includes('ObsoleteVersion'));
		} finally {
			await settings.update('compose.rules', undefined, vscode.ConfigurationTarget.Global);
		}
	});

	it('are left alone when another extension is to do it', async () => {
		const document = await open('compose.yaml', 'services:\n  web:\n    prots: 1\n');
		await problems(document, found => found.length > 0);
		const settings = vscode.workspace.getConfiguration('slipway');
		try {
			await settings.update('compose.languageFeatures', false, vscode.ConfigurationTarget.Global);
			await problems(document, found => found.length === 0);
		} finally {
			await settings.update('compose.languageFeatures', undefined, vscode.ConfigurationTarget.Global);
		}
		await problems(document, found => found.length > 0);
	});

	it('are known to the Dockerfiles that they build', async () => {
		const compose = write('compose.yaml', 'services:\n  web:\n    build:\n      context: app\n      target: base\n');
		const document = await open('app/Dockerfile', 'FROM busybox AS base\nFROM base\n');
		const found = await ask<vscode.Location[]>('executeReferenceProvider', document.uri, new vscode.Position(0, 18));
		const places = found.map(({ uri, range }) => `${uri.fsPath} ${range.start.line}`).sort();
		assert.deepEqual(places, [`${document.uri.fsPath} 0`, `${document.uri.fsPath} 1`, `${compose.fsPath} 4`].sort());
	});

	it('offer the networks of the engine for one that is not of the project', async () => {
		const text = 'services:\n  web:\n    image: busybox\nnetworks:\n  outside:\n    external: true\n    name: \n';
		const document = await open('compose.yaml', text);
		const offered = async () => {
			const place = new vscode.Position(6, 10);
			const list = await ask<vscode.CompletionList>('executeCompletionItemProvider', document.uri, place);
			return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
		};
		await comesTo(async () => (await offered()).includes('bridge'), offered);
	});

	it('show above each service what it does and what can be done', async () => {
		const name = `slipway-lens-${process.pid}`;
		const text = `name: ${name}\nservices:\n  one:\n    image: busybox\n    command: sleep 600\n    init: true\n`;
		const document = await open('compose.yaml', text);
		const titles = async () =>
			(await ask<vscode.CodeLens[]>('executeCodeLensProvider', document.uri, 50))
				.map(({ range, command: shown }) => `${range.start.line} ${shown?.title}`)
				.sort();
		assert.deepEqual(await titles(), ['1 $(play) Up', '1 Down', '1 Logs', '2 $(play) Up'].sort());
		try {
			assert.equal(await command('compose.up', document.uri), 0);
			await comesTo(async () => (await titles()).includes('2 $(circle-filled) Running'), titles);
			const offered = (await titles()).filter(title => title.startsWith('2'));
			assert.deepEqual(
				offered.sort(),
				['2 $(circle-filled) Running', '2 $(play) Up', '2 Stop', '2 Restart', '2 Logs', '2 Shell'].sort(),
			);
			assert.equal(await command('compose.stop', document.uri, { services: ['one'] }), 0);
			await comesTo(async () => (await titles()).some(title => title.startsWith('2 $(circle-outline) Exited')), titles);
		} finally {
			await command('compose.down', document.uri, { confirm: false });
		}
	});
});

describe('bake files in the editor', () => {
	it('have lenses, and come to what buildx says', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'slipway-bake-'));
		try {
			const file = join(folder, 'docker-bake.hcl');
			writeFileSync(file, 'target "api" {\n  tags = ["a:1"]\n}\n');
			const document = await vscode.workspace.openTextDocument(file);
			await vscode.window.showTextDocument(document);
			// The extension may be about to start.
			const lenses = await until(async () => {
				const found = await ask<vscode.CodeLens[]>('executeCodeLensProvider', document.uri, 20);
				return found.length > 0 && found;
			}, 'lenses');
			assert.deepEqual(
				lenses.map(({ command: shown }) => shown?.title),
				['$(package) Build', 'Check', 'Print'],
			);
			const json = await command<string>('bake.print', document.uri, { targets: ['api'] });
			assert.deepEqual(JSON.parse(json).target.api.tags, ['a:1']);
			await assert.rejects(Promise.resolve(command('bake.print', document.uri, { targets: ['nothing'] })), {
				code: 'invalid',
			});
		} finally {
			await vscode.commands.executeCommand('workbench.action.closeAllEditors');
			rmSync(folder, { recursive: true });
		}
	});
});

function ask<T>(name: string, ...args: unknown[]): Promise<T> {
	return Promise.resolve(vscode.commands.executeCommand<T>(`vscode.${name}`, ...args));
}

const codes = (found: readonly vscode.Diagnostic[]) =>
	found.map(({ code }) => String(typeof code === 'object' ? code.value : code));

/** Waits for it; says what there was instead. */
async function comesTo(done: () => Promise<boolean>, shown: () => Promise<unknown>): Promise<void> {
	await until(done, 'something else').catch(async () => assert.fail(JSON.stringify(await shown())));
}

function problems(
	{ uri }: vscode.TextDocument,
	wanted: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<void> {
	const now = () => vscode.languages.getDiagnostics(uri);
	return comesTo(
		async () => wanted(now()),
		async () => now().map(({ message }) => message),
	);
}
