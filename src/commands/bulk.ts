import * as vscode from 'vscode';
import { mapLimited } from '../base/async.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { nameList } from '../ui/confirm.ts';
import { sentenceOf } from '../ui/errorSentence.ts';
import { plainText } from '../ui/plainText.ts';
import { withProgress } from '../ui/progress.ts';
import type { CommandCall } from './commandCall.ts';
import type { Services } from './services.ts';

const atOnce = 8;

export interface BulkAction<T> {
	/** `Stopping {0}`, with the name or `3 containers`. */
	title(what: string): string;
	/** The `docker` line for those that worked. */
	commandLine(names: readonly string[]): string;
	act(item: T, signal: AbortSignal): Promise<unknown>;
}

interface Failure<T> {
	readonly item: T;
	readonly error: EngineError;
}

/** One action over many objects: one notification, eight at a time, one sentence for all failures. */
export async function actOnAll<T extends { readonly id: string; readonly name: string }>(
	services: Services,
	call: CommandCall,
	items: readonly T[],
	action: BulkAction<T>,
): Promise<void> {
	const done: T[] = [];
	const failures: Failure<T>[] = [];
	const actOnOne = async (item: T, signal: AbortSignal) => {
		try {
			await services.queue.run(item.id, () => {
				signal.throwIfAborted();
				return action.act(item, signal);
			});
			done.push(item);
		} catch (error) {
			failures.push({ item, error: byName(toEngineError(error), item) });
		}
	};
	const title = action.title(items.length === 1 ? `"${items[0]?.name}"` : vscode.l10n.t('{0} objects', items.length));
	try {
		await withProgress(
			title,
			(signal, report) =>
				mapLimited(items, atOnce, async item => {
					if (!signal.aborted) {
						await actOnOne(item, signal);
						report(vscode.l10n.t('{0} of {1}', done.length + failures.length, items.length));
					}
				}),
			{ signal: call.signal },
		);
	} finally {
		if (done.length > 0) {
			services.commandLog.write(action.commandLine(inOrder(items, done).map(item => item.name)));
		}
	}
	throwFailures(services, items.length, failures);
}

/** The engine names what is gone by its id; people know it by its name. */
function byName(error: EngineError, { id, name }: { readonly id: string; readonly name: string }): EngineError {
	const cause = error.recognised;
	return cause?.kind === 'noSuch' && cause.name === id
		? new EngineError(error.code, error.message, { status: error.status, recognised: { ...cause, name }, cause: error })
		: error;
}

function inOrder<T>(items: readonly T[], some: readonly T[]): readonly T[] {
	const chosen = new Set(some);
	return items.filter(item => chosen.has(item));
}

function throwFailures<T extends { readonly name: string }>(
	services: Services,
	total: number,
	failures: readonly Failure<T>[],
): void {
	const [first] = failures;
	if (!first) {
		return;
	}
	if (total === 1 || first.error.code === 'cancelled' || first.error.code === 'unreachable') {
		throw first.error;
	}
	const reason = sentenceOf(first.error, {
		containers: services.store.peek('container') ?? [],
		endpoint: services.connection.status.endpoint,
	});
	const names = nameList(failures.map(({ item }) => item.name));
	throw new EngineError(
		first.error.code,
		vscode.l10n.t('{0} of {1} failed: {2}. {3}', failures.length, total, names, plainText(reason)),
		{ cause: new AggregateError(failures.map(({ error }) => error)) },
	);
}
