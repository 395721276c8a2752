import * as vscode from 'vscode';
import { DisposableOwner, MutableDisposable } from '../base/disposable.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import type { LogModel, LogSearch, LogSource } from '../engine/logModel.ts';
import type { ReadOnlyDocuments } from '../ui/documents.ts';
import { LogExport } from './logExport.ts';
import { logFilter } from './logFilterOf.ts';
import { logRow } from './logRecordRow.ts';
import { readLogLook } from './logViewerState.ts';
import { logTitle } from './logViewerTexts.ts';
import type {
	LogFound,
	LogLocation,
	LogPattern,
	LogReading,
	LogRow,
	LogSelection,
	LogState,
	LogTarget,
	LogViewer,
	LogViewerState,
} from './protocols/logViewer.ts';
import type { PanelSide, WebviewPanel } from './webviewPanel.ts';
import { openWorkspaceFile, WorkspacePaths } from './workspacePaths.ts';

/** What log viewers need of the engine and of VS Code's window. */
export interface LogViewerHost {
	/** Begins to read. */
	open(target: LogTarget, reading: LogReading): LogModel;
	/** A failure in one sentence. */
	explain(error: EngineError): Promise<string>;
	readonly documents: ReadOnlyDocuments;
	/** Of all workspaces. */
	readonly memory: vscode.Memento;
}

const lookKey = 'logLook';
const nothing: LogPattern = { text: '', regex: false, matchCase: false };
const everything: LogSelection = { pattern: nothing, level: '', hidden: [], since: '', until: '' };
/** As no source is hidden. */
const nothingDecides = '[[],0]';
/** How often older lines are asked for by themselves, to have all of a period. */
const mostOlder = 40;

/** Where viewers are, and how they get elsewhere. */
export interface LogPlacing {
	readonly location: LogLocation;
	/** The log that goes on with this state, if another viewer has read it. */
	take(state: LogViewerState): LogModel | undefined;
	/** Goes on at the other location with a log as it was read. */
	move(state: LogViewerState, log: LogModel): Promise<void>;
}

/** The log behind one viewer. */
export class LogPanelSide extends DisposableOwner implements PanelSide<LogViewer> {
	readonly #panel: WebviewPanel<LogViewer>;
	readonly #host: LogViewerHost;
	readonly #paths = new WorkspacePaths();
	readonly #search = this.register(new MutableDisposable<LogSearch>());
	/** Sentences of failures. */
	readonly #sentences = new Map<EngineError, string>();
	readonly #unfolded = new Set<number>();
	readonly #model = this.register(new MutableDisposable<LogModel>());
	readonly #placing: LogPlacing;
	#selection = everything;
	/** What the log shows is what another viewer chose. */
	#isForeign: boolean;
	#generation = 1;
	/** What of the log itself decides about what is shown. */
	#basis = nothingDecides;
	/** Other rows are being chosen: what the log says of them meanwhile belongs to no generation. */
	#changes = 0;

	constructor(panel: WebviewPanel<LogViewer>, host: LogViewerHost, placing: LogPlacing) {
		super();
		this.#panel = panel;
		this.#host = host;
		this.#placing = placing;
		const taken = placing.take(panel.state);
		this.#isForeign = taken !== undefined;
		if (taken) {
			this.#adopt(taken);
		}
	}

	async start({ target, reading, selection }: LogViewer['state'], signal: AbortSignal): Promise<LogViewer['start']> {
		// VS Code keeps the title, also when its language has changed.
		this.#panel.title = logTitle(target);
		if (!this.#model.value) {
			this.#adopt(this.#host.open(target, reading));
		}
		if (this.#isForeign || JSON.stringify(selection) !== JSON.stringify(this.#selection)) {
			// An expression that was being typed when the page went is no reason to show nothing.
			await this.#select(selection, signal).catch(() => {});
		}
		return { log: this.#state(), look: this.#look, location: this.#placing.location };
	}

	readonly requests: PanelSide<LogViewer>['requests'] = {
		rows: ({ generation, from, count }) => (generation === this.#generation ? this.#rows(from, count) : []),
		select: async (selection, signal) => {
			await this.#select(selection, signal);
			return this.#state();
		},
		fold: async ({ number, folded }, signal) => {
			this.#unfolded[folded ? 'delete' : 'add'](number);
			await this.#filter(this.#selection, signal);
			return this.#state();
		},
		look: async (look, signal) => {
			const isFolded = this.#look.folded;
			await this.#host.memory.update(lookKey, look);
			if (look.folded !== isFolded) {
				this.#unfolded.clear();
				await this.#filter(this.#selection, signal);
			}
			return this.#state();
		},
		position: number => this.#positionFrom(number),
		search: (pattern, signal) => this.#find(pattern, signal),
		next: ({ from, backwards }) => this.#next(from, backwards),
		older: async (_, signal) => {
			await this.#loadOlder(signal);
			return this.#state();
		},
		clear: () => {
			this.#log.clear();
			return this.#state();
		},
		copy: range => this.#export.copy(range && [range.from, range.from + range.count]),
		save: () => this.#export.save(),
		document: () => this.#export.openDocument(),
		openLine: position => this.#export.openLine(position),
		files: async paths => {
			const found = await Promise.all(paths.map(path => this.#paths.find(path)));
			return found.map(({ length }) => length > 0);
		},
		openFile: async place => openWorkspaceFile(await this.#paths.find(place.path), place),
		move: async state => {
			this.#search.value = undefined;
			const log = this.#log;
			this.#model.release();
			await this.#placing.move(state, log);
			this.#panel.dispose();
		},
		close: () => this.#panel.dispose(),
	};

	get #log(): LogModel {
		if (!this.#model.value) {
			throw new EngineError('failed', 'The log is not open yet.');
		}
		return this.#model.value;
	}

	get #look() {
		return readLogLook(this.#host.memory.get(lookKey));
	}

	get #export(): LogExport {
		return new LogExport(this.#log, this.#host.documents, { title: this.#panel.title, times: this.#look.times });
	}

	#adopt(model: LogModel): void {
		this.#model.value = model;
		this.register(model.onDidChange(() => this.#onChange(model)));
	}

	#onChange(model: LogModel): void {
		if (this.#changes > 0) {
			return;
		}
		if (basisOf(this.#selection, model) !== this.#basis) {
			// A source that was switched off has come back, or the engine has told its time.
			void this.#filter(this.#selection, undefined).catch(() => {});
		} else {
			this.#tell();
		}
	}

	#tell(): void {
		if (this.#changes === 0 && this.#panel.visible && this.#model.value) {
			this.#panel.send('log', this.#state());
		}
	}

	#state(): LogState {
		const { first, next, total, dropped, skipped, older } = this.#log.extent;
		const { clockAhead } = this.#log;
		const sources = this.#log.sources.map(source => ({
			name: source.name,
			state: source.state,
			problem: source.problem && this.#sentenceOf(source),
		}));
		return { generation: this.#generation, first, next, total, dropped, skipped, older, clockAhead, sources };
	}

	#sentenceOf({ problem }: LogSource): string {
		const error = problem as EngineError;
		const known = this.#sentences.get(error);
		if (known === undefined) {
			this.#sentences.set(error, error.message);
			void this.#host.explain(error).then(sentence => {
				this.#sentences.set(error, withWayOn(error, sentence));
				this.#tell();
			});
		}
		return known ?? error.message;
	}

	#rows(from: number, count: number): readonly LogRow[] {
		const { sources } = this.#log;
		return this.#log
			.rows(from, count)
			.map(record => logRow(record, sources[record.source]?.name ?? '', this.#unfolded.has(record.number)));
	}

	/** The place of a line; of one that is not shown, that of the next. */
	#positionFrom(number: number): number | undefined {
		const { first, next } = this.#log.extent;
		let [from, to] = [first, next];
		while (from < to) {
			const middle = Math.floor((from + to) / 2);
			const record = this.#log.rows(middle, 1)[0];
			if (record && record.number < number) {
				from = middle + 1;
			} else {
				to = middle;
			}
		}
		return first < next ? Math.min(from, next - 1) : undefined;
	}

	async #select(selection: LogSelection, signal: AbortSignal): Promise<void> {
		await this.#filter(selection, signal);
		this.#selection = selection;
		const { since } = logFilter(selection, this.#log);
		for (let round = 0; since !== undefined && this.#log.extent.older && round < mostOlder; round++) {
			const oldest = this.#log.rows(this.#log.extent.first, 1)[0]?.time;
			if ((oldest !== undefined && oldest < since) || (await this.#loadOlder(signal)) === 0) {
				break;
			}
		}
	}

	/** What comes may stand among the oldest lines: their places change. */
	async #loadOlder(signal: AbortSignal): Promise<number> {
		this.#changes++;
		try {
			return await this.#log.loadOlder(signal);
		} finally {
			this.#generation++;
			this.#changes--;
			// What the log said meanwhile.
			this.#tell();
		}
	}

	async #filter(selection: LogSelection, signal: AbortSignal | undefined): Promise<void> {
		const filter = logFilter(selection, this.#log);
		const unfolded = this.#look.folded ? new Set(this.#unfolded) : 'all';
		this.#changes++;
		try {
			this.#basis = basisOf(selection, this.#log);
			await this.#log.setFilter({ ...filter, unfolded }, signal);
			this.#generation++;
			this.#isForeign = false;
		} finally {
			this.#changes--;
			// What the log said meanwhile.
			this.#tell();
		}
	}

	async #find(pattern: LogPattern, signal: AbortSignal): Promise<LogFound> {
		if (pattern.text === '') {
			this.#search.value = undefined;
			return { count: 0 };
		}
		const search = await this.#log.search(pattern, signal);
		if (signal.aborted) {
			search.dispose();
			throw toEngineError(signal.reason);
		}
		this.#search.value = search;
		search.onDidChange(() => this.#panel.visible && this.#panel.send('found', { count: search.count }));
		return { count: search.count };
	}

	#next(from: number, backwards: boolean) {
		const search = this.#search.value;
		const { first, next } = this.#log.extent;
		const position = backwards
			? (search?.next(from + 1, true) ?? search?.next(next, true))
			: (search?.next(from - 1, false) ?? search?.next(first - 1, false));
		return position === undefined || !search ? undefined : { position, index: search.indexOf(position) };
	}
}

function withWayOn(error: EngineError, sentence: string): string {
	const way = vscode.l10n.t('Its log can be read here with the log driver "json-file", "local" or "journald".');
	return error.recognised?.kind === 'logDriver' ? `${sentence} ${way}` : sentence;
}

function basisOf({ hidden, since, until }: LogSelection, model: LogModel): string {
	const sources = logFilter({ ...everything, hidden }, model).hiddenSources;
	return JSON.stringify([sources, since === '' && until === '' ? 0 : model.clockAhead]);
}
