import type { Processes } from '../../engine/containers.ts';
import type { PanelProtocol } from '../protocol.ts';

/** Which container a page is about. */
export interface ContainerIdentity {
	readonly id: string;
	readonly name: string;
	/** The engine's that it was seen on. */
	readonly endpoint?: string;
	/** Of a Compose service: what is made anew for it is the same to its user. */
	readonly project?: string;
	readonly service?: string;
}

/** All that a page shows; its texts come from the engine as they are, but for what `visibleText` makes visible. */
export interface PageContent {
	readonly identity: ContainerIdentity;
	readonly state?: PageStatus;
	/** What is the matter: it was removed, the engine does not answer. What is shown is then what was last seen. */
	readonly notice?: { readonly sentence: string; readonly isNews: boolean };
	readonly actions: readonly PageAction[];
	readonly sections: readonly PageSection[];
	/** Whether its processes can be asked for. */
	readonly runs: boolean;
	/** Another number means that the raw text has changed. */
	readonly version: number;
}

export interface PageStatus {
	readonly mood: 'ended' | 'created' | 'running' | 'paused' | 'starting' | 'restarting' | 'unhealthy' | 'failed';
	/** `Up 3 minutes (healthy)` */
	readonly words: string;
}

export interface PageAction {
	readonly key: string;
	readonly label: string;
	readonly isPrimary?: boolean;
}

export type SectionName =
	| 'overview'
	| 'ports'
	| 'environment'
	| 'mounts'
	| 'networks'
	| 'labels'
	| 'health'
	| 'processes'
	| 'raw';

export interface PageSection {
	readonly name: SectionName;
	readonly title: string;
	/** Beside the title: how many there are. */
	readonly summary: string;
	/** Said where there are no rows. */
	readonly empty: string;
	readonly rows: readonly PageRow[];
}

export interface PageRow {
	readonly key: string;
	readonly name: string;
	readonly values: readonly PageValue[];
}

export interface PageValue {
	/** Unique on the page; what the value is asked for by. */
	readonly key: string;
	/** What this value is, where a row has several. */
	readonly label?: string;
	readonly text: string;
	/** `text` is not the whole value: something secret is left out, or it is cut. */
	readonly hides?: 'secret' | 'rest';
	/** Where it is cut: characters of the whole. */
	readonly length?: number;
	/** What a click on it does. */
	readonly link?: string;
	readonly look?: 'code' | 'problem' | 'output';
}

export type PageProcesses = Processes;

export interface ContainerPage extends PanelProtocol {
	start: PageContent;
	state: {
		readonly identity: ContainerIdentity;
		/** Sections that were opened or closed against what they are by default. */
		readonly turned: readonly string[];
	};
	requests: {
		/** Runs one of the offered actions, or what a value links to, by its key. */
		run(key: string): void;
		/** The whole value, ready to be shown. */
		value(key: string): string;
		/** Puts the whole value onto the clipboard, as it is. */
		copy(key: string): void;
		processes(_: undefined): PageProcesses;
		/** All that the engine says, as JSON without secrets. */
		raw(_: undefined): string;
		openJson(_: undefined): void;
	};
	events: { content: PageContent };
	texts: ContainerPageText;
}

export type ContainerPageText =
	| 'page'
	| 'actions'
	| 'copy'
	| 'copyOf'
	| 'copied'
	| 'showValue'
	| 'showValueOf'
	| 'hideValue'
	| 'hideValueOf'
	| 'showAll'
	| 'showAllOf'
	| 'notRunning'
	| 'processCount'
	| 'rawOf'
	| 'openAsJson';
