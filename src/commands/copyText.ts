import * as vscode from 'vscode';
import type { Kind, ResourceOf } from '../engine/resources.ts';
import type { CommandCall } from './commandCall.ts';
import { namedReferences, nameOrId } from './imageNames.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import { findTargets } from './targets.ts';

/** A command that puts a text of each resource on the clipboard, a line each; resolves to the text. */
function copies<K extends Kind>(kind: K, textOf: (resource: ResourceOf[K]) => string): Handler {
	return async (services, call) => {
		readOptions(call.options, {});
		return copyLines((await targetsOf(services, kind, call)).map(textOf));
	};
}

/** Of the row of a tag, or of a tag that is named, that one. */
const copyImageName: Handler = async (services, call) => {
	readOptions(call.options, {});
	const images = await targetsOf(services, 'image', call);
	const named = await namedReferences(services, call);
	return copyLines(images.flatMap(image => named.get(image.id) ?? [nameOrId(image)]));
};

async function copyLines(lines: readonly string[]): Promise<string> {
	const text = lines.join('\n');
	await vscode.env.clipboard.writeText(text);
	return text;
}

function targetsOf<K extends Kind>(services: Services, kind: K, call: CommandCall) {
	return findTargets(services, kind, call, questions()[kind]);
}

function questions(): Record<Kind, { readonly title: string; readonly none: string }> {
	return {
		container: { title: vscode.l10n.t('Copy from containers'), none: vscode.l10n.t('There is no container.') },
		image: { title: vscode.l10n.t('Copy from images'), none: vscode.l10n.t('There is no image.') },
		volume: { title: vscode.l10n.t('Copy from volumes'), none: vscode.l10n.t('There is no volume.') },
		network: { title: vscode.l10n.t('Copy from networks'), none: vscode.l10n.t('There is no network.') },
	};
}

export const copyTextCommands = {
	'container.copyId': copies('container', ({ id }) => id),
	'container.copyName': copies('container', ({ name }) => name),
	'image.copyId': copies('image', ({ id }) => id),
	'image.copyName': copyImageName,
	'volume.copyName': copies('volume', ({ name }) => name),
	'network.copyId': copies('network', ({ id }) => id),
	'network.copyName': copies('network', ({ name }) => name),
} satisfies Record<string, Handler>;
