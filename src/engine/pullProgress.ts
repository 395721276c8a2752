/** Sums over the layers of a pull. Bytes are of the downloads, as far as their sizes are known. */
export interface PullProgress {
	readonly layersDone: number;
	readonly layersTotal: number;
	readonly bytesDone: number;
	readonly bytesTotal: number;
	/** The engine's word for what it did last, for example `Downloading`. */
	readonly status: string;
}

/** One line of a pull's answer. */
export interface PullMessage {
	readonly id?: string;
	readonly status?: string;
	readonly progressDetail?: { readonly current?: number; readonly total?: number };
	readonly error?: string;
	readonly errorDetail?: { readonly message?: string };
}

interface Layer {
	done: boolean;
	current: number;
	total: number;
}

const layerStatus =
	/^(?:Pulling fs layer|Waiting|Downloading|Verifying Checksum|Download complete|Extracting|Pull complete|Already exists|Retrying)/;

/** Adds up what the engine tells layer by layer. */
export class PullCounter {
	readonly #layers = new Map<string, Layer>();
	#status = '';

	add({ id, status = '', progressDetail }: PullMessage): void {
		this.#status = status || this.#status;
		if (id === undefined || !layerStatus.test(status)) {
			return;
		}
		const layer = this.#layers.get(id) ?? { done: false, current: 0, total: 0 };
		this.#layers.set(id, layer);
		layer.done = status === 'Pull complete' || status === 'Already exists';
		if (status === 'Downloading') {
			layer.current = progressDetail?.current ?? layer.current;
			layer.total = Math.max(progressDetail?.total ?? layer.total, layer.current);
		} else if (/^(?:Download complete|Verifying|Extracting|Pull complete)/.test(status)) {
			layer.total = Math.max(layer.total, (status === 'Extracting' && progressDetail?.total) || 0);
			layer.current = layer.total;
		}
	}

	get progress(): PullProgress {
		const layers = [...this.#layers.values()];
		const sum = (value: (layer: Layer) => number) => layers.reduce((total, layer) => total + value(layer), 0);
		return {
			layersDone: layers.filter(({ done }) => done).length,
			layersTotal: layers.length,
			bytesDone: sum(({ current }) => current),
			bytesTotal: sum(({ total }) => total),
			status: this.#status,
		};
	}
}
