import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { Event } from '../../base/event.ts';
import type { Logger } from '../../base/logger.ts';
import { tokenModifiers, tokenTypes } from '../../languageservice/dockerfile/tokenLegend.ts';
import type { ServiceHost } from '../../languageservice/host.ts';
import { ComposeLenses, type ComposeLensOptions } from './composeLenses.ts';
import { DiagnosticsPublisher, type PublisherOptions } from './diagnosticsPublisher.ts';
import { DockerfileLenses } from './dockerfileLenses.ts';
import type { LanguageService } from './languageService.ts';
import { registerLanguage } from './registerLanguage.ts';

export interface LanguageParts {
	readonly dockerfileHost: ServiceHost;
	readonly composeHost: ServiceHost;
	/** The container of a service of the project that a compose file makes. */
	readonly containerOf?: ComposeLensOptions['containerOf'];
	/** Whether a registry has still to answer. */
	readonly isAskingRegistry?: () => boolean;
	readonly onDidChangeSurroundings: Event<void>;
	/** As above, and what containers do. */
	readonly onDidChangeContainers: Event<void>;
	readonly showsLenses: () => boolean;
	readonly showsComposeLenses: () => boolean;
	/** What BuildKit's own check has found. */
	readonly checkFindings?: PublisherOptions['more'];
	readonly logger: Logger;
}

export const dockerfileSelector: vscode.DocumentSelector = { language: 'dockerfile' };
/** By name as well: not every editor knows the language, and other extensions call these files YAML. */
export const composeSelector: vscode.DocumentSelector = [
	{ language: 'dockercompose' },
	{
		language: 'yaml',
		pattern: '**/{compose,compose[-_.]*,docker-compose*,*[-_.]compose,docker-stack*,*.stack}.{yaml,yml}',
	},
];

/** By name as well: other extensions give these files a language of their own. */
const dockerignoreSelector: vscode.DocumentSelector = [
	{ language: 'dockerignore' },
	{ pattern: '**/{.dockerignore,*.dockerignore}' },
];

/** Offers everything that the language services can do in the editor. Their code is loaded with the first document. */
export function registerLanguages(parts: LanguageParts): Disposable {
	return vscode.Disposable.from(registerDockerfile(parts), registerDockerignore(parts), registerCompose(parts));
}

function registerDockerfile(parts: LanguageParts): Disposable {
	const { dockerfileHost, logger, onDidChangeSurroundings, checkFindings, isAskingRegistry } = parts;
	const service = once(async () => {
		const { createDockerfileService } = await import('../../languageservice/dockerfile/service.ts');
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

function registerDockerignore({ dockerfileHost, logger, onDidChangeSurroundings }: LanguageParts): Disposable {
	const service = once(async () => {
		const { createDockerignoreService } = await import('../../languageservice/dockerfile/dockerignoreService.ts');
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

function registerCompose(parts: LanguageParts): Disposable {
	const { composeHost, logger, containerOf, isAskingRegistry } = parts;
	const service = once(async () => {
		const { createComposeService } = await import('../../languageservice/compose/service.ts');
		return createComposeService(composeHost);
	});
	const selector = composeSelector;
	const onDidChangeSurroundings = parts.onDidChangeContainers;
	return vscode.Disposable.from(
		registerLanguage({
			selector,
			service,
			offers: everythingBut('signatureHelp', 'formatOnType', 'semanticTokens'),
			...(isAskingRegistry ? { isIncomplete: isAskingRegistry } : {}),
			completionTriggers: [' ', ':', '/', '$', '{', '-', '"', "'", '*', '.', '@', '='],
			logger,
		}),
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

const everything: readonly (keyof LanguageService)[] = [
	'complete',
	'hover',
	'signatureHelp',
	'codeActions',
	'definition',
	'references',
	'highlights',
	'rename',
	'symbols',
	'folding',
	'selectionRanges',
	'links',
	'format',
	'formatRange',
	'formatOnType',
	'semanticTokens',
	'inlayHints',
];

function everythingBut(...features: readonly (keyof LanguageService)[]): ReadonlySet<keyof LanguageService> {
	return new Set(everything.filter(feature => !features.includes(feature)));
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
	let loading: Promise<T> | undefined;
	return () => {
		loading ??= load();
		return loading;
	};
}
