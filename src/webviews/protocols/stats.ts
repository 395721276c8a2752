import type { Processes } from '../../engine/containers.ts';
import type { ContainerState } from '../../engine/resources.ts';
import type { StatsSample } from '../../engine/stats.ts';
import type { PanelProtocol } from '../protocol.ts';

export type { Processes } from '../../engine/containers.ts';
export type { StatsSample, Traffic } from '../../engine/stats.ts';

/** Whose figures a panel shows. */
export type StatsTarget =
	| { readonly kind: 'all' }
	| { readonly kind: 'project'; readonly name: string; readonly service?: string }
	/** One that is made anew under its name takes its place. */
	| { readonly kind: 'containers'; readonly containers: readonly { readonly id: string; readonly name: string }[] };

export interface StatsRow {
	readonly id: string;
	readonly name: string;
	readonly state: ContainerState;
	/** The state in words: `Exited (137)`. */
	readonly words: string;
	/** Why the engine gives no figures, in one sentence. */
	readonly problem?: string;
}

export interface StatsRows {
	readonly rows: readonly StatsRow[];
	/** Where there is no engine: why, in one sentence. */
	readonly unreachable?: string;
}

export interface StatsHistories {
	/** When they are sent; epoch milliseconds on the clock of the samples, which may not be the client's. */
	readonly now: number;
	/** By the container's id, the oldest first. */
	readonly samples: Readonly<Record<string, readonly StatsSample[]>>;
}

export type StatsColumn = 'name' | 'state' | 'cpu' | 'memory' | 'network' | 'disk' | 'processes';
export type StatsPart = 'charts' | 'processes';

export interface StatsPanel extends PanelProtocol {
	start: StatsRows & { readonly histories: StatsHistories };
	state: {
		readonly target: StatsTarget;
		readonly sort: { readonly column: StatsColumn; readonly descending: boolean };
		/** Part of the names of the rows that are shown. */
		readonly filter: string;
		/** Ids of the rows whose charts are drawn; all of them when empty. */
		readonly chosen: readonly string[];
		/** One line for the sum instead of one for each. */
		readonly sum: boolean;
		readonly folded: readonly StatsPart[];
	};
	requests: {
		/** These rows are on the screen: no others are asked for. */
		watch(ids: readonly string[]): void;
		processes(id: string): Processes;
	};
	events: {
		rows: StatsRows;
		/** What has come since the last time; about once a second. */
		samples: StatsHistories;
	};
	texts: StatsText;
}

export type StatsText =
	| 'stats'
	| 'filter'
	| 'noMatch'
	| 'nobodyRuns'
	| 'nobodyLeft'
	| 'containers'
	| 'chart'
	| 'name'
	| 'state'
	| 'cpu'
	| 'memory'
	| 'network'
	| 'networkDetail'
	| 'disk'
	| 'diskDetail'
	| 'processes'
	| 'total'
	| 'sum'
	| 'charts'
	| 'processesOf'
	| 'received'
	| 'sent'
	| 'read'
	| 'written'
	| 'limit'
	| 'perSecond'
	| 'now'
	| 'average'
	| 'highest'
	| 'chartKeys'
	| 'chooseForProcesses'
	| 'notRunning'
	| 'more'
	| 'rows';
