import * as vscode from 'vscode';
import type { CommandName } from '../contributions.ts';
import type { ContainerState } from '../engine/resources.ts';
import type { PageAction } from './protocols/containerPage.ts';

/** Something that a button of the page does; `key` is unique among them. */
export interface OfferedAction extends PageAction {
	readonly command: CommandName;
	/** The command's target and options. */
	readonly arguments: readonly unknown[];
}

/** What can be done with a container in its state; the likeliest first, removing last. */
export function actionsFor(id: string, state: ContainerState): OfferedAction[] {
	const action = (command: CommandName, label: string): OfferedAction => ({
		key: command,
		label,
		command,
		arguments: [id],
	});
	const exists = state !== 'removing';
	const runs = state === 'running';
	const isUp = runs || state === 'restarting' || state === 'paused';
	return [
		...(exists && !isUp ? [action('container.start', vscode.l10n.t('Start'))] : []),
		...(state === 'paused' ? [action('container.unpause', vscode.l10n.t('Unpause'))] : []),
		...(isUp ? [action('container.stop', vscode.l10n.t('Stop'))] : []),
		...(runs || state === 'restarting' ? [action('container.restart', vscode.l10n.t('Restart'))] : []),
		...(runs ? [action('container.pause', vscode.l10n.t('Pause'))] : []),
		...(exists ? [action('container.logs', vscode.l10n.t('Logs'))] : []),
		...(runs ? [action('container.exec', vscode.l10n.t('Shell'))] : []),
		...(runs ? [action('container.stats', vscode.l10n.t('Stats'))] : []),
		...(exists ? [action('container.browse', vscode.l10n.t('Browse files'))] : []),
		...(exists ? [action('container.copyRunCommand', vscode.l10n.t('Copy as docker run'))] : []),
		...(exists ? [action('container.remove', vscode.l10n.t('Remove…'))] : []),
	];
}

/** What remains of one that was removed: `undoKey` brings it back. */
export function actionsForRemoved(image: string | undefined, undoKey: string | undefined): OfferedAction[] {
	const undo: OfferedAction[] =
		undoKey === undefined
			? []
			: [{ key: 'undo', label: vscode.l10n.t('Undo removal'), command: 'undo', arguments: [undoKey] }];
	const run: OfferedAction[] = image
		? [{ key: 'image.runForm', label: vscode.l10n.t('Run its image…'), command: 'image.runForm', arguments: [image] }]
		: [];
	return [...undo, ...run];
}

/** While the engine does not answer. */
export function actionsWithoutEngine(): OfferedAction[] {
	return [{ key: 'engine.retry', label: vscode.l10n.t('Try again'), command: 'engine.retry', arguments: [] }];
}

/** While another engine is in use. */
export function actionsElsewhere(): OfferedAction[] {
	return [{ key: 'context.use', label: vscode.l10n.t('Change engine…'), command: 'context.use', arguments: [] }];
}
