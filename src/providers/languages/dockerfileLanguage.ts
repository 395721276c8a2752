import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { tokenModifiers, tokenTypes } from '../../languageservice/dockerfile/tokenLegend.ts';
import { DiagnosticsPublisher } from './diagnosticsPublisher.ts';
import { DockerfileLenses } from './dockerfileLenses.ts';
import type { LanguageParts } from './languageParts.ts';
import { everythingBut, once, registerLanguage } from './registerLanguage.ts';

const dockerfileSelector: vscode.DocumentSelector = { language: 'dockerfile' };
/** By name as well: other extensions give these files a language of their own. */
const dockerignoreSelector: vscode.DocumentSelector = [
	{ language: 'dockerignore' },
	{ pattern: '**/{.dockerignore,*.dockerignore}' },
];

export function registerDockerfile(parts: LanguageParts): Disposable {
	const { loaders, dockerfileHost, logger, onDidChangeSurroundings, checkFindings, isAskingRegistry } = parts;
	const service = once(async () => {
		const { createDockerfileService } = await loaders.dockerfile();
		return createDockerfileService(dockerfileHost);
	});
	const selector = dockerfileSelector;
	return vscode.Disposable.from(
		registerLanguage({
			selector,
			service,
			offers: everythingBut('selectionRanges'),
			...(isAskingRegistry ? { isIncomplete: isAskingRegistry } : {}),
			completionTriggers: [' ', '=', ':', '$', '{', '/', ',', '-', '"', '#', '@', '.', '+'],
			signatureTriggers: [' ', '=', ','],
			formatTriggers: ['\n', '\\', '`'],
			legend: { types: tokenTypes, modifiers: tokenModifiers },
			logger,
		}),
		new DockerfileLenses({ selector, service, isEnabled: parts.showsLenses, onDidChangeSurroundings }),
		new DiagnosticsPublisher({
			name: 'slipway-dockerfile',
			selector,
			service,
			logger,
			onDidChangeSurroundings,
			...(checkFindings ? { more: checkFindings } : {}),
		}),
	);
}

export function registerDockerignore({
	loaders,
	dockerfileHost,
	logger,
	onDidChangeSurroundings,
}: LanguageParts): Disposable {
	const service = once(async () => {
		const { createDockerignoreService } = await loaders.dockerignore();
		return createDockerignoreService(dockerfileHost);
	});
	const selector = dockerignoreSelector;
	return vscode.Disposable.from(
		registerLanguage({
			selector,
			service,
			offers: new Set(['complete', 'hover']),
			completionTriggers: ['/', '!'],
			logger,
		}),
		new DiagnosticsPublisher({ name: 'slipway-dockerignore', selector, service, logger, onDidChangeSurroundings }),
	);
}
