import * as vscode from 'vscode';

/** Milliseconds between the clicks of a double click. */
const doubleClickMs = 500;

/**
 * Clicks on rows that a double click opens. VS Code tells of clicks by calling a row's command, once for each, and no
 * longer turns rows that have one: the first click does that here.
 */
export class RowClicks {
	#last = { id: '', at: 0 };

	/** Resolves to whether the row is to be opened. `isSelected` tells whether it is the one that VS Code acts on. */
	async click(id: string, isSelected: () => boolean): Promise<boolean> {
		const workbench = vscode.workspace.getConfiguration('workbench');
		if (workbench.get('list.openMode') === 'doubleClick') {
			return true;
		}
		const now = Date.now();
		const isSecond = this.#last.id === id && now - this.#last.at < doubleClickMs;
		this.#last = isSecond ? { id: '', at: 0 } : { id, at: now };
		if (!isSecond && workbench.get('tree.expandMode') === 'singleClick' && isSelected()) {
			await vscode.commands.executeCommand('list.toggleExpand');
		}
		return isSecond;
	}
}
