import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { BakeLenses } from './bakeLenses.ts';
import { DiagnosticsPublisher } from './diagnosticsPublisher.ts';
import type { LanguageParts } from './languageParts.ts';
import { everythingBut, once, registerLanguage } from './registerLanguage.ts';

/** By name as well: HCL has extensions of its own, and bake files may be JSON. */
const selector: vscode.DocumentSelector = [
	{ language: 'dockerbake' },
	{ language: 'hcl', pattern: '**/{docker-bake*,*[-_.]bake,bake}.hcl' },
	{ pattern: '**/docker-bake{,.override}.json' },
];

export function registerBake({
	loaders,
	bakeHost,
	logger,
	onDidChangeSurroundings,
	isAskingRegistry,
}: LanguageParts): Disposable {
	const service = once(async () => {
		const { createBakeService } = await loaders.bake();
		return createBakeService(bakeHost);
	});
	return vscode.Disposable.from(
		new BakeLenses(selector, service),
		registerLanguage({
			selector,
			service,
			offers: everythingBut('signatureHelp', 'selectionRanges', 'formatOnType', 'semanticTokens'),
			...(isAskingRegistry ? { isIncomplete: isAskingRegistry } : {}),
			completionTriggers: ['"', '/', '$', '{', '.', ' ', '='],
			logger,
		}),
		new DiagnosticsPublisher({ name: 'slipway-bake', selector, service, logger, onDidChangeSurroundings }),
	);
}
