import { DisposableOwner } from '../base/disposable.ts';
import type { ResourceView } from './resourceView.ts';

const tickMs = 1000;

/** Lets the ages in visible views move on; one timer for all, none while no view is visible. */
export class AgeClock extends DisposableOwner {
	readonly #views: readonly ResourceView[];
	#timer: NodeJS.Timeout | undefined;

	constructor(views: readonly ResourceView[]) {
		super();
		this.#views = views;
		for (const { treeView } of views) {
			this.register(treeView.onDidChangeVisibility(() => this.#adjust()));
		}
		this.#adjust();
	}

	override dispose(): void {
		clearInterval(this.#timer);
		super.dispose();
	}

	#adjust(): void {
		const isNeeded = this.#views.some(({ treeView }) => treeView.visible);
		if (!isNeeded) {
			clearInterval(this.#timer);
			this.#timer = undefined;
		} else if (this.#timer === undefined) {
			this.#tick();
			this.#timer = setInterval(() => this.#tick(), tickMs);
		}
	}

	#tick(): void {
		const now = Date.now();
		for (const { tree, treeView } of this.#views) {
			if (treeView.visible) {
				tree.moveOn(now);
			}
		}
	}
}
