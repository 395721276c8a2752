import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { commandId } from '../contributions.ts';
import type { Crash, CrashWatcher } from '../engine/crashes.ts';
import type { Settings } from '../settings.ts';
import { exitCodeMeaning } from './exitCode.ts';
import { plainText } from './plainText.ts';
import { offer, runsCommand } from './wayOn.ts';

const mutedKey = 'slipway.mutedCrashes';
const mostMuted = 200;

/** Tells of containers that failed by themselves. How often of one that keeps failing is the watcher's decision. */
export class CrashNotifications extends DisposableOwner {
	readonly #settings: Settings;
	readonly #memory: vscode.Memento;

	constructor(watcher: CrashWatcher, settings: Settings, memory: vscode.Memento) {
		super();
		this.#settings = settings;
		this.#memory = memory;
		this.register(watcher.onDidCrash(crash => this.#onCrash(crash)));
	}

	#onCrash(crash: Crash): void {
		if (!this.#settings.crashNotifications || this.#muted().includes(crash.name)) {
			return;
		}
		offer('warning', crashSentence(crash), [
			runsCommand(vscode.l10n.t('Logs'), commandId('container.logs'), crash.containerId),
			runsCommand(vscode.l10n.t('Restart'), commandId('container.restart'), crash.containerId),
			{ title: vscode.l10n.t('Mute'), run: () => this.#mute(crash.name) },
		]);
	}

	#muted(): readonly string[] {
		return this.#memory.get<readonly string[]>(mutedKey, []);
	}

	#mute(name: string): Thenable<void> {
		const names = [...this.#muted().filter(muted => muted !== name), name];
		return this.#memory.update(mutedKey, names.slice(-mostMuted));
	}
}

export function crashSentence({ name, reason, exitCode, count }: Crash): string {
	const shown = plainText(name, 80);
	const sentence = reasonSentence(shown, reason, exitCode);
	return count > 1 ? vscode.l10n.t('{0} That is time number {1}.', sentence, count) : sentence;
}

function reasonSentence(name: string, reason: Crash['reason'], exitCode: number | undefined): string {
	if (reason === 'oom') {
		return vscode.l10n.t('Container "{0}" ran out of memory.', name);
	}
	if (reason === 'unhealthy') {
		return vscode.l10n.t('Container "{0}" has become unhealthy.', name);
	}
	const meaning = exitCode === undefined ? undefined : exitCodeMeaning(exitCode);
	if (exitCode === undefined) {
		return vscode.l10n.t('Container "{0}" has ended by itself.', name);
	}
	return meaning === undefined
		? vscode.l10n.t('Container "{0}" has ended with code {1}.', name, exitCode)
		: vscode.l10n.t('Container "{0}" has ended with code {1}: {2}.', name, exitCode, meaning);
}
