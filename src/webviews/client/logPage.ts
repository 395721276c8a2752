import type {
	LogLook,
	LogPattern,
	LogPlace,
	LogRange,
	LogRow,
	LogSelection,
	LogState,
	LogViewer,
} from '../protocols/logViewer.ts';
import { element } from './element.ts';
import { LogChanges } from './logChanges.ts';
import { LogChoice } from './logChoice.ts';
import { LogFiles } from './logFiles.ts';
import { LogFind } from './logFind.ts';
import { LogKept } from './logKept.ts';
import { type LogKeyActions, onListKey, onPageKey } from './logKeys.ts';
import { LogList } from './logList.ts';
import { expressionOf, markMatches } from './logMarks.ts';
import { drawRow, type LogRowHost } from './logRow.ts';
import { LogRows } from './logRows.ts';
import { LogSources } from './logSources.ts';
import { LogStatus } from './logStatus.ts';
import { renewRelativeTimes } from './logTimes.ts';
import { LogToolbar } from './logToolbar.ts';
import { type PanelClient, RequestFailure } from './panelClient.ts';

const typingPause = 120;
const everything: LogSelection = {
	pattern: { text: '', regex: false, matchCase: false },
	level: '',
	hidden: [],
	since: '',
	until: '',
};

/** The log viewer: what is shown above, the log below, and what there is to know at the bottom. */
export class LogPage implements LogRowHost, LogKeyActions {
	readonly client: PanelClient<LogViewer>;
	readonly list: LogList;
	readonly isMac = navigator.userAgent.includes('Mac');
	look: LogLook;
	sources: readonly string[] = [];
	readonly #root: HTMLElement;
	readonly #rows: LogRows;
	readonly #toolbar: LogToolbar;
	readonly #chips: LogSources;
	readonly #find: LogFind;
	readonly #status: LogStatus;
	readonly #files: LogFiles;
	readonly #choice: LogChoice;
	readonly #changes: LogChanges;
	readonly #kept: LogKept;
	readonly #open = new Set<number>();
	#times: LogViewer['state']['times'];
	#selection: LogSelection;
	/** What is searched for, and the line that was found last. */
	#marked: RegExp | undefined;
	#foundAt: number | undefined;

	constructor(client: PanelClient<LogViewer>, root: HTMLElement) {
		const { start, state } = client;
		this.client = client;
		this.#root = root;
		this.#times = state.times;
		this.look = { ...start.look, times: state.times ?? start.look.times };
		this.#selection = state.selection;
		const text: PanelClient<LogViewer>['text'] = (name, ...values) => client.text(name, ...values);
		this.#rows = new LogRows(client, () => this.list.refresh());
		this.#files = new LogFiles(client, positions => positions.forEach(position => void this.list.redrawRow(position)));
		this.list = new LogList({
			rows: this.#rows,
			label: text('log'),
			draw: (row, position) => drawRow(this, row, position),
			isWrapped: () => this.look.wrap,
			drawn: elements => this.#onDrawn(elements),
			older: () => void this.#changes.older(),
		});
		this.#choice = new LogChoice(this.list, this.#rows);
		this.#changes = new LogChanges({
			client,
			list: this.list,
			rows: this.#rows,
			take: log => this.#take(log),
			restarted: () => this.#onRestart(),
			say: (problem, about) => this.#toolbar.say(problem, about),
		});
		this.#toolbar = new LogToolbar(text, this.#actions(), {
			selection: state.selection,
			look: this.look,
			location: start.location,
		});
		this.#chips = new LogSources(text, hidden => this.#select({ hidden }));
		this.#status = new LogStatus(text, {
			older: () => void this.#changes.older(),
			toEnd: () => this.list.scrollToEnd(),
			showEverything: () => this.#showEverything(),
		});
		this.#find = new LogFind(
			{
				client,
				place: () => this.list.current ?? this.list.top,
				reveal: position => this.#reveal(position),
				mark: pattern => this.#mark(pattern),
				close: () => this.list.focus(),
			},
			state.search,
		);
		this.#kept = new LogKept(client, () => ({
			times: this.#times,
			selection: this.#selection,
			search: this.#find.pattern,
			top: this.#changes.topNumber,
		}));
		this.#drawFrame();
		document.body.classList.toggle('view', start.location === 'panel');
		this.#take(start.log);
		client.on('log', log => this.#take(log));
		void this.#changes.goTo(state.top);
	}

	get now(): number {
		return Date.now() + this.#rows.state.clockAhead;
	}

	isOpen({ number }: LogRow): boolean {
		return this.#open.has(number);
	}

	readonly toggleFields = ({ number }: LogRow, position: number): void => {
		if (!this.#open.delete(number)) {
			this.#open.add(number);
		}
		this.list.redrawRow(position);
	};

	fold({ number, folded }: LogRow): void {
		void this.#changes.change(() => this.client.request('fold', { number, folded: folded === undefined }), number);
	}

	isFile(path: string, position: number): boolean {
		return this.#files.isFile(path, position);
	}

	openFile(place: LogPlace): void {
		void this.#attempt(this.client.request('openFile', place));
	}

	openLine(position: number): void {
		void this.#attempt(this.client.request('openLine', position));
	}

	openSearch(): void {
		const selected = String(document.getSelection() ?? '');
		this.#find.open(selected.includes('\n') ? '' : selected.trim());
	}

	next(backwards: boolean): void {
		void this.#find.next(backwards);
	}

	readonly toggle = (open: boolean | undefined): void => {
		const position = this.list.current;
		const row = position === undefined ? undefined : this.#rows.at(position);
		if (!row || position === undefined) {
			return;
		}
		const isOpen = this.isOpen(row) || row.unfolded === true;
		if (open === undefined || open !== isOpen) {
			if (row.folded !== undefined || row.unfolded) {
				this.fold(row);
			} else {
				this.toggleFields(row, position);
			}
		}
	};

	readonly extend = (by: number): void => this.#choice.extend(by);

	selectAll(): void {
		this.#choice.all();
	}

	readonly unselect = (): void => this.#choice.clear();

	copy(): boolean {
		const { range } = this.#choice;
		if (range) {
			this.#copy(range);
		}
		return range !== undefined;
	}

	#copy(range: LogRange | undefined): void {
		void this.#attempt(this.client.request('copy', range));
	}

	/** Says at the bottom what an action failed of. */
	async #attempt(action: Promise<unknown>): Promise<void> {
		this.#status.fail('');
		try {
			await action;
		} catch (error) {
			if (error instanceof RequestFailure && error.failure.code !== 'cancelled') {
				this.#status.fail(error.message);
			}
		}
	}

	#actions() {
		const ask = (name: 'save' | 'document') => void this.#attempt(this.client.request(name, undefined));
		return {
			select: (change: Partial<LogSelection>) => this.#select(change, change.pattern ? typingPause : 0),
			setLook: (look: LogLook) => this.#setLook(look),
			openSearch: () => this.openSearch(),
			copyAll: () => this.#copy(undefined),
			save: () => ask('save'),
			document: () => ask('document'),
			move: () => void this.#attempt(this.client.request('move', this.#kept.leave())),
			close: () => {
				this.#kept.leave();
				void this.#attempt(this.client.request('close', undefined));
			},
			clear: () => void this.#changes.change(() => this.client.request('clear', undefined), undefined),
		};
	}

	#drawFrame(): void {
		const middle = element('div', { class: 'middle' }, this.#find.element, this.list.element, this.#status.over);
		this.#root.append(this.#toolbar.element, this.#chips.element, this.#status.problems, middle, this.#status.line);
		this.#root.addEventListener('keydown', event => onPageKey(event, this));
		this.list.element.addEventListener('keydown', event => onListKey(event, this));
		this.#setLookClasses();
		setInterval(() => this.look.times === 'relative' && renewRelativeTimes(this.#root, this.now), 1000);
	}

	#take(log: LogState): void {
		const before = this.sources.join('\n');
		this.#rows.take(log);
		this.sources = log.sources.map(({ name }) => name);
		this.#chips.show(log.sources, this.#selection.hidden);
		if (before !== this.sources.join('\n')) {
			const widest = Math.max(...this.sources.map(name => name.length));
			this.#root.style.setProperty('--source-width', `${Math.min(20, widest) + 1}ch`);
			this.list.redraw();
		}
		this.list.refresh();
	}

	#select(change: Partial<LogSelection>, pause = 0): void {
		this.#selection = { ...this.#selection, ...change };
		this.#toolbar.show(this.#selection);
		this.#chips.show(this.#rows.state.sources, this.#selection.hidden);
		this.#changes.select(this.#selection, pause);
		this.#kept.keep();
	}

	#showEverything(): void {
		this.#toolbar.filter.show(everything.pattern);
		this.#select(everything);
		this.list.focus();
	}

	#setLook(look: LogLook): void {
		this.look = look;
		this.#times = undefined;
		this.#setLookClasses();
		this.list.redraw();
		void this.#changes.change(() => this.client.request('look', look), this.#changes.topNumber);
		this.#kept.keep();
	}

	#setLookClasses(): void {
		this.#root.classList.toggle('wrapped', this.look.wrap);
	}

	#onRestart(): void {
		this.#choice.clear();
		this.#foundAt = undefined;
		this.#find.again();
	}

	#reveal(position: number): void {
		this.#foundAt = position;
		this.list.reveal(position);
	}

	#mark(pattern: LogPattern): void {
		this.#marked = expressionOf(pattern);
		if (!this.#marked) {
			this.#foundAt = undefined;
		}
		this.list.refresh();
		this.#kept.keepSoon();
	}

	#onDrawn(elements: ReadonlyMap<number, HTMLElement>): void {
		this.#choice.mark(elements);
		for (const [position, row] of elements) {
			const isCurrent = position === this.list.current;
			row.querySelectorAll('button').forEach(button => {
				button.tabIndex = isCurrent ? 0 : -1;
			});
		}
		markMatches(elements, this.#marked, this.#foundAt);
		const { state } = this.#rows;
		this.#status.show({
			log: state,
			selection: this.#selection,
			isAtEnd: this.list.isAtEnd,
			isAtStart: this.list.top === state.first,
			isLoadingOlder: this.#changes.isLoadingOlder,
			newLines: this.list.newLines,
		});
		this.#kept.keepSoon();
	}
}
