import type { EngineConnection } from './connection.ts';
import { fieldsOf } from './rawFields.ts';
import { systemInfo } from './system.ts';

/** Registries whose certificate the engine in use does not look at (`insecure-registries`); none while there is no engine. */
export class InsecureRegistries {
	readonly #connection: EngineConnection;
	#read: { readonly endpoint: string; readonly hosts: Promise<ReadonlySet<string>> } | undefined;

	constructor(connection: EngineConnection) {
		this.#connection = connection;
	}

	async has(host: string): Promise<boolean> {
		const { state, endpoint } = this.#connection.status;
		if (state !== 'ready') {
			return false;
		}
		if (this.#read?.endpoint !== endpoint) {
			this.#read = { endpoint, hosts: this.#hosts() };
		}
		return (await this.#read.hosts).has(host);
	}

	async #hosts(): Promise<ReadonlySet<string>> {
		try {
			const { IndexConfigs } = fieldsOf((await systemInfo(this.#connection)).RegistryConfig);
			const insecure = Object.entries(fieldsOf(IndexConfigs)).filter(([, config]) => fieldsOf(config).Secure === false);
			return new Set(insecure.map(([host]) => host));
		} catch {
			this.#read = undefined;
			return new Set();
		}
	}
}
