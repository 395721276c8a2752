import * as assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Languages by the names of their files. */
const names: Readonly<Record<string, readonly string[]>> = {
	dockerfile: [
		...[
			'Dockerfile',
			'dockerfile',
			'Containerfile',
			'Dockerfile.dev',
			'Containerfile.dev',
			'api.Dockerfile',
			'a.dockerfile',
		],
		...['Dockerfile-alpine', 'Dockerfile_prod', 'api-Dockerfile'],
	],
	dockercompose: [
		...['compose.yaml', 'compose.yml', 'compose.override.yaml', 'compose-dev.yml', 'docker-compose.yml'],
		...[
			'docker-compose.prod.yaml',
			'docker-compose-test.yml',
			'dev.compose.yaml',
			'docker-stack.yml',
			'web.stack.yaml',
		],
	],
	dockerbake: ['docker-bake.hcl', 'docker-bake.override.hcl', 'docker-bake.dev.hcl', 'bake.hcl', 'web.bake.hcl'],
	dockerignore: ['.dockerignore', 'Dockerfile.dockerignore', 'Containerfile.dev.dockerignore', '.containerignore'],
	yaml: ['stack.yaml', 'composer.yaml', 'values.yaml'],
	typescript: ['dockerfile-parser.ts'],
	markdown: ['Dockerfile-notes.md'],
};

describe('files and their languages', () => {
	const folder = mkdtempSync(join(tmpdir(), 'slipway languages '));
	after(() => rmSync(folder, { recursive: true }));
	afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

	/** In a folder of its own: a file that is written again is read again by VS Code at a moment of its choice. */
	async function open(name: string, text: string): Promise<vscode.TextDocument> {
		const path = join(mkdtempSync(join(folder, 'file-')), name);
		writeFileSync(path, text);
		return vscode.workspace.openTextDocument(path);
	}

	it('are told by their names', async () => {
		for (const [language, files] of Object.entries(names)) {
			for (const name of files) {
				assert.equal((await open(name, '\n')).languageId, language, name);
			}
		}
	});

	it('are told by the first line of a Dockerfile', async () => {
		assert.equal((await open('image', '# syntax=docker/dockerfile:1\n')).languageId, 'dockerfile');
	});

	it('offer their snippets', async () => {
		const offered = async (name: string) => {
			const document = await open(name, '');
			const list = await vscode.commands.executeCommand<vscode.CompletionList>(
				'vscode.executeCompletionItemProvider',
				document.uri,
				new vscode.Position(0, 0),
			);
			return list.items.filter(({ kind }) => kind === vscode.CompletionItemKind.Snippet).map(labelOf);
		};
		assert.ok((await offered('Dockerfile')).includes('dockerfile-node'));
		assert.ok((await offered('compose.yaml')).includes('service-postgres'));
		assert.ok((await offered('docker-bake.hcl')).includes('target-platforms'));
	});

	const indentation: Readonly<Record<string, readonly [name: string, typed: string, result: string]>> = {
		'indents what is continued': ['Dockerfile', 'RUN a \\\nb', 'RUN a \\\n    b'],
		'keeps the indentation while it goes on': ['Dockerfile', 'RUN a \\\nb \\\nc', 'RUN a \\\n    b \\\n    c'],
		'goes back after the last line': ['Dockerfile', 'RUN a \\\nb\nUSER c', 'RUN a \\\n    b\nUSER c'],
		'leaves other lines alone': ['Dockerfile', 'FROM a:b\n# c \\\nRUN d', 'FROM a:b\n# c \\\nRUN d'],
		'indents what is in braces': ['docker-bake.hcl', 'target "a" {\nb = 1', 'target "a" {\n    b = 1'],
	};
	/**
	 * What the editor makes of typed lines, at a pace in ms. VS Code keeps the indentation as it is while its
	 * tokenizer, which works in idle moments, has not read the line above: who types faster than that sees no rule.
	 */
	async function typedAtPace(name: string, typed: string, pace: number): Promise<string> {
		const document = await open(name, '');
		const editor = await vscode.window.showTextDocument(document);
		editor.options = { insertSpaces: true, tabSize: 4 };
		for (const [index, line] of typed.split('\n').entries()) {
			if (index > 0) {
				await pause(pace);
				await vscode.commands.executeCommand('type', { text: '\n' });
			}
			await editor.edit(edit => edit.insert(editor.selection.active, line));
		}
		const text = document.getText();
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
		return text.replace(/\}$/, '').trimEnd();
	}
	for (const [what, [name, typed, result]] of Object.entries(indentation)) {
		it(`${what}: ${JSON.stringify(typed)}`, async () => {
			let seen = '';
			for (const pace of [50, 300, 1500]) {
				seen = await typedAtPace(name, typed, pace);
				if (seen === result) {
					return;
				}
			}
			assert.equal(seen, result);
		});
	}
});

function labelOf({ label }: vscode.CompletionItem): string {
	return typeof label === 'string' ? label : label.label;
}
