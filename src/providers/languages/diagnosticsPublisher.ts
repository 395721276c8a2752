import * as vscode from 'vscode';
import { DisposableOwner, toDisposable } from '../../base/disposable.ts';
import type { Event } from '../../base/event.ts';
import type { Logger } from '../../base/logger.ts';
import type { LanguageService } from '../../languageservice/languageService.ts';
import { mergeFindings } from '../mergeFindings.ts';
import { toDiagnostic } from './convert.ts';
import { textDocumentOf } from './textDocuments.ts';

/** Milliseconds. */
const shortest = 5;
const longest = 600;
/** A document is looked at again after as many times of what that costs. */
const patience = 4;

export interface PublisherOptions {
	/** Name of the collection; one for each language. */
	readonly name: string;
	readonly selector: vscode.DocumentSelector;
	readonly service: () => Promise<Partial<LanguageService>>;
	readonly logger: Logger;
	/** Something outside the documents has changed: a setting, a file, an image. All open ones are looked at again. */
	readonly onDidChangeSurroundings: Event<void>;
	/** What another source has found in a document; what it and the service both say is shown once. */
	readonly more?: (uri: vscode.Uri) => readonly vscode.Diagnostic[];
}

interface Pending {
	readonly timer: NodeJS.Timeout;
	readonly stop: AbortController;
}

/** Keeps the problems of all open documents of a language in the Problems view. What is being typed is looked at soon, and sooner the less it costs. */
export class DiagnosticsPublisher extends DisposableOwner {
	readonly #options: PublisherOptions;
	readonly #collection: vscode.DiagnosticCollection;
	readonly #pending = new Map<string, Pending>();
	/** What was found last, before what others say as well is left out. */
	readonly #found = new Map<string, readonly vscode.Diagnostic[]>();
	/** Milliseconds that the last look at a document took. */
	readonly #cost = new Map<string, number>();

	constructor(options: PublisherOptions) {
		super();
		this.#options = options;
		this.#collection = this.register(vscode.languages.createDiagnosticCollection(options.name));
		this.register(vscode.workspace.onDidOpenTextDocument(document => this.#schedule(document, 0)));
		this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#schedule(document)));
		this.register(vscode.workspace.onDidCloseTextDocument(document => void this.#close(document)));
		this.register(
			vscode.languages.onDidChangeDiagnostics(({ uris }) => {
				for (const uri of uris.filter(each => this.#found.has(each.toString()))) {
					this.#show(uri);
				}
			}),
		);
		this.register(options.onDidChangeSurroundings(() => this.#scheduleAll()));
		this.register(toDisposable(() => this.#stopAll()));
		this.#scheduleAll();
	}

	#scheduleAll(): void {
		for (const document of vscode.workspace.textDocuments) {
			this.#schedule(document);
		}
	}

	#concerns(document: vscode.TextDocument): boolean {
		return (
			!document.isClosed &&
			!showsThePast.has(document.uri.scheme) &&
			vscode.languages.match(this.#options.selector, document) > 0
		);
	}

	#schedule(document: vscode.TextDocument, delay?: number): void {
		if (!this.#concerns(document)) {
			return;
		}
		const key = document.uri.toString();
		this.#stop(key);
		const wait = delay ?? Math.min(longest, Math.max(shortest, (this.#cost.get(key) ?? 0) * patience));
		const stop = new AbortController();
		const timer = setTimeout(() => void this.#publish(document, stop.signal), wait);
		this.#pending.set(key, { timer, stop });
	}

	async #publish(document: vscode.TextDocument, signal: AbortSignal): Promise<void> {
		const { service, logger, more } = this.#options;
		try {
			const loaded = await service();
			if (signal.aborted || document.isClosed) {
				return;
			}
			const startedAt = performance.now();
			const problems = (await loaded.diagnose?.(textDocumentOf(document), signal)) ?? [];
			this.#cost.set(document.uri.toString(), performance.now() - startedAt);
			if (!signal.aborted && !document.isClosed) {
				const found = mergeFindings(problems.map(toDiagnostic), more?.(document.uri) ?? []);
				this.#found.set(document.uri.toString(), found);
				this.#show(document.uri);
			}
		} catch (error) {
			logger.error(`Problems could not be looked for: ${error instanceof Error ? (error.stack ?? error) : error}`);
		}
	}

	/** Other extensions say what is wrong with the same files: what they say already is not said twice. */
	#show(uri: vscode.Uri): void {
		const found = this.#found.get(uri.toString()) ?? [];
		const others = vscode.languages.getDiagnostics(uri).filter(({ source }) => source !== ownSource);
		const shown = others.length === 0 ? found : found.filter(own => !others.some(other => saysTheSame(own, other)));
		const before = this.#collection.get(uri) ?? [];
		if (shown.length !== before.length || shown.some((one, index) => one !== before[index])) {
			this.#collection.set(uri, shown);
		}
	}

	async #close(document: vscode.TextDocument): Promise<void> {
		const key = document.uri.toString();
		this.#stop(key);
		this.#cost.delete(key);
		this.#found.delete(key);
		this.#collection.delete(document.uri);
		if (vscode.languages.match(this.#options.selector, document) > 0) {
			(await this.#options.service()).forget?.(key);
		}
	}

	#stop(key: string): void {
		const pending = this.#pending.get(key);
		clearTimeout(pending?.timer);
		pending?.stop.abort();
		this.#pending.delete(key);
	}

	#stopAll(): void {
		for (const key of [...this.#pending.keys()]) {
			this.#stop(key);
		}
	}
}

/** Documents that nobody edits: the other side of a comparison, an output. */
const showsThePast: ReadonlySet<string> = new Set(['git', 'gitfs', 'output', 'scm', 'vscode-local-history', 'slipway']);

const ownSource = 'slipway';

function codeOf({ code }: vscode.Diagnostic): string | number | undefined {
	return typeof code === 'object' ? code.value : code;
}

/** The same rule on a line, or two errors in it: one mistake, told by two. */
function saysTheSame(own: vscode.Diagnostic, other: vscode.Diagnostic): boolean {
	const isError = ({ severity }: vscode.Diagnostic) => severity === vscode.DiagnosticSeverity.Error;
	return (
		own.range.start.line === other.range.start.line &&
		(codeOf(own) === codeOf(other) || (isError(own) && isError(other)))
	);
}
