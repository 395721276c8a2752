import * as vscode from 'vscode';
import { DisposableOwner } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/event.ts';
import { commandId } from '../../contributions.ts';
import type { Container } from '../../engine/resources.ts';
import type { LensData, ServiceLens } from '../../languageservice/compose/lenses.ts';
import type { ComposeService } from '../../languageservice/compose/service.ts';
import { plainText } from '../../ui/plainText.ts';
import { signalOf } from '../../ui/progress.ts';
import { ageless } from '../../ui/statusWords.ts';
import { toRange } from './convert.ts';
import { textDocumentOf } from './textDocuments.ts';

export interface ComposeLensOptions {
	readonly selector: vscode.DocumentSelector;
	readonly service: () => Promise<ComposeService>;
	readonly isEnabled: () => boolean;
	/** The container of a service of the project that a file makes, if there is one. */
	containerOf(file: vscode.Uri, service: string): Promise<Container | undefined>;
	readonly onDidChangeSurroundings: Event<void>;
}

/** *Up · Down · Logs* above the services, and above each service its state and what can be done with it now. */
export class ComposeLenses extends DisposableOwner implements vscode.CodeLensProvider {
	readonly #options: ComposeLensOptions;
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChangeCodeLenses = this.#changed.event;

	constructor(options: ComposeLensOptions) {
		super();
		this.#options = options;
		this.register(options.onDidChangeSurroundings(() => this.#changed.fire()));
		this.register(vscode.languages.registerCodeLensProvider(options.selector, this));
	}

	async provideCodeLenses(
		document: vscode.TextDocument,
		token: vscode.CancellationToken,
	): Promise<vscode.CodeLens[] | undefined> {
		if (!this.#options.isEnabled() || document.uri.scheme !== 'file') {
			return undefined;
		}
		const service = await this.#options.service();
		const found = await service.lenses(textDocumentOf(document), signalOf(token));
		const names = [...new Set(found.flatMap(lens => (lens.on === 'service' ? [lens.service] : [])))];
		const containers = new Map(
			await Promise.all(names.map(async name => [name, await this.#options.containerOf(document.uri, name)] as const)),
		);
		const stated = new Set<string>();
		return found.flatMap(lens => {
			const range = toRange(lens.range);
			if (lens.on === 'file') {
				return [new vscode.CodeLens(range, fileCommand(lens.kind, document.uri))];
			}
			const container = containers.get(lens.service);
			const state = container && !stated.has(lens.service) ? [stateLens(range, container)] : [];
			stated.add(lens.service);
			return applies(lens.kind, container)
				? [...state, new vscode.CodeLens(range, serviceCommand(lens, document.uri, container))]
				: state;
		});
	}
}

type FileKind = Extract<LensData, { on: 'file' }>['kind'];

function fileCommand(kind: FileKind, uri: vscode.Uri): vscode.Command {
	switch (kind) {
		case 'up':
			return { title: `$(play) ${vscode.l10n.t('Up')}`, command: commandId('compose.up'), arguments: [uri] };
		case 'down':
			return { title: vscode.l10n.t('Down'), command: commandId('compose.down'), arguments: [uri] };
		case 'logs':
			return { title: vscode.l10n.t('Logs'), command: commandId('compose.logs'), arguments: [uri] };
	}
}

/** Nothing is offered that would only say that there is nothing to do. */
function applies(kind: ServiceLens, container: Container | undefined): boolean {
	switch (kind) {
		case 'up':
			return true;
		case 'logs':
			return container !== undefined;
		default:
			return container?.state === 'running';
	}
}

/** The state leads to the container itself. */
function stateLens(range: vscode.Range, container: Container): vscode.CodeLens {
	const icon =
		container.state === 'running' ? (container.health === 'unhealthy' ? 'warning' : 'circle-filled') : 'circle-outline';
	const title = `$(${icon}) ${plainText(ageless(container))}`;
	return new vscode.CodeLens(range, {
		title,
		tooltip: plainText(container.name),
		command: commandId('container.inspect'),
		arguments: [container.id],
	});
}

function serviceCommand(
	{ kind, service }: Extract<LensData, { on: 'service' }>,
	uri: vscode.Uri,
	container: Container | undefined,
): vscode.Command {
	const options = { services: [service] };
	switch (kind) {
		case 'up':
			return { title: `$(play) ${vscode.l10n.t('Up')}`, command: commandId('compose.up'), arguments: [uri, options] };
		case 'stop':
			return { title: vscode.l10n.t('Stop'), command: commandId('compose.stop'), arguments: [uri, options] };
		case 'restart':
			return { title: vscode.l10n.t('Restart'), command: commandId('compose.restart'), arguments: [uri, options] };
		case 'logs':
			return { title: vscode.l10n.t('Logs'), command: commandId('compose.logs'), arguments: [uri, options] };
		case 'shell':
			return { title: vscode.l10n.t('Shell'), command: commandId('container.exec'), arguments: [container?.id] };
	}
}
