import * as vscode from 'vscode';
import { DisposableOwner, DisposableStore, MutableDisposable, toDisposable } from '../base/disposable.ts';
import { type CommandName, commandId } from '../contributions.ts';
import type { EngineConnection } from '../engine/connection.ts';
import { type ContainerInspection, readInspection } from '../engine/containerInspection.ts';
import { inspectContainer, topContainer } from '../engine/containers.ts';
import { EngineEvents } from '../engine/engineEvents.ts';
import { toEngineError } from '../engine/errorMapping.ts';
import { EngineError } from '../engine/errors.ts';
import { maskFacts } from '../engine/maskSecrets.ts';
import { type PlainEvent, readPlainEvent } from '../engine/readEvent.ts';
import type { ResourceStore, StoreChange } from '../engine/resourceStore.ts';
import { moodOf } from '../ui/containerIcon.ts';
import { statusSentence } from '../ui/engineMessages.ts';
import { plainText } from '../ui/plainText.ts';
import { showHostPath } from '../ui/showHostPath.ts';
import { type StatusFields, statusWords } from '../ui/statusWords.ts';
import type { OfferedAction } from './containerPageActions.ts';
import { inspectionPage } from './containerPageContent.ts';
import { identityOf, type Matter, noticeOf, offeredActions, successorOf } from './containerPageMatter.ts';
import type { KeptValue } from './containerPageRows.ts';
import type { ContainerIdentity, ContainerPage, PageContent } from './protocols/containerPage.ts';
import { visibleText } from './visibleText.ts';
import type { PanelSide, PanelSurroundings, WebviewPanel } from './webviewPanel.ts';

/** What a container's page needs of the rest. */
export interface ContainerPageParts {
	readonly connection: EngineConnection;
	readonly store: ResourceStore;
	/** By which `slipway.undo` brings a removed container back. */
	undoKeyOf(containerId: string): string | undefined;
}

/** What happens to a container without changing its row in the lists. */
const quietEvents = ['exec_die', 'oom', 'update'];
/** The engine notes what a health check came to only after its event. */
const settleMs = 200;
const longestTimer = 2 ** 31 - 1;

/** The panel's side of a container's page: reads the engine while the page is in sight, and when something happens. */
export class ContainerPageSide extends DisposableOwner implements PanelSide<ContainerPage> {
	identity: ContainerIdentity | undefined;
	readonly #panel: WebviewPanel<ContainerPage>;
	readonly #parts: ContainerPageParts;
	readonly #surroundings: PanelSurroundings;
	/** While the page is in sight. */
	readonly #watching = this.register(new MutableDisposable<DisposableStore>());
	/** All names that it had since the page was opened, the present one last. */
	readonly #names = new Set<string>();
	#seen: { readonly raw: unknown; readonly inspection: ContainerInspection } | undefined;
	#reading = 0;
	#version = 0;
	#matter: Matter = { kind: 'here' };
	#kept: ReadonlyMap<string, KeptValue> = new Map();
	#actions: readonly OfferedAction[] = [];
	#renewTimer: NodeJS.Timeout | undefined;
	#ageTimer: NodeJS.Timeout | undefined;
	#lastTold = '';

	constructor(panel: WebviewPanel<ContainerPage>, parts: ContainerPageParts, surroundings: PanelSurroundings) {
		super();
		this.#panel = panel;
		this.#parts = parts;
		this.#surroundings = surroundings;
		this.register(
			panel.onDidChangeVisibility(() => {
				if (!panel.visible) {
					this.#watching.value = undefined;
				}
			}),
		);
	}

	/** What was seen last is drawn at once; what is new follows. */
	start({ identity }: ContainerPage['state']): PageContent {
		this.#setIdentity(this.identity ?? identity);
		if (this.#matter.kind === 'followed') {
			this.#matter = { kind: 'here' };
		}
		this.#watch();
		const content = this.#content();
		this.#lastTold = JSON.stringify(content);
		return content;
	}

	readonly requests: PanelSide<ContainerPage>['requests'] = {
		run: key => this.#run(key),
		value: key => visibleText(this.#keptValue(key).whole),
		copy: key => vscode.env.clipboard.writeText(this.#keptValue(key).whole) as Promise<void>,
		processes: (_, signal) => topContainer(this.#parts.connection, this.#id, { signal }),
		openJson: () => this.#command('container.inspect', this.#id),
		raw: () => visibleText(JSON.stringify(maskFacts(this.#seen?.raw), undefined, 2) ?? ''),
	};

	get #id(): string {
		return this.identity?.id ?? '';
	}

	#setIdentity(identity: ContainerIdentity): void {
		this.identity = identity;
		this.#names.delete(identity.name);
		this.#names.add(identity.name);
		const title = plainText(identity.name, 80);
		if (this.#panel.title !== title) {
			this.#panel.title = title;
		}
	}

	#keptValue(key: string): KeptValue {
		const kept = this.#kept.get(key);
		if (!kept) {
			throw new EngineError('notFound', vscode.l10n.t('This value is not there any more.'));
		}
		return kept;
	}

	async #run(key: string): Promise<void> {
		const link = this.#actions.find(action => action.key === key) ?? this.#keptValue(key).link;
		if (link && 'path' in link) {
			return showHostPath(link.path);
		}
		if (link) {
			this.#command(link.command, ...link.arguments);
		}
	}

	/** Nobody waits for it, and commands tell by themselves what fails. */
	#command(name: CommandName, ...args: readonly unknown[]): void {
		void vscode.commands.executeCommand(commandId(name), ...args).then(undefined, () => {});
	}

	#watch(): void {
		const { connection, store } = this.#parts;
		const watching = new DisposableStore();
		this.#watching.value = watching;
		watching.add(store.onDidChange(change => this.#concerns(change) && this.#renewSoon()));
		watching.add(connection.onDidChangeStatus(() => this.#renewSoon()));
		watching.add(this.#listen(this.#id));
		watching.add(
			toDisposable(() => {
				clearTimeout(this.#renewTimer);
				clearTimeout(this.#ageTimer);
				this.#renewTimer = undefined;
			}),
		);
		this.#renewSoon();
	}

	#listen(id: string): EngineEvents<PlainEvent> {
		const filters = { type: ['container'], container: [id], event: quietEvents };
		const events = new EngineEvents<PlainEvent>(this.#parts.connection, this.#surroundings.logger, {
			filters,
			read: readPlainEvent,
		});
		events.onDidEvent(() => this.#renewSoon(settleMs));
		void events.start().catch(() => {});
		return events;
	}

	/** A container that came may be the one that was removed, made anew. */
	#concerns({ kind, ids, added }: StoreChange): boolean {
		return kind === 'container' && (ids.includes(this.#id) || (this.#matter.kind === 'removed' && added.length > 0));
	}

	#renewSoon(pause = 20): void {
		if (this.#renewTimer === undefined && this.#watching.value) {
			this.#renewTimer = setTimeout(() => {
				this.#renewTimer = undefined;
				void this.#renew(this.#watching.value);
			}, pause);
		}
	}

	async #renew(watching: DisposableStore | undefined): Promise<void> {
		const reading = ++this.#reading;
		const isOld = () => watching?.isDisposed !== false || reading !== this.#reading;
		try {
			await this.#read(isOld);
		} catch (thrown) {
			const matter = await this.#matterOf(toEngineError(thrown));
			if (isOld()) {
				return;
			}
			this.#matter = matter;
			if (matter.kind === 'followed') {
				const { id, name } = matter.by;
				this.#setIdentity({ ...this.identity, id, name });
				this.#watch();
				return;
			}
		}
		if (!isOld()) {
			this.#tell();
		}
	}

	async #read(isOld: () => boolean): Promise<void> {
		const { connection, store } = this.#parts;
		if (connection.status.state === 'unreachable') {
			throw connection.status.error ?? new EngineError('unreachable', '');
		}
		// The list is what tells of changes.
		const [raw] = await Promise.all([inspectContainer(connection, this.#id), store.list('container')]);
		if (isOld()) {
			return;
		}
		const inspection = readInspection(raw);
		if (JSON.stringify(raw) !== JSON.stringify(this.#seen?.raw)) {
			this.#version++;
		}
		this.#seen = { raw, inspection };
		this.#matter = this.#matter.kind === 'followed' ? this.#matter : { kind: 'here' };
		this.#setIdentity(identityOf(inspection, connection.status.endpoint));
	}

	async #matterOf(error: EngineError): Promise<Matter> {
		if (error.code !== 'notFound') {
			const { status } = this.#parts.connection;
			const sentence = status.state === 'ready' ? await this.#surroundings.explain(error) : statusSentence(status);
			return { kind: 'failed', sentence };
		}
		const { endpoint } = this.#parts.connection.status;
		const identity = this.identity as ContainerIdentity;
		if (identity.endpoint !== undefined && identity.endpoint !== endpoint) {
			return { kind: 'elsewhere' };
		}
		const containers = await this.#parts.store.list('container').catch(() => []);
		const successor = successorOf(identity, [...this.#names].reverse(), containers);
		return successor ? { kind: 'followed', by: successor } : { kind: 'removed' };
	}

	#tell(): void {
		const content = this.#content();
		const told = JSON.stringify(content);
		if (told !== this.#lastTold) {
			this.#lastTold = told;
			this.#panel.send('content', content);
		}
	}

	#content(): PageContent {
		const seen = this.#seen?.inspection;
		const status = seen && this.#status(seen);
		const { endpoint } = this.#parts.connection.status;
		const page = seen && status && inspectionPage(seen, status, endpoint, Date.now());
		this.#kept = page?.kept ?? new Map();
		this.#actions = offeredActions(this.#matter, this.#seen?.inspection, this.#parts.undoKeyOf(this.#id));
		this.#tellAgainAt(page?.changesAt ?? Number.POSITIVE_INFINITY);
		const identity = this.identity as ContainerIdentity;
		const notice = noticeOf(this.#matter, identity, seen !== undefined);
		const isHere = this.#matter.kind === 'here' || this.#matter.kind === 'followed';
		return {
			identity,
			...(status && isHere && { state: { mood: moodOf(status), words: statusWords(status, Date.now()) } }),
			...(notice && { notice }),
			actions: this.#actions.map(({ key, label }) => ({ key, label })),
			sections: page?.sections ?? [],
			runs: isHere && (status?.state === 'running' || status?.state === 'paused'),
			version: this.#version,
		};
	}

	/** The list knows the moment on this machine's clock. */
	#status(inspection: ContainerInspection): StatusFields {
		const { state, exitCode, startedAt, endedAt, healthCheck } = inspection;
		const listed = this.#parts.store.get('container', inspection.id);
		const isUp = state === 'running' || state === 'paused';
		return {
			state,
			exitCode,
			status: '',
			since: listed?.state === state ? listed.since : isUp ? startedAt : endedAt,
			health: isUp ? healthCheck?.status : undefined,
		};
	}

	/** Ages move on. */
	#tellAgainAt(moment: number): void {
		clearTimeout(this.#ageTimer);
		if (this.#watching.value && Number.isFinite(moment)) {
			const pause = Math.min(longestTimer, Math.max(100, moment - Date.now()));
			this.#ageTimer = setTimeout(() => this.#tell(), pause);
		}
	}
}
