import type { EngineErrorCause, EngineErrorCode } from '../engine/errors.ts';

/**
 * What a panel and its client say to each other: one interface per panel that extends this, in a file of `protocols`,
 * read by both sides. All of it travels as JSON.
 */
export interface PanelProtocol {
	/** What the client draws first; asked for anew whenever its page is loaded: shown again, moved, reloaded. */
	start: unknown;
	/** What the client keeps (`client.keep`), through hiding and reloading. */
	state: unknown;
	/** What the client may ask, as methods of one parameter; each may fail with a `Failure`. */
	requests: object;
	/** What the panel tells by itself. */
	events: object;
	/** Names of the client's texts; the panel resolves them in the user's language. */
	texts: string;
}

/** A failure as a client learns of it. */
export interface Failure {
	readonly code: EngineErrorCode;
	/** One sentence in the user's language, ready to be shown. */
	readonly sentence: string;
	readonly recognised?: EngineErrorCause;
}

export type RequestName<P extends PanelProtocol> = keyof P['requests'] & string;
export type EventName<P extends PanelProtocol> = keyof P['events'] & string;
export type Texts<P extends PanelProtocol> = Readonly<Record<P['texts'], string>>;

type Method<P extends PanelProtocol, N extends RequestName<P>> = P['requests'][N] extends (
	parameter: infer A,
) => infer R
	? [parameter: A, result: R]
	: never;
export type RequestParameter<P extends PanelProtocol, N extends RequestName<P>> = Method<P, N>[0];
export type RequestResult<P extends PanelProtocol, N extends RequestName<P>> = Method<P, N>[1];

export type MessageToPanel =
	| { readonly type: 'ready'; readonly state: unknown }
	| { readonly type: 'request'; readonly id: number; readonly name: string; readonly parameter: unknown }
	| { readonly type: 'cancel'; readonly id: number };

export type MessageToClient =
	| {
			readonly type: 'start';
			readonly texts: Readonly<Record<string, string>>;
			readonly state: unknown;
			readonly start: unknown;
	  }
	| { readonly type: 'result'; readonly id: number; readonly result: unknown }
	| { readonly type: 'failure'; readonly id: number; readonly failure: Failure }
	| { readonly type: 'event'; readonly name: string; readonly value: unknown };
