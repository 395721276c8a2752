import { element } from './element.ts';
import { LogLayer, type LogLayerHost } from './logLayer.ts';
import { positionOf } from './logRow.ts';
import { LogScrollbar } from './logScrollbar.ts';

export interface LogListHost extends LogLayerHost {
	readonly label: string;
	/** After rows were drawn. */
	drawn(elements: ReadonlyMap<number, HTMLElement>): void;
	/** The top was reached, and there are older lines. */
	older(): void;
}

/**
 * The window onto the log. Its place is a line and the pixels of it that are above the window, so that neither the
 * number of lines nor their heights matter: only what is in the window is drawn and measured.
 */
export class LogList {
	readonly element: HTMLElement;
	readonly #window: HTMLElement;
	readonly #layer: LogLayer;
	readonly #scrollbar: LogScrollbar;
	readonly #host: LogListHost;
	#top = 0;
	/** Pixels of the top line above the window; while it is being moved also negative, or more than its height. */
	#offset = 0;
	#atEnd = true;
	#rowHeight = 0;
	#frame = 0;
	/** One behind the last line that was there when the end was left. */
	#seen = 0;
	#shown = 1;
	#current: number | undefined;

	constructor(host: LogListHost) {
		this.#host = host;
		this.#layer = new LogLayer(host);
		const { element: layer } = this.#layer;
		this.#window = element('div', { class: 'window', role: 'log', tabindex: 0, 'aria-label': host.label }, layer);
		this.#scrollbar = new LogScrollbar(
			share => this.#scrollToShare(share),
			direction => this.scrollRows(direction * (this.#shown - 1)),
		);
		this.element = element('div', { class: 'list' }, this.#window, this.#scrollbar.element);
		this.#window.addEventListener('wheel', event => this.#onWheel(event), { passive: false });
		// A selection that is dragged over the edge scrolls even what cannot be scrolled.
		this.#window.addEventListener('scroll', () => this.#onNativeScroll());
		layer.addEventListener('focusin', event => this.#onFocus(event));
		new ResizeObserver(() => this.#measure()).observe(this.#window);
	}

	get isAtEnd(): boolean {
		return this.#atEnd;
	}

	/** How many lines came since the end was left. */
	get newLines(): number {
		return this.#atEnd ? 0 : Math.max(0, this.#host.rows.state.next - this.#seen);
	}

	/** The line on top. */
	get top(): number {
		return this.#top;
	}

	/** The line that has the focus, or had it last. */
	get current(): number | undefined {
		return this.#current;
	}

	get lastShown(): number {
		return this.#top + this.#shown - 1;
	}

	/** How far a point is above (negative) or below the window, in pixels. */
	overshoot(clientY: number): number {
		const { top, bottom } = this.#window.getBoundingClientRect();
		return Math.min(0, clientY - top) + Math.max(0, clientY - bottom);
	}

	focus(): void {
		this.#window.focus({ preventScroll: true });
	}

	/** Shows a line at the top, with its selection of lines being another one now. */
	restart(position: number | undefined): void {
		this.#current = undefined;
		this.#seen = this.#host.rows.state.next;
		if (position === undefined) {
			this.scrollToEnd();
		} else {
			this.#place(position, 0);
		}
	}

	/** Draws what has changed with the next frame. */
	refresh(): void {
		this.#frame ||= requestAnimationFrame(() => {
			this.#frame = 0;
			this.#render();
		});
	}

	/** Draws all rows anew: they look different now. */
	redraw(): void {
		this.#layer.clear();
		this.refresh();
	}

	/** Draws one row anew. */
	redrawRow(position: number): void {
		const old = this.#layer.at(position);
		if (old) {
			const hadFocus = old.contains(document.activeElement);
			this.#layer.remove(position);
			this.#render();
			if (hadFocus) {
				this.#layer.at(position)?.focus({ preventScroll: true });
			}
		}
	}

	scrollToEnd(): void {
		this.#atEnd = true;
		this.refresh();
	}

	scrollToStart(): void {
		this.#place(this.#host.rows.state.first, 0);
	}

	scrollRows(count: number): void {
		this.#scrollPixels(count * this.#rowHeight);
	}

	scrollPages(count: number): void {
		this.scrollRows(count * Math.max(1, this.#shown - 1));
	}

	/** Brings a line into the window, into its middle if it is outside. */
	reveal(position: number): void {
		const isInside = position > this.#top && position < this.lastShown - 1;
		if (!isInside) {
			this.#place(position - Math.floor(this.#shown / 2), 0);
		} else {
			this.#leaveEnd();
			this.refresh();
		}
	}

	/** Moves the focus from line to line. */
	moveFocus(by: number): void {
		const { first, next } = this.#host.rows.state;
		const from = this.#current ?? (by > 0 ? this.#top - 1 : this.lastShown + 1);
		this.focusRow(Math.min(next - 1, Math.max(first, from + by)));
	}

	focusRow(position: number): void {
		if (position <= this.#top && !this.#atEnd) {
			this.#place(position, 0);
		} else if (position < this.#top || position >= this.lastShown) {
			this.#place(position - this.#shown + 2, 0);
		}
		this.#current = position;
		this.#render();
		this.#layer.at(position)?.focus({ preventScroll: true });
	}

	#place(position: number, offset: number): void {
		this.#leaveEnd();
		this.#top = position;
		this.#offset = offset;
		this.refresh();
	}

	#leaveEnd(): void {
		if (this.#atEnd) {
			this.#atEnd = false;
			this.#seen = this.#host.rows.state.next;
		}
	}

	#scrollPixels(pixels: number): void {
		if (this.#atEnd && pixels > 0) {
			return;
		}
		this.#leaveEnd();
		this.#offset += pixels;
		if (this.#top === this.#host.rows.state.first && this.#offset < 0) {
			this.#host.older();
		}
		this.refresh();
	}

	#scrollToShare(share: number): void {
		const { first, next } = this.#host.rows.state;
		if (share >= 1) {
			this.scrollToEnd();
			return;
		}
		const place = share * Math.max(0, next - first - this.#shown);
		this.#place(first + Math.floor(place), (place % 1) * this.#rowHeight);
	}

	#onWheel(event: WheelEvent): void {
		if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
			return;
		}
		event.preventDefault();
		const unit = event.deltaMode === 1 ? this.#rowHeight * 3 : event.deltaMode === 2 ? this.#window.clientHeight : 1;
		this.#scrollPixels(event.deltaY * unit);
	}

	#onNativeScroll(): void {
		const { scrollTop } = this.#window;
		if (scrollTop !== 0) {
			this.#window.scrollTop = 0;
			this.#scrollPixels(scrollTop);
		}
	}

	#onFocus({ target }: FocusEvent): void {
		this.#current = positionOf(target as Element) ?? this.#current;
	}

	#measure(): void {
		this.#rowHeight = this.#layer.measureRow();
		this.#render();
	}

	#render(): void {
		if (this.#rowHeight === 0 || this.#window.clientHeight === 0) {
			return;
		}
		const { first, next } = this.#host.rows.state;
		this.#top = Math.min(Math.max(this.#top, first), Math.max(first, next - 1));
		if (!this.#atEnd) {
			this.#renderFromTop();
		}
		if (this.#atEnd) {
			this.#renderFromEnd();
		}
		this.#layer.place(this.#offset, this.#window.clientWidth);
		this.#window.setAttribute('aria-live', this.#atEnd ? 'polite' : 'off');
		this.#scrollbar.show(
			{ before: this.#top - first, shown: this.#shown, after: Math.max(0, next - this.#top - this.#shown) },
			this.#window.clientHeight,
		);
		this.#host.drawn(this.#layer.rows);
	}

	#renderFromTop(): void {
		const { first, next } = this.#host.rows.state;
		const above = this.#offset < 0 ? Math.min(this.#top - first, Math.ceil(-this.#offset / this.#rowHeight)) : 0;
		// Far away nobody sees the lines on the way.
		const below = this.#offset > 50 * this.#rowHeight ? Math.floor(this.#offset / this.#rowHeight) - 20 : 0;
		const start = Math.min(Math.max(first, next - 1), this.#top - above + below);
		this.#offset -= below * this.#rowHeight;
		this.#draw(start, start + above + this.#perWindow() + Math.max(0, Math.ceil(this.#offset / this.#rowHeight)));
		for (let position = start; position < start + above; position++) {
			this.#offset += this.#layer.heightOf(position);
		}
		this.#top = start;
		this.#offset = Math.max(0, this.#offset);
		while (this.#top < next - 1 && this.#offset >= this.#layer.heightOf(this.#top)) {
			this.#offset -= this.#layer.heightOf(this.#top);
			this.#top++;
		}
		this.#atEnd = !this.#fillsWindow();
		if (!this.#atEnd) {
			this.#host.rows.want(this.#top, Math.min(next, this.#top + this.#perWindow()));
			this.#draw(this.#top, this.#top + this.#perWindow());
		}
	}

	/** Whether there are lines down to the window's lower edge, with one more or at least a pixel below. */
	#fillsWindow(): boolean {
		const { next } = this.#host.rows.state;
		let bottom = -this.#offset;
		for (let position = this.#top; position < next; position++) {
			bottom += this.#layer.heightOf(position);
			if (bottom > this.#window.clientHeight + 0.5) {
				this.#shown = Math.max(1, position - this.#top);
				return true;
			}
		}
		return false;
	}

	#renderFromEnd(): void {
		const { rows } = this.#host;
		const { first } = rows.state;
		rows.want(Math.max(first, rows.state.next - this.#perWindow()), rows.state.next);
		const next = rows.end;
		const start = Math.max(first, next - this.#perWindow());
		this.#draw(start, next);
		let above = -this.#window.clientHeight;
		for (let position = start; position < next; position++) {
			above += this.#layer.heightOf(position);
		}
		this.#top = start;
		this.#offset = Math.max(0, above);
		while (this.#top < next - 1 && this.#offset >= this.#layer.heightOf(this.#top)) {
			this.#offset -= this.#layer.heightOf(this.#top);
			this.#top++;
		}
		this.#draw(this.#top, next);
		this.#shown = Math.max(1, next - this.#top);
	}

	#perWindow(): number {
		return Math.ceil(this.#window.clientHeight / this.#rowHeight) + 2;
	}

	#draw(from: number, to: number): void {
		if (this.#layer.draw(from, to)) {
			this.focus();
		}
	}
}
