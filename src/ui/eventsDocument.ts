import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposable.ts';
import type { Logger } from '../base/logger.ts';
import type { EngineConnection } from '../engine/connection.ts';
import { EngineEvents } from '../engine/engineEvents.ts';
import { type PlainEvent, readPlainEvent } from '../engine/readEvent.ts';
import type { ReadOnlyDocuments } from './documents.ts';
import { plainText } from './plainText.ts';

export interface EventsFilter {
	/** Of `eventTypes`; none means all but `exec`. */
	readonly types: readonly string[];
	/** Part of a name or an id. */
	readonly name: string;
}

export const eventTypes = ['container', 'image', 'volume', 'network', 'daemon', 'plugin', 'builder', 'exec'];

const rememberedEvents = 2000;
/** Milliseconds: a burst of events changes the text once. */
const settleTime = 100;

interface EventsParts {
	readonly connection: EngineConnection;
	readonly documents: ReadOnlyDocuments;
	readonly logger: Logger;
}

/**
 * What happens in the engine, as a read-only document that grows while it is open and keeps the latest events. The end
 * stays in sight as long as the cursor is on it.
 */
export class EventsDocument implements vscode.Disposable {
	readonly #parts: EventsParts;
	readonly #events: PlainEvent[] = [];
	#filter: EventsFilter = { types: [], name: '' };
	#listening: DisposableStore | undefined;
	#timer: NodeJS.Timeout | undefined;
	#uri: vscode.Uri | undefined;

	constructor(parts: EventsParts) {
		this.#parts = parts;
	}

	get filter(): EventsFilter {
		return this.#filter;
	}

	get isOpen(): boolean {
		return this.#listening !== undefined;
	}

	/** Brings it to the front; resolves when the engine is listened to. */
	async open(filter: EventsFilter): Promise<vscode.Uri> {
		this.#filter = filter;
		const started = this.#listening ? undefined : this.#listen();
		const { uri } = await this.#parts.documents.open('events', 'docker events', 'log', this.#text(), {
			preview: false,
		});
		this.#uri = uri;
		await started;
		return uri;
	}

	dispose(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#listening?.dispose();
		this.#listening = undefined;
		this.#events.length = 0;
	}

	#listen(): Promise<void> {
		const store = new DisposableStore();
		this.#listening = store;
		const { connection, logger } = this.#parts;
		const stream = store.add(new EngineEvents<PlainEvent>(connection, logger, { filters: {}, read: readPlainEvent }));
		store.add(stream.onDidEvent(event => this.#add(event)));
		store.add(connection.onDidChangeStatus(() => this.#renewSoon()));
		store.add(
			vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
				if (closed.length > 0 && this.#uri && !isShown(this.#uri)) {
					this.dispose();
				}
			}),
		);
		return stream.start();
	}

	#add(event: PlainEvent): void {
		this.#events.push(event);
		if (this.#events.length > rememberedEvents) {
			this.#events.shift();
		}
		if (isWanted(event, this.#filter)) {
			this.#renewSoon();
		}
	}

	#renewSoon(): void {
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			this.#renew();
		}, settleTime);
	}

	#renew(): void {
		const uri = this.#uri;
		if (!uri || !this.#listening) {
			return;
		}
		const followers = vscode.window.visibleTextEditors.filter(
			editor => editor.document.uri.toString() === uri.toString() && isAtEnd(editor),
		);
		const arrived = vscode.workspace.onDidChangeTextDocument(({ document }) => {
			if (document.uri.toString() === uri.toString()) {
				arrived.dispose();
				followers.forEach(showEnd);
			}
		});
		this.#listening.add(arrived);
		this.#parts.documents.renew(uri, this.#text());
	}

	#text(): string {
		const { state } = this.#parts.connection.status;
		const lines = this.#events.filter(event => isWanted(event, this.#filter)).map(lineOf);
		return [
			`# ${vscode.l10n.t('What happens in the Docker engine. {0}', filterWords(this.#filter))}`,
			...lines,
			...(state === 'unreachable' ? [`# ${vscode.l10n.t('The engine is not answering.')}`] : []),
			'',
		].join('\n');
	}
}

function isShown(uri: vscode.Uri): boolean {
	const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
	return tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
}

function isAtEnd({ selection, document }: vscode.TextEditor): boolean {
	return selection.isEmpty && selection.active.line >= document.lineCount - 1;
}

function showEnd(editor: vscode.TextEditor): void {
	const { end } = editor.document.lineAt(editor.document.lineCount - 1).range;
	editor.selection = new vscode.Selection(end, end);
	editor.revealRange(new vscode.Range(end, end));
}

function isWanted({ type, id, attributes }: PlainEvent, { types, name }: EventsFilter): boolean {
	const ofType = types.length === 0 ? type !== 'exec' : types.includes(type);
	return ofType && (name === '' || (attributes.name ?? '').includes(name) || id.includes(name));
}

function filterWords({ types, name }: EventsFilter): string {
	const what = types.length === 0 ? vscode.l10n.t('All but what is executed inside containers') : types.join(', ');
	return name === '' ? `${what}.` : `${what} · "${plainText(name, 80)}".`;
}

/** `2026-11-21 12:54:54.123  container start  web  image=nginx:1.27 exitCode=0` */
function lineOf({ type, action, id, attributes, timeNano }: PlainEvent): string {
	const { name, ...others } = attributes;
	const isOwn = (key: string) => key !== 'execID' && !key.includes('.');
	const details = Object.keys(others)
		.filter(isOwn)
		.map(key => `${key}=${others[key]}`);
	const short = id.replace('sha256:', '');
	const whom = name || (/^[0-9a-f]{64}$/.test(short) ? short.slice(0, 12) : id);
	const kind = action.startsWith('exec_') ? 'container' : type;
	return plainText([localTime(timeNano), `${kind} ${action}`, whom, details.join(' ')].join('  '), 400);
}

function localTime(timeNano: string): string {
	const time = new Date(Number(timeNano.slice(0, -6)));
	const two = (value: number) => String(value).padStart(2, '0');
	const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
	const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
	return `${date} ${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
