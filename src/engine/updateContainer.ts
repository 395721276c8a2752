import { type CallOptions, callJson, invalidOption } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import type { InspectedContainer } from './containerConfiguration.ts';
import { inspectContainer } from './containers.ts';
import { route } from './engineRequest.ts';
import { parseCpus, parseMemory, parseRestart } from './runOptions.ts';
import { systemInfo } from './system.ts';

/** As after `docker run`; `0` takes a limit of memory or CPUs away. What is left out stays. */
export interface ContainerChanges {
	readonly memory?: string | number;
	readonly cpus?: string | number;
	readonly restart?: string;
}

/** What a container may use: bytes, bytes with -1 for no limit, billionths of a CPU; 0 is no limit. */
export interface ContainerLimits {
	readonly memory: number;
	readonly memorySwap: number;
	readonly nanoCpus: number;
	/** `no`, `always`, `unless-stopped`, `on-failure`, `on-failure:3`. */
	readonly restart: string;
}

export interface UpdateResult {
	readonly before: ContainerLimits;
	/** Flags of `docker update` that did the same. */
	readonly flags: readonly string[];
}

/** The engine takes no less. */
const leastMemory = 6 * 1024 * 1024;
const leastNanoCpus = 1e7;

export async function readLimits(
	connection: EngineConnection,
	id: string,
	options: CallOptions = {},
): Promise<ContainerLimits> {
	const { HostConfig } = (await inspectContainer(connection, id, options)) as unknown as InspectedContainer;
	const { Memory = 0, MemorySwap = 0, NanoCpus = 0, RestartPolicy } = HostConfig;
	const name = RestartPolicy?.Name || 'no';
	const count = RestartPolicy?.MaximumRetryCount ?? 0;
	return {
		memory: Memory,
		memorySwap: MemorySwap,
		nanoCpus: NanoCpus,
		restart: name === 'on-failure' && count > 0 ? `${name}:${count}` : name,
	};
}

/** Throws `invalid` naming the option whose value makes no sense. */
export function checkChanges(changes: ContainerChanges): void {
	const memory = changes.memory === undefined ? 0 : parseMemory(changes.memory);
	if (memory > 0 && memory < leastMemory) {
		throw invalidOption(
			'leastMemory',
			changes.memory,
			`"${changes.memory}" is less than the 6 MB that a container needs.`,
		);
	}
	const nanoCpus = changes.cpus === undefined ? 0 : parseCpus(changes.cpus);
	if (nanoCpus > 0 && nanoCpus < leastNanoCpus) {
		throw invalidOption(
			'leastCpus',
			changes.cpus,
			`"${changes.cpus}" is less than the 0.01 CPUs that can be measured.`,
		);
	}
	parseRestart(changes.restart);
}

/** What `docker update` would be told to change this much; what is taken away is said as it is asked for. */
export function flagsOfChanges(changes: ContainerChanges, before: ContainerLimits): readonly string[] {
	const memory = changes.memory === undefined ? undefined : parseMemory(changes.memory);
	const swap = memory === undefined || memory === 0 ? undefined : memoryLimits(memory, before, 0).memorySwap;
	return [
		...(changes.memory === undefined ? [] : ['--memory', String(changes.memory)]),
		...(swap === undefined ? [] : ['--memory-swap', String(swap)]),
		...(changes.cpus === undefined ? [] : ['--cpus', String(changes.cpus)]),
		...(changes.restart === undefined ? [] : ['--restart', changes.restart]),
	];
}

/** Changes limits of a container, also of a running one. */
export async function updateContainer(
	connection: EngineConnection,
	id: string,
	changes: ContainerChanges,
	options: CallOptions = {},
): Promise<UpdateResult> {
	checkChanges(changes);
	const before = await readLimits(connection, id, options);
	const memory = changes.memory === undefined ? undefined : parseMemory(changes.memory);
	const nanoCpus = changes.cpus === undefined ? undefined : parseCpus(changes.cpus);
	const machine = await machineFor(connection, { memory, nanoCpus, before }, options);
	const limits = {
		...memoryLimits(memory, before, machine.memory),
		...(nanoCpus === undefined || (nanoCpus === 0 && before.nanoCpus === 0)
			? {}
			: { nanoCpus: nanoCpus || machine.nanoCpus }),
		...(changes.restart === undefined ? {} : { restart: changes.restart || 'no' }),
	};
	return { before, flags: await applyLimits(connection, id, limits, options) };
}

/** Gives a container limits that it had; those it did not have become the machine's own. Resolves to the flags. */
export async function restoreLimits(
	connection: EngineConnection,
	id: string,
	{ memory, memorySwap, nanoCpus, restart }: ContainerLimits,
	options: CallOptions = {},
): Promise<readonly string[]> {
	const now = await readLimits(connection, id, options);
	const machine = await machineFor(connection, { memory, nanoCpus, before: now }, options);
	const limits = {
		...(memory === now.memory && memorySwap === now.memorySwap
			? {}
			: memory === 0
				? withoutLimit(machine.memory)
				: { memory, memorySwap }),
		...(nanoCpus === now.nanoCpus ? {} : { nanoCpus: nanoCpus || machine.nanoCpus }),
		...(restart === now.restart ? {} : { restart }),
	};
	return applyLimits(connection, id, limits, options);
}

/**
 * Memory and swap go together: the engine refuses more memory than memory and swap may be, and does not change that by
 * itself. As with `docker run`, both are twice the memory unless somebody said otherwise.
 */
function memoryLimits(
	memory: number | undefined,
	before: ContainerLimits,
	machineMemory: number,
): { readonly memory?: number; readonly memorySwap?: number } {
	if (memory === undefined || (memory === 0 && before.memory === 0)) {
		return {};
	}
	if (memory === 0) {
		return withoutLimit(machineMemory);
	}
	const fits = before.memorySwap === -1 || memory <= before.memorySwap;
	const swapOnly = before.memory > 0 ? before.memorySwap - before.memory : memory;
	const memorySwap = before.memorySwap === 2 * before.memory ? 2 * memory : memory + swapOnly;
	return fits ? { memory } : { memory, memorySwap };
}

/** -1 for the swap would be noted by the engine and not told to the kernel. */
function withoutLimit(machineMemory: number): { readonly memory: number; readonly memorySwap: number } {
	return { memory: machineMemory, memorySwap: 2 * machineMemory };
}

/** The engine takes 0 for "as it is": no limit is as much as the machine has. */
async function machineFor(
	connection: EngineConnection,
	{ memory, nanoCpus, before }: { memory?: number; nanoCpus?: number; before: ContainerLimits },
	options: CallOptions,
): Promise<{ readonly memory: number; readonly nanoCpus: number }> {
	const needed = (memory === 0 && before.memory !== 0) || (nanoCpus === 0 && before.nanoCpus !== 0);
	const { MemTotal, NCPU } = needed ? await systemInfo(connection, options) : {};
	return { memory: Number(MemTotal ?? 0), nanoCpus: Number(NCPU ?? 0) * 1e9 };
}

async function applyLimits(
	connection: EngineConnection,
	id: string,
	{ memory, memorySwap, nanoCpus, restart }: Partial<ContainerLimits>,
	options: CallOptions,
): Promise<string[]> {
	const flags = [
		...(memory === undefined ? [] : ['--memory', String(memory)]),
		...(memorySwap === undefined ? [] : ['--memory-swap', String(memorySwap)]),
		...(nanoCpus === undefined ? [] : ['--cpus', String(nanoCpus / 1e9)]),
		...(restart === undefined ? [] : ['--restart', restart]),
	];
	if (flags.length > 0) {
		const body = {
			Memory: memory,
			MemorySwap: memorySwap,
			NanoCpus: nanoCpus,
			RestartPolicy: restart === undefined ? undefined : parseRestart(restart),
		};
		await callJson(connection, { method: 'POST', path: route`/containers/${id}/update`, body }, options);
	}
	return flags;
}
