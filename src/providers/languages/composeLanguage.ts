import * as vscode from 'vscode';
import { type Disposable, MutableDisposable } from '../../base/disposable.ts';
import { ComposeLenses } from './composeLenses.ts';
import { ComposePeers } from './composePeers.ts';
import { registerRunPaste } from './composeRunPaste.ts';
import { DiagnosticsPublisher } from './diagnosticsPublisher.ts';
import type { LanguageParts } from './languageParts.ts';
import { everythingBut, registerLanguage } from './registerLanguage.ts';

/** By name as well: not every editor knows the language, and other extensions call these files YAML. */
export const composeSelector: vscode.DocumentSelector = [
	{ language: 'dockercompose' },
	{
		language: 'yaml',
		pattern: '**/{compose,compose[-_.]*,docker-compose*,*[-_.]compose,docker-stack*,*.stack}.{yaml,yml}',
	},
];

/** Comes and goes with its setting. */
export function registerCompose(parts: LanguageParts): Disposable {
	const registered = new MutableDisposable<Disposable>();
	const follow = () => {
		if (!parts.isComposeEnabled()) {
			registered.value = undefined;
		} else {
			registered.value ??= registerEnabled(parts);
		}
	};
	follow();
	return vscode.Disposable.from(parts.onDidChangeSurroundings(follow), registered);
}

function registerEnabled(parts: LanguageParts): Disposable {
	const { composeService: service, logger, containerOf, isAskingRegistry } = parts;
	const selector = composeSelector;
	const onDidChangeSurroundings = parts.onDidChangeContainers;
	return vscode.Disposable.from(
		...(parts.globalMemory ? [new ComposePeers(selector, parts.globalMemory)] : []),
		registerLanguage({
			selector,
			service,
			offers: everythingBut('signatureHelp', 'formatOnType', 'semanticTokens'),
			...(isAskingRegistry ? { isIncomplete: isAskingRegistry } : {}),
			completionTriggers: [' ', ':', '/', '$', '{', '-', '"', "'", '*', '.', ',', '!', '@', '='],
			logger,
		}),
		registerRunPaste(selector, service),
		...(containerOf
			? [
					new ComposeLenses({
						selector,
						service,
						containerOf,
						isEnabled: parts.showsComposeLenses,
						onDidChangeSurroundings,
					}),
				]
			: []),
		new DiagnosticsPublisher({ name: 'slipway-compose', selector, service, logger, onDidChangeSurroundings }),
	);
}
