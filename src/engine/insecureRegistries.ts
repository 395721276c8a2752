import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';
import type { EngineConnection } from './connection.ts';
import { fieldsOf } from './rawFields.ts';
import { systemInfo } from './system.ts';

/** Registries whose certificate the engine in use does not look at (`insecure-registries`); none while there is no engine. */
export class InsecureRegistries {
	readonly #connection: EngineConnection;
	#read: { readonly endpoint: string; readonly insecure: Promise<Insecure> } | undefined;

	constructor(connection: EngineConnection) {
		this.#connection = connection;
	}

	async has(host: string): Promise<boolean> {
		const { state, endpoint } = this.#connection.status;
		if (state !== 'ready') {
			return false;
		}
		if (this.#read?.endpoint !== endpoint) {
			this.#read = { endpoint, insecure: this.#ask() };
		}
		const { hosts, ranges } = await this.#read.insecure;
		return hosts.has(host) || isWithin(ranges, host);
	}

	async #ask(): Promise<Insecure> {
		try {
			const { IndexConfigs, InsecureRegistryCIDRs } = fieldsOf((await systemInfo(this.#connection)).RegistryConfig);
			const insecure = Object.entries(fieldsOf(IndexConfigs)).filter(([, config]) => fieldsOf(config).Secure === false);
			return { hosts: new Set(insecure.map(([host]) => host)), ranges: rangesOf(InsecureRegistryCIDRs) };
		} catch {
			this.#read = undefined;
			return { hosts: new Set(), ranges: new BlockList() };
		}
	}
}

interface Insecure {
	readonly hosts: ReadonlySet<string>;
	readonly ranges: BlockList;
}

/** Of `10.0.0.0/8` and the like. */
function rangesOf(texts: unknown): BlockList {
	const ranges = new BlockList();
	for (const text of Array.isArray(texts) ? texts : []) {
		const [net = '', bits] = String(text).split('/');
		ranges.addSubnet(net, Number(bits), isIPv6(net) ? 'ipv6' : 'ipv4');
	}
	return ranges;
}

/** By any of the addresses that the host's name stands for, as the engine looks at it. */
async function isWithin(ranges: BlockList, host: string): Promise<boolean> {
	const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
	const addresses = await lookup(name, { all: true }).catch(() => []);
	return addresses.some(({ address, family }) => ranges.check(address, family === 6 ? 'ipv6' : 'ipv4'));
}
