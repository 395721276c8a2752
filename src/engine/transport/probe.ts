import * as http from 'node:http';
import * as https from 'node:https';
import { notAnEngine } from './failure.ts';
import type { Transport } from './transport.ts';

export interface Answer {
	readonly status: number;
	readonly body: string;
}

/** More than any version or ping takes; what is not an engine may send without end. */
const mostBytes = 256 * 1024;

/** One small GET. Rejects with Node's error, or with `TimeoutError` when no whole answer came within `deadline` ms. */
export function probe(transport: Transport, path: string, deadline: number, signal?: AbortSignal): Promise<Answer> {
	const { protocol, ...route } = transport.route;
	return new Promise((resolve, reject) => {
		const stop = new AbortController();
		const request = (protocol === 'https' ? https : http).get({ ...route, path, signal: stop.signal });
		const end = (settle: () => void) => {
			clearTimeout(timer);
			signal?.removeEventListener('abort', onAbort);
			settle();
			stop.abort();
		};
		const onAbort = () => end(() => reject(signal?.reason));
		const onDeadline = () => {
			// A process that was itself held up finds the answer already waiting: let it be read first.
			setImmediate(() =>
				setImmediate(() => end(() => reject(new DOMException(`No answer within ${deadline} ms`, 'TimeoutError')))),
			);
		};
		const timer = setTimeout(onDeadline, deadline);
		signal?.addEventListener('abort', onAbort, { once: true });
		request.on('error', error => end(() => reject(error)));
		request.on('response', response => {
			let body = '';
			response.setEncoding('utf8');
			response.on('data', (text: string) => {
				body += text;
				if (body.length > mostBytes) {
					end(() => reject(notAnEngine()));
				}
			});
			response.on('error', error => end(() => reject(error)));
			response.on('end', () => {
				clearTimeout(timer);
				signal?.removeEventListener('abort', onAbort);
				resolve({ status: response.statusCode ?? 0, body });
			});
		});
		if (signal?.aborted) {
			onAbort();
		}
	});
}
