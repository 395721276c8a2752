import * as vscode from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { maskSecrets } from '../engine/maskSecrets.ts';

/**
 * The output channel that shows the `docker` line of each action, without passwords: people learn the command by
 * watching the sidebar.
 */
export class CommandLog implements Disposable {
	#channel: vscode.OutputChannel | undefined;

	write(line: string): void {
		this.#channel ??= vscode.window.createOutputChannel('Docker Commands', 'shellscript');
		this.#channel.appendLine(maskSecrets(line));
	}

	show(): void {
		this.#channel?.show(true);
	}

	dispose(): void {
		this.#channel?.dispose();
	}
}
