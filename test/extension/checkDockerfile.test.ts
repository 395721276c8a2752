import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { command, commandLog, rejection, until } from './engineUnderTest.ts';

describe('image.check', () => {
	let folder: string;
	let dockerfile: string;
	beforeEach(() => {
		folder = join(mkdtempSync(join(tmpdir(), 'slipway check ')), 'it\'s "a" $(touch pwned) 도커');
		mkdirSync(folder);
		dockerfile = join(folder, 'Dockerfile');
	});
	afterEach(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		rmSync(join(folder, '..'), { recursive: true });
	});

	const open = async () => vscode.window.showTextDocument(await vscode.workspace.openTextDocument(dockerfile));
	const check = (options: object = {}) => command<number>('image.check', dockerfile, options);
	const problems = () =>
		vscode.languages
			.getDiagnostics(vscode.Uri.file(dockerfile))
			.filter(({ source }) => source === 'slipway')
			.map(problem => `${problem.range.start.line} ${codeOf(problem)}`);
	/** The extension's own check of it is switched off by a file that BuildKit does not know. */
	const onlyBuildKit = 'COPY $NOSUCHVARIABLE /x\n';
	const silenceOwn = () =>
		writeFileSync(join(folder, '.hadolint.yaml'), 'ignored: [UndefinedVar, CopySourceMissing]\n');

	it('resolves to the number of findings and publishes those of a file that nobody has open', async () => {
		writeFileSync(dockerfile, 'FROM busybox AS Base\nMAINTAINER me\nCMD echo one\n');
		assert.equal(await check(), 3);
		assert.deepEqual(problems(), ['0 StageNameCasing', '1 MaintainerDeprecated', '2 JSONArgsRecommended']);
		const [first] = vscode.languages.getDiagnostics(vscode.Uri.file(dockerfile)) as [vscode.Diagnostic];
		assert.equal(first.severity, vscode.DiagnosticSeverity.Warning);
		assert.match(String((first.code as { target: vscode.Uri }).target), /^https:\/\/docs\.docker\.com\//);
		const log = await commandLog(line => line.includes('--call=check'));
		assert.match(log.at(-1) ?? '', /^docker buildx build '?--call=check,format=json'? '.*도커'$/);

		writeFileSync(dockerfile, 'FROM busybox\n');
		assert.equal(await check(), 0);
		assert.deepEqual(problems(), []);
	});

	it('shows nothing twice beside the own problems', async () => {
		writeFileSync(dockerfile, `FROM busybox AS Base\nMAINTAINER me\nCMD echo \\\n  one\nRUNN x\n`);
		await open();
		await until('the own problems', () => problems().length > 0);
		const own = problems();
		assert.ok((await check()) > 0);
		assert.deepEqual(problems(), own);
	});

	it('checks what is not saved, and drops a finding with the edit of its line', async () => {
		silenceOwn();
		writeFileSync(dockerfile, 'FROM busybox\n');
		const editor = await open();
		await editor.edit(edit => edit.insert(new vscode.Position(1, 0), `# one\n${onlyBuildKit}`));
		assert.equal(await check(), 1);
		assert.deepEqual(problems(), ['2 UndefinedVar']);
		await editor.edit(edit => edit.insert(new vscode.Position(0, 0), '# above\n'));
		await until('the finding a line lower', () => problems().join() === '3 UndefinedVar');
		await editor.edit(edit => edit.insert(new vscode.Position(3, 5), 'a'));
		await until('no finding any more', () => !problems().some(problem => problem.includes('UndefinedVar')));
		await editor.document.save();
	});

	it('takes what BuildKit refuses as a finding', async () => {
		writeFileSync(dockerfile, 'FROM busybox\nCOPY --chmod=nonsense a /b\nRUNN x\n');
		assert.equal(await check(), 1);
		const [problem] = vscode.languages.getDiagnostics(vscode.Uri.file(dockerfile));
		assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
		assert.match(problem?.message ?? '', /unknown instruction: RUNN/);
	});

	it('takes severities from the setting', async () => {
		writeFileSync(dockerfile, 'FROM busybox\nMAINTAINER me\nCMD echo one\n');
		const rules = { MaintainerDeprecated: 'off', JSONArgsRecommended: 'error' };
		await withSetting('dockerfile.rules', rules, async () => {
			await check();
			assert.deepEqual(problems(), ['2 JSONArgsRecommended']);
			const [problem] = vscode.languages.getDiagnostics(vscode.Uri.file(dockerfile));
			assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
		});
	});

	it('runs on save where the setting says so', async () => {
		silenceOwn();
		writeFileSync(dockerfile, 'FROM busybox\n');
		const editor = await open();
		await withSetting('dockerfile.checkOnSave', true, async () => {
			await editor.edit(edit => edit.insert(new vscode.Position(1, 0), onlyBuildKit));
			await editor.document.save();
			await until('the finding', () => problems().includes('1 UndefinedVar'));
		});
	});

	it('is refused where the docker command line, the file or the stage is missing', async () => {
		await rejection('notFound', 'image.check', dockerfile, {});
		writeFileSync(dockerfile, 'FROM busybox AS one\n');
		await rejection('notFound', 'image.check', dockerfile, { target: 'two' });
		await rejection('invalid', 'image.check', dockerfile, { nosuch: 1 });
		await withSetting('dockerPath', join(folder, 'nosuchdocker'), async () => {
			await rejection('notFound', 'image.check', dockerfile, {});
		});
	});

	it('says in one sentence that an old buildx cannot', async () => {
		writeFileSync(dockerfile, 'FROM busybox\n');
		const old = join(folder, 'docker');
		const docker = execFileSync('sh', ['-c', 'command -v docker'], { encoding: 'utf8' }).trim();
		const answer = `case "$*" in *--call*) echo 'unknown flag: --call' >&2; exit 125;; esac\nexec '${docker}' "$@"\n`;
		writeFileSync(old, `#!/bin/sh\n${answer}`, { mode: 0o755 });
		await withSetting('dockerPath', old, async () => {
			assert.match(await rejection('failed', 'image.check', dockerfile, {}), /buildx 0\.15/);
		});
	});
});

function codeOf({ code }: vscode.Diagnostic): unknown {
	return typeof code === 'object' ? code.value : code;
}

async function withSetting(name: string, value: unknown, work: () => Promise<void>): Promise<void> {
	const settings = vscode.workspace.getConfiguration('slipway');
	await settings.update(name, value, vscode.ConfigurationTarget.Global);
	try {
		await work();
	} finally {
		await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
	}
}
