import * as vscode from 'vscode';
import { toEngineError } from '../engine/errorMapping.ts';
import type { LayersHost, ReadOptions } from './layersHost.ts';
import type { ReadImage } from './layersImage.ts';
import { LayersSide } from './layersSide.ts';
import { layersTexts } from './layersTexts.ts';
import type { LayersView, LayersViewState } from './protocols/layers.ts';
import { type PanelKind, type PanelSurroundings, type WebviewPanel, WebviewPanels } from './webviewPanel.ts';

/** The panels that show the layers of images. */
export class LayersPanels extends WebviewPanels<LayersView> {
	readonly #sides: Sides;

	constructor(host: LayersHost, surroundings: PanelSurroundings) {
		const sides: Sides = new WeakMap();
		super(layersPanelKind(host, sides), surroundings);
		this.#sides = sides;
	}

	/** Shows an image and resolves when its files have been read. Rejects when nothing could be, and with `cancelled`. */
	async show(image: { readonly id: string; readonly name: string }, options: ReadOptions = {}): Promise<ReadImage> {
		const shown = this.#shown(image.id);
		const panel = shown ?? this.create(titleOf(image.name), { ...firstState, image: image.id, name: image.name });
		shown?.reveal();
		const side = this.#sides.get(panel) as LayersSide;
		try {
			return await side.read(image, options);
		} catch (error) {
			// Whoever called tells of the failure; a panel with nothing to show would say it once more.
			if (!shown && toEngineError(error).code !== 'cancelled') {
				panel.dispose();
			}
			throw error;
		}
	}

	#shown(id: string): WebviewPanel<LayersView> | undefined {
		return [...this.open].find(panel => this.#sides.get(panel)?.image === id);
	}
}

type Sides = WeakMap<WebviewPanel<LayersView>, LayersSide>;

export function layersPanelKind(host: LayersHost, sides: Sides = new WeakMap()): PanelKind<LayersView> {
	return {
		viewType: 'slipway.layers',
		client: 'layers',
		icon: 'layers',
		texts: layersTexts,
		readState,
		connect: panel => {
			const side = new LayersSide(panel, host);
			sides.set(panel, side);
			return side;
		},
	};
}

const firstState: LayersViewState = {
	image: '',
	name: '',
	tab: 'files',
	layer: undefined,
	whole: false,
	sort: 'size',
	search: '',
	open: [],
	other: '',
};

function readState(kept: unknown): LayersViewState | undefined {
	const state = (kept ?? {}) as Readonly<Record<string, unknown>>;
	const text = (key: string) => (typeof state[key] === 'string' ? (state[key] as string) : '');
	if (text('image') === '') {
		return undefined;
	}
	const { open, layer } = state;
	return {
		image: text('image'),
		name: text('name'),
		tab: state.tab === 'waste' || state.tab === 'compare' ? state.tab : 'files',
		layer: typeof layer === 'number' ? layer : undefined,
		whole: state.whole === true,
		sort: state.sort === 'name' ? 'name' : 'size',
		search: text('search'),
		open: Array.isArray(open) ? open.filter(path => typeof path === 'string') : [],
		other: text('other'),
	};
}

export function titleOf(name: string): string {
	return vscode.l10n.t('Layers of {0}', name);
}
