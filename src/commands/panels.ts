import type * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import type { EngineConnection } from '../engine/connection.ts';
import type { EngineEvents } from '../engine/engineEvents.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { CommandLog } from '../ui/commandLog.ts';
import type { ReadOnlyDocuments } from '../ui/documents.ts';
import { explainError } from '../ui/errorSurroundings.ts';
import type { LogPanels } from '../webviews/logPanel.ts';
import { PanelsOnDemand } from '../webviews/panelsOnDemand.ts';
import type { LogViewer } from '../webviews/protocols/logViewer.ts';
import type { RunForm } from '../webviews/protocols/runForm.ts';
import type { RunPanels } from '../webviews/runPanel.ts';
import type { PanelSurroundings } from '../webviews/webviewPanel.ts';

export interface PanelParts {
	readonly connection: EngineConnection;
	readonly events: EngineEvents;
	readonly store: ResourceStore;
	readonly commandLog: CommandLog;
	readonly documents: ReadOnlyDocuments;
	readonly extensionUri: vscode.Uri;
	/** The workspace's. */
	readonly memory: vscode.Memento;
	/** Of all workspaces. */
	readonly globalMemory: vscode.Memento;
	readonly logger: vscode.LogOutputChannel;
}

/** The windows of our own, a field for each kind. */
export class Panels extends DisposableOwner {
	readonly run: PanelsOnDemand<RunPanels, RunForm>;
	readonly logs: PanelsOnDemand<LogPanels, LogViewer>;

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
		this.logs = this.register(
			new PanelsOnDemand('slipway.logs', async () => {
				const [{ LogPanels }, { engineLogs }] = await Promise.all([
					import('../webviews/logPanel.ts'),
					import('../webviews/engineLogs.ts'),
				]);
				return new LogPanels(engineLogs(parts), surroundings);
			}),
		);
	}
}
