import { type Disposable, DisposableOwner, toDisposable } from '../base/disposable.ts';
import { anyEvent, Emitter, type Event } from '../base/event.ts';
import { binarySize } from '../base/format.ts';
import type { ContainerStats } from '../engine/stats.ts';
import type { ViewElement } from './elements.ts';
import type { OutlineNode } from './outline.ts';
import type { ViewDescription } from './viewDescription.ts';

/** The rows of a view, as far as somebody can see them. */
export interface ShownRows {
	shownElements(): readonly ViewElement[];
	readonly onDidChangeShown: Event<void>;
}

export interface RowStatsSetting {
	readonly containerStats: boolean;
	readonly onDidChange: Event<void>;
}

/** Milliseconds between two changes of the rows: the engine tells more often than anybody reads. */
const betweenMs = 2000;

/** A view of containers whose rows begin with what they use. */
export function withRowStats(view: ViewDescription, stats: Pick<RowStats, 'of' | 'onDidChange'>): ViewDescription {
	const figures = ({ element }: OutlineNode) => (element.kind === 'container' ? stats.of(element.id) : undefined);
	const withFigures = (node: OutlineNode): OutlineNode => ({
		...node,
		face: [...node.face, figures(node)],
		children: node.children?.map(withFigures),
	});
	return {
		...view,
		onDidChange: view.onDidChange ? anyEvent(view.onDidChange, stats.onDidChange) : stats.onDidChange,
		outline: options => view.outline(options)?.map(withFigures),
		row: (node, now) => {
			const row = view.row(node, now);
			return { ...row, description: [figures(node), row.description].filter(Boolean).join(' · ') };
		},
	};
}

/** CPU and memory for the rows of containers, where that is switched on; only those of rows that show are asked for. */
export class RowStats extends DisposableOwner {
	readonly #changed = this.register(new Emitter<void>());
	readonly onDidChange = this.#changed.event;
	readonly #stats: ContainerStats;
	readonly #setting: RowStatsSetting;
	readonly #subscriptions = new Map<string, Disposable>();
	readonly #texts = new Map<string, string>();
	#rows: ShownRows | undefined;
	#timer: NodeJS.Timeout | undefined;

	constructor(stats: ContainerStats, setting: RowStatsSetting) {
		super();
		this.#stats = stats;
		this.#setting = setting;
		this.register(setting.onDidChange(() => this.#adjust()));
		this.register(
			toDisposable(() => {
				clearTimeout(this.#timer);
				this.#watchOnly([]);
			}),
		);
	}

	/** `12.3% · 45.25 MiB`; undefined where nothing is known. */
	of(id: string): string | undefined {
		return this.#texts.get(id);
	}

	/** The rows that they are for. */
	follow(rows: ShownRows): void {
		this.#rows = rows;
		this.register(rows.onDidChangeShown(() => this.#adjust()));
		this.#adjust();
	}

	#adjust(): void {
		const shown = this.#setting.containerStats ? (this.#rows?.shownElements() ?? []) : [];
		this.#watchOnly(
			shown.flatMap(element => (element.kind === 'container' && element.state === 'running' ? [element.id] : [])),
		);
	}

	#watchOnly(ids: readonly string[]): void {
		const wanted = new Set(ids);
		for (const [id, subscription] of this.#subscriptions) {
			if (!wanted.has(id)) {
				subscription.dispose();
				this.#subscriptions.delete(id);
				this.#texts.delete(id);
				this.#tellSoon();
			}
		}
		for (const id of wanted) {
			if (!this.#subscriptions.has(id)) {
				this.#subscriptions.set(id, this.#watch(id));
			}
		}
	}

	#watch(id: string): Disposable {
		return this.#stats.watch(id, {
			onSample: ({ cpu, memory }) => {
				this.#texts.set(id, `${cpu.toFixed(1)}% · ${binarySize(memory)}`);
				this.#tellSoon();
			},
		});
	}

	#tellSoon(): void {
		if (!this.isDisposed) {
			this.#timer ??= setTimeout(() => {
				this.#timer = undefined;
				this.#changed.fire();
			}, betweenMs);
		}
	}
}
