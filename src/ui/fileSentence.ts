import * as vscode from 'vscode';
import type { FileProblem } from '../engine/errors.ts';

/** Why a file in a container or a volume cannot be changed as asked. */
export function fileSentence(problem: FileProblem, path: string): string {
	switch (problem) {
		case 'readOnly':
			return vscode.l10n.t('"{0}" is read-only.', path);
		case 'exists':
			return vscode.l10n.t('"{0}" exists already.', path);
		case 'notEmpty':
			return vscode.l10n.t('The folder "{0}" is not empty.', path);
		case 'isFolder':
			return vscode.l10n.t('"{0}" is a folder.', path);
		case 'system':
			return vscode.l10n.t('"{0}" belongs to the system of the container and is not touched.', path);
		case 'intoItself':
			return vscode.l10n.t('The folder "{0}" cannot be copied into itself.', path);
		case 'notText':
			return vscode.l10n.t('The name of "{0}" is not text, and the container has no way to work with it.', path);
	}
}
