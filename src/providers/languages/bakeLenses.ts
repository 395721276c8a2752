import * as vscode from 'vscode';
import { DisposableOwner } from '../../base/disposable.ts';
import { type CommandId, commandId } from '../../contributions.ts';
import type { BakeService } from '../../languageservice/bake/service.ts';
import type { LensData } from '../../languageservice/bake/structure.ts';
import { signalOf } from '../../ui/progress.ts';
import { toRange } from './convert.ts';
import { textDocumentOf } from './textDocuments.ts';

/** *Build · Check · Print* above every target and group of a bake file. */
export class BakeLenses extends DisposableOwner implements vscode.CodeLensProvider {
	readonly #service: () => Promise<BakeService>;

	constructor(selector: vscode.DocumentSelector, service: () => Promise<BakeService>) {
		super();
		this.#service = service;
		this.register(vscode.languages.registerCodeLensProvider(selector, this));
	}

	async provideCodeLenses(
		document: vscode.TextDocument,
		token: vscode.CancellationToken,
	): Promise<vscode.CodeLens[] | undefined> {
		if (document.uri.scheme !== 'file') {
			return undefined;
		}
		const service = await this.#service();
		const lenses = await service.lenses(textDocumentOf(document), signalOf(token));
		return lenses.map(({ range, kind, name }) => {
			const { title, command } = words(kind);
			return new vscode.CodeLens(toRange(range), { title, command, arguments: [document.uri, { targets: [name] }] });
		});
	}
}

function words(kind: LensData['kind']): { readonly title: string; readonly command: CommandId } {
	switch (kind) {
		case 'build':
			return { title: `$(package) ${vscode.l10n.t('Build')}`, command: commandId('bake.build') };
		case 'check':
			return { title: vscode.l10n.t('Check'), command: commandId('bake.check') };
		case 'print':
			return { title: vscode.l10n.t('Print'), command: commandId('bake.print') };
	}
}
