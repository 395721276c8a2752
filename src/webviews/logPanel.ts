import type { LogModel } from '../engine/logModel.ts';
import { LogPanelSide, type LogPlacing, type LogViewerHost } from './logPanelSide.ts';
import { LogView } from './logView.ts';
import { readLogViewerState } from './logViewerState.ts';
import { logTitle, logViewerTexts } from './logViewerTexts.ts';
import type { LogLocation, LogReading, LogTarget, LogTimes, LogViewer, LogViewerState } from './protocols/logViewer.ts';
import { type PanelKind, type PanelSurroundings, WebviewPanels } from './webviewPanel.ts';

/** The log viewers: any number among the editors, one in the panel below them. */
export class LogPanels extends WebviewPanels<LogViewer> {
	readonly view: LogView;

	constructor(host: LogViewerHost, surroundings: PanelSurroundings) {
		const handedOver = new WeakMap<LogViewerState, LogModel>();
		const placing = (location: LogLocation): LogPlacing => ({
			location,
			take: state => handedOver.get(state),
			move: (state, log) => {
				handedOver.set(state, log);
				return this.#open(location === 'editor' ? 'panel' : 'editor', state);
			},
		});
		super(logPanelKind(host, placing('editor')), surroundings);
		this.view = this.register(new LogView(logPanelKind(host, placing('panel')), surroundings));
	}

	/** Opens a viewer; `times` overrides what is remembered. */
	show(location: LogLocation, target: LogTarget, reading: LogReading, times?: LogTimes): Promise<void> {
		const pattern = { text: '', regex: false, matchCase: false };
		const selection = { pattern, level: '', hidden: [], since: '', until: '' } as const;
		return this.#open(location, { target, reading, times, selection, search: pattern });
	}

	async #open(location: LogLocation, state: LogViewerState): Promise<void> {
		if (location === 'panel') {
			await this.view.show(state);
		} else {
			this.create(logTitle(state.target), state);
		}
	}
}

/** The log is read as long as its panel is there, shown or hidden; its page holds what is in sight. */
export function logPanelKind(host: LogViewerHost, placing: LogPlacing): PanelKind<LogViewer> {
	return {
		viewType: 'slipway.logs',
		client: 'logViewer',
		icon: 'logs',
		texts: logViewerTexts,
		readState: readLogViewerState,
		connect: panel => new LogPanelSide(panel, host, placing),
	};
}
