import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { command, commandLog, uniqueName, until } from './engineUnderTest.ts';

describe('compose.watch', function () {
	this.timeout(120_000);
	const name = uniqueName('watched');
	let folder: string;

	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'slipway-watch-'));
		mkdirSync(join(folder, 'src'));
		writeFileSync(join(folder, 'src', 'page'), 'before');
		writeFileSync(
			join(folder, 'compose.yaml'),
			`name: ${name}
services:
  app:
    build:
      dockerfile_inline: |
        FROM busybox
        COPY src /src
    command: ["sleep", "1000"]
    stop_grace_period: 0s
    develop:
      watch:
        - action: sync
          path: ./src
          target: /src
`,
		);
	});
	after(() => {
		docker('compose', '-p', name, 'down', '--rmi', 'local', '--timeout', '0');
		rmSync(folder, { recursive: true });
	});

	const docker = (...words: string[]) => {
		try {
			return execFileSync('docker', words, { cwd: '/', encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
		} catch {
			return '';
		}
	};

	it('brings a changed file into the container until its task ends', async () => {
		const watching = command<number>('compose.watch', join(folder, 'compose.yaml')).then(
			code => code,
			(error: Error & { code: string }) => error.code,
		);
		await commandLog(line => line === `cd ${folder} && docker compose watch`);
		// What changes before Compose looks is not brought in: it is changed until it is.
		let count = 0;
		await until('the changed file', () => {
			writeFileSync(join(folder, 'src', 'page'), `after ${count++}`);
			return docker('exec', `${name}-app-1`, 'cat', '/src/page').startsWith('after');
		});
		const task = vscode.tasks.taskExecutions.find(execution => execution.task.name.includes(name));
		assert.ok(task);
		task.terminate();
		assert.ok([130, 'cancelled', 143, 0].includes(await watching), String(await watching));
		assert.ok(!vscode.tasks.taskExecutions.includes(task));
	});
});
