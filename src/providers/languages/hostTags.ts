import * as vscode from 'vscode';
import { abortable } from '../../base/async.ts';
import type { EngineEnvironment } from '../../engine/environment.ts';
import { listRegistryTags } from '../../engine/registryTags.ts';

/** Milliseconds. */
const pause = 150;
/** What is known without the registry is shown after this; the tags come with the next letter. */
const patience = 600;
const freshness = 5 * 60_000;
/** How long a registry that could not be reached is left alone. */
const grudge = 30_000;
const mostRepositories = 200;

interface Known {
	readonly until: number;
	readonly tags: Promise<readonly string[]>;
}

/** Tags of registries for completion: asked only where the user allows it, once in a while, and silent when offline. */
export class HostTags {
	readonly #environment: EngineEnvironment;
	readonly #isAllowed: () => boolean;
	readonly #known = new Map<string, Known>();
	#asking = 0;

	constructor(environment: EngineEnvironment, isAllowed: () => boolean) {
		this.#environment = environment;
		this.#isAllowed = isAllowed;
	}

	/** `repository` with its registry: `docker.io/library/node`. */
	async list(repository: string, signal: AbortSignal): Promise<readonly string[]> {
		if (!this.#isAllowed() || !vscode.workspace.isTrusted) {
			return [];
		}
		const known = this.#known.get(repository);
		const isFresh = known !== undefined && known.until > Date.now();
		if (!isFresh) {
			await new Promise(resolve => setTimeout(resolve, pause));
		}
		if (signal.aborted) {
			return [];
		}
		const tags = isFresh ? known.tags : this.#ask(repository);
		return abortable(tags, AbortSignal.any([signal, AbortSignal.timeout(patience)])).catch(() => []);
	}

	/** Whether a registry has still to answer: what was listed is not all. */
	get isAsking(): boolean {
		return this.#asking > 0;
	}

	#ask(repository: string): Promise<readonly string[]> {
		const slash = repository.indexOf('/');
		const options = { environment: this.#environment, signal: new AbortController().signal };
		const tags = listRegistryTags(repository.slice(0, slash), repository.slice(slash + 1), options);
		this.#remember(repository, { until: Date.now() + freshness, tags });
		this.#asking++;
		const settle = () => void this.#asking--;
		tags.then(settle, () => {
			settle();
			this.#remember(repository, { until: Date.now() + grudge, tags: Promise.resolve([]) });
		});
		return tags;
	}

	#remember(repository: string, known: Known): void {
		this.#known.delete(repository);
		this.#known.set(repository, known);
		const oldest = this.#known.keys().next().value;
		if (this.#known.size > mostRepositories && oldest !== undefined) {
			this.#known.delete(oldest);
		}
	}
}
