import type { Locator } from 'playwright-core';
import { until } from '../support/until.ts';

/** What a person is given to see the outcome before acting again: long, or a slow machine would do all twice. */
const patienceMs = 15_000;
const tries = 4;

/**
 * Does as people do: acts, looks whether something came of it, and acts again if not. A click or a key goes astray where
 * rows are painted anew, an editor opens or the focus moves in that moment. `act` must do no harm when it is done twice.
 */
export async function insist(
	act: () => Promise<unknown>,
	outcome: Locator | (() => Promise<boolean>),
	patience = patienceMs,
): Promise<void> {
	const came = typeof outcome === 'function' ? outcome : () => outcome.first().isVisible();
	for (let left = tries; ; left--) {
		// It may be in vain just because the outcome has come late, and lies over what is clicked.
		const acted = await act().then(
			() => undefined,
			error => error,
		);
		try {
			await until(came, String(outcome), patience);
			return;
		} catch (error) {
			if (left === 1) {
				throw acted ?? error;
			}
		}
	}
}
