import type { LogRange } from '../protocols/logViewer.ts';
import type { LogList } from './logList.ts';
import { positionOf } from './logRow.ts';
import type { LogRows } from './logRows.ts';

/** Milliseconds between two steps of a choice that is dragged over the edge. */
const pace = 40;
/** Pixels beyond the edge for each line more in a step. */
const perLine = 12;

/** Lines chosen by the keyboard, with the Shift key, or by dragging over the edge; most of them may not be drawn. */
export class LogChoice {
	readonly #list: LogList;
	readonly #rows: LogRows;
	#ends: { readonly anchor: number; readonly end: number } | undefined;

	constructor(list: LogList, rows: LogRows) {
		this.#list = list;
		this.#rows = rows;
		list.element.addEventListener('mousedown', event => this.#onMouseDown(event));
	}

	get range(): LogRange | undefined {
		const { anchor, end } = this.#ends ?? {};
		return anchor === undefined || end === undefined
			? undefined
			: { from: Math.min(anchor, end), count: Math.abs(end - anchor) + 1 };
	}

	/** From where it began, or where the focus is, on to a line further. */
	extend(by: number): void {
		const anchor = this.#ends?.anchor ?? this.#list.current ?? this.#list.lastShown;
		const end = this.#inside((this.#ends?.end ?? anchor) + by);
		this.#ends = { anchor, end };
		this.#list.focusRow(end);
	}

	all(): void {
		const { first, next } = this.#rows.state;
		this.#choose(first, next - 1);
	}

	clear(): void {
		if (this.#ends) {
			this.#ends = undefined;
			this.#list.refresh();
		}
	}

	mark(elements: ReadonlyMap<number, HTMLElement>): void {
		const { from = 0, count = 0 } = this.range ?? {};
		for (const [position, row] of elements) {
			row.classList.toggle('chosen', position >= from && position < from + count);
		}
	}

	#choose(anchor: number, end: number): void {
		this.#ends = { anchor, end: this.#inside(end) };
		this.#list.refresh();
	}

	#inside(position: number): number {
		const { first, next } = this.#rows.state;
		return Math.min(next - 1, Math.max(first, position));
	}

	/** With the Shift key lines are chosen, from the one before to this one; otherwise the choice ends. */
	#onMouseDown(event: MouseEvent): void {
		const position = positionOf(event.target as Element);
		if (event.button !== 0 || position === undefined) {
			return;
		}
		if (event.shiftKey) {
			event.preventDefault();
			this.#choose(this.#ends?.anchor ?? this.#list.current ?? position, position);
		} else {
			this.clear();
			this.#watchDrag(position);
		}
	}

	/** Within the window a drag selects text as everywhere; over its edge it chooses lines, since text goes with its row. */
	#watchDrag(anchor: number): void {
		let beyond = 0;
		let timer = 0;
		const end = new AbortController();
		const step = () => {
			this.#list.scrollRows(Math.sign(beyond) * Math.ceil(Math.abs(beyond) / perLine));
			this.#choose(anchor, beyond < 0 ? this.#list.top : this.#list.lastShown);
		};
		const move = ({ clientY, target }: MouseEvent) => {
			beyond = this.#list.overshoot(clientY);
			if (beyond !== 0 && timer === 0) {
				document.getSelection()?.removeAllRanges();
				this.#list.element.classList.add('choosing');
				timer = window.setInterval(() => beyond !== 0 && step(), pace);
			}
			const position = target instanceof Element ? positionOf(target) : undefined;
			if (timer !== 0 && beyond === 0 && position !== undefined) {
				this.#choose(anchor, position);
			}
		};
		const stop = () => {
			clearInterval(timer);
			this.#list.element.classList.remove('choosing');
			end.abort();
		};
		document.addEventListener('mousemove', move, { signal: end.signal });
		document.addEventListener('mouseup', stop, { signal: end.signal });
	}
}
