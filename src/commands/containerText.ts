import * as vscode from 'vscode';
import { containersToCompose } from '../engine/containerToCompose.ts';
import { runLineOfContainer } from '../engine/runLineOfContainer.ts';
import { withProgress } from '../ui/progress.ts';
import { offer } from '../ui/wayOn.ts';
import { readOptions } from './options.ts';
import type { Handler } from './services.ts';
import { findTargets } from './targets.ts';

/** The `docker run` lines of containers, on the clipboard. */
export const copyRunCommand: Handler = async (services, call) => {
	readOptions(call.options, {});
	const containers = await findTargets(services, 'container', call, {
		title: vscode.l10n.t('Copy the docker run command of containers'),
		none: vscode.l10n.t('There is no container.'),
	});
	const lines = await withProgress(
		vscode.l10n.t('Reading the configuration'),
		signal => Promise.all(containers.map(({ id }) => runLineOfContainer(services.connection, id, { signal }))),
		{ signal: call.signal },
	);
	const text = lines.map(({ line }) => line).join('\n');
	await vscode.env.clipboard.writeText(text);
	tellLeftOut(
		lines.flatMap(({ leftOut }) => leftOut),
		what => vscode.l10n.t('Left out, since "docker run" cannot say it: {0}', what),
	);
	return text;
};

/** Containers as the services of one compose file, in a new editor. */
export const toCompose: Handler = async (services, call) => {
	readOptions(call.options, {});
	const containers = await findTargets(services, 'container', call, {
		title: vscode.l10n.t('Make a compose file of containers'),
		none: vscode.l10n.t('There is no container.'),
	});
	const { yaml, leftOut } = await withProgress(
		vscode.l10n.t('Reading the configuration'),
		signal =>
			containersToCompose(
				services.connection,
				containers.map(({ id }) => id),
				{ signal },
			),
		{ signal: call.signal },
	);
	const document = await vscode.workspace.openTextDocument({ language: 'dockercompose', content: yaml });
	await vscode.window.showTextDocument(document);
	tellLeftOut(leftOut, what => vscode.l10n.t('Left out, since a service has nothing like it: {0}', what));
	return yaml;
};

function tellLeftOut(leftOut: readonly string[], sentence: (what: string) => string): void {
	if (leftOut.length > 0) {
		offer('info', sentence([...new Set(leftOut)].join(', ')), []);
	}
}
