import type * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { Emitter } from '../base/event.ts';
import type { EngineConnection } from '../engine/connection.ts';
import type { EngineEnvironment } from '../engine/environment.ts';
import { InsecureRegistries } from '../engine/insecureRegistries.ts';
import { type RegistryAccount, readRegistries, watchRegistries } from '../engine/registries.ts';
import { RegistryClient } from '../engine/registryClient.ts';
import type { RegistryTrust } from '../engine/registryExchange.ts';
import { forgetLogin, saveLogin } from '../engine/registryLogin.ts';
import type { SecretLogin } from '../engine/registrySecrets.ts';

export interface RegistryParts {
	readonly connection: EngineConnection;
	readonly environment: EngineEnvironment;
	/** For all windows: what the user has added, and whom they trust. */
	readonly memory: vscode.Memento;
	readonly secrets: vscode.SecretStorage;
}

/** A registry, or one repository of it, that the user has added. */
export interface AddedRegistry {
	readonly host: string;
	readonly repository?: string;
}

const addedKey = 'slipway.registries.added';
const trustKey = 'slipway.registries.trust';

/** The registries that docker or the user knows, their logins, and the client that asks them. */
export class KnownRegistries extends DisposableOwner {
	readonly #changed = this.register(new Emitter<string | undefined>());
	/** The host whose login or place in the list has changed; undefined where it may be any. */
	readonly onDidChange = this.#changed.event;
	readonly client: RegistryClient;
	readonly #environment: EngineEnvironment;
	readonly #memory: vscode.Memento;
	#watching = false;

	constructor({ connection, environment, memory, secrets }: RegistryParts) {
		super();
		this.#environment = environment;
		this.#memory = memory;
		const insecure = new InsecureRegistries(connection);
		this.client = new RegistryClient({
			environment,
			trustOf: async host => this.#trusts[host] ?? ((await insecure.has(host)) ? 'any' : undefined),
		});
		this.register(secrets.onDidChange(() => this.#changed.fire(undefined)));
	}

	/** Docker Hub first, then those of docker's configuration, then those added. */
	async accounts(): Promise<readonly RegistryAccount[]> {
		this.#watch();
		const accounts = await readRegistries(this.#environment);
		const known = new Set(accounts.map(({ host }) => host));
		const others = new Set(this.added.map(({ host }) => host).filter(host => !known.has(host)));
		return [...accounts, ...[...others].map(host => ({ host, signedIn: false, user: undefined }))];
	}

	get added(): readonly AddedRegistry[] {
		return this.#memory.get<readonly AddedRegistry[]>(addedKey, []);
	}

	async add(added: AddedRegistry): Promise<void> {
		const others = this.added.filter(other => !isSame(other, added));
		await this.#memory.update(addedKey, [...others, added]);
		this.#changed.fire(added.host);
	}

	/** Of a registry also its repositories, and the trust in it. */
	async remove(removed: AddedRegistry): Promise<void> {
		const isGone = (other: AddedRegistry) =>
			removed.repository === undefined ? other.host === removed.host : isSame(other, removed);
		await this.#memory.update(
			addedKey,
			this.added.filter(other => !isGone(other)),
		);
		if (removed.repository === undefined) {
			await this.trust(removed.host, undefined);
		}
		this.#changed.fire(removed.host);
	}

	/** Remembers what the user has decided about a registry that cannot prove who it is. */
	async trust(host: string, trust: RegistryTrust | undefined): Promise<void> {
		const { [host]: _, ...others } = this.#trusts;
		await this.#memory.update(trustKey, trust === undefined ? others : { ...others, [host]: trust });
		this.client.forget(host);
	}

	/** Keeps a login once the registry has taken it. */
	async login(host: string, login: SecretLogin, signal: AbortSignal): Promise<void> {
		await this.client.check(host, login, signal);
		await saveLogin(host, login, this.#environment);
		this.client.forget(host);
		this.#changed.fire(host);
	}

	async logout(host: string): Promise<void> {
		await forgetLogin(host, this.#environment);
		this.client.forget(host);
		this.#changed.fire(host);
	}

	get #trusts(): Readonly<Record<string, RegistryTrust>> {
		return this.#memory.get<Readonly<Record<string, RegistryTrust>>>(trustKey, {});
	}

	#watch(): void {
		if (!this.#watching) {
			this.#watching = true;
			this.register(watchRegistries(this.#environment, () => this.#changed.fire(undefined)));
		}
	}
}

function isSame(left: AddedRegistry, right: AddedRegistry): boolean {
	return left.host === right.host && left.repository === right.repository;
}
