import { type DurationRange, durationPattern, durationRange, humanDuration } from '../base/format.ts';
import type { Container, Health } from './resources.ts';

/** What an engine's status line tells: `Up 3 minutes (healthy)`, `Exited (137) 2 weeks ago`, `Created`… */
export interface StatusFacts {
	readonly health: Health | undefined;
	readonly exitCode: number | undefined;
	/** How long the container has been in its state; `undefined` where the line has no age. */
	readonly age: DurationRange | undefined;
}

export function readStatus(status: string): StatusFacts {
	const [, exitCode] = /^(?:Exited|Restarting) \((-?\d{1,10})\)/.exec(status) ?? [];
	const words = agedStatus.test(status) ? durationPattern.exec(status)?.[0] : undefined;
	return {
		health: healthOf(status),
		exitCode: exitCode === undefined ? undefined : Number(exitCode),
		age: words === undefined ? undefined : durationRange(words),
	};
}

/**
 * The status line as the engine would give it at `now` (epoch milliseconds): its own words with the age moved on.
 * What `docker ps` shows, so in Docker's own English.
 */
export function containerStatus(container: Pick<Container, 'status' | 'since'>, now: number): string {
	const { status, since } = container;
	if (since === undefined || !agedStatus.test(status)) {
		return status;
	}
	return status.replace(durationPattern, humanDuration(now - since));
}

/** `Up 3 minutes` → `Up 3 minutes (healthy)`, whatever stood in brackets before. */
export function withHealth(status: string, health: Health): string {
	return `${withoutBrackets(status)} (${health === 'starting' ? 'health: starting' : health})`;
}

/** `Up 3 minutes (Paused)` → `Up 3 minutes` */
export function withoutBrackets(status: string): string {
	return status.replace(/ \([^)]*\)$/, '');
}

const agedStatus = /^(?:Up |Exited \(|Restarting \()/;

function healthOf(status: string): Health | undefined {
	const [, words] = /\((health: starting|starting|healthy|unhealthy)\)$/.exec(status) ?? [];
	switch (words) {
		case 'healthy':
		case 'unhealthy':
			return words;
		case 'health: starting':
		case 'starting':
			return 'starting';
		default:
			return undefined;
	}
}
