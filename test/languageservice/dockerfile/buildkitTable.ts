import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { probes } from './buildkitProbes.ts';

/** What BuildKit 0.25 (Docker Engine 28.5) says of a Dockerfile when it is asked to check it. Lines count from 0. */
export interface Verdict {
	readonly text: string;
	/** Why it is refused; missing where it is accepted. */
	readonly error?: string;
	/** First and last line of what is refused, where BuildKit names one. */
	readonly lines?: readonly [number, number];
	/** rule@line, sorted; of a refused file those found so far. */
	readonly warnings: readonly string[];
}

const path = join(import.meta.dirname, 'buildkitVerdicts.jsonl');

export function recordedVerdicts(): readonly Verdict[] {
	return readFileSync(path, 'utf8')
		.split('\n')
		.filter(line => line !== '')
		.map(line => JSON.parse(line) as Verdict);
}

export function recordVerdicts(verdicts: readonly Verdict[]): void {
	writeFileSync(path, verdicts.map(verdict => `${JSON.stringify(verdict)}\n`).join(''));
}

/** Every text of the table: the probes, and what was recorded besides them. */
export function textsOfTable(): readonly string[] {
	return [...new Set([...Object.values(probes).flat(), ...recordedVerdicts().map(({ text }) => text)])];
}
