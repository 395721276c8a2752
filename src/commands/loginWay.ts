import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { parseImageReference } from '../engine/imageReference.ts';
import { runsCommand, type WayOn } from '../ui/wayOn.ts';

/** A button that logs in to the registry of a reference. */
export function loginWay(reference: string): WayOn {
	const { registry } = parseImageReference(reference);
	return runsCommand(vscode.l10n.t('Log In…'), commandId('registry.login'), undefined, { registry });
}
