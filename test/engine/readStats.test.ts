import assert from 'node:assert/strict';
import { StatsReader, type StatsSample } from '../../src/engine/readStats.ts';

const never = '0001-01-01T00:00:00Z';
const second = (fraction: string, seconds = 1) => `2026-08-01T10:00:0${seconds}.${fraction}Z`;
const ms = (time: string) => Date.parse(time);

/** As an engine with cgroup v1 tells it: two processors, a limit of 100 MiB. */
const groupV1 = {
	name: '/web',
	read: second('000000000', 2),
	preread: second('000000000', 1),
	pids_stats: { current: 7 },
	blkio_stats: {
		io_service_bytes_recursive: [
			{ major: 8, minor: 0, op: 'Read', value: 4096 },
			{ major: 8, minor: 0, op: 'Write', value: 1000 },
			{ major: 8, minor: 0, op: 'Sync', value: 99 },
			{ major: 8, minor: 0, op: 'Total', value: 5096 },
			{ major: 8, minor: 16, op: 'Read', value: 4 },
		],
	},
	num_procs: 0,
	storage_stats: {},
	cpu_stats: {
		cpu_usage: { total_usage: 900_000_000, percpu_usage: [300_000_000, 600_000_000] },
		system_cpu_usage: 12_000_000_000,
		online_cpus: 2,
	},
	precpu_stats: {
		cpu_usage: { total_usage: 400_000_000, percpu_usage: [100_000_000, 300_000_000] },
		system_cpu_usage: 10_000_000_000,
		online_cpus: 2,
	},
	memory_stats: {
		usage: 10_000_000,
		max_usage: 30_000_000,
		stats: { inactive_file: 1, total_inactive_file: 4_000_000 },
		limit: 104_857_600,
	},
	networks: {
		eth0: { rx_bytes: 1000, tx_bytes: 10, rx_packets: 5 },
		eth1: { rx_bytes: 500, tx_bytes: 5 },
	},
};
/** cgroup v2 has no `percpu_usage`, no `total_` figures, and writes its operations small. */
const groupV2 = {
	...groupV1,
	blkio_stats: {
		io_service_bytes_recursive: [
			{ major: 259, minor: 0, op: 'read', value: 12 },
			{ major: 259, minor: 0, op: 'write', value: 34 },
		],
	},
	cpu_stats: { ...groupV1.cpu_stats, cpu_usage: { total_usage: 900_000_000 } },
	precpu_stats: { ...groupV1.precpu_stats, cpu_usage: { total_usage: 400_000_000 } },
	memory_stats: { usage: 10_000_000, stats: { anon: 5_000_000, inactive_file: 2_500_000 }, limit: 104_857_600 },
};
const windows = {
	read: second('0000005', 2),
	preread: second('000000', 1),
	pids_stats: {},
	blkio_stats: {},
	num_procs: 4,
	storage_stats: { read_count_normalized: 3, read_size_bytes: 2048, write_size_bytes: 4096 },
	cpu_stats: { cpu_usage: { total_usage: 30_000_000 } },
	precpu_stats: { cpu_usage: { total_usage: 10_000_000 } },
	memory_stats: { commitbytes: 77_000_000, commitpeakbytes: 88_000_000, privateworkingset: 55_000_000 },
	networks: { '3f1e': { rx_bytes: 9, tx_bytes: 8, endpoint_id: 'x' } },
};
/** Podman's answer to the same call: no details of the memory, a processor figure of its own, no network of its own. */
const podman = {
	read: '2026-08-01T10:00:02.000000000+00:00',
	preread: '2026-08-01T10:00:01.000000000+00:00',
	pids_stats: { current: 2 },
	blkio_stats: { io_service_bytes_recursive: null },
	num_procs: 0,
	cpu_stats: {
		cpu_usage: { total_usage: 900_000_000 },
		cpu: 12.34,
		system_cpu_usage: 11_000_000_000,
		online_cpus: 4,
	},
	precpu_stats: { cpu_usage: { total_usage: 800_000_000 }, system_cpu_usage: 10_000_000_000 },
	memory_stats: { usage: 1_000_000, max_usage: 8_000_000_000, limit: 8_000_000_000 },
	networks: null,
};

function read(raw: object, now = ms(second('5', 2))): StatsSample | undefined {
	return new StatsReader().read(JSON.stringify(raw), now);
}

describe('figures of a container', () => {
	it('are those of docker stats on cgroup v1', () => {
		assert.deepEqual(read(groupV1), {
			at: ms(second('5', 2)),
			begins: true,
			cpu: 50,
			memory: 6_000_000,
			memoryLimit: 104_857_600,
			network: { in: 1500, out: 15 },
			disk: { in: 4100, out: 1000 },
			networkRate: undefined,
			diskRate: undefined,
			processes: 7,
		});
	});

	it('are those of docker stats on cgroup v2', () => {
		const sample = read(groupV2);
		assert.deepEqual([sample?.cpu, sample?.memory, sample?.disk], [50, 7_500_000, { in: 12, out: 34 }]);
	});

	it('are those of docker stats on Windows, to 100 ns', () => {
		const { at: _, begins: _begins, ...sample } = read(windows) as StatsSample;
		assert.deepEqual(sample, {
			cpu: (20_000_000 / (10_000_005 * 4)) * 100,
			memory: 55_000_000,
			memoryLimit: 0,
			network: { in: 9, out: 8 },
			disk: { in: 2048, out: 4096 },
			networkRate: undefined,
			diskRate: undefined,
			processes: undefined,
		});
	});

	it('are read from Podman as well', () => {
		const { at: _, begins: _begins, ...sample } = read(podman) as StatsSample;
		assert.deepEqual(sample, {
			cpu: 40,
			memory: 1_000_000,
			memoryLimit: 8_000_000_000,
			network: undefined,
			disk: { in: 0, out: 0 },
			networkRate: undefined,
			diskRate: undefined,
			processes: 2,
		});
		const bare = { ...podman, memory_stats: { usage: 0, stats: { anon: 700 }, limit: 0 } };
		assert.equal(read(bare)?.memory, 700);
	});

	it('count the processors where their number is missing', () => {
		assert.equal(read({ ...groupV1, cpu_stats: { ...groupV1.cpu_stats, online_cpus: 0 } })?.cpu, 50);
	});

	it('are zero for a processor that stood still or went back', () => {
		const still = { ...groupV1, cpu_stats: groupV1.precpu_stats };
		const back = { ...groupV1, cpu_stats: groupV1.precpu_stats, precpu_stats: groupV1.cpu_stats };
		assert.deepEqual([read(still)?.cpu, read(back)?.cpu], [0, 0]);
		assert.equal(read({ ...windows, read: windows.preread })?.cpu, 0);
	});

	it('leave the memory whole where the cache is said to be larger', () => {
		const memory = (stats: object | null) =>
			read({ ...groupV1, memory_stats: { usage: 100, stats, limit: 0 } })?.memory;
		assert.deepEqual(
			[
				memory({ total_inactive_file: 100, inactive_file: 30 }),
				memory({ total_inactive_file: 300, inactive_file: 300 }),
				memory({ total_inactive_file: 0 }),
				memory(null),
			],
			[70, 100, 100, 100],
		);
	});

	it('are not there for the first sample, nor for a container that does not run', () => {
		assert.equal(read({ ...groupV1, preread: never }), undefined);
		assert.equal(read({ ...groupV1, read: never, preread: never }), undefined);
		assert.equal(read({ ...groupV1, read: never }), undefined);
		assert.equal(read({}), undefined);
		assert.equal(read([]), undefined);
		assert.throws(() => new StatsReader().read('{"read":', 0), SyntaxError);
	});

	it('have rates between two samples, and none where a counter began anew', () => {
		const reader = new StatsReader();
		const at = (seconds: number, received: number, preread: string) => {
			const raw = { ...groupV2, read: second('5', seconds), preread, networks: { eth0: { rx_bytes: received } } };
			return reader.read(JSON.stringify(raw), ms(second('5', seconds)));
		};
		assert.equal(at(1, 1000, never), undefined);
		assert.deepEqual(at(3, 1500, second('5', 1))?.networkRate, { in: 250, out: 0 });
		assert.equal(at(4, 20, second('5', 3))?.networkRate, undefined);
		assert.deepEqual(at(5, 30, second('5', 4))?.networkRate, { in: 10, out: 0 });
		assert.deepEqual(at(5, 30, second('5', 4))?.networkRate, undefined);
	});

	it('begin anew after a stop', () => {
		const reader = new StatsReader();
		const begins = (seconds: number, from: string, to = second('0', seconds)) =>
			reader.read(JSON.stringify({ ...groupV1, read: to, preread: from }), ms(second('0', seconds)))?.begins;
		assert.deepEqual(
			[
				begins(1, never),
				begins(2, second('0', 1)),
				begins(3, second('0', 2)),
				begins(4, second('0', 3), never),
				begins(5, never, never),
				begins(6, never),
				begins(7, second('0', 6)),
				begins(8, second('0', 7)),
			],
			[undefined, true, false, undefined, undefined, undefined, true, false],
		);
	});

	it('are at times of this computer, though the engine’s clock be an hour off and its words late', () => {
		const reader = new StatsReader();
		const hour = 3_600_000;
		const at = (seconds: number, late: number) =>
			reader.read(
				JSON.stringify({ ...groupV1, read: second('0', seconds), preread: second('0', seconds - 1) }),
				ms(second('0', seconds)) + hour + late,
			)?.at;
		assert.equal(at(2, 40), ms(second('0', 2)) + hour + 40);
		assert.equal(at(3, 10), ms(second('0', 3)) + hour + 10);
		assert.equal(at(4, 700), ms(second('0', 4)) + hour + 10);
	});
});
