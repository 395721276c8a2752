import * as http from 'node:http';

/** The engine's events without anything of the extension: when they arrive at all. */
export interface BareEvents {
	/** When the next such event arrives, by `performance.now()`. */
	next(action: string, id?: string): Promise<number>;
	/** When the last one arrived. */
	last(): number;
	close(): void;
}

export function bareEvents(socketPath: string, types: readonly string[] = ['container']): Promise<BareEvents> {
	const waiting = new Set<{ action: string; id: string | undefined; resolve: (at: number) => void }>();
	let last = 0;
	const onLine = (line: string) => {
		const { Action, Actor } = JSON.parse(line);
		last = performance.now();
		for (const waiter of [...waiting]) {
			if (waiter.action === Action && (waiter.id === undefined || waiter.id === Actor.ID)) {
				waiting.delete(waiter);
				waiter.resolve(last);
			}
		}
	};
	return new Promise((resolve, reject) => {
		const path = `/events?filters=${encodeURIComponent(JSON.stringify({ type: types }))}`;
		const call = http.get({ socketPath, path, agent: false }, response => {
			let rest = '';
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => {
				const lines = (rest + chunk).split('\n');
				rest = lines.pop() ?? '';
				lines.filter(line => line !== '').forEach(onLine);
			});
			response.on('error', () => {});
			resolve({
				next: (action, id) => new Promise(arrived => void waiting.add({ action, id, resolve: arrived })),
				last: () => last,
				close: () => call.destroy(),
			});
		});
		call.on('error', reject);
	});
}
