import { join } from 'node:path';
import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { logViewId } from '../contributions.ts';
import type { EngineConnection } from '../engine/connection.ts';
import type { EngineEvents } from '../engine/engineEvents.ts';
import type { EngineError } from '../engine/errors.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { ContainerStats } from '../engine/stats.ts';
import type { CommandLog } from '../ui/commandLog.ts';
import type { ReadOnlyDocuments } from '../ui/documents.ts';
import { explainError } from '../ui/errorSurroundings.ts';
import type { ContainerPages } from '../webviews/containerPage.ts';
import type { LayersPanels } from '../webviews/layersPanel.ts';
import type { LogPanels } from '../webviews/logPanel.ts';
import { PanelsOnDemand } from '../webviews/panelsOnDemand.ts';
import type { ContainerPage } from '../webviews/protocols/containerPage.ts';
import type { LayersView } from '../webviews/protocols/layers.ts';
import type { LogViewer } from '../webviews/protocols/logViewer.ts';
import type { RunForm } from '../webviews/protocols/runForm.ts';
import type { StatsPanel } from '../webviews/protocols/stats.ts';
import type { RunPanels } from '../webviews/runPanel.ts';
import type { StatsPanels } from '../webviews/statsPanel.ts';
import type { PanelSurroundings } from '../webviews/webviewPanel.ts';
import type { UndoMemory } from './undoMemory.ts';

export interface PanelParts {
	readonly connection: EngineConnection;
	readonly events: EngineEvents;
	readonly store: ResourceStore;
	readonly stats: ContainerStats;
	readonly commandLog: CommandLog;
	readonly documents: ReadOnlyDocuments;
	readonly undo: UndoMemory;
	readonly extensionUri: vscode.Uri;
	/** For what can be read again; may not exist yet. */
	readonly cacheFolder: string;
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
	readonly container: PanelsOnDemand<ContainerPages, ContainerPage>;
	readonly stats: PanelsOnDemand<StatsPanels, StatsPanel>;
	readonly layers: PanelsOnDemand<LayersPanels, LayersView>;

	constructor(parts: PanelParts) {
		super();
		const { connection, store, undo, extensionUri, memory, logger } = parts;
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
		this.register(
			vscode.window.registerWebviewViewProvider(logViewId, {
				resolveWebviewView: async (view, { state }) => (await this.logs.get()).view.resolve(view, state),
			}),
		);
		this.container = this.register(
			new PanelsOnDemand('slipway.containerPage', async () => {
				const { ContainerPages } = await import('../webviews/containerPage.ts');
				return new ContainerPages({ connection, store, undoKeyOf: id => undo.keyOf(id) }, surroundings);
			}),
		);
		this.stats = this.register(
			new PanelsOnDemand('slipway.stats', async () => {
				const { StatsPanels } = await import('../webviews/statsPanel.ts');
				return new StatsPanels(parts, surroundings);
			}),
		);
		this.layers = this.register(
			new PanelsOnDemand('slipway.layers', async () => {
				const [{ LayersPanels }, { findDockerfileLines }] = await Promise.all([
					import('../webviews/layersPanel.ts'),
					import('../providers/dockerfileLines.ts'),
				]);
				const host = {
					...{ connection, store, documents: parts.documents },
					cacheFolder: join(parts.cacheFolder, 'layers'),
					explain: (error: EngineError) => explainError(parts, error),
					findLines: findDockerfileLines,
				};
				return new LayersPanels(host, surroundings);
			}),
		);
	}
}
