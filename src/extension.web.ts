import * as vscode from 'vscode';
import { anyEvent } from './base/event.ts';
import { HostFiles } from './providers/languages/hostFiles.ts';
import { registerLanguages } from './providers/languages/languages.ts';
import { once } from './providers/languages/registerLanguage.ts';
import { createServiceHost } from './providers/languages/serviceHost.ts';
import { webServiceLoaders } from './providers/languages/webServiceLoaders.ts';
import { Settings } from './settings.ts';

/** In a browser alone there is no engine: Dockerfiles and compose files are understood, and nothing can be run. */
export function activate(context: vscode.ExtensionContext): void {
	const logger = vscode.window.createOutputChannel('Slipway', { log: true });
	const settings = new Settings();
	const files = new HostFiles();
	const onDidChangeSurroundings = anyEvent(files.onDidChange, settings.onDidChange);
	const loaders = webServiceLoaders(context.extensionUri);
	const languages = registerLanguages({
		loaders,
		dockerfileHost: createServiceHost({ files, rules: () => settings.dockerfileRules }),
		composeService: once(async () => {
			const { createComposeService } = await loaders.compose();
			return createComposeService(createServiceHost({ files, rules: () => settings.composeRules }));
		}),
		bakeHost: createServiceHost({ files, rules: () => ({}) }),
		onDidChangeSurroundings,
		onDidChangeContainers: onDidChangeSurroundings,
		showsLenses: () => false,
		showsComposeLenses: () => false,
		isComposeEnabled: () => settings.composeLanguageFeatures,
		logger,
	});
	context.subscriptions.push(logger, settings, files, languages);
}
