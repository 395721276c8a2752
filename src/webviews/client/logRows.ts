import type { LogRow, LogState, LogViewer } from '../protocols/logViewer.ts';
import type { PanelClient } from './panelClient.ts';

const blockSize = 200;
const mostBlocks = 40;
const mostRequests = 2;
/** Fetched on both sides of what is looked at. */
const margin = 100;

/** The rows around those on screen; the rest of the log stays in the extension host. */
export class LogRows {
	readonly #client: PanelClient<LogViewer>;
	readonly #onArrival: () => void;
	readonly #blocks = new Map<number, Map<number, LogRow>>();
	/** Rows that are shown as they were until they have been fetched again. */
	readonly #stale = new Set<number>();
	readonly #asked = new Set<number>();
	#wanted = { from: 0, to: 0 };
	#loadedEnd = 0;
	#state: LogState;

	constructor(client: PanelClient<LogViewer>, onArrival: () => void) {
		this.#client = client;
		this.#state = client.start.log;
		this.#onArrival = onArrival;
	}

	get state(): LogState {
		return this.#state;
	}

	take(state: LogState): void {
		if (state.generation < this.#state.generation) {
			return;
		}
		if (state.generation > this.#state.generation) {
			this.#blocks.clear();
			this.#stale.clear();
			this.#asked.clear();
			this.#loadedEnd = 0;
		} else if (state.next > this.#state.next) {
			// A stack trace may have grown behind it.
			this.#stale.add(this.#state.next - 1);
		}
		this.#state = state;
	}

	/** One behind the last row that can be shown: while newer ones are on their way, those before are. */
	get end(): number {
		const { next } = this.#state;
		return this.at(next - 1) || !this.at(this.#loadedEnd - 1) ? next : this.#loadedEnd;
	}

	at(position: number): LogRow | undefined {
		return this.#blocks.get(Math.floor(position / blockSize))?.get(position);
	}

	/** Fetches what is missing from one position up to before another. */
	want(from: number, to: number): void {
		this.#wanted = { from, to };
		this.#fetch();
	}

	#fetch(): void {
		const { first, next } = this.#state;
		const { from, to } = this.#wanted;
		const missing = [
			...this.#missing(from, to),
			...this.#missing(Math.max(first, from - margin), Math.min(next, to + margin)),
		];
		for (const block of missing) {
			if (this.#asked.size >= mostRequests) {
				return;
			}
			if (!this.#asked.has(block)) {
				void this.#ask(block);
			}
		}
	}

	#missing(from: number, to: number): number[] {
		const blocks = new Set<number>();
		for (let position = from; position < to; position++) {
			const block = Math.floor(position / blockSize);
			if (!blocks.has(block) && (this.at(position) === undefined || this.#stale.has(position))) {
				blocks.add(block);
			}
		}
		return [...blocks];
	}

	async #ask(block: number): Promise<void> {
		const { generation, first, next } = this.#state;
		this.#asked.add(block);
		const known = this.#blocks.get(block);
		let from = Math.max(first, block * blockSize);
		while (known?.has(from) && !this.#stale.has(from)) {
			from++;
		}
		const count = Math.min(next, (block + 1) * blockSize) - from;
		const rows = await this.#client.request('rows', { generation, from, count }).catch(() => []);
		if (generation !== this.#state.generation) {
			return;
		}
		this.#asked.delete(block);
		const held = this.#blocks.get(block) ?? new Map<number, LogRow>();
		this.#blocks.set(block, held);
		rows.forEach((row, index) => {
			held.set(from + index, row);
			this.#stale.delete(from + index);
		});
		this.#loadedEnd = Math.max(this.#loadedEnd, from + rows.length);
		this.#forgetFar(block);
		if (rows.length > 0) {
			this.#fetch();
			this.#onArrival();
		}
	}

	#forgetFar(near: number): void {
		if (this.#blocks.size > mostBlocks) {
			const byDistance = [...this.#blocks.keys()].sort((one, other) => Math.abs(other - near) - Math.abs(one - near));
			byDistance.slice(0, this.#blocks.size - mostBlocks).forEach(block => void this.#blocks.delete(block));
		}
	}
}
