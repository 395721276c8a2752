import type { LogSelection, LogState, LogViewer } from '../protocols/logViewer.ts';
import type { LogList } from './logList.ts';
import type { LogRows } from './logRows.ts';
import { type PanelClient, RequestFailure } from './panelClient.ts';

export interface LogChangesHost {
	readonly client: PanelClient<LogViewer>;
	readonly list: LogList;
	readonly rows: LogRows;
	/** The log is in another state. */
	take(log: LogState): void;
	/** Other lines are shown: places of before mean nothing any more. */
	restarted(): void;
	/** What is wrong with what was asked for; an empty text for nothing. */
	say(problem: string, about: 'pattern' | 'period' | undefined): void;
}

/** Has other lines shown, and keeps the place meanwhile. */
export class LogChanges {
	readonly #host: LogChangesHost;
	#selecting = new AbortController();
	#timer = 0;
	#isLoadingOlder = false;

	constructor(host: LogChangesHost) {
		this.#host = host;
	}

	get isLoadingOlder(): boolean {
		return this.#isLoadingOlder;
	}

	/** The line on top, to come back to; none at the end. */
	get topNumber(): number | undefined {
		const { list, rows } = this.#host;
		return list.isAtEnd ? undefined : rows.at(list.top)?.number;
	}

	select(selection: LogSelection, pause: number): void {
		clearTimeout(this.#timer);
		this.#timer = window.setTimeout(() => {
			this.#selecting.abort();
			this.#selecting = new AbortController();
			const { signal } = this.#selecting;
			void this.change(() => this.#host.client.request('select', selection, signal), this.topNumber);
		}, pause);
	}

	/** Loads older lines, if there are any and none are on their way. */
	async older(): Promise<void> {
		const { client, list, rows } = this.#host;
		if (this.#isLoadingOlder || !rows.state.older) {
			return;
		}
		this.#isLoadingOlder = true;
		list.refresh();
		const number = rows.at(list.top)?.number;
		await this.change(() => client.request('older', undefined), number);
		this.#isLoadingOlder = false;
		list.refresh();
	}

	/** Does what may change the lines, and goes to where it was before. */
	async change(ask: () => Promise<LogState>, number: number | undefined): Promise<void> {
		const { rows, take, restarted, say } = this.#host;
		const { generation } = rows.state;
		try {
			const log = await ask();
			say('', undefined);
			const isOther = log.generation !== generation;
			take(log);
			if (isOther) {
				await this.goTo(number);
				restarted();
			}
		} catch (error) {
			if (error instanceof RequestFailure && error.failure.code !== 'cancelled') {
				const { recognised } = error.failure;
				const option = recognised?.kind === 'invalidOption' ? recognised.option : '';
				say(error.message, option === 'since' || option === 'until' ? 'period' : 'pattern');
			}
		}
	}

	async goTo(number: number | undefined): Promise<void> {
		const { client, list } = this.#host;
		const position = number === undefined ? undefined : await client.request('position', number).catch(() => undefined);
		list.restart(position);
	}
}
