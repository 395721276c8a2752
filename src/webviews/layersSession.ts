import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import { throwIfCancelled } from '../engine/calls.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { type ImageOutline, outlineImage, readImageLayers } from '../engine/imageLayers.ts';
import type { LayerCache } from '../engine/layerCache.ts';
import { confirm } from '../ui/confirm.ts';
import { cancelled } from '../ui/progress.ts';
import type { DockerfileLine, LayersHost, ReadOptions } from './layersHost.ts';
import { ReadImage, stepRows } from './layersImage.ts';
import type { LayersImage, LayersReading } from './protocols/layers.ts';

/** Bytes of an image above which its files are only read after asking. */
const largeImage = 5_000_000_000;
/** Milliseconds between two words about how far it is. */
const progressPause = 100;

/** One image from the first look at it until its files have been read; what it comes to is told as it comes. */
export class LayersSession {
	readonly image: string;
	readonly name: string;
	readonly #host: LayersHost;
	readonly #cache: LayerCache;
	readonly #tell: (session: LayersSession) => void;
	#outline: ImageOutline | undefined;
	#lines: readonly (DockerfileLine | undefined)[] = [];
	#read: ReadImage | undefined;
	#reading: LayersReading = { phase: 'reading', bytes: 0, expected: 0 };
	#running: { readonly stop: AbortController; readonly result: Promise<ReadImage> } | undefined;

	constructor(
		image: { readonly id: string; readonly name: string },
		host: LayersHost,
		cache: LayerCache,
		tell: (session: LayersSession) => void = () => {},
	) {
		this.image = image.id;
		this.name = image.name;
		this.#host = host;
		this.#cache = cache;
		this.#tell = tell;
	}

	get outline(): ImageOutline | undefined {
		return this.#outline;
	}

	/** Undefined until its files have been read. */
	get files(): ReadImage | undefined {
		return this.#read;
	}

	get reading(): LayersReading {
		return this.#reading;
	}

	rows(sharedWith: ImageOutline | undefined): LayersImage {
		const { platform = '', size = 0 } = this.#outline ?? {};
		const lines = this.#lines.map(line => (line ? `${vscode.workspace.asRelativePath(line.uri)}:${line.line}` : ''));
		const known = this.#read?.layers ?? this.#outline;
		const facts = { layers: this.#read?.layers.layers, sharedWith, lines };
		return { name: this.name, platform, size, steps: known ? stepRows(known, facts) : [] };
	}

	/** Begins to read, or goes on waiting for what was begun. */
	read(options: ReadOptions = {}): Promise<ReadImage> {
		if (!this.#running) {
			const stop = new AbortController();
			const result = this.#begin(stop.signal, options).finally(() => {
				this.#running = undefined;
			});
			this.#running = { stop, result };
		}
		const { signal } = options;
		signal?.addEventListener('abort', () => this.stop(), { once: true });
		if (signal?.aborted) {
			this.stop();
		}
		return this.#running.result;
	}

	stop(): void {
		this.#running?.stop.abort(cancelled());
	}

	async lineOf(layer: number): Promise<DockerfileLine | undefined> {
		const steps = this.#outline?.steps ?? [];
		// The file may have changed since.
		this.#lines = await this.#host.findLines(steps.map(({ command }) => command));
		return this.#lines[steps.findIndex(step => step.layer === layer)];
	}

	async #begin(signal: AbortSignal, options: ReadOptions): Promise<ReadImage> {
		try {
			this.#say({ phase: 'reading', bytes: 0, expected: 0 });
			const { connection } = this.#host;
			const outline = await outlineImage(connection, this.image, { signal });
			this.#outline = outline;
			this.#lines = await this.#host.findLines(outline.steps.map(({ command }) => command));
			this.#say({ phase: 'reading', bytes: 0, expected: outline.size });
			const layers = await readImageLayers(connection, outline, {
				signal,
				cache: this.#cache,
				onProgress: this.#progress(outline.size),
				beforeReading: () => this.#mayRead(outline.size, options),
			});
			throwIfCancelled(signal);
			this.#outline = layers;
			this.#read = new ReadImage(layers);
			const failure = layers.failure ? await this.#host.explain(layers.failure) : '';
			this.#say({ phase: 'done', overview: this.#read.overview(failure) });
			return this.#read;
		} catch (thrown) {
			const error = toEngineError(thrown);
			this.#say(
				error.code === 'cancelled'
					? { phase: 'cancelled' }
					: { phase: 'failed', sentence: await this.#host.explain(error) },
			);
			throw error;
		}
	}

	#progress(expected: number): (bytes: number) => void {
		let told = 0;
		return bytes => {
			const now = Date.now();
			if (now - told >= progressPause) {
				told = now;
				this.#say({ phase: 'reading', bytes, expected });
			}
		};
	}

	async #mayRead(size: number, { confirm: asked, unasked }: ReadOptions): Promise<void> {
		if (size <= largeImage) {
			return;
		}
		if (unasked) {
			throw cancelled();
		}
		await confirm(
			{
				message: vscode.l10n.t('Read the files of "{0}"?', this.name),
				detail: vscode.l10n.t('The engine sends the whole image for it: {0}.', humanSize(size)),
				verb: vscode.l10n.t('Read'),
			},
			asked,
		);
	}

	#say(reading: LayersReading): void {
		this.#reading = reading;
		this.#tell(this);
	}
}
