import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { registerBake } from './bakeLanguage.ts';
import { registerCompose } from './composeLanguage.ts';
import { registerDockerfile, registerDockerignore } from './dockerfileLanguage.ts';
import type { LanguageParts } from './languageParts.ts';

/** Offers everything that the language services can do in the editor. Their code is loaded with the first document. */
export function registerLanguages(parts: LanguageParts): Disposable {
	return vscode.Disposable.from(
		registerDockerfile(parts),
		registerDockerignore(parts),
		registerCompose(parts),
		registerBake(parts),
	);
}
