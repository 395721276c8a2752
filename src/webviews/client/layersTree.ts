import { humanSize } from '../../base/format.ts';
import type { FileRows, LayersView } from '../protocols/layers.ts';
import { element, newId, setAttribute } from './element.ts';
import type { PanelClient } from './panelClient.ts';

export type FileRow = FileRows['rows'][number];

export interface TreeActions {
	toggle(row: FileRow): void;
	open(row: FileRow): void;
	select(row: FileRow | undefined): void;
	/** Rows that are about to be seen and were not sent yet. */
	fetch(from: number, to: number): Promise<FileRows>;
}

const rowHeight = 22;
/** Rows drawn above and below those that are seen, and how many are asked for at once. */
const around = 10;
const pageSize = 200;
const marks = { added: 'A', changed: 'C', removed: 'D' } as const;

/** A tree of files of any length: only the rows that are seen are drawn. */
export class LayersTree {
	readonly element: HTMLElement;
	readonly #client: PanelClient<LayersView>;
	readonly #actions: TreeActions;
	readonly #canvas = element('div', { class: 'canvas', role: 'presentation' });
	readonly #id = newId();
	#rows = new Map<number, FileRow>();
	#asked = new Set<number>();
	#total = 0;
	#focused = 0;
	#generation = 0;

	constructor(client: PanelClient<LayersView>, actions: TreeActions) {
		this.#client = client;
		this.#actions = actions;
		this.element = element(
			'div',
			{
				class: 'tree',
				role: 'tree',
				tabindex: '0',
				'aria-label': client.text('files'),
				on: { scroll: () => this.#draw(), keydown: event => this.#onKey(event) },
			},
			this.#canvas,
		);
		// By place: a row may be drawn anew between the press of a button and its release.
		this.#canvas.addEventListener('click', event => this.#onClick(event, row => row.open !== undefined));
		this.#canvas.addEventListener('dblclick', event => this.#onClick(event, row => row.open === undefined));
		new ResizeObserver(() => this.#draw()).observe(this.element);
	}

	/** Other rows; the row of the same path stays in focus where it still is among the first. */
	show({ total, rows }: FileRows, keepPlace: boolean): void {
		const path = this.#rows.get(this.#focused)?.path;
		this.#generation++;
		this.#rows = new Map(rows.map((row, index) => [index, row]));
		this.#asked = new Set(rows.length > 0 ? [0] : []);
		this.#total = total;
		if (!keepPlace) {
			this.#focused = 0;
			this.element.scrollTop = 0;
		} else if (path !== undefined) {
			const again = rows.findIndex(row => row.path === path);
			this.#focused = again < 0 ? Math.min(this.#focused, Math.max(0, total - 1)) : again;
		}
		this.#canvas.style.height = `${total * rowHeight}px`;
		this.#draw();
		this.#actions.select(this.#rows.get(this.#focused));
	}

	#draw(): void {
		const first = Math.max(0, Math.floor(this.element.scrollTop / rowHeight) - around);
		const last = Math.min(
			this.#total,
			Math.ceil((this.element.scrollTop + this.element.clientHeight) / rowHeight) + around,
		);
		const drawn: HTMLElement[] = [];
		for (let index = first; index < last; index++) {
			const row = this.#rows.get(index);
			if (row) {
				drawn.push(this.#draws(row, index));
			} else {
				void this.#fetch(Math.floor(index / pageSize));
			}
		}
		this.#canvas.replaceChildren(...drawn);
		this.#mark();
	}

	/** Rows stay what they are: one that is drawn anew between two clicks gets no double click. */
	#mark(): void {
		const id = `${this.#id}-${this.#focused}`;
		for (const row of this.#canvas.children) {
			row.classList.toggle('focused', row.id === id);
			row.setAttribute('aria-selected', String(row.id === id));
		}
		setAttribute(this.element, 'aria-activedescendant', document.getElementById(id) ? id : undefined);
	}

	async #fetch(page: number): Promise<void> {
		if (this.#asked.has(page)) {
			return;
		}
		this.#asked.add(page);
		const generation = this.#generation;
		const { from, rows } = await this.#actions.fetch(page * pageSize, (page + 1) * pageSize);
		if (generation === this.#generation) {
			rows.forEach((row, index) => void this.#rows.set(from + index, row));
			this.#draw();
		}
	}

	#draws(row: FileRow, index: number): HTMLElement {
		const { mark, open } = row;
		const isFolder = open !== undefined;
		const drawn = element(
			'div',
			{
				class: `row ${mark ?? ''}`,
				role: 'treeitem',
				id: `${this.#id}-${index}`,
				'aria-level': row.depth + 1,
				'aria-posinset': index + 1,
				'aria-setsize': this.#total,
				'aria-expanded': open === undefined ? undefined : String(open),
				'aria-label': this.#spoken(row),
			},
			element('span', { class: 'mark', text: mark ? marks[mark] : '', title: mark && this.#client.text(mark) }),
			element('span', { class: 'twistie', text: isFolder ? (open ? '⌄' : '›') : '' }),
			element('span', { class: 'name', text: `${row.name}${row.kind === 'folder' ? '/' : ''}` }),
			row.link !== '' && element('span', { class: 'quiet link-target', text: `→ ${row.link}` }),
			element('span', { class: 'size', text: humanSize(row.size) }),
		);
		drawn.style.transform = `translateY(${index * rowHeight}px)`;
		drawn.style.setProperty('--depth', String(Math.min(row.depth, 40)));
		return drawn;
	}

	#spoken(row: FileRow): string {
		const parts = [row.name, row.mark ? this.#client.text(row.mark) : '', humanSize(row.size)];
		return parts.filter(Boolean).join(', ');
	}

	#focus(index: number): void {
		this.#focused = Math.max(0, Math.min(index, this.#total - 1));
		const top = this.#focused * rowHeight;
		const { scrollTop, clientHeight } = this.element;
		if (top < scrollTop) {
			this.element.scrollTop = top;
		} else if (top + rowHeight > scrollTop + clientHeight) {
			this.element.scrollTop = top + rowHeight - clientHeight;
		}
		this.#mark();
		this.#actions.select(this.#rows.get(this.#focused));
	}

	#onClick({ clientY }: MouseEvent, acts: (row: FileRow) => boolean): void {
		this.#focus(Math.floor((clientY - this.#canvas.getBoundingClientRect().top) / rowHeight));
		const row = this.#rows.get(this.#focused);
		if (row && acts(row)) {
			this.#use(row);
		}
	}

	#use(row: FileRow): void {
		row.open === undefined ? this.#actions.open(row) : this.#actions.toggle(row);
	}

	#onKey(event: KeyboardEvent): void {
		const row = this.#rows.get(this.#focused);
		const page = Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 1);
		const moves: Record<string, number> = {
			ArrowDown: this.#focused + 1,
			ArrowUp: this.#focused - 1,
			PageDown: this.#focused + page,
			PageUp: this.#focused - page,
			Home: 0,
			End: this.#total - 1,
		};
		const target = moves[event.key];
		if (target !== undefined) {
			this.#focus(target);
		} else if (event.key === 'ArrowRight' && row?.open === false) {
			this.#actions.toggle(row);
		} else if (event.key === 'ArrowRight' && row?.open) {
			this.#focus(this.#focused + 1);
		} else if (event.key === 'ArrowLeft' && row?.open) {
			this.#actions.toggle(row);
		} else if (event.key === 'ArrowLeft' && row) {
			this.#focus(this.#parentOf(row));
		} else if ((event.key === 'Enter' || event.key === ' ') && row) {
			this.#use(row);
		} else {
			return;
		}
		event.preventDefault();
	}

	#parentOf({ depth }: FileRow): number {
		for (let index = this.#focused - 1; index >= 0; index--) {
			const above = this.#rows.get(index);
			if (above && above.depth < depth) {
				return index;
			}
		}
		return this.#focused;
	}
}
