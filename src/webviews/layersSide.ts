import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { humanSize } from '../base/format.ts';
import { EngineError } from '../engine/errors.ts';
import { LayerCache } from '../engine/layerCache.ts';
import { findFile } from '../engine/layerFiles.ts';
import { countChanges, viewComparison } from '../engine/layerView.ts';
import { pickOne } from '../ui/pick.ts';
import { cancelled } from '../ui/progress.ts';
import { openLayerFile } from './layerDocument.ts';
import type { LayersHost, ReadOptions } from './layersHost.ts';
import { FileViewer, type ReadImage } from './layersImage.ts';
import { LayersSession } from './layersSession.ts';
import type { FileView, LayersComparison, LayersView, LayersViewState } from './protocols/layers.ts';
import type { PanelSide, WebviewPanel } from './webviewPanel.ts';

/** As many as a page shows at first. */
const firstRows = 200;

/** The panel's side: one image, perhaps another that it is compared with, and what its page asks about them. */
export class LayersSide extends DisposableOwner implements PanelSide<LayersView> {
	readonly #panel: WebviewPanel<LayersView>;
	readonly #host: LayersHost;
	readonly #cache: LayerCache;
	readonly #viewer = new FileViewer();
	#shown: LayersSession | undefined;
	/** What it is compared with. */
	#other: LayersSession | undefined;
	#rows = 0;

	constructor(panel: WebviewPanel<LayersView>, host: LayersHost) {
		super();
		this.#panel = panel;
		this.#host = host;
		this.#cache = new LayerCache(host.cacheFolder);
		this.register({ dispose: () => this.#shown?.stop() });
		this.register({ dispose: () => this.#other?.stop() });
	}

	/** The id of the image that is shown. */
	get image(): string | undefined {
		return this.#shown?.image;
	}

	read(image: { readonly id: string; readonly name: string }, options: ReadOptions): Promise<ReadImage> {
		if (this.isDisposed) {
			return Promise.reject(cancelled());
		}
		this.#shown ??= new LayersSession(image, this.#host, this.#cache, session => {
			this.#viewer.forget();
			this.#panel.send('image', session.rows(this.#other?.outline));
			this.#panel.send('reading', session.reading);
		});
		return this.#shown.read(options);
	}

	start({ image, name }: LayersViewState): LayersView['start'] {
		if (!this.#shown) {
			// The window was reloaded: nobody waits for this, and nobody is asked.
			this.read({ id: image, name }, { unasked: true }).catch(() => {});
		}
		// VS Code keeps the title, also when its language has changed.
		this.#panel.title = vscode.l10n.t('Layers of {0}', name);
		const shown = this.#needShown();
		return { image: shown.rows(this.#other?.outline), reading: shown.reading };
	}

	readonly requests: PanelSide<LayersView>['requests'] = {
		view: view => this.#view(view),
		rows: ({ from, to }) => ({ total: this.#rows, from, rows: this.#viewer.rows(from, to) }),
		read: () => void this.#shown?.read().catch(() => {}),
		stop: () => this.#shown?.stop(),
		compare: async (other, signal) => this.#compareWith(other === '' ? await this.#askOther() : other, signal),
		openFile: (file, signal) => this.#openFile(file, signal),
		openLine: layer => this.#openLine(layer),
		copy: text => vscode.env.clipboard.writeText(text) as Promise<void>,
	};

	#view(view: FileView) {
		const files = this.#shown?.files;
		this.#rows = files ? this.#viewer.view(files, this.#other?.files, view) : 0;
		return { total: this.#rows, from: 0, rows: this.#viewer.rows(0, firstRows) };
	}

	async #askOther(): Promise<string> {
		const images = await this.#host.store.list('image');
		const shown = this.#needShown();
		const others = images.filter(({ id }) => id !== shown.outline?.id);
		if (others.length === 0) {
			throw new EngineError('notFound', vscode.l10n.t('There is no other image.'));
		}
		return pickOne(
			others.map(({ id, name, size }) => ({ label: name, description: humanSize(size), value: id })),
			{ title: vscode.l10n.t('Compare {0} with', shown.name) },
		);
	}

	async #compareWith(id: string, signal: AbortSignal): Promise<LayersComparison> {
		const shown = this.#needShown();
		const session = new LayersSession({ id, name: await this.#nameOf(id) }, this.#host, this.#cache);
		const [before, after] = await Promise.all([shown.files ?? shown.read(), session.read({ signal })]);
		this.#other = session;
		this.#viewer.forget();
		this.#panel.send('image', shown.rows(session.outline));
		const digests = new Set(before.layers.digests);
		return {
			id,
			name: session.name,
			changes: countChanges(viewComparison(before.root, after.root)),
			layers: after.layers.digests.length,
			sharedLayers: after.layers.digests.filter(digest => digests.has(digest)).length,
		};
	}

	async #nameOf(id: string): Promise<string> {
		const images = await this.#host.store.list('image');
		return images.find(image => image.id === id)?.name ?? id.slice(7, 19);
	}

	async #openFile(
		{ layer, path, of }: { readonly layer: number; readonly path: string; readonly of: FileView['of'] },
		signal: AbortSignal,
	): Promise<void> {
		const last = Number.POSITIVE_INFINITY;
		const other = of === 'compared' ? this.#other?.files : undefined;
		const image = other && findFile(other.root, path)?.entryAt(last) ? other : this.#shown?.files;
		if (image) {
			const from = { layer: of === 'compared' ? last : layer, path };
			await openLayerFile(this.#host, image, from, { cache: this.#cache, signal });
		}
	}

	async #openLine(layer: number): Promise<void> {
		const place = await this.#shown?.lineOf(layer);
		if (!place) {
			throw new EngineError('notFound', vscode.l10n.t('No Dockerfile of the workspace has this instruction any more.'));
		}
		const position = new vscode.Position(place.line - 1, 0);
		await vscode.window.showTextDocument(place.uri, {
			viewColumn: vscode.ViewColumn.Beside,
			selection: new vscode.Range(position, position),
		});
	}

	#needShown(): LayersSession {
		if (!this.#shown) {
			throw new EngineError('notFound', vscode.l10n.t('There is no image.'));
		}
		return this.#shown;
	}
}
