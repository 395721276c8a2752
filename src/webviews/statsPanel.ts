import * as vscode from 'vscode';
import { type Disposable, DisposableOwner, toDisposable } from '../base/disposable.ts';
import type { EngineConnection } from '../engine/connection.ts';
import { topContainer } from '../engine/containers.ts';
import type { EngineError } from '../engine/errors.ts';
import type { ResourceStore } from '../engine/resourceStore.ts';
import type { Container } from '../engine/resources.ts';
import type { ContainerStats, StatsSample } from '../engine/stats.ts';
import { ageless } from '../ui/statusWords.ts';
import type { StatsPanel, StatsRow, StatsRows, StatsTarget } from './protocols/stats.ts';
import { StatsHistory } from './statsHistory.ts';
import { readStatsState } from './statsState.ts';
import { statsTexts } from './statsTexts.ts';
import {
	type PanelKind,
	type PanelSide,
	type PanelSurroundings,
	type WebviewPanel,
	WebviewPanels,
} from './webviewPanel.ts';

export interface StatsHost {
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
	readonly stats: ContainerStats;
}

/** Milliseconds that a row may be out of sight before it is let go: whoever only looks aside finds no gap. */
const grace = 2000;
/** The engine tells of all containers within a moment, once a second. */
const gatherMs = 200;
const betweenMs = 1000;

/** Live figures of containers. */
export class StatsPanels extends WebviewPanels<StatsPanel> {
	constructor(host: StatsHost, surroundings: PanelSurroundings) {
		super(statsPanelKind(host, surroundings.explain), surroundings);
	}

	/** Shows the panel of this target, a new one if there is none. */
	show(target: StatsTarget): void {
		const open = [...this.open].find(({ state }) => sameTarget(state.target, target));
		if (open) {
			open.reveal();
		} else {
			const many = target.kind !== 'containers' || target.containers.length > 1;
			const sort = many ? ({ column: 'cpu', descending: true } as const) : undefined;
			this.create(titleOf(target), readStatsState({ target, sort }) as StatsPanel['state']);
		}
	}
}

export function statsPanelKind(host: StatsHost, explain: PanelSurroundings['explain']): PanelKind<StatsPanel> {
	return {
		viewType: 'slipway.stats',
		client: 'stats',
		icon: 'stats',
		texts: statsTexts,
		readState: readStatsState,
		connect: panel => new StatsPanelSide(panel, host, explain),
	};
}

function titleOf(target: StatsTarget): string {
	switch (target.kind) {
		case 'all':
			return vscode.l10n.t('Stats');
		case 'project':
			return vscode.l10n.t('Stats: {0}', target.service ?? target.name);
		case 'containers': {
			const [first, ...more] = target.containers;
			const name = first?.name ?? '';
			return more.length === 0
				? vscode.l10n.t('Stats: {0}', name)
				: vscode.l10n.t('Stats: {0} and {1} more', name, more.length);
		}
	}
}

function sameTarget(left: StatsTarget, right: StatsTarget): boolean {
	const ids = (target: StatsTarget) =>
		target.kind === 'containers' ? target.containers.map(({ id }) => id).sort() : [target];
	return JSON.stringify(ids(left)) === JSON.stringify(ids(right));
}

class StatsPanelSide extends DisposableOwner implements PanelSide<StatsPanel> {
	readonly #panel: WebviewPanel<StatsPanel>;
	readonly #host: StatsHost;
	readonly #explain: PanelSurroundings['explain'];
	readonly #history = new StatsHistory();
	readonly #problems = new Map<string, string>();
	readonly #subscriptions = new Map<string, Disposable>();
	#target: StatsTarget | undefined;
	#unreachable: string | undefined;
	/** Ids of the rows that the page shows, or has shown a moment ago. */
	#onScreen: readonly string[] = [];
	#unsent: Record<string, StatsSample[]> = {};
	#sentAt = 0;
	#sentRows = '';
	#sendTimer: NodeJS.Timeout | undefined;
	#graceTimer: NodeJS.Timeout | undefined;

	constructor(panel: WebviewPanel<StatsPanel>, host: StatsHost, explain: PanelSurroundings['explain']) {
		super();
		this.#panel = panel;
		this.#host = host;
		this.#explain = explain;
		this.register(host.store.onDidChange(({ kind }) => kind === 'container' && this.#update()));
		this.register(host.connection.onDidChangeStatus(() => void this.#onStatus()));
		this.register(panel.onDidChangeVisibility(() => this.#onVisibility()));
		this.register(toDisposable(() => this.#letGo()));
	}

	async start({ target }: StatsPanel['state'], signal: AbortSignal): Promise<StatsPanel['start']> {
		this.#target = target;
		this.#panel.title = titleOf(target);
		await this.#host.store.list('container', signal).catch(() => {});
		await this.#explainStatus();
		const rows = this.#rows();
		this.#sentRows = JSON.stringify(rows);
		this.#unsent = {};
		return { ...rows, histories: { now: Date.now(), samples: this.#history.of(rows.rows.map(({ id }) => id)) } };
	}

	readonly requests: PanelSide<StatsPanel>['requests'] = {
		watch: ids => this.#show(ids),
		processes: (id, signal) => topContainer(this.#host.connection, id, { signal }),
	};

	async #onStatus(): Promise<void> {
		if (this.#host.connection.status.state === 'ready') {
			await this.#host.store.list('container').catch(() => {});
		}
		await this.#explainStatus();
		this.#update();
	}

	async #explainStatus(): Promise<void> {
		const { error, state } = this.#host.connection.status;
		this.#unreachable = state === 'unreachable' && error ? await this.#explain(error) : undefined;
	}

	#onVisibility(): void {
		if (!this.#panel.visible) {
			this.#show([]);
		}
	}

	/** These rows are on the screen, at once; others no longer, in a moment. */
	#show(ids: readonly string[]): void {
		if (this.isDisposed) {
			return;
		}
		this.#onScreen = [...new Set([...this.#onScreen, ...ids])];
		this.#subscribe();
		clearTimeout(this.#graceTimer);
		this.#graceTimer = setTimeout(() => {
			this.#onScreen = ids;
			this.#subscribe();
		}, grace);
	}

	/** Containers have come, gone or changed. */
	#update(): void {
		if (this.isDisposed || !this.#target) {
			return;
		}
		this.#subscribe();
		const rows = this.#rows();
		const text = JSON.stringify(rows);
		if (text !== this.#sentRows) {
			this.#sentRows = text;
			this.#panel.send('rows', rows);
		}
	}

	#rows(): StatsRows {
		const rows = this.#containers().map(container => rowOf(container, this.#problems.get(container.id)));
		return { rows, unreachable: this.#unreachable };
	}

	#containers(): readonly Container[] {
		const all = this.#host.store.peek('container') ?? [];
		const target = this.#target;
		switch (target?.kind) {
			case 'all': {
				const now = Date.now();
				return all.filter(({ id, state }) => isLive(state) || this.#history.has(id, now));
			}
			case 'project':
				return all.filter(
					({ composeProject, composeService }) =>
						composeProject === target.name && (target.service ?? composeService) === composeService,
				);
			case 'containers':
				return target.containers.flatMap(
					wanted => all.find(({ id }) => id === wanted.id) ?? all.find(({ name }) => name === wanted.name) ?? [],
				);
			default:
				return [];
		}
	}

	/** To those that run and are on the screen, and to no others. */
	#subscribe(): void {
		const containers = this.#containers();
		const wanted = new Set(
			containers.filter(({ id, state }) => state === 'running' && this.#onScreen.includes(id)).map(({ id }) => id),
		);
		for (const [id, subscription] of this.#subscriptions) {
			if (!wanted.has(id)) {
				this.#subscriptions.delete(id);
				subscription.dispose();
			}
		}
		for (const id of wanted) {
			if (!this.#subscriptions.has(id)) {
				this.#subscriptions.set(id, this.#watch(id));
			}
		}
		this.#history.keepOnly(containers.map(({ id }) => id));
	}

	#watch(id: string): Disposable {
		return this.#host.stats.watch(id, {
			onSample: sample => {
				this.#history.add(id, sample);
				this.#unsent[id] = [...(this.#unsent[id] ?? []), sample];
				this.#sendSoon();
				if (this.#problems.delete(id)) {
					this.#update();
				}
			},
			onFailure: error => void this.#onFailure(id, error),
		});
	}

	/** That a container or the engine has gone is told by the rows themselves. */
	async #onFailure(id: string, error: EngineError): Promise<void> {
		if (error.code !== 'notFound' && error.code !== 'unreachable' && error.code !== 'cancelled') {
			this.#problems.set(id, await this.#explain(error));
			this.#update();
		}
	}

	#sendSoon(): void {
		const wait = Math.max(gatherMs, this.#sentAt + betweenMs - Date.now());
		this.#sendTimer ??= setTimeout(() => {
			this.#sendTimer = undefined;
			this.#sentAt = Date.now();
			const samples = this.#unsent;
			this.#unsent = {};
			if (this.#panel.visible) {
				this.#panel.send('samples', { now: this.#sentAt, samples });
			}
			// Of all that run, one that has ended goes when nothing of it is left in the charts.
			this.#update();
		}, wait);
	}

	#letGo(): void {
		clearTimeout(this.#sendTimer);
		clearTimeout(this.#graceTimer);
		this.#subscriptions.forEach(subscription => void subscription.dispose());
	}
}

function isLive(state: Container['state']): boolean {
	return state === 'running' || state === 'paused' || state === 'restarting';
}

function rowOf(container: Container, problem: string | undefined): StatsRow {
	const { id, name, state } = container;
	return { id, name, state, words: ageless(container), problem };
}
