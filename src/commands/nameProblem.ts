import * as vscode from 'vscode';
import { isEngineName, isImageReference, isNetworkName } from './nameRules.ts';

/** What is wrong with the name of a container or a volume, in one sentence. */
export function nameProblem(name: string): string | undefined {
	return isEngineName(name)
		? undefined
		: vscode.l10n.t(
				'A name has at least two of the characters a–z, A–Z, 0–9, "_", "." and "-", and begins with a letter or digit.',
			);
}

/** The engine makes a folder of that name. */
export function volumeNameProblem(name: string): string | undefined {
	return name.length > 255 ? vscode.l10n.t('A name of a volume has at most 255 characters.') : nameProblem(name);
}

export function networkNameProblem(name: string): string | undefined {
	return isNetworkName(name) ? undefined : vscode.l10n.t('A network needs a name without "/".');
}

export function referenceProblem(reference: string): string | undefined {
	return isImageReference(reference)
		? undefined
		: vscode.l10n.t('"{0}" is no image reference; expected is something like nginx:1.27, in small letters.', reference);
}
