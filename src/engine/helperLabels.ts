import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Things that an action makes in the engine for a moment, and removes again, carry this label; its value says what for.
 * No view shows them and nothing counts them.
 */
const helperLabel = 'dev.slipway.helper';
const ownerLabel = 'dev.slipway.owner';

/** Milliseconds after which a helper of an owner that cannot be looked up counts as left behind. */
const longestUse = 24 * 60 * 60_000;

export type Labels = Readonly<Record<string, string>>;

/** For `filters` of the engine's lists. */
export const helperFilter = { label: [helperLabel] } as const;

/** The labels of a helper of this process. */
export function helperLabels(purpose: string): Labels {
	return { [helperLabel]: purpose, [ownerLabel]: JSON.stringify(thisProcess()) };
}

export function isHelper(labels: Labels): boolean {
	return labels[helperLabel] !== undefined;
}

/** Whether the process that made a helper is gone. `createdAt` in epoch milliseconds, by the engine's clock. */
export function isAbandoned(labels: Labels, createdAt: number, now = Date.now()): boolean {
	const owner = readOwner(labels[ownerLabel]);
	const own = thisProcess();
	if (owner?.place === own.place) {
		return owner.pid === own.pid ? owner.start !== own.start : !isAlive(owner.pid) || now - createdAt > longestUse;
	}
	return now - createdAt > longestUse;
}

interface Owner {
	/** Where the process id means something: this computer, and on Linux this process namespace of it. */
	readonly place: string;
	readonly pid: number;
	/** Tells one process from a later one with the same id. */
	readonly start: number;
}

function thisProcess(): Owner {
	return { place: `${hostname()} ${processNamespace()}`, pid: process.pid, start: Math.round(performance.timeOrigin) };
}

/** Windows and the Linux on it have one host name; so may a container and the computer it runs on. */
function processNamespace(): string {
	try {
		return readlinkSync('/proc/self/ns/pid');
	} catch {
		return process.platform;
	}
}

function readOwner(text: string | undefined): Owner | undefined {
	try {
		const { place, pid, start } = JSON.parse(text ?? '') as Owner;
		return { place, pid, start };
	} catch {
		return undefined;
	}
}

function isAlive(pid: unknown): boolean {
	if (!Number.isInteger(pid) || (pid as number) <= 0) {
		return false;
	}
	try {
		process.kill(pid as number, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== 'ESRCH';
	}
}
