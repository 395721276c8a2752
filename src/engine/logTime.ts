import { invalidOption } from './calls.ts';

const unitMilliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * What `docker logs --since` takes, as the engine wants it (seconds with a fraction): `10m`, `1h30m`, `2026-08-01`,
 * `2026-08-01T10:00:00Z`, `1785578400.5`. `now` is the engine's clock, which need not be ours.
 */
export function parseLogTime(text: string, now: number, option = 'since'): string {
	const value = text.trim();
	if (/^\d+(?:\.\d{1,9})?$/.test(value)) {
		return value;
	}
	const milliseconds = beforeNow(value, now) ?? pointInTime(value);
	if (milliseconds === undefined) {
		throw invalidOption(option, text, `"${text}" is no time: write 10m, 1h30m or 2026-08-01T10:00:00.`);
	}
	return (Math.max(0, milliseconds) / 1000).toFixed(3);
}

function beforeNow(value: string, now: number): number | undefined {
	if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(value)) {
		return undefined;
	}
	const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
	return now - parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMilliseconds[unit as string] ?? 0), 0);
}

/** Without a zone it is this machine's, as with the CLI. */
function pointInTime(value: string): number | undefined {
	if (!/^\d{4}-\d\d-\d\d(?:T\d\d(?::\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:\d\d)?)?$/.test(value)) {
		return undefined;
	}
	const time = Date.parse(value.includes('T') ? value.replace(/T(\d\d)(?=$|Z|[+-])/, 'T$1:00') : `${value}T00:00:00`);
	return Number.isNaN(time) ? undefined : time;
}
