import * as vscode from 'vscode';
import { LogPanelSide, type LogViewerHost } from './logPanelSide.ts';
import { readLogViewerState } from './logViewerState.ts';
import { logViewerTexts } from './logViewerTexts.ts';
import type { LogReading, LogTarget, LogTimes, LogViewer } from './protocols/logViewer.ts';
import { type PanelKind, type PanelSurroundings, type WebviewPanel, WebviewPanels } from './webviewPanel.ts';

/** The log viewers. */
export class LogPanels extends WebviewPanels<LogViewer> {
	constructor(host: LogViewerHost, surroundings: PanelSurroundings) {
		super(logPanelKind(host), surroundings);
	}

	/** Opens a viewer; `times` overrides what is remembered. */
	show(title: string, target: LogTarget, reading: LogReading, times?: LogTimes): WebviewPanel<LogViewer> {
		const pattern = { text: '', regex: false, matchCase: false };
		const selection = { pattern, level: '', hidden: [], since: '', until: '' } as const;
		return this.create(vscode.l10n.t('Logs: {0}', title), { target, reading, times, selection, search: pattern });
	}
}

/** The log is read as long as its panel is there, shown or hidden; its page holds what is in sight. */
export function logPanelKind(host: LogViewerHost): PanelKind<LogViewer> {
	return {
		viewType: 'slipway.logs',
		client: 'logViewer',
		icon: 'logs',
		texts: logViewerTexts,
		readState: readLogViewerState,
		connect: panel => new LogPanelSide(panel, host),
	};
}
