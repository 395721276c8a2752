import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableOwner, toDisposable } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import { documentScheme } from '../contributions.ts';
import type { ComposeOptions, ComposeProjectReference } from '../engine/compose.ts';
import { readComposeFiles } from '../engine/composeFiles.ts';
import type { ComposeService } from '../languageservice/compose/service.ts';
import type { ReadOnlyDocuments } from '../ui/documents.ts';
import type { ComposeTasks } from './composeTask.ts';
import { openPlaceCommand, placeArguments, registerOpenPlace } from './openPlace.ts';
import { OriginMarks } from './originMarks.ts';
import { PreviewSession } from './previewSession.ts';

export interface ComposePreviewParts {
	readonly documents: ReadOnlyDocuments;
	readonly compose: ComposeTasks;
	readonly composeService: () => Promise<ComposeService>;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly logger: vscode.LogOutputChannel;
}

/** A project as a preview resolves it, again and again. */
export interface PreviewedProject {
	readonly name: string;
	readonly reference: ComposeProjectReference;
	readonly options: ComposeOptions;
}

/** Resolved compose models that follow their files for as long as they are open. */
export class ComposePreview extends DisposableOwner implements vscode.CodeLensProvider {
	readonly #parts: ComposePreviewParts;
	readonly #sessions = new Map<string, PreviewSession>();
	readonly #marks: OriginMarks;
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChangeCodeLenses = this.#changed.event;

	constructor(parts: ComposePreviewParts) {
		super();
		this.#parts = parts;
		this.#marks = this.register(new OriginMarks(uri => this.#sessions.get(uri.toString())?.origins));
		this.register(registerOpenPlace());
		this.register(vscode.languages.registerCodeLensProvider({ scheme: documentScheme }, this));
		this.register(vscode.window.tabGroups.onDidChangeTabs(() => this.#endClosed()));
		this.register(toDisposable(() => this.#sessions.forEach(session => void session.dispose())));
	}

	/** Shows a model that has just been resolved, and keeps it current from then on: `readAt`, epoch milliseconds. */
	async show(
		project: PreviewedProject,
		{ yaml, readAt }: { readonly yaml: string; readonly readAt: number },
		show: vscode.TextDocumentShowOptions,
	): Promise<void> {
		const { documents, compose } = this.#parts;
		const { uri } = await documents.open('compose', `${project.name}.yaml`, 'yaml', yaml, show);
		const session = new PreviewSession({
			...this.#parts,
			read: signal => compose.read(project.reference, project.options, [], signal),
			findFiles: () => this.#filesOf(project.reference),
			reference: project.reference,
			onText: text => documents.renew(uri, text),
			onChange: () => {
				this.#marks.draw();
				this.#changed.fire();
			},
		});
		this.#sessions.get(uri.toString())?.dispose();
		this.#sessions.set(uri.toString(), session);
		await session.start(yaml, readAt);
	}

	provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
		const refusal = this.#sessions.get(document.uri.toString())?.refusal;
		if (!refusal) {
			return [];
		}
		const { sentence, place } = refusal;
		const why = place ? `${place.label}: ${sentence}` : sentence;
		return [
			new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
				title: `$(warning) ${vscode.l10n.t('Not current: {0}', why)}`,
				tooltip: sentence,
				command: place ? openPlaceCommand : '',
				arguments: place ? placeArguments(place.uri, place.range.start) : [],
			}),
		];
	}

	async #filesOf({ files, folder }: ComposeProjectReference): Promise<readonly string[]> {
		if (files.length > 0 || folder === undefined) {
			return files;
		}
		const names = await readdir(folder).catch(() => []);
		const paths = names.map(name => join(folder, name));
		return (await readComposeFiles(paths, this.#parts.env)).find(({ variant }) => !variant)?.files ?? [];
	}

	#endClosed(): void {
		for (const [uri, session] of this.#sessions) {
			if (!isShown(uri)) {
				this.#sessions.delete(uri);
				session.dispose();
			}
		}
	}
}

function isShown(uri: string): boolean {
	return vscode.window.tabGroups.all.some(({ tabs }) =>
		tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri),
	);
}
