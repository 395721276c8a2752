/** Where one layer of a pull or push has got to. */
export interface LayerState {
	/** The first digits of its id. */
	readonly id: string;
	/** The engine's words, for example `Downloading`. */
	readonly status: string;
	readonly done: boolean;
	readonly bytesDone: number;
	/** Zero as long as it is not known. */
	readonly bytesTotal: number;
}

/** Sums over the layers of a pull or push. Bytes are of what goes over the network, as far as their sizes are known. */
export interface LayersProgress {
	readonly layersDone: number;
	readonly layersTotal: number;
	readonly bytesDone: number;
	readonly bytesTotal: number;
	/** The engine's word for what it did last, for example `Downloading`. */
	readonly status: string;
	readonly layers: readonly LayerState[];
}

/** One line of the answer to a pull or push. */
export interface LayerMessage {
	readonly id?: string;
	readonly status?: string;
	readonly progressDetail?: { readonly current?: number; readonly total?: number };
	readonly error?: string;
	readonly errorDetail?: { readonly message?: string };
}

const pullStatus =
	/^(?:Pulling fs layer|Waiting|Downloading|Verifying Checksum|Download complete|Extracting|Pull complete|Already exists|Retrying)/;
const pushStatus = /^(?:Preparing|Waiting|Pushing|Pushed|Layer already exists|Mounted from|Retrying)/;
const doneStatus = /^(?:Pull complete|Already exists|Pushed|Layer already exists|Mounted from)/;
const movedStatus = /^(?:Download complete|Verifying|Extracting|Pull complete|Pushed)/;

/** Adds up what the engine tells layer by layer. */
export class LayerCounter {
	readonly #layers = new Map<string, LayerState>();
	#status = '';

	add({ id, status = '', progressDetail = {} }: LayerMessage): void {
		this.#status = status || this.#status;
		if (id === undefined || !(pullStatus.test(status) || pushStatus.test(status))) {
			return;
		}
		const before = this.#layers.get(id);
		this.#layers.set(id, {
			id,
			status,
			done: doneStatus.test(status),
			...bytesOf(status, progressDetail, before?.bytesDone ?? 0, before?.bytesTotal ?? 0),
		});
	}

	get progress(): LayersProgress {
		const layers = [...this.#layers.values()];
		const sum = (value: (layer: LayerState) => number) => layers.reduce((total, layer) => total + value(layer), 0);
		return {
			layersDone: layers.filter(({ done }) => done).length,
			layersTotal: layers.length,
			bytesDone: sum(({ bytesDone }) => bytesDone),
			bytesTotal: sum(({ bytesTotal }) => bytesTotal),
			status: this.#status,
			layers,
		};
	}
}

function bytesOf(
	status: string,
	{ current, total }: { readonly current?: number; readonly total?: number },
	doneBefore: number,
	totalBefore: number,
): Pick<LayerState, 'bytesDone' | 'bytesTotal'> {
	if (status === 'Downloading' || status === 'Pushing') {
		const bytesDone = current ?? doneBefore;
		return { bytesDone, bytesTotal: Math.max(total ?? totalBefore, bytesDone) };
	}
	if (movedStatus.test(status)) {
		const bytesTotal = Math.max(totalBefore, (status === 'Extracting' && total) || 0);
		return { bytesDone: bytesTotal, bytesTotal };
	}
	return { bytesDone: doneBefore, bytesTotal: totalBefore };
}
