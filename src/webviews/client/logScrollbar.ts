import { element } from './element.ts';

const smallestThumb = 24;

/** Where of a log the window is: both in lines, so that no length of a log is too much for it. */
export interface ScrollRange {
	readonly before: number;
	readonly shown: number;
	readonly after: number;
}

/** A scrollbar of our own: a browser's ends at some ten million pixels. The keyboard has other ways. */
export class LogScrollbar {
	readonly element: HTMLElement;
	readonly #thumb = element('div', { class: 'thumb' });
	#height = 0;
	#room = 0;

	/** `scroll` is told how much of what can be scrolled lies above, from 0 to 1; `page` where the bar was clicked. */
	constructor(scroll: (share: number) => void, page: (direction: 1 | -1) => void) {
		this.element = element('div', { class: 'scrollbar', 'aria-hidden': 'true' }, this.#thumb);
		this.#thumb.addEventListener('pointerdown', event => this.#drag(event, scroll));
		this.element.addEventListener('pointerdown', event => {
			if (event.target === this.element) {
				page(event.offsetY < this.#thumb.offsetTop ? -1 : 1);
			}
		});
	}

	show({ before, shown, after }: ScrollRange, height: number): void {
		const all = before + shown + after;
		this.element.hidden = before + after <= 0;
		this.#height = Math.max(smallestThumb, (height * shown) / Math.max(1, all));
		this.#room = height - this.#height;
		const share = before + after > 0 ? before / (before + after) : 0;
		this.#thumb.style.height = `${this.#height}px`;
		this.#thumb.style.transform = `translateY(${share * this.#room}px)`;
	}

	#drag(down: PointerEvent, scroll: (share: number) => void): void {
		down.preventDefault();
		const grip = down.clientY - this.#thumb.getBoundingClientRect().top;
		const top = this.element.getBoundingClientRect().top;
		this.#thumb.setPointerCapture(down.pointerId);
		const move = (event: PointerEvent) =>
			scroll(Math.min(1, Math.max(0, (event.clientY - top - grip) / Math.max(1, this.#room))));
		this.#thumb.addEventListener('pointermove', move);
		this.#thumb.addEventListener('lostpointercapture', () => this.#thumb.removeEventListener('pointermove', move), {
			once: true,
		});
	}
}
