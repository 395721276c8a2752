import { type InspectedContainer, mainNetwork } from './containerConfiguration.ts';
import { assignments, each, type Flag, field, value, when } from './flag.ts';

/** What the engine does when nobody says otherwise. */
export interface EngineDefaults {
	readonly runtime: string;
	readonly logDriver: string;
	readonly cgroupns: string;
}

/** Bytes as people write them: `512m`. */
export function amount(bytes: number): string {
	for (const [unit, size] of [
		['g', 1024 ** 3],
		['m', 1024 ** 2],
		['k', 1024],
	] as const) {
		if (bytes > 0 && bytes % size === 0) {
			return `${bytes / size}${unit}`;
		}
	}
	return String(bytes);
}

type Raw = Readonly<Record<string, unknown>>;
const list = (given: unknown) => (Array.isArray(given) ? (given as unknown[]) : []);
const texts = (given: unknown) => list(given).map(String);
const record = (given: unknown) => (given ?? {}) as Readonly<Record<string, string>>;

/** The part of a container that is about the machine it runs on. */
export class HostFlags {
	readonly leftOut: string[] = [];
	readonly #host: Raw;
	readonly #defaults: EngineDefaults;
	readonly #main: string;

	constructor(container: InspectedContainer, defaults: EngineDefaults) {
		this.#host = container.HostConfig;
		this.#defaults = defaults;
		this.#main = mainNetwork(container);
	}

	flags(): Flag[] {
		const host = this.#host;
		return [
			...this.#life(),
			...this.#memory(),
			...plainFlags.flatMap(([name, key]) => value(name, plain(host[key]))),
			...switchFlags.flatMap(([name, key]) => when(name, host[key])),
			...listFlags.flatMap(([name, key]) => each(name, texts(host[key]))),
			...mapFlags.flatMap(([name, key]) => each(name, assignments(record(host[key])))),
			...this.#differing(),
			...this.#security(),
			...this.#devices(),
			...this.#log(),
		];
	}

	#life(): Flag[] {
		const { RestartPolicy, AutoRemove, Init } = this.#host;
		const { Name = '', MaximumRetryCount = 0 } = (RestartPolicy ?? {}) as { Name?: string; MaximumRetryCount?: number };
		const restart = MaximumRetryCount > 0 ? `${Name}:${MaximumRetryCount}` : Name;
		return [
			...value('restart', restart === 'no' ? '' : restart),
			...when('rm', AutoRemove),
			...(Init === false ? [{ name: 'init', value: 'false' }] : when('init', Init)),
		];
	}

	#memory(): Flag[] {
		const {
			Memory = 0,
			MemorySwap = 0,
			MemoryReservation = 0,
			ShmSize = 0,
			MemorySwappiness,
		} = this.#host as Record<string, number>;
		const swappiness = MemorySwappiness ?? -1;
		return [
			...value('memory', Memory ? amount(Memory) : ''),
			...value('memory-swap', MemorySwap === 2 * Memory ? '' : amount(MemorySwap)),
			...value('memory-reservation', MemoryReservation ? amount(MemoryReservation) : ''),
			...value('memory-swappiness', swappiness < 0 ? '' : swappiness),
			...value('shm-size', ShmSize && ShmSize !== usualShm && this.#host.IpcMode !== 'none' ? amount(ShmSize) : ''),
			...value('cpus', this.#host.NanoCpus ? Number(this.#host.NanoCpus) / 1e9 : ''),
		];
	}

	/** What has a value at any rate. */
	#differing(): Flag[] {
		const { IpcMode, CgroupnsMode, Runtime, Links, Ulimits, ExtraHosts } = this.#host;
		const { cgroupns, runtime } = this.#defaults;
		const links = texts(Links).map(link => link.replace(/^\/(.*):\/.*\/([^/]*)$/, '$1:$2'));
		const limits = list(Ulimits) as { Name: string; Soft: number; Hard: number }[];
		return [
			...value('ipc', IpcMode === 'private' || IpcMode === 'shareable' ? '' : plain(IpcMode)),
			...value('cgroupns', CgroupnsMode === cgroupns ? '' : plain(CgroupnsMode)),
			...value('runtime', Runtime === runtime ? '' : plain(Runtime)),
			...each('link', this.#main === 'bridge' ? links : []),
			...each('add-host', texts(ExtraHosts)),
			...each(
				'ulimit',
				limits.map(({ Name, Soft, Hard }) => `${Name}=${Soft === Hard ? Soft : `${Soft}:${Hard}`}`),
			),
		];
	}

	#security(): Flag[] {
		const { SecurityOpt, Privileged, MaskedPaths } = this.#host;
		const options = texts(SecurityOpt).filter(option => !(Privileged && option === 'label=disable'));
		// The docker program reads a profile from a file and sends what is in it.
		const profiles = options.filter(option => /^seccomp[=:]\s*\{/.test(option));
		if (profiles.length > 0) {
			this.leftOut.push('SecurityOpt: seccomp');
		}
		const unmasked = !Privileged && Array.isArray(MaskedPaths) && MaskedPaths.length === 0;
		return each('security-opt', [
			...options.filter(option => !profiles.includes(option)),
			...(unmasked ? ['systempaths=unconfined'] : []),
		]);
	}

	#devices(): Flag[] {
		const host = this.#host;
		const devices = list(host.Devices) as Record<string, string>[];
		const limits = (key: string, unit: string) =>
			(list(host[key]) as Record<string, string | number>[]).map(entry => `${entry.Path}:${entry[unit]}`);
		return [
			...each(
				'device',
				devices.map(({ PathOnHost = '', PathInContainer = '', CgroupPermissions = 'rwm' }) => {
					const permissions = CgroupPermissions === 'rwm' ? '' : `:${CgroupPermissions}`;
					return PathOnHost === PathInContainer && permissions === ''
						? PathOnHost
						: `${PathOnHost}:${PathInContainer}${permissions}`;
				}),
			),
			...this.#gpus(),
			...each('blkio-weight-device', limits('BlkioWeightDevice', 'Weight')),
			...each('device-read-bps', limits('BlkioDeviceReadBps', 'Rate')),
			...each('device-write-bps', limits('BlkioDeviceWriteBps', 'Rate')),
			...each('device-read-iops', limits('BlkioDeviceReadIOps', 'Rate')),
			...each('device-write-iops', limits('BlkioDeviceWriteIOps', 'Rate')),
		];
	}

	#gpus(): Flag[] {
		return (list(this.#host.DeviceRequests) as Raw[]).flatMap(request => {
			const capabilities = texts(list(request.Capabilities)[0]);
			if (!capabilities.includes('gpu')) {
				this.leftOut.push('DeviceRequests');
				return [];
			}
			const ids = texts(request.DeviceIDs);
			const which =
				ids.length > 0 ? field('device', ids.join(',')) : `count=${request.Count === -1 ? 'all' : request.Count}`;
			return [{ name: 'gpus', value: which === 'count=all' ? 'all' : which }];
		});
	}

	#log(): Flag[] {
		const { Type = '', Config } = (this.#host.LogConfig ?? {}) as { Type?: string; Config?: unknown };
		return [
			...value('log-driver', Type === this.#defaults.logDriver ? '' : Type),
			...each('log-opt', assignments(record(Config))),
		];
	}
}

const usualShm = 64 * 1024 * 1024;

/** Zero says nothing in all of them. */
function plain(given: unknown): string {
	return given === 0 || given === undefined || given === null ? '' : String(given);
}

type Names = readonly (readonly [flag: string, key: string])[];
const plainFlags: Names = [
	['blkio-weight', 'BlkioWeight'],
	['cgroup-parent', 'CgroupParent'],
	['cpu-count', 'CpuCount'],
	['cpu-percent', 'CpuPercent'],
	['cpu-period', 'CpuPeriod'],
	['cpu-quota', 'CpuQuota'],
	['cpu-rt-period', 'CpuRealtimePeriod'],
	['cpu-rt-runtime', 'CpuRealtimeRuntime'],
	['cpu-shares', 'CpuShares'],
	['cpuset-cpus', 'CpusetCpus'],
	['cpuset-mems', 'CpusetMems'],
	['io-maxbandwidth', 'IOMaximumBandwidth'],
	['io-maxiops', 'IOMaximumIOps'],
	['isolation', 'Isolation'],
	['oom-score-adj', 'OomScoreAdj'],
	['pid', 'PidMode'],
	['pids-limit', 'PidsLimit'],
	['userns', 'UsernsMode'],
	['uts', 'UTSMode'],
	['volume-driver', 'VolumeDriver'],
];
const switchFlags: Names = [
	['oom-kill-disable', 'OomKillDisable'],
	['privileged', 'Privileged'],
	['read-only', 'ReadonlyRootfs'],
];
const listFlags: Names = [
	['cap-add', 'CapAdd'],
	['cap-drop', 'CapDrop'],
	['device-cgroup-rule', 'DeviceCgroupRules'],
	['dns', 'Dns'],
	['dns-option', 'DnsOptions'],
	['dns-search', 'DnsSearch'],
	['group-add', 'GroupAdd'],
	['volumes-from', 'VolumesFrom'],
];
const mapFlags: Names = [
	['annotation', 'Annotations'],
	['storage-opt', 'StorageOpt'],
	['sysctl', 'Sysctls'],
];
