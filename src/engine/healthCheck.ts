import { invalidOption } from './calls.ts';

/** The flags `--health-…` of `docker run`. */
export interface HealthOptions {
	/** Run by the image's shell; exit code 0 means healthy. */
	readonly healthCommand?: string;
	/** Durations as docker writes them: `30s`, `1m30s`. */
	readonly healthInterval?: string;
	readonly healthTimeout?: string;
	readonly healthStartPeriod?: string;
	readonly healthRetries?: string | number;
	/** Takes the image's own check away. */
	readonly noHealthcheck?: boolean;
}

/** As the engine takes it: times in nanoseconds, 0 for what is left to the image or to docker. */
export interface HealthConfig {
	readonly Test?: readonly string[];
	readonly Interval: number;
	readonly Timeout: number;
	readonly StartPeriod: number;
	readonly Retries: number;
}

/** `undefined` leaves the image's own check as it is. Throws `invalid` naming the option. */
export function parseHealth(options: HealthOptions): HealthConfig | undefined {
	const { healthCommand, healthInterval, healthTimeout, healthStartPeriod, healthRetries, noHealthcheck } = options;
	const config = {
		Interval: parseDuration('healthInterval', healthInterval),
		Timeout: parseDuration('healthTimeout', healthTimeout),
		StartPeriod: parseDuration('healthStartPeriod', healthStartPeriod),
		Retries: parseRetries(healthRetries),
	};
	const given = Boolean(healthCommand) || Object.values(config).some(value => value > 0);
	if (noHealthcheck && given) {
		throw invalidOption(
			'noHealthcheck',
			true,
			'A container cannot have a health check and none: leave out noHealthcheck or the check.',
		);
	}
	if (noHealthcheck) {
		return { Test: ['NONE'], ...config };
	}
	return given ? { ...(healthCommand ? { Test: ['CMD-SHELL', healthCommand] } : {}), ...config } : undefined;
}

const nanoseconds: Readonly<Record<string, number>> = {
	ns: 1,
	us: 1e3,
	µs: 1e3,
	ms: 1e6,
	s: 1e9,
	m: 60e9,
	h: 3600e9,
};

function parseDuration(option: string, text: string | undefined): number {
	if (!text || text === '0') {
		return 0;
	}
	const sum = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)].reduce(
		(total, [, amount, unit]) => total + Number(amount) * (nanoseconds[unit as string] as number),
		0,
	);
	if (!/^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text) || (sum > 0 && sum < 1e6)) {
		throw invalidOption(option, text, `"${text}" is not a time: write 30s or 1m30s.`);
	}
	return Math.round(sum);
}

function parseRetries(retries: string | number | undefined): number {
	const text = String(retries ?? '0').trim() || '0';
	if (!/^\d{1,9}$/.test(text)) {
		throw invalidOption('healthRetries', text, `"${text}" is not a number of tries: write 3.`);
	}
	return Number(text);
}
