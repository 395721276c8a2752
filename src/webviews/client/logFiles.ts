import type { LogViewer } from '../protocols/logViewer.ts';
import type { PanelClient } from './panelClient.ts';

const pause = 80;
const mostKnown = 5_000;

/** Which paths in lines are files of the workspace. What is not known yet is asked for, many at a time. */
export class LogFiles {
	readonly #client: PanelClient<LogViewer>;
	readonly #onKnown: (positions: readonly number[]) => void;
	readonly #known = new Map<string, boolean>();
	/** Lines that wait to know a path. */
	readonly #waiting = new Map<string, Set<number>>();
	#timer = 0;

	constructor(client: PanelClient<LogViewer>, onKnown: (positions: readonly number[]) => void) {
		this.#client = client;
		this.#onKnown = onKnown;
	}

	isFile(path: string, position: number): boolean {
		const known = this.#known.get(path);
		if (known === undefined) {
			this.#waiting.set(path, (this.#waiting.get(path) ?? new Set()).add(position));
			this.#timer ||= window.setTimeout(() => void this.#ask(), pause);
		}
		return known ?? false;
	}

	async #ask(): Promise<void> {
		this.#timer = 0;
		const waiting = new Map(this.#waiting);
		this.#waiting.clear();
		const paths = [...waiting.keys()];
		const are = await this.#client.request('files', paths).catch(() => []);
		if (this.#known.size > mostKnown) {
			this.#known.clear();
		}
		paths.forEach((path, index) => void this.#known.set(path, are[index] ?? false));
		this.#onKnown(paths.flatMap((path, index) => (are[index] ? [...(waiting.get(path) as Set<number>)] : [])));
	}
}
