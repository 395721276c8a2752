import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { CommandName } from '../contributions.ts';
import { EngineError } from '../engine/errors.ts';
import { pickOne } from '../ui/pick.ts';
import { cancelled, withProgress } from '../ui/progress.ts';
import { NothingThere } from '../ui/reportError.ts';
import { offer } from '../ui/wayOn.ts';
import type { CommandCall } from './commandCall.ts';
import { absolutePath } from './dockerfileTarget.ts';
import { withTools } from './missingTool.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';

const pattern = '**/{docker-bake*,*[-_.]bake}.{hcl,json}';
const excluded = '**/{node_modules,.git,vendor,dist}/**';

/** A command that resolves to the exit code of `docker buildx bake`. */
function runs(action: 'build' | 'check'): Handler {
	return async (services, call) => {
		const { targets = [] } = readOptions(call.options, { targets: 'strings' });
		const file = await findBakeFile(call);
		const exitCode = await withTools(() => services.tasks.bakes.run(action, { file, targets }, call.signal));
		if (exitCode === undefined) {
			throw cancelled();
		}
		if (exitCode !== 0 && exitCode !== 130) {
			const name = vscode.workspace.asRelativePath(file);
			offer('error', vscode.l10n.t('"docker buildx bake" of {0} ended with exit code {1}.', name, exitCode), []);
		}
		return exitCode;
	};
}

const print: Handler = async (services, call) => {
	const { targets = [] } = readOptions(call.options, { targets: 'strings' });
	const file = await findBakeFile(call);
	const name = vscode.workspace.asRelativePath(file);
	const json = await withProgress(
		vscode.l10n.t('Resolving {0}', name),
		signal => withTools(() => services.tasks.bakes.print({ file, targets }, signal)),
		{ ...(call.signal ? { signal: call.signal } : {}) },
	);
	await services.documents.open('bake', `${name.replaceAll('/', '-')}.json`, 'json', json);
	return json;
};

/** The target, else the file in the editor, else a picked one. */
async function findBakeFile(call: CommandCall): Promise<string> {
	const [target] = call.targets;
	if (target instanceof vscode.Uri || typeof target === 'string') {
		const path = target instanceof vscode.Uri ? target.fsPath : absolutePath(target);
		const found = await stat(path).catch(() => undefined);
		if (!found?.isFile()) {
			throw new EngineError('notFound', vscode.l10n.t('There is no bake file at {0}.', path));
		}
		return path;
	}
	const active = vscode.window.activeTextEditor?.document;
	if (active?.uri.scheme === 'file' && active.languageId === 'dockerbake') {
		return active.uri.fsPath;
	}
	const files = await vscode.workspace.findFiles(pattern, excluded, 100);
	if (files.length === 0) {
		throw new NothingThere(vscode.l10n.t('The workspace has no bake file.'));
	}
	const choices = files.map(file => ({
		label: vscode.workspace.asRelativePath(file),
		icon: new vscode.ThemeIcon('file-code'),
		value: file.fsPath,
	}));
	return choices.length === 1 && choices[0]
		? choices[0].value
		: pickOne(choices, { title: vscode.l10n.t('Choose a bake file') });
}

export const bakeCommands = {
	'bake.build': runs('build'),
	'bake.check': runs('check'),
	'bake.print': print,
} satisfies Partial<Record<CommandName, Handler>>;
