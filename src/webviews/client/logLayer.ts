import type { LogRow } from '../protocols/logViewer.ts';
import { element } from './element.ts';
import type { LogRows } from './logRows.ts';

export interface LogLayerHost {
	readonly rows: LogRows;
	draw(row: LogRow, position: number): HTMLElement;
	/** Rows may be of any height: of one line each unless lines are wrapped. */
	isWrapped(): boolean;
}

interface Drawn {
	readonly row: LogRow | undefined;
	readonly element: HTMLElement;
}

/** The rows that are drawn, one below the other. */
export class LogLayer {
	readonly element = element('div', { class: 'layer', role: 'list' });
	readonly #host: LogLayerHost;
	#drawn = new Map<number, Drawn>();
	#rowHeight = 0;
	/** Of the layer, in pixels. */
	#widest = 0;

	constructor(host: LogLayerHost) {
		this.#host = host;
	}

	get rows(): ReadonlyMap<number, HTMLElement> {
		return new Map([...this.#drawn].map(([position, { element }]) => [position, element]));
	}

	at(position: number): HTMLElement | undefined {
		return this.#drawn.get(position)?.element;
	}

	clear(): void {
		this.#drawn.clear();
		this.element.replaceChildren();
		this.element.style.minWidth = '';
		this.#widest = 0;
	}

	remove(position: number): void {
		this.at(position)?.remove();
		this.#drawn.delete(position);
	}

	/** Pixels of a row of one line. */
	measureRow(): number {
		const probe = element('div', { class: 'row', text: 'X' });
		this.element.append(probe);
		this.#rowHeight = probe.getBoundingClientRect().height;
		probe.remove();
		return this.#rowHeight;
	}

	heightOf(position: number): number {
		const drawn = this.at(position);
		const isUsual = !drawn || (!this.#host.isWrapped() && !drawn.classList.contains('open'));
		return isUsual ? this.#rowHeight : drawn.getBoundingClientRect().height;
	}

	/** Moves it up, and makes it as wide as its longest line so far: with a width that changes nobody can scroll. */
	place(above: number, windowWidth: number): void {
		this.element.style.transform = `translateY(${-above}px)`;
		const width = this.#host.isWrapped() ? 0 : this.element.scrollWidth;
		if (width > windowWidth && width > this.#widest) {
			this.#widest = width;
			this.element.style.minWidth = `max(100%, ${width}px)`;
		}
	}

	/** Draws the lines from one up to before another, and takes all others away. True when the focus went with them. */
	draw(from: number, to: number): boolean {
		const { rows } = this.#host;
		const end = Math.min(to, rows.state.next);
		const drawn = new Map<number, Drawn>();
		for (let position = from; position < end; position++) {
			const row = rows.at(position);
			const old = this.#drawn.get(position);
			drawn.set(position, old && old.row === row ? old : { row, element: this.#make(row, position) });
		}
		const hadFocus = this.element.contains(document.activeElement);
		for (const [position, { element }] of this.#drawn) {
			if (drawn.get(position)?.element !== element) {
				element.remove();
			}
		}
		let place = this.element.firstChild;
		for (const { element } of drawn.values()) {
			if (element === place) {
				place = place.nextSibling;
			} else {
				this.element.insertBefore(element, place);
			}
		}
		this.#drawn = drawn;
		return hadFocus && !this.element.contains(document.activeElement);
	}

	#make(row: LogRow | undefined, position: number): HTMLElement {
		return row
			? this.#host.draw(row, position)
			: element('div', { class: 'row', role: 'listitem', 'data-position': position });
	}
}
