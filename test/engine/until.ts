import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves as soon as `is` holds; rejects after `ms` milliseconds. */
export async function until(is: () => boolean, ms = 3000): Promise<void> {
	const end = performance.now() + ms;
	while (!is()) {
		if (performance.now() > end) {
			throw new Error(`Not within ${ms} ms: ${is}`);
		}
		await sleep(5);
	}
}
