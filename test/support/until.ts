import { setTimeout as sleep } from 'node:timers/promises';

/** Many times what anything takes that a test waits for: on a slow, loaded machine all takes longer. */
const patienceMs = 50_000;

/**
 * Resolves to what `look` gives as soon as that is something: what is false, empty or thrown counts as not yet.
 * @param what is waited for, as the failure is to name it.
 * @param limitMs only where the product promises the time.
 */
export async function until<T>(
	look: () => T | Promise<T>,
	what = String(look),
	limitMs = patienceMs,
): Promise<Exclude<T, false | undefined>> {
	const end = performance.now() + limitMs;
	for (;;) {
		let cause: unknown;
		try {
			const found = await look();
			if (found) {
				return found as Exclude<T, false | undefined>;
			}
		} catch (error) {
			cause = error;
		}
		if (performance.now() > end) {
			throw new Error(`Waited in vain for ${what}${cause ? `: ${cause}` : ''}`, { cause });
		}
		await sleep(20);
	}
}
