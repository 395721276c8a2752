import type * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import type { EngineConnection } from '../engine/connection.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { CommandLog } from '../ui/commandLog.ts';
import { explainError } from '../ui/errorSurroundings.ts';
import { PanelsOnDemand } from '../webviews/panelsOnDemand.ts';
import type { RunForm } from '../webviews/protocols/runForm.ts';
import type { RunPanels } from '../webviews/runPanel.ts';
import type { PanelSurroundings } from '../webviews/webviewPanel.ts';

export interface PanelParts {
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
	readonly commandLog: CommandLog;
	readonly extensionUri: vscode.Uri;
	/** The workspace's. */
	readonly memory: vscode.Memento;
	readonly logger: vscode.LogOutputChannel;
}

/** The windows of our own, a field for each kind. */
export class Panels extends DisposableOwner {
	readonly run: PanelsOnDemand<RunPanels, RunForm>;

	constructor(parts: PanelParts) {
		super();
		const { extensionUri, memory, logger } = parts;
		const surroundings: PanelSurroundings = { extensionUri, explain: error => explainError(parts, error), logger };
		this.run = this.register(
			new PanelsOnDemand('slipway.run', async () => {
				const [{ RunPanels }, { EngineRunForm }] = await Promise.all([
					import('../webviews/runPanel.ts'),
					import('./runFormHost.ts'),
				]);
				return new RunPanels(new EngineRunForm(parts, memory), surroundings);
			}),
		);
	}
}
