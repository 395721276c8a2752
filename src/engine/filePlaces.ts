import type { Disposable } from '../base/disposable.ts';
import type { ArchivePlace } from './archiveFiles.ts';
import { type CallOptions, callJson } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { statInArchive } from './containerArchive.ts';
import { type ContainerFacts, containerFacts } from './containerFacts.ts';
import { EngineError } from './errors.ts';
import { joinPath, nameOf, parentOf } from './fileEntry.ts';
import { fileProblem } from './fileProblem.ts';
import { ownPrograms, type ProgramPlace } from './filePrograms.ts';
import { programsBesideContainer, programsBesideVolume } from './helperPrograms.ts';
import { Holders } from './holders.ts';

/** What has files: a container or an image by its id, a volume by its name. Those of an image cannot be changed. */
export type FileRoot =
	| { readonly kind: 'container'; readonly id: string }
	| { readonly kind: 'image'; readonly id: string }
	| { readonly kind: 'volume'; readonly name: string };

/** A container through which files are reached. */
export interface FilePlace {
	readonly facts: ContainerFacts;
	/** The container's own programs; only where `facts` says that it runs. */
	readonly programs: ProgramPlace;
	/** Where a path of the container or volume is in this container. */
	at(path: string): string;
	archive(path: string): ArchivePlace;
}

export function sameRoot(left: FileRoot, right: FileRoot): boolean {
	return rootKey(left) === rootKey(right);
}

/** Milliseconds: one click asks for many things at once. */
const factsKeptFor = 1000;

/** Finds the container through which something can be done to files. */
export class FilePlaces implements Disposable {
	readonly #connection: EngineConnection;
	readonly #holders: Holders;
	readonly #facts = new Map<string, { readonly facts: Promise<ContainerFacts>; readonly readAt: number }>();
	/** Where `find` or `cp` are missing; programs do not come by themselves. */
	readonly #withoutPrograms = new Set<string>();

	constructor(connection: EngineConnection) {
		this.#connection = connection;
		this.#holders = new Holders(connection);
	}

	/** The container that the engine's archive calls go to; for a volume one that only holds it. */
	async use<T>(root: FileRoot, options: CallOptions, work: (place: FilePlace) => Promise<T>): Promise<T> {
		if (root.kind === 'container') {
			return work(this.#place(await this.#factsOf(root.id, options), '/'));
		}
		return this.#holders.use(root, ({ containerId, path }) =>
			work(this.#place(holderFacts(containerId, root.kind === 'image'), path)),
		);
	}

	/** Programs that see the files and are there already; undefined where archives have to do. */
	async quickPrograms(root: FileRoot, options: CallOptions): Promise<ProgramPlace | undefined> {
		if (root.kind === 'image' || this.#withoutPrograms.has(rootKey(root))) {
			return undefined;
		}
		if (root.kind === 'volume') {
			return this.#userPrograms(root.name, options);
		}
		const facts = await this.#factsOf(root.id, options);
		return facts.running ? ownPrograms(this.#connection, facts.id) : undefined;
	}

	/** Programs have failed: whether archives are worth a try. Throws the failure where they are not. */
	noteFailure(root: FileRoot, error: unknown): void {
		if (!(error instanceof EngineError) || ['cancelled', 'unreachable', 'timeout', 'denied'].includes(error.code)) {
			throw error;
		}
		if (isProgramMissing(error)) {
			this.#withoutPrograms.add(rootKey(root));
		}
	}

	/** Runs programs that change what is at `paths`; in a container that is there, else in a helper. */
	async act<T>(
		root: FileRoot,
		paths: readonly string[],
		options: CallOptions,
		work: (place: ProgramPlace, paths: readonly string[]) => Promise<T>,
	): Promise<T> {
		if (root.kind === 'volume') {
			const user = await this.#userPrograms(root.name, options);
			const helper = programsBesideVolume(this.#connection, root.name);
			return user ? orElse(work(user, paths), () => work(helper, paths)) : work(helper, paths);
		}
		if (root.kind === 'image') {
			throw fileProblem('readOnly', paths[0] ?? '/');
		}
		const facts = await this.#factsOf(root.id, options);
		if (facts.running) {
			return orElse(work(ownPrograms(this.#connection, facts.id), paths), async error => {
				if (!facts.ownProcesses) {
					throw error;
				}
				const real = await Promise.all(paths.map(path => this.#withoutLinks(facts.id, path, options)));
				return work(programsBesideContainer(this.#connection, facts.id), real);
			});
		}
		const places = paths.map(path => facts.volumeAt(path));
		const [first] = places;
		if (first && places.every(place => place?.name === first.name && place.path !== '/')) {
			const inVolume = places.map(place => place?.path ?? '/');
			return this.act({ kind: 'volume', name: first.name }, inVolume, options, work);
		}
		throw new EngineError('conflict', 'The container is not running.', { recognised: { kind: 'notRunning' } });
	}

	forget(root: FileRoot): void {
		if (root.kind === 'container') {
			this.#facts.delete(root.id);
		}
	}

	letGo(): Promise<void> {
		return this.#holders.releaseAll();
	}

	dispose(): void {
		this.#holders.dispose();
	}

	#place(facts: ContainerFacts, top: string): FilePlace {
		const at = (path: string) => (top === '/' ? path : path === '/' ? top : top + path);
		return {
			facts,
			programs: ownPrograms(this.#connection, facts.id),
			at,
			archive: path => ({ connection: this.#connection, containerId: facts.id, path: at(path) }),
		};
	}

	#factsOf(containerId: string, { signal }: CallOptions): Promise<ContainerFacts> {
		const known = this.#facts.get(containerId);
		if (known && Date.now() - known.readAt < factsKeptFor) {
			return known.facts;
		}
		const facts = containerFacts(this.#connection, containerId, { signal });
		this.#facts.set(containerId, { facts, readAt: Date.now() });
		facts.catch(() => this.#facts.delete(containerId));
		return facts;
	}

	/** A running container that can write into the volume. */
	async #userPrograms(volume: string, options: CallOptions): Promise<ProgramPlace | undefined> {
		const query = { filters: { volume: [volume], status: ['running'] } };
		const users = await callJson<{ Id: string }[]>(
			this.#connection,
			{ method: 'GET', path: '/containers/json', query },
			options,
		);
		for (const { Id } of users) {
			const facts = await this.#factsOf(Id, options);
			const folder = facts.placeOf(volume);
			if (facts.running && folder !== undefined) {
				return { ...ownPrograms(this.#connection, Id), at: path => (path === '/' ? folder : folder + path) };
			}
		}
		return undefined;
	}

	/** The path with the links on the way to it resolved; what is there itself may be a link. */
	async #withoutLinks(containerId: string, path: string, options: CallOptions): Promise<string> {
		let folder = '/';
		for (const part of parentOf(path).split('/').filter(Boolean)) {
			const next = joinPath(folder, part);
			const { linkTarget } = await statInArchive(this.#connection, containerId, next, options);
			folder = linkTarget || next;
		}
		return joinPath(folder, nameOf(path));
	}
}

/** A container that was never started, with nothing but a volume. */
function holderFacts(id: string, readOnly: boolean): ContainerFacts {
	return {
		id,
		running: false,
		ownProcesses: false,
		isReadOnly: () => readOnly,
		isHidden: () => false,
		volumeAt: () => undefined,
		placeOf: () => undefined,
	};
}

async function orElse<T>(work: Promise<T>, instead: (error: unknown) => Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		if (isProgramMissing(error)) {
			return instead(error);
		}
		throw error;
	}
}

function isProgramMissing(error: unknown): boolean {
	return error instanceof EngineError && error.recognised?.kind === 'commandNotFound';
}

function rootKey(root: FileRoot): string {
	return root.kind === 'volume' ? `volume ${root.name}` : `${root.kind} ${root.id}`;
}
