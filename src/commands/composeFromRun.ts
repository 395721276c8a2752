import * as vscode from 'vscode';
import { addToComposeFile, toComposeFile } from '../engine/composeEdit.ts';
import { isComposeFile } from '../engine/composeFiles.ts';
import { convertRun } from '../engine/composeFromRun.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { sentenceOf } from '../ui/errorSentence.ts';
import { askText } from '../ui/inputs.ts';
import { offer } from '../ui/wayOn.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';

/** A `docker run` line as a service: into the compose file in the editor, as an edit that can be undone, or a new one. */
export const fromRun: Handler = async (_services, call) => {
	const options = readOptions(call.options, { commandLine: 'string' });
	const run = convertRun(options.commandLine ?? (await askLine()));
	const yaml = await toComposeFile(run);
	const target = await openComposeFile(call.targets[0]);
	if (target) {
		await replace(target, await addToComposeFile(target.getText(), run));
	} else {
		const document = await vscode.workspace.openTextDocument({ language: 'dockercompose', content: yaml });
		await vscode.window.showTextDocument(document);
	}
	if (run.ignored.length > 0) {
		offer('info', vscode.l10n.t('Left out, since a service has nothing like it: {0}', run.ignored.join(', ')), []);
	}
	return yaml;
};

async function askLine(): Promise<string> {
	const copied = await vscode.env.clipboard.readText();
	return askText({
		title: vscode.l10n.t('Convert "docker run" to Compose'),
		prompt: vscode.l10n.t('Paste the whole line, for example docker run -d -p 8080:80 --name web nginx'),
		value: /\b(docker|podman) .*run\b/.test(copied) ? copied.trim() : '',
		problem: line => {
			try {
				convertRun(line);
				return undefined;
			} catch (error) {
				return line === ''
					? vscode.l10n.t('A line is needed.')
					: sentenceOf(toEngineError(error), { containers: [], endpoint: '' });
			}
		},
	});
}

async function openComposeFile(target: unknown): Promise<vscode.TextDocument | undefined> {
	if (target instanceof vscode.Uri) {
		return vscode.workspace.openTextDocument(target);
	}
	const active = vscode.window.activeTextEditor?.document;
	return active && (isComposeFile(active.uri.path) || active.languageId === 'dockercompose') ? active : undefined;
}

/** Edits only what differs, so that cursors and marks elsewhere stay. */
async function replace(document: vscode.TextDocument, after: string): Promise<void> {
	const before = document.getText();
	let start = 0;
	while (start < before.length && before[start] === after[start]) {
		start++;
	}
	let end = 0;
	while (end < before.length - start && before.at(-1 - end) === after.at(-1 - end)) {
		end++;
	}
	const range = new vscode.Range(document.positionAt(start), document.positionAt(before.length - end));
	const edit = new vscode.WorkspaceEdit();
	edit.replace(document.uri, range, after.slice(start, after.length - end));
	if (!(await vscode.workspace.applyEdit(edit))) {
		throw new EngineError('failed', vscode.l10n.t('The compose file could not be edited.'));
	}
	await vscode.window.showTextDocument(document);
}
