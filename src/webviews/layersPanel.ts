import * as vscode from 'vscode';
import { toEngineError } from '../engine/errorMapping.ts';
import type { LayersHost, ReadOptions } from './layersHost.ts';
import type { ReadImage } from './layersImage.ts';
import type { LayersSide } from './layersSide.ts';
import { layersTexts } from './layersTexts.ts';
import type { LayersView, LayersViewState } from './protocols/layers.ts';
import {
	type PanelKind,
	type PanelSide,
	type PanelSurroundings,
	type WebviewPanel,
	WebviewPanels,
} from './webviewPanel.ts';

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
		const shown = await this.#shown(image.id);
		const panel = shown ?? this.create(titleOf(image.name), { ...firstState, image: image.id, name: image.name });
		shown?.reveal();
		const side = await this.#sides.get(panel);
		if (!side) {
			throw new Error('The panel has no side.');
		}
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

	async #shown(id: string): Promise<WebviewPanel<LayersView> | undefined> {
		for (const panel of this.open) {
			if ((await this.#sides.get(panel))?.image === id) {
				return panel;
			}
		}
		return undefined;
	}
}

type Sides = WeakMap<WebviewPanel<LayersView>, Promise<LayersSide>>;

/** What the panel works with is loaded with the first panel. */
export function layersPanelKind(host: LayersHost, sides: Sides = new WeakMap()): PanelKind<LayersView> {
	return {
		viewType: 'slipway.layers',
		client: 'layers',
		icon: 'layers',
		texts: layersTexts,
		readState,
		connect: panel => {
			const side = import('./layersSide.ts').then(loaded => new loaded.LayersSide(panel, host));
			sides.set(panel, side);
			return laterSide(side);
		},
	};
}

function laterSide(side: Promise<LayersSide>): PanelSide<LayersView> {
	return {
		start: async state => (await side).start(state),
		requests: {
			view: async (...given) => (await side).requests.view(...given),
			rows: async (...given) => (await side).requests.rows(...given),
			read: async (...given) => (await side).requests.read(...given),
			stop: async (...given) => (await side).requests.stop(...given),
			compare: async (...given) => (await side).requests.compare(...given),
			openFile: async (...given) => (await side).requests.openFile(...given),
			openLine: async (...given) => (await side).requests.openLine(...given),
			copy: async (...given) => (await side).requests.copy(...given),
		},
		dispose: () => void side.then(loaded => loaded.dispose()),
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
