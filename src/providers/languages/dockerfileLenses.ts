import * as vscode from 'vscode';
import { delay } from '../../base/async.ts';
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

/** Milliseconds that the other lenses wait for the weight of the build context; when it takes longer, it comes later. */
const patience = 150;

/** *Build*, *Run*, *Build this stage*, and what the build context weighs. Unsaved files cannot be built and have none. */
export class DockerfileLenses extends DisposableOwner implements vscode.CodeLensProvider {
	readonly #options: DockerfileLensOptions;
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChangeCodeLenses = this.#changed.event;
	/** What the contexts weighed last, by the Dockerfile's URI. */
	readonly #weights = new Map<string, string>();

	constructor(options: DockerfileLensOptions) {
		super();
		this.#options = options;
		this.register(options.onDidChangeSurroundings(() => this.#changed.fire()));
		this.register(vscode.languages.registerCodeLensProvider(options.selector, this));
	}

	/**
	 * With their commands: of lenses whose commands are asked for later, VS Code keeps those of an earlier list at times,
	 * which it has already given up.
	 */
	async provideCodeLenses(
		document: vscode.TextDocument,
		token: vscode.CancellationToken,
	): Promise<vscode.CodeLens[] | undefined> {
		if (!this.#options.isEnabled() || document.uri.scheme !== 'file') {
			return undefined;
		}
		const service = await this.#options.service();
		const lenses = await service.lenses(textDocumentOf(document), signalOf(token));
		const weight = lenses.some(({ kind }) => kind === 'context') ? await this.#weigh(service, document, token) : '';
		return lenses.map(data => new vscode.CodeLens(toRange(data.range), commandOf(data, document.uri, weight)));
	}

	async #weigh(
		service: DockerfileService,
		document: vscode.TextDocument,
		token: vscode.CancellationToken,
	): Promise<string> {
		const key = document.uri.toString();
		const shown = this.#weights.get(key) ?? vscode.l10n.t('Build context');
		let isLate = false;
		const weighing = service.contextSummary(textDocumentOf(document), signalOf(token)).then(summary => {
			if (!summary || token.isCancellationRequested) {
				return shown;
			}
			const weight = contextWeight(summary);
			this.#weights.set(key, weight);
			if (isLate && weight !== shown) {
				this.#changed.fire();
			}
			return weight;
		});
		const soon = await Promise.race([weighing, delay(patience)]);
		isLate = soon === undefined;
		return soon ?? shown;
	}
}

function commandOf(data: LensData, uri: vscode.Uri, weight: string): vscode.Command {
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
		case 'context':
			return {
				title: weight,
				tooltip: vscode.l10n.t(
					'What the build sends to the engine: show the largest files, and what .dockerignore leaves out',
				),
				command: 'slipway.dockerfile.showContext',
				arguments: [uri],
			};
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
