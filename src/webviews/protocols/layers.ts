import type { LayerAdvice } from '../../engine/layerAdvice.ts';
import type { DiveFigures } from '../../engine/layerEfficiency.ts';
import type { FileRow } from '../../engine/layerRows.ts';
import type { ChangeCount, FileMark } from '../../engine/layerView.ts';
import type { Waste } from '../../engine/layerWaste.ts';
import type { PanelProtocol } from '../protocol.ts';

/** A step of an image's making, oldest first. */
export interface LayerStepRow {
	/** Undefined for a setting that made no layer; else counted from the lowest. */
	readonly layer: number | undefined;
	readonly command: string;
	/** Bytes, as `docker history` shows them. */
	readonly size: number;
	/** In words: `3 days ago`; empty where it is not known. */
	readonly age: string;
	/** Why the layer's files cannot be shown, in one sentence. */
	readonly problem: string;
	/** Whether the other image of a comparison has this layer too. */
	readonly shared: boolean;
	/** Where the Dockerfile says this, as `Dockerfile:12`; empty if it is not in the workspace. */
	readonly line: string;
}

/** What is known of an image when its files have been read. */
export interface LayersOverview extends DiveFigures {
	readonly savableBytes: number;
	readonly waste: readonly WasteRow[];
	/** How many paths are wasted in all; the largest are in `waste`. */
	readonly wastedPaths: number;
	/** Why not everything could be read, in one sentence. */
	readonly failure: string;
}

export interface WasteRow extends Waste {
	readonly advice: LayerAdvice;
}

export type LayersReading =
	/** Bytes that have come, and about how many will. */
	| { readonly phase: 'reading'; readonly bytes: number; readonly expected: number }
	| { readonly phase: 'done'; readonly overview: LayersOverview }
	| { readonly phase: 'cancelled' }
	| { readonly phase: 'failed'; readonly sentence: string };

export interface LayersImage {
	readonly name: string;
	/** `linux/amd64` */
	readonly platform: string;
	readonly size: number;
	readonly steps: readonly LayerStepRow[];
}

/** Another image that this one is compared with. */
export interface LayersComparison {
	readonly id: string;
	readonly name: string;
	readonly changes: Readonly<Record<FileMark, ChangeCount>>;
	readonly sharedLayers: number;
	/** How many layers the other image has. */
	readonly layers: number;
}

/** Which files are looked at, and how. */
export interface FileView {
	/** `compared`: what the other image has otherwise. */
	readonly of: 'layer' | 'whole' | 'compared';
	readonly layer: number;
	readonly sort: 'name' | 'size';
	readonly search: string;
	readonly open: readonly string[];
	readonly closed: readonly string[];
}

export interface FileRows {
	readonly total: number;
	/** Where `rows` begin. */
	readonly from: number;
	/** Names are made safe to be shown; `path` is as it is, and `shown` what may be shown of it. */
	readonly rows: readonly (FileRow & { readonly shown: string })[];
}

export type LayersTab = 'files' | 'waste' | 'compare';

export interface LayersViewState {
	/** Id or reference, which finds the image, and how it is called. */
	readonly image: string;
	readonly name: string;
	readonly tab: LayersTab;
	/** Undefined for the newest. */
	readonly layer: number | undefined;
	/** Shows all that is there with the layer, and not what it alone did. */
	readonly whole: boolean;
	readonly sort: 'name' | 'size';
	readonly search: string;
	readonly open: readonly string[];
	/** What the image is compared with; empty for nothing. */
	readonly other: string;
}

export interface LayersView extends PanelProtocol {
	start: {
		readonly image: LayersImage;
		readonly reading: LayersReading;
	};
	state: LayersViewState;
	requests: {
		/** Makes the rows of a view and answers with the first of them. */
		view(view: FileView): FileRows;
		/** More of the rows of the last view. */
		rows(range: { readonly from: number; readonly to: number }): FileRows;
		/** Begins to read once more after a failure or an end. */
		read(_: undefined): void;
		stop(_: undefined): void;
		/** Reads another image by its id, or asks for one when that is empty. */
		compare(other: string): LayersComparison;
		openFile(file: { readonly layer: number; readonly path: string; readonly of: FileView['of'] }): void;
		openLine(layer: number): void;
		copy(text: string): void;
	};
	events: { image: LayersImage; reading: LayersReading };
	texts: LayersText;
}

export type LayersText =
	| 'layers'
	| 'layer'
	| 'files'
	| 'waste'
	| 'compare'
	| 'noLayers'
	| 'setting'
	| 'shared'
	| 'openLine'
	| 'efficiency'
	| 'efficiencyHelp'
	| 'wasted'
	| 'wastedHelp'
	| 'savable'
	| 'savableHelp'
	| 'reading'
	| 'readingOf'
	| 'stop'
	| 'cancelled'
	| 'read'
	| 'readAgain'
	| 'search'
	| 'searchPlaceholder'
	| 'sort'
	| 'sortName'
	| 'sortSize'
	| 'scope'
	| 'alone'
	| 'whole'
	| 'added'
	| 'changed'
	| 'removed'
	| 'noChanges'
	| 'nothingFound'
	| 'open'
	| 'copyPath'
	| 'noWaste'
	| 'wasteShown'
	| 'wroteAndReplaced'
	| 'wroteAndRemoved'
	| 'compareWith'
	| 'comparedWith'
	| 'compareHelp'
	| 'comparing'
	| 'filesAdded'
	| 'filesChanged'
	| 'filesRemoved'
	| 'sharedLayers'
	| 'sameFiles'
	| `advice.${LayerAdvice}`;
