import * as vscode from 'vscode';
import { DisposableOwner } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { humanSize } from '../../base/format.ts';
import { commandId } from '../../contributions.ts';
import type { LensData } from '../../languageservice/dockerfile/codeLens.ts';
import type { ContextSummary } from '../../languageservice/dockerfile/contextFiles.ts';
import type { DockerfileService } from '../../languageservice/dockerfile/service.ts';
import { signalOf } from '../../ui/progress.ts';
import { toRange } from './convert.ts';
import { textDocumentOf } from './textDocuments.ts';

export interface DockerfileLensOptions {
	readonly selector: vscode.DocumentSelector;
	readonly service: () => Promise<DockerfileService>;
	readonly isEnabled: () => boolean;
	readonly onDidChangeSurroundings: Event<void>;
}

class DockerfileLens extends vscode.CodeLens {
	readonly document: vscode.TextDocument;
	readonly data: LensData;

	constructor(document: vscode.TextDocument, data: LensData) {
		super(toRange(data.range));
		this.document = document;
		this.data = data;
	}
}

/** *Build*, *Run*, *Build this stage*, and what the build context weighs. Unsaved files cannot be built and have none. */
export class DockerfileLenses extends DisposableOwner implements vscode.CodeLensProvider<DockerfileLens> {
	readonly #options: DockerfileLensOptions;
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChangeCodeLenses = this.#changed.event;

	constructor(options: DockerfileLensOptions) {
		super();
		this.#options = options;
		this.register(options.onDidChangeSurroundings(() => this.#changed.fire()));
		this.register(vscode.languages.registerCodeLensProvider(options.selector, this));
	}

	async provideCodeLenses(
		document: vscode.TextDocument,
		token: vscode.CancellationToken,
	): Promise<DockerfileLens[] | undefined> {
		if (!this.#options.isEnabled() || document.uri.scheme !== 'file') {
			return undefined;
		}
		const service = await this.#options.service();
		const lenses = await service.lenses(textDocumentOf(document), signalOf(token));
		return lenses.map(data => new DockerfileLens(document, data));
	}

	async resolveCodeLens(lens: DockerfileLens, token: vscode.CancellationToken): Promise<DockerfileLens> {
		lens.command = await this.#commandOf(lens, token);
		return lens;
	}

	async #commandOf({ document, data }: DockerfileLens, token: vscode.CancellationToken): Promise<vscode.Command> {
		const { uri } = document;
		switch (data.kind) {
			case 'build':
				return { title: `$(package) ${vscode.l10n.t('Build')}`, command: commandId('image.build'), arguments: [uri] };
			case 'run':
				return {
					title: `$(play) ${vscode.l10n.t('Run')}`,
					tooltip: vscode.l10n.t('Build the image and run it'),
					command: commandId('dockerfile.run'),
					arguments: [uri],
				};
			case 'buildStage':
				return {
					title: vscode.l10n.t('Build this stage'),
					tooltip: `docker build --target ${data.target}`,
					command: commandId('image.build'),
					arguments: [uri, { target: data.target }],
				};
			case 'context': {
				const service = await this.#options.service();
				const summary = await service.contextSummary(textDocumentOf(document), signalOf(token));
				return {
					title: summary ? contextWeight(summary) : vscode.l10n.t('Build context'),
					tooltip: vscode.l10n.t(
						'What the build sends to the engine: show the largest files, and what .dockerignore leaves out',
					),
					command: 'slipway.dockerfile.showContext',
					arguments: [uri],
				};
			}
		}
	}
}

/** `1,204 files, 56 MB` */
function contextWeight({ files, bytes, isPartial }: ContextSummary): string {
	const size = humanSize(bytes);
	const count = files.toLocaleString(vscode.env.language);
	if (isPartial) {
		return vscode.l10n.t('More than {0} files, {1}', count, size);
	}
	return files === 1 ? vscode.l10n.t('1 file, {0}', size) : vscode.l10n.t('{0} files, {1}', count, size);
}
