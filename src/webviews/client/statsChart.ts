import { element, newId, setAttribute } from './element.ts';
import { none } from './statsCells.ts';
import { type ChartKind, type ChartLine, drawChart } from './statsDrawing.ts';
import { extentOf, readingAt, shownLength } from './statsSeries.ts';

export interface ChartContent {
	readonly lines: readonly ChartLine[];
	/** A line across, where it is in sight. */
	readonly limit?: number;
	/** Beside the title: what holds now. */
	readonly summary: string;
}

export interface ChartWords {
	readonly time: Intl.DateTimeFormat;
	readonly minute: Intl.DateTimeFormat;
	readonly name: string;
	readonly now: string;
	readonly average: string;
	readonly highest: string;
	readonly keys: string;
	readonly limit: (value: string) => string;
	readonly more: (count: number) => string;
}

const mostReadings = 8;
const keyStep = 5000;

/** One chart of the last five minutes: a picture with a reading where the pointer or the arrow keys are, and a table beside it. */
export class StatsChart {
	readonly element: HTMLElement;
	readonly #kind: ChartKind;
	readonly #words: ChartWords;
	readonly #point: (back: number | undefined) => void;
	readonly #canvas: HTMLCanvasElement;
	readonly #summary = element('span', { class: 'summary' });
	readonly #reading = element('div', { class: 'reading', role: 'status', hidden: true });
	readonly #numbers = element('tbody');
	#content: ChartContent = { lines: [], summary: '' };
	#now = 0;
	/** How long ago what is read was, in all charts: the mark stays where it is while time goes on. */
	#back: number | undefined;
	#isPointedAt = false;
	/** What is scrolled away is not drawn. */
	#isInSight = false;

	/** `point` tells how many milliseconds ago is read here, undefined for none any more. */
	constructor(kind: ChartKind, words: ChartWords, point: (back: number | undefined) => void) {
		this.#kind = kind;
		this.#words = words;
		this.#point = point;
		const id = newId();
		this.#canvas = element('canvas', {
			role: 'img',
			tabindex: 0,
			'aria-labelledby': id,
			'aria-description': words.keys,
			on: {
				pointermove: event => this.#onPointer(event),
				pointerleave: () => this.#leave(),
				keydown: event => this.#onKey(event),
				blur: () => this.#leave(),
			},
		});
		this.element = element(
			'figure',
			{},
			element(
				'figcaption',
				{ id },
				element('h2', { text: kind.title }),
				' ',
				this.#summary,
				element('span', { class: 'quiet legend', text: kind.legend ?? '' }),
			),
			element('div', { class: 'plot' }, this.#canvas, this.#reading),
			this.#numbersTable(),
		);
		new ResizeObserver(() => this.#draw()).observe(this.#canvas);
		new IntersectionObserver(entries => {
			this.#isInSight = entries.at(-1)?.isIntersecting === true;
			this.#draw();
		}).observe(this.#canvas);
	}

	show(content: ChartContent, now: number): void {
		this.#content = content;
		this.#now = now;
		this.#summary.textContent = content.summary;
		this.#draw();
		this.#showReading();
	}

	/** Marks a time that is read in one of the charts. */
	mark(back: number | undefined): void {
		this.#back = back;
		this.#draw();
		this.#showReading();
	}

	/** For those who do not see the picture. */
	showNumbers(): void {
		const cells = (line: ChartLine) => {
			const extent = extentOf(line.points);
			const last = line.points.at(-1)?.value;
			return [last, extent?.average, extent?.highest].map(value =>
				element('td', { text: value === undefined ? none : this.#kind.format(value) }),
			);
		};
		this.#numbers.replaceChildren(
			...this.#content.lines.map(line =>
				element('tr', {}, element('th', { scope: 'row', text: line.name }), ...cells(line)),
			),
		);
	}

	#numbersTable(): HTMLElement {
		const { name, now, average, highest } = this.#words;
		const heads = [name, now, average, highest].map(text => element('th', { scope: 'col', text }));
		const table = element(
			'table',
			{ 'aria-label': this.#kind.title },
			element('thead', {}, element('tr', {}, ...heads)),
			this.#numbers,
		);
		return element('div', { class: 'unseen' }, table);
	}

	#draw(): void {
		if (!this.#isInSight) {
			return;
		}
		const { lines, limit } = this.#content;
		drawChart(this.#canvas, {
			lines,
			limit,
			from: this.#now - shownLength,
			to: this.#now,
			at: this.#back === undefined ? undefined : this.#now - this.#back,
			kind: this.#kind,
			minute: this.#words.minute,
			limitText: limit === undefined ? '' : this.#words.limit(this.#kind.formatAxis(limit)),
		});
	}

	#onPointer({ offsetX }: PointerEvent): void {
		this.#isPointedAt = true;
		const share = Math.min(1, Math.max(0, offsetX / this.#canvas.clientWidth));
		this.#point(shownLength * (1 - share));
	}

	#onKey(event: KeyboardEvent): void {
		const step = event.key === 'ArrowLeft' ? keyStep : event.key === 'ArrowRight' ? -keyStep : 0;
		if (step !== 0) {
			event.preventDefault();
			this.#isPointedAt = true;
			this.#point(Math.min(shownLength, Math.max(0, (this.#back ?? 0) + step)));
		} else if (event.key === 'Escape') {
			this.#leave();
		}
	}

	#leave(): void {
		this.#isPointedAt = false;
		this.#point(undefined);
	}

	#showReading(): void {
		const back = this.#isPointedAt ? this.#back : undefined;
		this.#reading.hidden = back === undefined;
		if (back === undefined) {
			return;
		}
		const at = this.#now - back;
		const values = this.#content.lines
			.flatMap(line => {
				const point = readingAt(line.points, at);
				return point ? [{ line, value: point.value }] : [];
			})
			.sort((left, right) => right.value - left.value);
		this.#reading.replaceChildren(
			element('div', { class: 'quiet', text: this.#words.time.format(at) }),
			...(values.length === 0 ? [none] : []),
			...values.slice(0, mostReadings).map(({ line, value }) => this.#readingOf(line, value)),
			...(values.length > mostReadings
				? [element('div', { class: 'quiet', text: this.#words.more(values.length - mostReadings) })]
				: []),
		);
		const share = 1 - back / shownLength;
		setAttribute(this.#reading, 'data-side', share > 0.5 ? 'left' : 'right');
		const place = `${Math.round((share > 0.5 ? 1 - share : share) * this.#canvas.clientWidth) + 10}px`;
		this.#reading.style.left = share > 0.5 ? '' : place;
		this.#reading.style.right = share > 0.5 ? place : '';
	}

	#readingOf({ name, colour, dashed }: ChartLine, value: number): HTMLElement {
		return element(
			'div',
			{ class: 'value' },
			element('span', { class: `swatch colour-${colour}${dashed ? ' dashed' : ''}`, 'aria-hidden': 'true' }),
			element('span', { class: 'name', text: name }),
			element('span', { text: this.#kind.format(value) }),
		);
	}
}
