import type {
	LogLook,
	LogPattern,
	LogPlace,
	LogRange,
	LogRow,
	LogSelection,
	LogState,
	LogViewer,
	LogViewerState,
} from '../protocols/logViewer.ts';
import { element } from './element.ts';
import { LogFiles } from './logFiles.ts';
import { LogFind } from './logFind.ts';
import { type LogKeyActions, onListKey, onPageKey } from './logKeys.ts';
import { LogList } from './logList.ts';
import { expressionOf, markMatches } from './logMarks.ts';
import { drawRow, type LogRowHost } from './logRow.ts';
import { LogRows } from './logRows.ts';
import { LogSources } from './logSources.ts';
import { LogStatus } from './logStatus.ts';
import { timeText } from './logTimes.ts';
import { LogToolbar } from './logToolbar.ts';
import { type PanelClient, RequestFailure } from './panelClient.ts';

const typingPause = 120;
const keepPause = 300;
/** A timer that is set, and does nothing. */
const never = -1;
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
	readonly #open = new Set<number>();
	#times: LogViewer['state']['times'];
	#selection: LogSelection;
	#selecting = new AbortController();
	#selectTimer = 0;
	#keepTimer = 0;
	#isLoadingOlder = false;
	/** What is searched for, and the line that was found last. */
	#marked: RegExp | undefined;
	#foundAt: number | undefined;
	/** Lines chosen by the keyboard or with the Shift key. */
	#chosen: { readonly anchor: number; readonly end: number } | undefined;

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
			older: () => void this.#older(),
		});
		this.#toolbar = new LogToolbar(text, this.#actions(), {
			selection: state.selection,
			look: this.look,
			location: start.location,
		});
		this.#chips = new LogSources(text, hidden => this.#select({ hidden }));
		this.#status = new LogStatus(text, {
			older: () => void this.#older(),
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
		this.#drawFrame();
		document.body.classList.toggle('view', start.location === 'panel');
		this.#take(start.log);
		client.on('log', log => this.#take(log));
		void this.#goTo(state.top);
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
		void this.#change(() => this.client.request('fold', { number, folded: folded === undefined }), number);
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

	readonly extend = (by: number): void => {
		const anchor = this.#chosen?.anchor ?? this.list.current ?? this.list.lastShown;
		const { first, next } = this.#rows.state;
		const end = Math.min(next - 1, Math.max(first, (this.#chosen?.end ?? anchor) + by));
		this.#chosen = { anchor, end };
		this.list.focusRow(end);
	};

	selectAll(): void {
		const { first, next } = this.#rows.state;
		this.#chosen = { anchor: first, end: next - 1 };
		this.list.refresh();
	}

	readonly unselect = (): void => {
		if (this.#chosen) {
			this.#chosen = undefined;
			this.list.refresh();
		}
	};

	copy(): boolean {
		if (this.#chosen) {
			const from = Math.min(this.#chosen.anchor, this.#chosen.end);
			this.#copy({ from, count: Math.abs(this.#chosen.end - this.#chosen.anchor) + 1 });
		}
		return this.#chosen !== undefined;
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
			move: () => this.#leave(state => this.client.request('move', state)),
			close: () => this.#leave(() => this.client.request('close', undefined)),
			clear: () => void this.#change(() => this.client.request('clear', undefined), undefined),
		};
	}

	#drawFrame(): void {
		const middle = element('div', { class: 'middle' }, this.#find.element, this.list.element, this.#status.over);
		this.#root.append(this.#toolbar.element, this.#chips.element, this.#status.problems, middle, this.#status.line);
		this.#root.addEventListener('keydown', event => onPageKey(event, this));
		this.list.element.addEventListener('keydown', event => onListKey(event, this));
		this.list.element.addEventListener('mousedown', event => this.#onMouseDown(event));
		this.#setLookClasses();
		setInterval(() => this.#renewTimes(), 1000);
	}

	/** With the Shift key lines are chosen, from the one before to this one; otherwise the choice ends. */
	#onMouseDown(event: MouseEvent): void {
		const row = (event.target as Element).closest('.row');
		if (event.button !== 0 || !row) {
			return;
		}
		const position = Number(row.getAttribute('data-position'));
		if (event.shiftKey) {
			event.preventDefault();
			this.#chosen = { anchor: this.#chosen?.anchor ?? this.list.current ?? position, end: position };
			this.list.refresh();
		} else {
			this.unselect();
		}
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
		clearTimeout(this.#selectTimer);
		this.#selectTimer = window.setTimeout(() => {
			this.#selecting.abort();
			this.#selecting = new AbortController();
			const { signal } = this.#selecting;
			void this.#change(() => this.client.request('select', this.#selection, signal), this.#topNumber);
		}, pause);
		this.#keep();
	}

	#showEverything(): void {
		this.#toolbar.filter.show(everything.pattern);
		this.#select(everything);
		this.list.focus();
	}

	/** Has other lines shown, and goes to where it was before. */
	async #change(ask: () => Promise<LogState>, number: number | undefined): Promise<void> {
		const { generation } = this.#rows.state;
		try {
			const log = await ask();
			this.#toolbar.say('', undefined);
			const isOther = log.generation !== generation;
			this.#take(log);
			if (isOther) {
				this.#chosen = undefined;
				this.#foundAt = undefined;
				await this.#goTo(number);
				this.#find.again();
			}
		} catch (error) {
			if (error instanceof RequestFailure && error.failure.code !== 'cancelled') {
				const { recognised } = error.failure;
				const option = recognised?.kind === 'invalidOption' ? recognised.option : '';
				this.#toolbar.say(error.message, option === 'since' || option === 'until' ? 'period' : 'pattern');
			}
		}
	}

	async #goTo(number: number | undefined): Promise<void> {
		const position =
			number === undefined ? undefined : await this.client.request('position', number).catch(() => undefined);
		this.list.restart(position);
	}

	/** The line on top, to come back to; none at the end. */
	get #topNumber(): number | undefined {
		return this.list.isAtEnd ? undefined : this.#rows.at(this.list.top)?.number;
	}

	#setLook(look: LogLook): void {
		this.look = look;
		this.#times = undefined;
		this.#setLookClasses();
		this.list.redraw();
		void this.#change(() => this.client.request('look', look), this.#topNumber);
		this.#keep();
	}

	#setLookClasses(): void {
		this.#root.classList.toggle('wrapped', this.look.wrap);
	}

	async #older(): Promise<void> {
		if (this.#isLoadingOlder || !this.#rows.state.older) {
			return;
		}
		this.#isLoadingOlder = true;
		this.list.refresh();
		const number = this.#rows.at(this.list.top)?.number;
		await this.#change(() => this.client.request('older', undefined), number);
		this.#isLoadingOlder = false;
		this.list.refresh();
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
		this.#keepSoon();
	}

	#onDrawn(elements: ReadonlyMap<number, HTMLElement>): void {
		const { anchor = Number.NaN, end = Number.NaN } = this.#chosen ?? {};
		for (const [position, row] of elements) {
			row.classList.toggle('chosen', position >= Math.min(anchor, end) && position <= Math.max(anchor, end));
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
			isLoadingOlder: this.#isLoadingOlder,
			newLines: this.list.newLines,
		});
		this.#keepSoon();
	}

	#renewTimes(): void {
		if (this.look.times === 'relative') {
			for (const time of this.#root.querySelectorAll('.time')) {
				const { lang } = document.documentElement;
				time.textContent = `${timeText(Number(time.getAttribute('data-time')), 'relative', Date.now(), lang)} `;
			}
		}
	}

	#keepSoon(): void {
		this.#keepTimer ||= window.setTimeout(() => this.#keep(), keepPause);
	}

	#keep(): void {
		clearTimeout(this.#keepTimer);
		this.#keepTimer = 0;
		this.client.keep(this.#state);
	}

	get #state(): LogViewerState {
		const { target, reading } = this.client.state;
		return {
			target,
			reading,
			times: this.#times,
			selection: this.#selection,
			search: this.#find.pattern,
			top: this.#topNumber,
		};
	}

	/** The view that this page is in will show something else, and must not come back to this. */
	#leave(ask: (state: LogViewerState) => Promise<void>): void {
		const state = this.#state;
		clearTimeout(this.#keepTimer);
		this.#keepTimer = never;
		this.client.forget();
		void this.#attempt(ask(state));
	}
}
