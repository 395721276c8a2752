import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../support/until.ts';

describe('image.build', function () {
	this.timeout(120_000);
	const prefix = `slipwaybuild-${process.pid}`;
	let folder: string;
	let dockerfile: string;
	beforeEach(() => {
		folder = join(mkdtempSync(join(tmpdir(), 'slipway build ')), 'it\'s "a" $(touch pwned) 도커');
		mkdirSync(folder);
		dockerfile = join(folder, 'Dockerfile');
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		rmSync(join(folder, '..'), { recursive: true });
	});
	after(() => {
		const images = docker('images', '--quiet', '--filter', `reference=${prefix}*`).split('\n').filter(Boolean);
		if (images.length > 0) {
			docker('rmi', '--force', ...new Set(images));
		}
	});

	it('builds without a question and resolves to the id', async () => {
		writeFileSync(dockerfile, 'FROM busybox\nCOPY Dockerfile /it\n');
		const id = await build(dockerfile, { tag: `${prefix}:1` });
		assert.equal(id, inspect(`${prefix}:1`).Id);
	});

	it('hands every option on', async () => {
		mkdirSync(join(folder, 'sub'));
		writeFileSync(join(folder, 'file'), 'x');
		writeFileSync(
			join(folder, 'sub', 'my.Dockerfile'),
			'FROM busybox AS first\nARG WHO=nobody\nCOPY file /file\nENV WHO=$WHO\nFROM busybox AS second\nRUN exit 1\n',
		);
		await build(join(folder, 'sub', 'my.Dockerfile'), {
			tags: [`${prefix}:a`, `${prefix}:b`],
			context: folder,
			target: 'first',
			buildArgs: { WHO: 'a "b" $(c)' },
			labels: { 'org.example.label': "it's" },
			noCache: true,
		});
		const { Id, Config } = inspect(`${prefix}:a`);
		assert.equal(Id, inspect(`${prefix}:b`).Id);
		assert.ok(Config.Env.includes('WHO=a "b" $(c)'), String(Config.Env));
		assert.equal(Config.Labels['org.example.label'], "it's");
	});

	it('takes a folder, by its Uri', async () => {
		writeFileSync(dockerfile, 'FROM busybox\nLABEL a=1\n');
		const id = await build(vscode.Uri.file(folder), { tag: `${prefix}:folder` });
		assert.equal(id, inspect(`${prefix}:folder`).Id);
	});

	it('puts a failed step on its instruction, until it is edited', async () => {
		writeFileSync(dockerfile, '# comment\nFROM busybox\n  RUN echo one && \\\n    nosuchcommand\nCMD ["sh"]\n');
		const document = await vscode.workspace.openTextDocument(dockerfile);
		const editor = await vscode.window.showTextDocument(document);
		await assert.rejects(build(dockerfile, { tag: `${prefix}:bad` }), (error: Error & { code?: string }) => {
			assert.equal(error.code, 'failed');
			assert.match(error.message, /line 3.*exit code: 127/);
			return true;
		});
		const [problem, ...others] = problemsOf(document);
		assert.deepEqual(others, []);
		assert.ok(problem);
		assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
		assert.equal(problem.code, 'BuildFailed');
		assert.match(problem.message, /exit code: 127\n(.*\n)*.*nosuchcommand: not found/);
		const { start, end } = problem.range;
		assert.deepEqual([start.line, start.character, end.line, end.character], [2, 2, 3, 17]);

		await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '# more\n'));
		assert.deepEqual(problemsOf(document), []);
		await document.save();
	});

	it('says nothing twice: why a line cannot be read stands there already', async () => {
		writeFileSync(dockerfile, 'FROM busybox\nRUNN x\n');
		const document = await vscode.workspace.openTextDocument(dockerfile);
		await vscode.window.showTextDocument(document);
		await until(() => problemsOf(document).length > 0);
		const before = problemsOf(document).map(({ code }) => code);
		await assert.rejects(build(dockerfile, { tag: `${prefix}:bad` }), { code: 'failed' });
		assert.deepEqual(
			problemsOf(document).map(({ code }) => code),
			before,
		);
	});

	it('clears the problem with the next build', async () => {
		writeFileSync(dockerfile, 'FROM busybox\nCOPY nosuchfile /\n');
		await assert.rejects(build(dockerfile, { tag: `${prefix}:bad` }), { code: 'failed' });
		const uri = vscode.Uri.file(dockerfile);
		assert.equal(vscode.languages.getDiagnostics(uri)[0]?.range.start.line, 1);
		writeFileSync(dockerfile, 'FROM busybox\n');
		await build(dockerfile, { tag: `${prefix}:good` });
		assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
	});

	it('is cancelled when its task is terminated', async () => {
		writeFileSync(dockerfile, `FROM busybox\nRUN echo ${prefix} && sleep 300\n`);
		const started = new Promise<vscode.TaskExecution>(resolve => {
			const subscription = vscode.tasks.onDidStartTask(({ execution }) => {
				subscription.dispose();
				resolve(execution);
			});
		});
		const building = assert.rejects(build(dockerfile, { tag: `${prefix}:long`, noCache: true }), { code: 'cancelled' });
		const execution = await started;
		await until(() => runningBuilds(folder) > 0);
		execution.terminate();
		await building;
		await until(() => runningBuilds(folder) === 0);
	});

	it('is refused where the docker command line is missing', async () => {
		writeFileSync(dockerfile, 'FROM busybox\n');
		const settings = vscode.workspace.getConfiguration('slipway');
		await settings.update('dockerPath', join(folder, 'nosuchdocker'), vscode.ConfigurationTarget.Global);
		try {
			await assert.rejects(build(dockerfile, { tag: `${prefix}:none` }), { code: 'notFound' });
		} finally {
			await settings.update('dockerPath', undefined, vscode.ConfigurationTarget.Global);
		}
		await build(dockerfile, { tag: `${prefix}:again` });
	});

	it('says what is not there', async () => {
		await assert.rejects(build(join(folder, 'nosuch'), { tag: 'x' }), { code: 'notFound' });
		await assert.rejects(build(dockerfile, { tag: 'x', nosuch: 1 }), { code: 'invalid' });
	});
});

async function build(target: string | vscode.Uri, options: object): Promise<string> {
	return vscode.commands.executeCommand<string>('slipway.image.build', target, options);
}

function docker(...words: string[]): string {
	return execFileSync('docker', words, { encoding: 'utf8' });
}

function inspect(image: string): { Id: string; Config: { Env: string[]; Labels: Record<string, string> } } {
	return JSON.parse(docker('image', 'inspect', image))[0];
}

function problemsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
	return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'slipway');
}

/** By the folder around the context's, whose name `ps` prints in every locale. */
function runningBuilds(context: string): number {
	return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
		.split('\n')
		.filter(line => line.includes('buildx build') && line.includes(dirname(context))).length;
}
