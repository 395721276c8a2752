import * as assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { command, rejection } from './engineUnderTest.ts';

describe('dockerfile.create', () => {
	let folder: string;
	beforeEach(() => {
		folder = join(mkdtempSync(join(tmpdir(), 'slipway create ')), 'it\'s "a" $(x) 도커');
		mkdirSync(folder);
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		rmSync(join(folder, '..'), { recursive: true });
	});

	const write = (files: Readonly<Record<string, string>>) => {
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), text);
		}
	};
	const read = (name: string) => readFileSync(join(folder, name), 'utf8');
	const create = (options: object = {}) => command<string[]>('dockerfile.create', undefined, { folder, ...options });

	it('writes what fits the folder, opens it, and resolves to the paths', async () => {
		write({ 'package.json': JSON.stringify({ scripts: { start: 'node app.js' } }), 'package-lock.json': '{}' });
		assert.deepEqual(await create(), [join(folder, 'Dockerfile'), join(folder, '.dockerignore')]);
		assert.match(
			read('Dockerfile'),
			/^FROM node:\d+-slim[\s\S]*npm ci[\s\S]*EXPOSE 3000\nCMD \["node", "app\.js"\]\n$/,
		);
		assert.match(read('.dockerignore'), /^\*\*\/node_modules$/m);
		assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, join(folder, 'Dockerfile'));
	});

	it('takes every answer from its options', async () => {
		write({ 'go.mod': 'module x\n', 'package.json': '{}' });
		await create({ platform: 'Python', port: 9000, command: 'python "my app.py"', image: 'python:3.12-alpine' });
		assert.match(
			read('Dockerfile'),
			/^FROM python:3\.12-alpine\n[\s\S]*EXPOSE 9000\nCMD \["python", "my app\.py"\]\n$/m,
		);
	});

	it('is meant for a folder that is clicked, too', async () => {
		write({ 'index.html': '' });
		await command('dockerfile.create', vscode.Uri.file(folder), { port: 8080 });
		assert.match(read('Dockerfile'), /nginx/);
	});

	it('overwrites nothing, and takes another name', async () => {
		write({ Dockerfile: 'FROM mine\n', '.dockerignore': 'mine\n', 'main.go': '', 'go.mod': 'module x\n' });
		assert.match(await rejection('conflict', 'dockerfile.create', undefined, { folder }), /Dockerfile already/);
		assert.deepEqual(await create({ name: 'Dockerfile.go' }), [join(folder, 'Dockerfile.go')]);
		assert.deepEqual([read('Dockerfile'), read('.dockerignore')], ['FROM mine\n', 'mine\n']);
		assert.match(read('Dockerfile.go'), /^FROM .*golang/m);
	});

	it('refuses what makes no sense, and writes nothing then', async () => {
		write({ 'index.html': '' });
		for (const options of [
			{ platform: 'cobol' },
			{ port: 70_000 },
			{ image: 'a b\nRUN evil' },
			{ name: '../Dockerfile' },
			{ nosuch: 1 },
		]) {
			await rejection('invalid', 'dockerfile.create', undefined, { folder, ...options });
		}
		await rejection('notFound', 'dockerfile.create', undefined, { folder: join(folder, 'nosuch') });
		assert.ok(!existsSync(join(folder, 'Dockerfile')));
		assert.ok(!existsSync(join(folder, '.dockerignore')));
	});
});
