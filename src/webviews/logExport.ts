import * as os from 'node:os';
import * as path from 'node:path';
import { Readable } from 'node:stream';
import * as vscode from 'vscode';
import { unstyledText } from '../base/ansiText.ts';
import { EngineError } from '../engine/errors.ts';
import { saveStream } from '../engine/hostFiles.ts';
import type { LogModel } from '../engine/logModel.ts';
import type { ReadOnlyDocuments } from '../ui/documents.ts';
import { withProgress } from '../ui/progress.ts';
import { ExplainedError } from '../ui/reportError.ts';
import type { LogTimes } from './protocols/logViewer.ts';

/** Characters; beyond that clipboards and editors are no place for a log. */
const mostText = 32 * 1024 * 1024;

interface Export {
	readonly title: string;
	readonly times: LogTimes;
}

/** Takes the shown lines elsewhere, as they are shown: with their times and sources. */
export class LogExport {
	readonly #log: LogModel;
	readonly #documents: ReadOnlyDocuments;
	readonly #export: Export;

	constructor(log: LogModel, documents: ReadOnlyDocuments, given: Export) {
		this.#log = log;
		this.#documents = documents;
		this.#export = given;
	}

	/** Positions, the second one not included; all lines without. */
	async copy(range?: readonly [number, number]): Promise<void> {
		await vscode.env.clipboard.writeText(await this.#whole(range));
	}

	async openDocument(): Promise<void> {
		await this.#documents.open('logs', this.#fileName, 'log', await this.#whole());
	}

	async openLine(position: number): Promise<void> {
		const [record] = this.#log.rows(position, 1);
		if (record) {
			const name = this.#log.sources[record.source]?.name ?? 'log';
			await this.#documents.open('logs', `${name}-${record.number}.log`, 'log', unstyledText(record.text));
		}
	}

	/** Asks for the file; resolves when it is written, or when none was chosen. */
	async save(): Promise<void> {
		const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
		const file = await vscode.window.showSaveDialog({
			title: vscode.l10n.t('Save the log to a file'),
			saveLabel: vscode.l10n.t('Save'),
			defaultUri: vscode.Uri.file(path.join(folder ?? os.homedir(), this.#fileName)),
		});
		if (file) {
			await withProgress(vscode.l10n.t('Saving {0}', path.basename(file.fsPath)), async signal => {
				await saveStream(Readable.from(this.#text(undefined, signal)), file.fsPath, { signal });
			});
		}
	}

	get #fileName(): string {
		return `${this.#export.title.replace(/[^\w.-]+/g, '-')}.log`;
	}

	#text(range: readonly [number, number] | undefined, signal: AbortSignal): AsyncIterable<string> {
		const { times } = this.#export;
		return this.#log.text(
			{
				timestamps: times === 'none' ? undefined : times === 'utc' ? 'utc' : 'local',
				sources: this.#log.sources.length > 1,
				range,
			},
			signal,
		);
	}

	#whole(range?: readonly [number, number]): Promise<string> {
		return withProgress(vscode.l10n.t('Reading the log'), async signal => {
			let text = '';
			for await (const block of this.#text(range, signal)) {
				signal.throwIfAborted();
				text += block;
				if (text.length > mostText) {
					throw tooMuch();
				}
			}
			return text;
		});
	}
}

function tooMuch(): EngineError {
	const error = new EngineError('failed', 'The log is too long.');
	const sentence = vscode.l10n.t('The log is too long for this. Save it to a file, or filter it first.');
	return new ExplainedError(error, { sentence });
}
