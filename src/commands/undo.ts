import * as vscode from 'vscode';
import { commandId } from '../contributions.ts';
import { EngineError } from '../engine/errors.ts';
import { NothingThere } from '../ui/reportError.ts';
import { offer, runsCommand } from '../ui/wayOn.ts';
import { actOnAll } from './bulk.ts';
import { readOptions } from './options.ts';
import type { Handler, Services } from './services.ts';
import type { UndoItem } from './undoMemory.ts';

/** Remembers how to undo what was done, and offers it, unless the caller wants no dialogs (`confirm: false`). */
export function offerUndo(
	services: Services,
	items: readonly UndoItem[],
	done: (names: string, count: number) => string,
	confirm: boolean | undefined,
): void {
	if (items.length === 0) {
		return;
	}
	const key = services.undo.add(services.connection.status.endpoint, items);
	if (confirm !== false) {
		const sentence = done(items[0]?.name ?? '', items.length);
		offer('info', sentence, [runsCommand(vscode.l10n.t('Undo'), commandId('undo'), key)]);
	}
}

const undo: Handler = async (services, call) => {
	readOptions(call.options, {});
	const [key] = call.targets;
	const entry = services.undo.find(typeof key === 'string' ? key : undefined);
	if (!entry) {
		throw new NothingThere(vscode.l10n.t('There is nothing to undo.'));
	}
	if (entry.endpoint !== services.connection.status.endpoint) {
		throw new EngineError(
			'conflict',
			vscode.l10n.t('This was done on the Docker engine at {0}: change to it to undo it.', entry.endpoint),
		);
	}
	const lines = new Map<string, string>();
	const done = new Set<UndoItem>();
	try {
		await actOnAll(services, call, entry.items, {
			title: what => vscode.l10n.t('Bringing back {0}', what),
			commandLine: () => [...lines.values()].join('\n'),
			act: async (item, signal) => {
				lines.set(item.id, await item.undo(signal));
				done.add(item);
			},
		});
	} finally {
		services.undo.settle(entry, done);
	}
};

export const undoCommands = { undo } satisfies Record<string, Handler>;
