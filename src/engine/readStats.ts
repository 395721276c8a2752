import { fieldsOf, itemsOf, numberOf, type RawFields, textOf } from './rawFields.ts';

/** What a container uses at one moment, in the figures of `docker stats`. Sizes are bytes. */
export interface StatsSample {
	/** Epoch milliseconds on this computer's clock. */
	readonly at: number;
	/** Nothing is known of the time before: it was not watched, or did not run. */
	readonly begins: boolean;
	/** Percent; one full core is 100. */
	readonly cpu: number;
	readonly memory: number;
	/** 0 where there is none. */
	readonly memoryLimit: number;
	/** Since the container started; undefined where the engine does not count, as on the host's network. */
	readonly network: Traffic | undefined;
	readonly disk: Traffic;
	/** Bytes a second since the sample before; undefined without one. */
	readonly networkRate: Traffic | undefined;
	readonly diskRate: Traffic | undefined;
	/** Undefined on Windows. */
	readonly processes: number | undefined;
}

/** `in`: received or read; `out`: sent or written. */
export interface Traffic {
	readonly in: number;
	readonly out: number;
}

/** The year 1: the engine has no such sample. */
const never = '0001-';

/**
 * Reads the lines of one container's `GET /containers/{id}/stats`, in their order. The first has nothing to compare with,
 * and those of a container that does not run have no figures.
 */
export class StatsReader {
	/** What to add to the engine's clock to get this computer's, in milliseconds. */
	#clockOffset = Number.POSITIVE_INFINITY;
	#previous: Counters | undefined;
	#begins = true;

	/** `undefined` for a line without figures; throws a SyntaxError if it is not JSON. */
	read(line: string, now: number): StatsSample | undefined {
		const raw = fieldsOf(JSON.parse(line));
		const read = textOf(raw.read);
		const before = textOf(raw.preread);
		const readAt = Date.parse(read);
		if (read.startsWith(never) || Number.isNaN(readAt)) {
			this.#previous = undefined;
			this.#begins = true;
			return undefined;
		}
		this.#clockOffset = Math.min(this.#clockOffset, now - readAt);
		const counters: Counters = { readAt, network: networkOf(raw), disk: diskOf(raw) };
		const previous = this.#previous;
		this.#previous = counters;
		if (before === '' || before.startsWith(never)) {
			this.#begins = true;
			return undefined;
		}
		const begins = this.#begins;
		this.#begins = false;
		return {
			at: Math.round(readAt + this.#clockOffset),
			begins,
			cpu: isWindows(raw) ? windowsCpu(raw, nanosecondsBetween(before, read)) : linuxCpu(raw),
			...memoryOf(raw),
			network: counters.network,
			disk: counters.disk,
			networkRate: rateOf(previous, counters, 'network'),
			diskRate: rateOf(previous, counters, 'disk'),
			processes: isWindows(raw) ? undefined : numberOf(fieldsOf(raw.pids_stats).current),
		};
	}
}

interface Counters {
	/** Epoch milliseconds of the engine's clock. */
	readonly readAt: number;
	readonly network: Traffic | undefined;
	readonly disk: Traffic;
}

/** Only Windows counts its processors here. */
function isWindows(raw: RawFields): boolean {
	return numberOf(raw.num_procs) > 0;
}

function linuxCpu(raw: RawFields): number {
	const now = fieldsOf(raw.cpu_stats);
	const before = fieldsOf(raw.precpu_stats);
	const usage = fieldsOf(now.cpu_usage);
	const used = numberOf(usage.total_usage) - numberOf(fieldsOf(before.cpu_usage).total_usage);
	const possible = numberOf(now.system_cpu_usage) - numberOf(before.system_cpu_usage);
	const processors = numberOf(now.online_cpus) || itemsOf(usage.percpu_usage).length;
	return used > 0 && possible > 0 ? (used / possible) * processors * 100 : 0;
}

/** Windows counts in units of 100 ns. */
function windowsCpu(raw: RawFields, elapsed: number): number {
	const total = (cpu: unknown) => numberOf(fieldsOf(fieldsOf(cpu).cpu_usage).total_usage);
	const possible = Math.floor(elapsed / 100) * numberOf(raw.num_procs);
	return possible > 0 ? (Math.max(0, total(raw.cpu_stats) - total(raw.precpu_stats)) / possible) * 100 : 0;
}

function memoryOf(raw: RawFields): Pick<StatsSample, 'memory' | 'memoryLimit'> {
	const memory = fieldsOf(raw.memory_stats);
	return isWindows(raw)
		? { memory: numberOf(memory.privateworkingset), memoryLimit: 0 }
		: { memory: linuxMemory(memory), memoryLimit: numberOf(memory.limit) };
}

/** Without what the kernel could give back at once: `total_inactive_file` is of cgroup v1, `inactive_file` of v2. */
function linuxMemory(memory: RawFields): number {
	const usage = numberOf(memory.usage);
	const details = fieldsOf(memory.stats);
	if (usage === 0) {
		// Podman, where it is not told more.
		return numberOf(details.anon);
	}
	const first = numberOf(details.total_inactive_file);
	if (details.total_inactive_file !== undefined && first < usage) {
		return usage - first;
	}
	const second = numberOf(details.inactive_file);
	return second < usage ? usage - second : usage;
}

function networkOf(raw: RawFields): Traffic | undefined {
	if (raw.networks === undefined || raw.networks === null) {
		return undefined;
	}
	const traffic = { in: 0, out: 0 };
	for (const network of Object.values(fieldsOf(raw.networks))) {
		const { rx_bytes, tx_bytes } = fieldsOf(network);
		traffic.in += numberOf(rx_bytes);
		traffic.out += numberOf(tx_bytes);
	}
	return traffic;
}

function diskOf(raw: RawFields): Traffic {
	if (isWindows(raw)) {
		const { read_size_bytes, write_size_bytes } = fieldsOf(raw.storage_stats);
		return { in: numberOf(read_size_bytes), out: numberOf(write_size_bytes) };
	}
	const traffic = { in: 0, out: 0 };
	for (const entry of itemsOf(fieldsOf(raw.blkio_stats).io_service_bytes_recursive)) {
		const { op, value } = fieldsOf(entry);
		const kind = textOf(op).charAt(0).toLowerCase();
		if (kind === 'r') {
			traffic.in += numberOf(value);
		} else if (kind === 'w') {
			traffic.out += numberOf(value);
		}
	}
	return traffic;
}

/** A counter that went back was begun anew. */
function rateOf(before: Counters | undefined, now: Counters, what: 'network' | 'disk'): Traffic | undefined {
	const from = before?.[what];
	const to = now[what];
	const seconds = before === undefined ? 0 : (now.readAt - before.readAt) / 1000;
	if (from === undefined || to === undefined || seconds <= 0 || to.in < from.in || to.out < from.out) {
		return undefined;
	}
	return { in: (to.in - from.in) / seconds, out: (to.out - from.out) / seconds };
}

/** Between two times such as `2026-08-01T10:00:00.123456789Z`, whose last digits a `Date` would drop. */
function nanosecondsBetween(from: string, to: string): number {
	const seconds = (time: string) => Date.parse(time.replace(/\.\d+/, '')) / 1000;
	const fraction = (time: string) => Number((/\.(\d+)/.exec(time)?.[1] ?? '').padEnd(9, '0').slice(0, 9));
	return (seconds(to) - seconds(from)) * 1e9 + fraction(to) - fraction(from);
}
