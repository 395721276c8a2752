import * as vscode from 'vscode';
import { abortable } from '../base/async.ts';
import { EngineError } from '../engine/errors.ts';
import { plainText } from './plainText.ts';
import { offer, type WayOn } from './wayOn.ts';

const quietTime = 1000;
const longTime = 10_000;

export interface ProgressOptions<T> {
	readonly signal?: AbortSignal;
	/** What to say, and offer, when it took over ten seconds. */
	readonly finished?: (result: T) => { readonly message: string; readonly ways?: readonly WayOn[] };
	/** Where there is more to see, behind the message. */
	readonly link?: ProgressLink;
}

/** A command of ours; `argument` is our own word, never the engine's. */
export interface ProgressLink {
	readonly title: string;
	readonly command: string;
	readonly argument: string;
}

/**
 * Runs work that can be cancelled. Nothing is shown for a second, then one notification with Cancel. When the user
 * cancels, the signal aborts and the promise rejects with `cancelled` at once.
 */
export async function withProgress<T>(
	title: string,
	work: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
	options: ProgressOptions<T> = {},
): Promise<T> {
	const controller = new AbortController();
	const unlink = follow(options.signal, controller);
	const notification = new ProgressNotification(title, options.link, () => controller.abort(cancelled()));
	const startedAt = Date.now();
	const running = abortable(
		work(controller.signal, message => notification.report(message)),
		controller.signal,
	);
	notification.showLater(running);
	try {
		const result = await running;
		if (options.finished && Date.now() - startedAt > longTime) {
			const { message, ways } = options.finished(result);
			offer('info', message, ways ?? []);
		}
		return result;
	} finally {
		unlink();
		notification.dispose();
	}
}

export function cancelled(): EngineError {
	return new EngineError('cancelled', 'Cancelled');
}

/** A VS Code token as a signal. */
export function signalOf(token: vscode.CancellationToken): AbortSignal {
	const controller = new AbortController();
	if (token.isCancellationRequested) {
		controller.abort(cancelled());
	} else {
		token.onCancellationRequested(() => controller.abort(cancelled()));
	}
	return controller.signal;
}

function follow(outer: AbortSignal | undefined, controller: AbortController): () => void {
	const abort = () => controller.abort(outer?.reason);
	if (outer?.aborted) {
		abort();
	}
	outer?.addEventListener('abort', abort, { once: true });
	return () => outer?.removeEventListener('abort', abort);
}

class ProgressNotification {
	readonly #title: string;
	readonly #link: string;
	readonly #onCancel: () => void;
	#timer: NodeJS.Timeout | undefined;
	#sink: vscode.Progress<{ message?: string }> | undefined;
	#message = '';

	constructor(title: string, link: ProgressLink | undefined, onCancel: () => void) {
		this.#title = title;
		this.#link = link ? ` · ${commandLink(link)}` : '';
		this.#onCancel = onCancel;
	}

	showLater(running: Promise<unknown>): void {
		this.#timer = setTimeout(() => {
			const options = {
				location: vscode.ProgressLocation.Notification,
				title: plainText(this.#title),
				cancellable: true,
			};
			vscode.window.withProgress(options, (progress, token) => {
				this.#sink = progress;
				progress.report({ message: this.#message });
				const subscription = token.onCancellationRequested(this.#onCancel);
				return running.then(
					() => subscription.dispose(),
					() => subscription.dispose(),
				);
			});
		}, quietTime);
	}

	report(message: string): void {
		this.#message = `${plainText(message)}${this.#link}`;
		this.#sink?.report({ message: this.#message });
	}

	dispose(): void {
		clearTimeout(this.#timer);
	}
}

function commandLink({ title, command, argument }: ProgressLink): string {
	return `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
}
