import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { Logger } from '../../base/logger.ts';
import type { LanguageService } from '../../languageservice/languageService.ts';
import { signalOf } from '../../ui/progress.ts';
import * as convert from './convert.ts';
import { textDocumentOf } from './textDocuments.ts';

export interface Language {
	readonly selector: vscode.DocumentSelector;
	/** Loads the code at its first call. */
	readonly service: () => Promise<Partial<LanguageService>>;
	/** The members that the service has: what is not offered is not asked for. */
	readonly offers: ReadonlySet<keyof LanguageService>;
	/** Whether more is to come than was just answered. */
	readonly isIncomplete?: () => boolean;
	readonly completionTriggers?: readonly string[];
	readonly signatureTriggers?: readonly string[];
	/** First the one that VS Code asks for by itself. */
	readonly formatTriggers?: readonly [string, ...string[]];
	readonly legend?: { readonly types: readonly string[]; readonly modifiers: readonly string[] };
	readonly logger: Logger;
}

/** Connects a language service with the editor. A failure of the service is logged, and the editor goes on without. */
export function registerLanguage(language: Language): Disposable {
	const ask = asker(language);
	return vscode.Disposable.from(
		...registrars.filter(({ feature }) => language.offers.has(feature)).map(({ register }) => register(language, ask)),
	);
}

type Document = ReturnType<typeof textDocumentOf>;
type Asker = <T>(
	document: vscode.TextDocument,
	token: vscode.CancellationToken,
	question: (service: Partial<LanguageService>, document: Document, signal: AbortSignal) => T | Promise<T>,
) => Promise<T | undefined>;

function asker({ service, logger }: Language): Asker {
	return async (document, token, question) => {
		try {
			const loaded = await service();
			if (token.isCancellationRequested || document.isClosed) {
				return undefined;
			}
			const answer = await question(loaded, textDocumentOf(document), signalOf(token));
			return token.isCancellationRequested ? undefined : answer;
		} catch (error) {
			if (!token.isCancellationRequested) {
				logger.error(`A language feature failed: ${error instanceof Error ? (error.stack ?? error) : error}`);
			}
			return undefined;
		}
	};
}

interface Registrar {
	readonly feature: keyof LanguageService;
	register(language: Language, ask: Asker): Disposable;
}

const { languages } = vscode;

const registrars: readonly Registrar[] = [
	{ feature: 'complete', register: registerCompletion },
	{ feature: 'hover', register: registerHover },
	{ feature: 'signatureHelp', register: registerSignatureHelp },
	{ feature: 'codeActions', register: registerCodeActions },
	{ feature: 'definition', register: registerDefinition },
	{ feature: 'references', register: registerReferences },
	{ feature: 'highlights', register: registerHighlights },
	{ feature: 'rename', register: registerRename },
	{ feature: 'symbols', register: registerSymbols },
	{ feature: 'folding', register: registerFolding },
	{ feature: 'selectionRanges', register: registerSelectionRanges },
	{ feature: 'links', register: registerLinks },
	{ feature: 'format', register: registerFormatting },
	{ feature: 'formatRange', register: registerRangeFormatting },
	{ feature: 'formatOnType', register: registerTypeFormatting },
	{ feature: 'semanticTokens', register: registerSemanticTokens },
	{ feature: 'inlayHints', register: registerInlayHints },
];

function registerCompletion(language: Language, ask: Asker): Disposable {
	const { selector, completionTriggers = [], isIncomplete } = language;
	return languages.registerCompletionItemProvider(
		selector,
		{
			provideCompletionItems: (document, position, token) =>
				ask(document, token, async (service, text, signal) => {
					const items = (await service.complete?.(text, position, signal)) ?? [];
					return new vscode.CompletionList(items.map(convert.toCompletionItem), isIncomplete?.());
				}),
		},
		...completionTriggers,
	);
}

function registerHover({ selector }: Language, ask: Asker): Disposable {
	return languages.registerHoverProvider(selector, {
		provideHover: (document, position, token) =>
			ask(document, token, async (service, text, signal) => {
				const hover = await service.hover?.(text, position, signal);
				return hover && convert.toHover(hover);
			}),
	});
}

function registerSignatureHelp({ selector, signatureTriggers = [] }: Language, ask: Asker): Disposable {
	return languages.registerSignatureHelpProvider(
		selector,
		{
			provideSignatureHelp: (document, position, token) =>
				ask(document, token, async (service, text, signal) => {
					const help = await service.signatureHelp?.(text, position, signal);
					return help && convert.toSignatureHelp(help);
				}),
		},
		...signatureTriggers,
	);
}

function registerCodeActions({ selector }: Language, ask: Asker): Disposable {
	const { QuickFix, Refactor, SourceFixAll } = vscode.CodeActionKind;
	return languages.registerCodeActionsProvider(
		selector,
		{
			provideCodeActions: (document, range, context, token) =>
				ask(document, token, async (service, text, signal) => {
					const only = context.only ? [context.only.value] : undefined;
					const actions = await service.codeActions?.(text, convert.fromRange(range), { only }, signal);
					return actions?.map(action => convert.toCodeAction(action, context.diagnostics));
				}),
		},
		{ providedCodeActionKinds: [QuickFix, Refactor, SourceFixAll.append('slipway')] },
	);
}

function registerDefinition({ selector }: Language, ask: Asker): Disposable {
	return languages.registerDefinitionProvider(selector, {
		provideDefinition: (document, position, token) =>
			ask(document, token, async (service, text, signal) => {
				const found = (await service.definition?.(text, position, signal)) ?? [];
				return [found].flat().map(convert.toLocation);
			}),
	});
}

function registerReferences({ selector }: Language, ask: Asker): Disposable {
	return languages.registerReferenceProvider(selector, {
		provideReferences: (document, position, { includeDeclaration }, token) =>
			ask(document, token, async (service, text, signal) =>
				(await service.references?.(text, position, includeDeclaration, signal))?.map(convert.toLocation),
			),
	});
}

function registerHighlights({ selector }: Language, ask: Asker): Disposable {
	return languages.registerDocumentHighlightProvider(selector, {
		provideDocumentHighlights: (document, position, token) =>
			ask(document, token, async (service, text, signal) =>
				(await service.highlights?.(text, position, signal))?.map(convert.toHighlight),
			),
	});
}

/** Here a failure is an answer: VS Code shows its sentence beside the name. */
function registerRename({ selector }: Language, ask: Asker): Disposable {
	return languages.registerRenameProvider(selector, {
		async prepareRename(document, position, token) {
			const place = await ask(document, token, (service, text, signal) =>
				service.prepareRename?.(text, position, signal),
			);
			if (!place) {
				throw new Error(vscode.l10n.t('There is no name here that can be changed.'));
			}
			return { range: convert.toRange(place.range), placeholder: place.placeholder };
		},
		async provideRenameEdits(document, position, newName, token) {
			const edit = await ask(document, token, (service, text, signal) =>
				service.rename?.(text, position, newName, signal),
			);
			if (edit && 'problem' in edit) {
				throw new Error(edit.problem);
			}
			return edit && convert.toWorkspaceEdit(edit);
		},
	});
}

function registerSymbols({ selector }: Language, ask: Asker): Disposable {
	return languages.registerDocumentSymbolProvider(
		selector,
		{
			provideDocumentSymbols: (document, token) =>
				ask(document, token, async (service, text, signal) =>
					(await service.symbols?.(text, signal))?.map(convert.toDocumentSymbol),
				),
		},
		{ label: 'Slipway' },
	);
}

function registerFolding({ selector }: Language, ask: Asker): Disposable {
	return languages.registerFoldingRangeProvider(selector, {
		provideFoldingRanges: (document, _context, token) =>
			ask(document, token, async (service, text, signal) =>
				(await service.folding?.(text, signal))?.map(convert.toFoldingRange),
			),
	});
}

function registerSelectionRanges({ selector }: Language, ask: Asker): Disposable {
	return languages.registerSelectionRangeProvider(selector, {
		provideSelectionRanges: (document, positions, token) =>
			ask(document, token, async (service, text, signal) =>
				(await service.selectionRanges?.(text, positions.map(convert.fromPosition), signal))?.map(
					convert.toSelectionRange,
				),
			),
	});
}

function registerLinks({ selector }: Language, ask: Asker): Disposable {
	return languages.registerDocumentLinkProvider(selector, {
		provideDocumentLinks: (document, token) =>
			ask(document, token, async (service, text, signal) =>
				(await service.links?.(text, signal))?.map(convert.toDocumentLink),
			),
	});
}

function registerFormatting({ selector }: Language, ask: Asker): Disposable {
	return languages.registerDocumentFormattingEditProvider(selector, {
		provideDocumentFormattingEdits: (document, options, token) =>
			ask(document, token, async (service, text, signal) =>
				(await service.format?.(text, options, signal))?.map(convert.toTextEdit),
			),
	});
}

function registerRangeFormatting({ selector }: Language, ask: Asker): Disposable {
	return languages.registerDocumentRangeFormattingEditProvider(selector, {
		provideDocumentRangeFormattingEdits: (document, range, options, token) =>
			ask(document, token, async (service, text, signal) =>
				(await service.formatRange?.(text, convert.fromRange(range), options, signal))?.map(convert.toTextEdit),
			),
	});
}

function registerTypeFormatting({ selector, formatTriggers }: Language, ask: Asker): Disposable {
	const [first, ...more] = formatTriggers ?? ['\n'];
	return languages.registerOnTypeFormattingEditProvider(
		selector,
		{
			provideOnTypeFormattingEdits: (document, position, character, options, token) =>
				ask(document, token, async (service, text, signal) =>
					(await service.formatOnType?.(text, position, character, options, signal))?.map(convert.toTextEdit),
				),
		},
		first,
		...more,
	);
}

function registerSemanticTokens({ selector, legend }: Language, ask: Asker): Disposable {
	return languages.registerDocumentSemanticTokensProvider(
		selector,
		{
			provideDocumentSemanticTokens: (document, token) =>
				ask(document, token, async (service, text, signal) => {
					const tokens = await service.semanticTokens?.(text, signal);
					return tokens && new vscode.SemanticTokens(Uint32Array.from(tokens.data));
				}),
		},
		new vscode.SemanticTokensLegend([...(legend?.types ?? [])], [...(legend?.modifiers ?? [])]),
	);
}

function registerInlayHints({ selector }: Language, ask: Asker): Disposable {
	return languages.registerInlayHintsProvider(selector, {
		provideInlayHints: (document, range, token) =>
			ask(document, token, async (service, text, signal) =>
				(await service.inlayHints?.(text, convert.fromRange(range), signal))?.map(convert.toInlayHint),
			),
	});
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

/** All features of a service but some. */
export function everythingBut(...features: readonly (keyof LanguageService)[]): ReadonlySet<keyof LanguageService> {
	return new Set(everything.filter(feature => !features.includes(feature)));
}

/** Loads at the first call. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
	let loading: Promise<T> | undefined;
	return () => {
		loading ??= load();
		return loading;
	};
}
