import * as assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { command, until } from './engineUnderTest.ts';

describe('the preview of a resolved compose model', function () {
	this.timeout(120_000);
	let folder: string;
	beforeEach(() => {
		folder = join(mkdtempSync(join(tmpdir(), 'slipway preview ')), '도커 (1)');
		mkdirSync(folder);
		write('compose.yaml', 'name: previewed\nservices:\n  web:\n    image: "nginx:${TAG}"\n');
		write('.env', 'TAG=1\n');
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		rmSync(join(folder, '..'), { recursive: true });
	});

	const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
	const preview = () => vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'slipway');
	const shows = (part: string) => until(part, () => preview()?.document.getText().includes(part));

	async function open(): Promise<string> {
		await vscode.window.showTextDocument(vscode.Uri.file(join(folder, 'compose.yaml')));
		return command<string>('compose.config', vscode.Uri.file(join(folder, 'compose.yaml')));
	}

	async function lens(): Promise<vscode.CodeLens | undefined> {
		const uri = preview()?.document.uri;
		const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
		return found.find(({ command }) => command?.title.includes('Not current'));
	}

	it('opens beside the file, which keeps the cursor, and resolves to the YAML', async () => {
		const yaml = await open();
		assert.match(yaml, /image: nginx:1\n/);
		assert.equal(preview()?.document.getText(), yaml);
		assert.equal(preview()?.viewColumn, vscode.ViewColumn.Two);
		assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'file');
	});

	it('opens as any other document where it is called with options, and stays as it is', async () => {
		await vscode.window.showTextDocument(vscode.Uri.file(join(folder, 'compose.yaml')));
		await command('compose.config', vscode.Uri.file(join(folder, 'compose.yaml')), { profiles: [] });
		assert.equal(vscode.window.activeTextEditor?.document.uri.scheme, 'slipway');
		write('.env', 'TAG=2\n');
		await new Promise(resolve => setTimeout(resolve, 2000));
		assert.match(preview()?.document.getText() ?? '', /nginx:1\n/);
	});

	it('follows the file, .env, and files that come and go', async () => {
		await open();
		write('.env', 'TAG=2\n');
		await shows('nginx:2');
		write('compose.override.yaml', 'services: { web: { user: "1000", env_file: web.env } }\n');
		write('web.env', 'A=1\n');
		await shows('A: "1"');
		write('web.env', 'A=2\n');
		await shows('A: "2"');
		rmSync(join(folder, 'compose.override.yaml'));
		await until('the override to be forgotten', () => !preview()?.document.getText().includes('user'));
		const editor = await vscode.window.showTextDocument(vscode.Uri.file(join(folder, 'compose.yaml')));
		await editor.edit(edit => edit.replace(new vscode.Range(3, 11, 3, 24), 'redis'));
		assert.match(preview()?.document.getText() ?? '', /nginx:2/);
		await editor.document.save();
		await shows('image: redis');
	});

	it('keeps the last good model where Compose refuses, and leads to the mistake', async () => {
		await open();
		assert.equal(await lens(), undefined);
		write('compose.yaml', 'name: previewed\nservices:\n  web:\n    image: nginx\n    prots: ["80"]\n');
		const refusal = await until('the line that says why', lens);
		assert.match(refusal.command?.title ?? '', /Not current: compose\.yaml:5: [^/]*prots/);
		assert.match(preview()?.document.getText() ?? '', /nginx:1\n/);
		await vscode.commands.executeCommand(refusal.command?.command ?? '', ...(refusal.command?.arguments ?? []));
		assert.equal(vscode.window.activeTextEditor?.selection.start.line, 4);
		assert.equal(vscode.window.activeTextEditor?.viewColumn, vscode.ViewColumn.One);
		write('compose.yaml', 'name: previewed\nservices:\n  web:\n    image: nginx\n    ports: ["80"]\n');
		await shows('target: 80');
		assert.equal(await lens(), undefined);
	});
});
