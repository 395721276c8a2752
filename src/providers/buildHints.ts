import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import { humanSize } from '../base/format.ts';
import { type BuildRecord, type LineOfBuild, stillTrue } from '../engine/buildRecord.ts';
import type { Settings } from '../settings.ts';

/** Behind each instruction of a Dockerfile what its last build did with it, as long as another build would do the same. */
export class BuildHints extends DisposableOwner implements vscode.InlayHintsProvider {
	readonly #settings: Settings;
	readonly #records = new Map<string, BuildRecord>();
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChangeInlayHints = this.#changed.event;

	constructor(settings: Settings) {
		super();
		this.#settings = settings;
		this.register(vscode.languages.registerInlayHintsProvider({ language: 'dockerfile', scheme: 'file' }, this));
		this.register(settings.onDidChange(() => this.#changed.fire()));
	}

	/** A build has ended. */
	publish(dockerfile: vscode.Uri, record: BuildRecord): void {
		this.#records.set(dockerfile.toString(), record);
		this.#changed.fire();
	}

	provideInlayHints(document: vscode.TextDocument, range: vscode.Range): vscode.InlayHint[] {
		const record = this.#records.get(document.uri.toString());
		if (!record || !this.#settings.buildHints) {
			return [];
		}
		return stillTrue(record, document.getText())
			.filter(({ line }) => line - 1 >= range.start.line && line - 1 <= range.end.line)
			.filter(fact => words(fact).length > 0)
			.map(fact => hintOf(document, fact));
	}
}

function hintOf(document: vscode.TextDocument, fact: LineOfBuild): vscode.InlayHint {
	const hint = new vscode.InlayHint(document.lineAt(fact.line - 1).range.end, words(fact).join(' · '));
	hint.paddingLeft = true;
	hint.tooltip = vscode.l10n.t('What the last build did with this instruction, and the size of its layer.');
	return hint;
}

function words({ seconds, cached, size }: LineOfBuild): string[] {
	const time = seconds === undefined ? [] : [cached ? vscode.l10n.t('cached') : vscode.l10n.t('{0} s', seconds)];
	return size === undefined ? time : [...time, humanSize(size)];
}
