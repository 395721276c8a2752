import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import { cancelled } from '../ui/progress.ts';

/**
 * Runs a task to its end and resolves to its exit code, or to undefined if it never started or its terminal was closed.
 * An aborted signal terminates it; then the promise rejects with `cancelled`.
 */
export async function runTask(task: vscode.Task, signal: AbortSignal | undefined): Promise<number | undefined> {
	signal?.throwIfAborted();
	const store = new DisposableStore();
	try {
		// A short task may have ended before its execution is known.
		const ended = watchEnds(store);
		const execution = await vscode.tasks.executeTask(task);
		const terminate = () => execution.terminate();
		signal?.addEventListener('abort', terminate, { once: true });
		store.add({ dispose: () => signal?.removeEventListener('abort', terminate) });
		if (signal?.aborted) {
			terminate();
		}
		const exitCode = await ended(execution);
		if (signal?.aborted) {
			throw cancelled();
		}
		return exitCode;
	} finally {
		store.dispose();
	}
}

function watchEnds(store: DisposableStore): (execution: vscode.TaskExecution) => Promise<number | undefined> {
	const exitCodes = new Map<vscode.TaskExecution, number | undefined>();
	const over = new Set<vscode.TaskExecution>();
	let wake = () => {};
	store.add(vscode.tasks.onDidEndTaskProcess(event => exitCodes.set(event.execution, event.exitCode)));
	store.add(
		vscode.tasks.onDidEndTask(event => {
			over.add(event.execution);
			wake();
		}),
	);
	return async execution => {
		while (!over.has(execution)) {
			await new Promise<void>(resolve => {
				wake = resolve;
			});
		}
		return exitCodes.get(execution);
	};
}
