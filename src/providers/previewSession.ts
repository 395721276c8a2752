import { basename, dirname, sep } from 'node:path';
import * as vscode from 'vscode';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DiagnosticSeverity } from 'vscode-languageserver-types';
import { DisposableOwner, DisposableStore, MutableDisposable, toDisposable } from '../base/disposable.ts';
import type { ComposeProjectReference } from '../engine/compose.ts';
import { isComposeFile } from '../engine/composeFiles.ts';
import type { Origin, OriginPlace } from '../languageservice/compose/originTrace.ts';
import type { ComposeService } from '../languageservice/compose/service.ts';
import { plainText } from '../ui/plainText.ts';
import { textDocumentOf } from './languages/textDocuments.ts';

/** An error; the constant of the same value would load the whole package at start. */
const mistake: DiagnosticSeverity = 1;

export interface PreviewSessionParts {
	/** Asks Compose for the model. */
	read(signal: AbortSignal): Promise<string>;
	/** Absolute paths of the project's own files, the base first. */
	findFiles(): Promise<readonly string[]>;
	readonly reference: ComposeProjectReference;
	readonly composeService: () => Promise<ComposeService>;
	/** The model has another text. */
	onText(text: string): void;
	/** The origins or the refusal have changed. */
	onChange(): void;
	readonly logger: vscode.LogOutputChannel;
}

/** Why the model is not current, and where that is. */
export interface Refusal {
	readonly sentence: string;
	readonly place: (OriginPlace & { readonly label: string }) | undefined;
}

export interface TracedOrigins {
	/** The text that the lines are of. */
	readonly text: string;
	readonly lines: readonly Origin[];
}

const settleTime = 250;
/** Milliseconds after which a watcher can be relied on. */
const watchersStart = 2000;

/** One resolved model that is open: asks again when a file of its project changes, the last good one staying meanwhile. */
export class PreviewSession extends DisposableOwner {
	readonly #parts: PreviewSessionParts;
	readonly #watchers = this.register(new MutableDisposable<DisposableStore>());
	#files: ReadonlySet<string> = new Set();
	#folders = '';
	#running: AbortController | undefined;
	#timer: NodeJS.Timeout | undefined;
	#text = '';
	#readAt = 0;
	#origins: TracedOrigins | undefined;
	#refusal: Refusal | undefined;

	constructor(parts: PreviewSessionParts) {
		super();
		this.#parts = parts;
		this.register(vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#onFile(uri)));
		this.register(
			toDisposable(() => {
				clearTimeout(this.#timer);
				this.#running?.abort();
			}),
		);
	}

	get origins(): TracedOrigins | undefined {
		return this.#origins;
	}

	/** Undefined while the model is current. */
	get refusal(): Refusal | undefined {
		return this.#refusal;
	}

	/** @param readAt when Compose was asked for the text. */
	async start(text: string, readAt: number): Promise<void> {
		this.#text = text;
		this.#readAt = readAt;
		await this.#attempt(signal => this.#trace(signal));
	}

	#onFile(uri: vscode.Uri): void {
		const isNew = this.#parts.reference.files.length === 0 && isComposeFile(uri.path);
		const isBeside = dirname(uri.fsPath) === this.#parts.reference.folder;
		if (this.#files.has(uri.toString()) || (isNew && isBeside)) {
			clearTimeout(this.#timer);
			this.#timer = setTimeout(() => void this.#attempt(signal => this.#renew(signal)), settleTime);
		}
	}

	/** Ends what ran before: only the latest state of the files is of interest. */
	async #attempt(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
		this.#running?.abort();
		const controller = new AbortController();
		this.#running = controller;
		try {
			await work(controller.signal);
		} catch (error) {
			if (!controller.signal.aborted) {
				this.#parts.logger.error(`The resolved model could not be renewed: ${error}`);
			}
		}
	}

	async #renew(signal: AbortSignal): Promise<void> {
		let refusal: Refusal | undefined;
		this.#readAt = Date.now();
		try {
			this.#text = await this.#parts.read(signal);
		} catch (error) {
			const sentence = this.#sentenceOf(error as Error);
			refusal = { sentence, place: signal.aborted ? undefined : await this.#findMistake(signal) };
		}
		if (signal.aborted) {
			return;
		}
		this.#refusal = refusal;
		if (!refusal) {
			this.#parts.onText(this.#text);
		}
		this.#parts.onChange();
		await this.#trace(signal);
	}

	/** Compose's own words without the paths that everybody knows. */
	#sentenceOf({ message }: Error): string {
		const words = message.replaceAll(`${this.#parts.reference.folder}${sep}`, '');
		return plainText(words.replace(/^(?:validating|parsing|failed to parse) [^:]+: /, ''), 300);
	}

	async #trace(signal: AbortSignal): Promise<void> {
		const text = this.#text;
		const service = await this.#parts.composeService();
		const paths = await this.#parts.findFiles();
		const { reference } = this.#parts;
		const project = {
			files: paths.map(toUri),
			folder: toUri(reference.projectDirectory ?? dirname(paths[0] ?? reference.folder ?? '/')),
			envFiles: reference.envFiles?.map(toUri),
		};
		const { lines, files } = await service.origins(TextDocument.create('', 'yaml', 0, text), project, signal);
		if (signal.aborted) {
			return;
		}
		this.#watch(files.map(file => vscode.Uri.parse(file)));
		// Lines of a model that is not current would lead to wrong places.
		this.#origins = this.#refusal ? undefined : { text, lines };
		this.#parts.onChange();
	}

	/** The folders themselves, so that files are seen that come and go, in the workspace or not. */
	#watch(files: readonly vscode.Uri[]): void {
		void this.#lookAgain(files.filter(file => !this.#files.has(file.toString())));
		this.#files = new Set(files.map(file => file.toString()));
		const folders = [...new Set(files.map(file => dirname(file.fsPath)))].sort();
		if (folders.join('\n') === this.#folders) {
			return;
		}
		this.#folders = folders.join('\n');
		const watchers = new DisposableStore();
		for (const folder of folders) {
			const watcher = vscode.workspace.createFileSystemWatcher(
				new vscode.RelativePattern(vscode.Uri.file(folder), '*'),
			);
			watchers.add(watcher);
			for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
				watchers.add(event(uri => this.#onFile(uri)));
			}
		}
		this.#watchers.value = watchers;
		const timer = setTimeout(() => void this.#lookAgain(files), watchersStart);
		watchers.add(toDisposable(() => clearTimeout(timer)));
	}

	/** What has changed between Compose's reading and the first watching would be missed. */
	async #lookAgain(files: readonly vscode.Uri[]): Promise<void> {
		const readAt = this.#readAt;
		const times = await Promise.all(files.map(timeOf));
		files.filter((_, index) => (times[index] ?? 0) > readAt).forEach(uri => void this.#onFile(uri));
	}

	/** Compose names no place, or one in its own words: what our own check finds first is what it means. */
	async #findMistake(signal: AbortSignal): Promise<Refusal['place']> {
		const service = await this.#parts.composeService();
		for (const uri of this.#files) {
			const parsed = vscode.Uri.parse(uri);
			if (signal.aborted || !/\.ya?ml$/i.test(parsed.path)) {
				continue;
			}
			const document = await Promise.resolve(vscode.workspace.openTextDocument(parsed)).catch(() => undefined);
			const problems = document ? await service.diagnose(textDocumentOf(document), signal) : [];
			const [first] = problems
				.filter(({ severity }) => severity === mistake)
				.sort((a, b) => a.range.start.line - b.range.start.line);
			if (first) {
				const label = `${plainText(basename(parsed.path), 60)}:${first.range.start.line + 1}`;
				return { uri, range: first.range, label };
			}
		}
		return undefined;
	}
}

function toUri(path: string): string {
	return vscode.Uri.file(path).toString();
}

async function timeOf(uri: vscode.Uri): Promise<number | undefined> {
	return Promise.resolve(vscode.workspace.fs.stat(uri)).then(
		({ mtime }) => mtime,
		() => undefined,
	);
}
