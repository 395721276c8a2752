import { Deferred } from '../../base/deferred.ts';
import type { Disposable } from '../../base/disposable.ts';
import type {
	EventName,
	Failure,
	MessageToClient,
	MessageToPanel,
	PanelProtocol,
	RequestName,
	RequestParameter,
	RequestResult,
} from '../protocol.ts';

interface WebviewApi {
	postMessage(message: MessageToPanel): void;
	getState(): unknown;
	setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

/** A request that failed. `message` is a sentence in the user's language. */
export class RequestFailure extends Error {
	readonly failure: Failure;

	constructor(failure: Failure) {
		super(failure.sentence);
		this.failure = failure;
	}
}

/** The client's side of a panel. */
export class PanelClient<P extends PanelProtocol> {
	readonly start: P['start'];
	/** As it was kept, or as the panel was opened with. */
	readonly state: P['state'];
	readonly #connection: Connection;
	readonly #texts: Readonly<Record<string, string>>;

	constructor(connection: Connection, message: MessageToClient & { readonly type: 'start' }) {
		this.#connection = connection;
		this.#texts = message.texts;
		this.start = message.start;
		this.state = message.state;
		this.keep(message.state);
	}

	/** A text in the user's language; `{0}`, `{1}` … are filled in. */
	text(name: P['texts'], ...values: readonly (string | number)[]): string {
		return (this.#texts[name] ?? name).replace(/\{(\d+)\}/g, (whole, index) => String(values[index] ?? whole));
	}

	/** Asks the panel; rejects with a `RequestFailure`, with the code `cancelled` when the signal aborts. */
	request<N extends RequestName<P>>(
		name: N,
		parameter: RequestParameter<P, N>,
		signal?: AbortSignal,
	): Promise<RequestResult<P, N>> {
		return this.#connection.request(name, parameter, signal) as Promise<RequestResult<P, N>>;
	}

	on<N extends EventName<P>>(name: N, listener: (value: P['events'][N]) => void): Disposable {
		return this.#connection.on(name, listener as (value: unknown) => void);
	}

	/** Remembers what has to survive hiding, moving and reloading. */
	keep(state: P['state']): void {
		this.#connection.keep(state);
	}

	/** Remembers nothing any more. */
	forget(): void {
		this.#connection.keep(undefined);
	}
}

/** Waits for the panel's first words, then draws. Call it once, as the last thing of a client's main file. */
export function startClient<P extends PanelProtocol>(draw: (client: PanelClient<P>, root: HTMLElement) => void): void {
	const connection = new Connection(message => {
		const root = document.getElementById('root') as HTMLElement;
		root.replaceChildren();
		draw(new PanelClient<P>(connection, message), root);
	});
}

class Connection {
	readonly #api = acquireVsCodeApi();
	readonly #waiting = new Map<number, Deferred<unknown>>();
	readonly #listeners = new Map<string, Set<(value: unknown) => void>>();
	#lastId = 0;

	constructor(onStart: (message: MessageToClient & { readonly type: 'start' }) => void) {
		window.addEventListener('message', ({ data }: MessageEvent<MessageToClient>) => {
			if (data.type === 'start') {
				onStart(data);
			} else {
				this.#receive(data);
			}
		});
		this.#api.postMessage({ type: 'ready', state: this.#api.getState() });
	}

	request(name: string, parameter: unknown, signal: AbortSignal | undefined): Promise<unknown> {
		const id = ++this.#lastId;
		const answer = new Deferred<unknown>();
		this.#waiting.set(id, answer);
		this.#api.postMessage({ type: 'request', id, name, parameter });
		const cancel = () => this.#api.postMessage({ type: 'cancel', id });
		signal?.addEventListener('abort', cancel, { once: true });
		if (signal?.aborted) {
			cancel();
		}
		return answer.promise.finally(() => signal?.removeEventListener('abort', cancel));
	}

	on(name: string, listener: (value: unknown) => void): Disposable {
		const listeners = this.#listeners.get(name) ?? new Set();
		this.#listeners.set(name, listeners.add(listener));
		return { dispose: () => void listeners.delete(listener) };
	}

	keep(state: unknown): void {
		this.#api.setState(state);
	}

	#receive(message: Exclude<MessageToClient, { readonly type: 'start' }>): void {
		if (message.type === 'event') {
			this.#listeners.get(message.name)?.forEach(listener => void listener(message.value));
			return;
		}
		const answer = this.#waiting.get(message.id);
		this.#waiting.delete(message.id);
		if (message.type === 'result') {
			answer?.resolve(message.result);
		} else {
			answer?.reject(new RequestFailure(message.failure));
		}
	}
}
