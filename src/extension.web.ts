import * as vscode from 'vscode';
import { anyEvent } from './base/event.ts';
import { HostFiles } from './providers/languages/hostFiles.ts';
import { registerLanguages } from './providers/languages/languages.ts';
import { createServiceHost } from './providers/languages/serviceHost.ts';
import { Settings } from './settings.ts';

/** In a browser alone there is no engine: Dockerfiles are understood, and nothing can be run. */
export function activate(context: vscode.ExtensionContext): void {
	const logger = vscode.window.createOutputChannel('Slipway', { log: true });
	const settings = new Settings();
	const files = new HostFiles();
	const languages = registerLanguages({
		dockerfileHost: createServiceHost({ files, rules: () => settings.dockerfileRules }),
		onDidChangeSurroundings: anyEvent(files.onDidChange, settings.onDidChange),
		showsLenses: () => false,
		logger,
	});
	context.subscriptions.push(logger, settings, files, languages);
}
