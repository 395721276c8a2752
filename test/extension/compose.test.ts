import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { SlipwayApi } from '../../src/api.ts';
import { until } from '../support/until.ts';

const sleeper = `image: busybox
    command: ["sh", "-c", "trap exit TERM; sleep 1000 & wait"]`;

describe('compose commands', function () {
	this.timeout(120_000);
	const name = `slipwaycompose-${process.pid}`;
	let folder: string;
	let file: string;
	before(() => {
		folder = join(mkdtempSync(join(tmpdir(), 'slipway compose ')), 'it\'s "a" $(touch pwned) 도커');
		mkdirSync(folder);
		file = join(folder, 'compose.yaml');
		writeFileSync(join(folder, '.env'), 'MESSAGE=from .env\n');
		writeFileSync(
			file,
			`name: ${name}
services:
  web:
    ${sleeper}
    labels: { message: "\${MESSAGE}" }
    volumes: ["data:/data"]
  debug:
    ${sleeper}
    profiles: [debug]
volumes:
  data:
`,
		);
		writeFileSync(join(folder, 'compose.override.yaml'), 'services: { web: { labels: { from: override } } }\n');
		writeFileSync(join(folder, 'more.yaml'), 'services: { web: { labels: { from: more } } }\n');
	});
	after(() => {
		execFileSync('docker', ['compose', '-p', name, 'down', '--volumes', '--timeout', '0'], {
			cwd: '/',
			stdio: 'ignore',
		});
		rmSync(join(folder, '..'), { recursive: true });
	});
	afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

	const containers = (format = '{{.Label "com.docker.compose.service"}} {{.State}}') =>
		docker('ps', '--all', '--filter', `label=com.docker.compose.project=${name}`, '--format', format)
			.trim()
			.split('\n')
			.sort();

	it('up takes the folder’s own files, override and .env', async () => {
		assert.equal(await compose('up', vscode.Uri.file(file)), 0);
		assert.deepEqual(containers('{{.Label "from"}}, {{.Label "message"}}, {{.State}}'), [
			'override, from .env, running',
		]);
	});

	it('up with several files makes one command of them', async () => {
		assert.equal(await compose('up', [join(folder, 'more.yaml'), file]), 0);
		assert.deepEqual(containers('{{.Label "from"}}'), ['more']);
		assert.equal(await compose('up', undefined, { files: [file, join(folder, 'compose.override.yaml')] }), 0);
		assert.deepEqual(containers('{{.Label "from"}}'), ['override']);
	});

	it('up scales and takes profiles and services', async () => {
		assert.equal(await compose('up', file, { scale: { web: 2 }, profiles: ['debug'] }), 0);
		assert.deepEqual(containers(), ['debug running', 'web running', 'web running']);
	});

	it('stop and start act on a project by its name, profiles included', async () => {
		assert.equal(await compose('stop', name), 0);
		assert.deepEqual(containers(), ['debug exited', 'web exited', 'web exited']);
		assert.equal(await compose('start', name), 0);
		assert.deepEqual(containers(), ['debug running', 'web running', 'web running']);
		assert.equal(await compose('stop', name, { services: ['debug'] }), 0);
		assert.deepEqual(containers(), ['debug exited', 'web running', 'web running']);
	});

	it('rows stand for their project or their service', async () => {
		const project = { kind: 'composeProject', name, containers: [], files: [file], workingDirectory: folder };
		const all = await (await slipway()).list('container');
		const web = all.find(it => it.kind === 'container' && it.composeProject === name && it.composeService === 'web');
		assert.equal(await compose('stop', web), 0);
		assert.deepEqual(containers(), ['debug exited', 'web exited', 'web exited']);
		assert.equal(await compose('up', { kind: 'composeService', name: 'web', project: name, files: [file] }), 0);
		assert.deepEqual(containers(), ['debug exited', 'web running']);
		assert.equal(await compose('start', project), 0);
		assert.deepEqual(containers(), ['debug running', 'web running']);
	});

	it('config opens the resolved model', async () => {
		const yaml = await compose<string>('config', file);
		assert.match(yaml, /from: override\n/);
		assert.equal(vscode.window.activeTextEditor?.document.getText(), yaml);
		assert.equal(vscode.window.activeTextEditor?.document.languageId, 'yaml');
	});

	it('logs open a viewer of the project or of services', async () => {
		await compose('logs', file);
		await compose('logs', file, { services: ['web'], tail: 5 });
		const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
		await until(() => labels().includes(`Logs: ${name}`) && labels().includes(`Logs: ${name} · web`));
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	});

	it('a failure resolves to its exit code', async () => {
		const bad = join(folder, 'compose.bad.yaml');
		writeFileSync(bad, `name: ${name}\nservices: { x: { image: "127.0.0.1:1/nosuch" } }\n`);
		const code = await compose<number>('pull', bad);
		assert.notEqual(code, 0);
		const terminals = vscode.window.terminals.map(terminal => terminal.name);
		assert.ok(terminals.includes(`compose pull · ${name}`), String(terminals));
		await assert.rejects(compose('config', bad, { profiles: [], nosuch: true }), { code: 'invalid' });
	});

	it('down works by name when the files are gone, and takes the volumes that it is told to', async () => {
		rmSync(file);
		await assert.rejects(compose('up', name), { code: 'notFound' });
		assert.equal(await compose('stop', name), 0);
		assert.deepEqual(containers(), ['debug exited', 'web exited']);
		assert.equal(await compose('down', name, { volumes: true, confirm: false }), 0);
		assert.deepEqual(containers(), ['']);
		assert.equal(docker('volume', 'ls', '--quiet', '--filter', `name=${name}_data`), '');
	});

	it('a project that is not there is not found', async () => {
		await assert.rejects(compose('down', `${name}-nosuch`), { code: 'notFound' });
		await assert.rejects(compose('up', join(folder, 'nosuch.yaml')), { code: 'notFound' });
	});

	it('fromRun adds a service to the file in the editor, and makes a file where there is none', async () => {
		const line = 'docker run -d --name cache -p 6379:6379 redis:7';
		const yaml = await vscode.commands.executeCommand<string>('slipway.compose.fromRun', { commandLine: line });
		assert.equal(vscode.window.activeTextEditor?.document.getText(), yaml);
		assert.equal(vscode.window.activeTextEditor?.document.isUntitled, true);

		const existing = join(folder, 'docker-compose.yml');
		writeFileSync(existing, '# mine\nservices:\n  web: # keep\n    image: x\n');
		const document = await vscode.workspace.openTextDocument(existing);
		await vscode.window.showTextDocument(document);
		await vscode.commands.executeCommand('slipway.compose.fromRun', undefined, { commandLine: line });
		assert.equal(
			document.getText(),
			'# mine\nservices:\n  web: # keep\n    image: x\n  cache:\n    image: redis:7\n    container_name: cache\n    ports:\n      - "6379:6379"\n',
		);
		assert.equal(document.isDirty, true);
		await vscode.commands.executeCommand('undo');
		assert.doesNotMatch(document.getText(), /cache/);
		await document.save();
	});
});

async function slipway(): Promise<SlipwayApi> {
	return vscode.extensions.getExtension<SlipwayApi>('slipway.slipway')?.activate() ?? assert.fail('no extension');
}

async function compose<T = number>(action: string, target: unknown, options?: object): Promise<T> {
	return vscode.commands.executeCommand<T>(`slipway.compose.${action}`, target, options);
}

function docker(...words: string[]): string {
	return execFileSync('docker', words, { encoding: 'utf8' });
}
