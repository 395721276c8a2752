import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

describe('tasks slipway-build', function () {
	this.timeout(120_000);
	const tag = `slipwaytask-${process.pid}:1`;
	let root: string;
	before(() => {
		root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
		assert.notEqual(root, '');
		mkdirSync(join(root, 'task app', '.vscode'), { recursive: true });
		mkdirSync(join(root, '.vscode'), { recursive: true });
		writeFileSync(
			join(root, 'task app', 'Dockerfile'),
			'FROM busybox AS one\nARG A\nLABEL a=$A\nFROM one AS two\nRUN exit 1\n',
		);
		writeFileSync(join(root, '.vscode', 'tasks.json'), JSON.stringify({ version: '2.0.0', tasks: [task] }));
	});
	after(() => {
		rmSync(join(root, 'task app'), { recursive: true });
		rmSync(join(root, '.vscode'), { recursive: true });
		execFileSync('docker', ['rmi', '--force', tag]);
	});
	const task = {
		type: 'slipway-build',
		label: 'my build',
		dockerfile: ['$', '{workspaceFolder}/task app/Dockerfile'].join(''),
		context: 'task app',
		tag,
		target: 'one',
		buildArgs: { A: 'from tasks.json' },
		labels: { b: '2' },
		noCache: true,
	};

	it('are offered for each Dockerfile of the workspace', async () => {
		const tasks = await vscode.tasks.fetchTasks({ type: 'slipway-build' });
		const definitions = tasks.map(({ definition }) => definition.dockerfile);
		assert.ok(definitions.includes('task app/Dockerfile'), String(definitions));
	});

	it('build as tasks.json says', async () => {
		const mine = await untilFound(async () =>
			(await vscode.tasks.fetchTasks({ type: 'slipway-build' })).find(({ name }) => name === 'my build'),
		);
		assert.equal(await run(mine), 0);
		const [image] = JSON.parse(execFileSync('docker', ['image', 'inspect', tag], { encoding: 'utf8' }));
		assert.deepEqual(image.Config.Labels, { a: 'from tasks.json', b: '2' });
	});

	it('leave a problem where a step fails, and end with its exit code', async () => {
		const tasks = await vscode.tasks.fetchTasks({ type: 'slipway-build' });
		const whole = tasks.find(({ definition }) => definition.dockerfile === 'task app/Dockerfile');
		assert.ok(whole);
		assert.equal(await run(whole), 1);
		const [problem] = vscode.languages.getDiagnostics(vscode.Uri.file(join(root, 'task app', 'Dockerfile')));
		assert.deepEqual([problem?.source, problem?.code, problem?.range.start.line], ['slipway', 'BuildFailed', 4]);
	});
});

function run(task: vscode.Task): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const subscription = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
			if (execution.task.name === task.name) {
				subscription.dispose();
				resolve(exitCode);
			}
		});
		vscode.tasks.executeTask(task).then(undefined, reject);
	});
}

async function untilFound<T>(find: () => Promise<T | undefined>): Promise<T> {
	for (;;) {
		const found = await find();
		if (found !== undefined) {
			return found;
		}
		await new Promise(resolve => setTimeout(resolve, 100));
	}
}
