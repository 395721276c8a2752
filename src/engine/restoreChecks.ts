import { entryProblem, type RefusalReason, safePath } from './archivePaths.ts';
import { EngineError, type EngineErrorCause } from './errors.ts';
import type { TarEntry } from './tarHeader.ts';

type Reason = Extract<EngineErrorCause, { kind: 'refusedEntry' }>['reason'];

/**
 * What an archive may bring into a volume. Symbolic links may lead anywhere, since where they lead only shows in the
 * container that has the volume; but nothing may be written through one.
 */
export class RestoreChecks {
	readonly #symlinks = new Set<string>();
	#files = 0;

	/** All but folders. */
	get files(): number {
		return this.#files;
	}

	/** Throws `invalid` with the cause `refusedEntry`. */
	look(entry: TarEntry): void {
		const reason = this.#problem(entry);
		if (reason) {
			const recognised = { kind: 'refusedEntry', name: entry.name, reason } as const;
			throw new EngineError('invalid', `The archive has an entry that is refused: ${entry.name}`, { recognised });
		}
		const place = safePath(entry.name) ?? '';
		entry.type === 'symlink' ? this.#symlinks.add(place) : this.#symlinks.delete(place);
		this.#files += entry.type === 'folder' ? 0 : 1;
	}

	#problem(entry: TarEntry): Reason | undefined {
		const place = safePath(entry.name);
		const problem = entryProblem(entry);
		if (place === undefined || (place === '' && entry.type !== 'folder')) {
			return 'outside';
		}
		if (this.#leadsThroughLink(place)) {
			return 'throughLink';
		}
		switch (entry.type) {
			case 'fifo':
			case 'sparse':
			case 'symlink':
				return undefined;
			case 'hardlink':
				return this.#leadsThroughLink(safePath(entry.linkName) ?? '') ? 'throughLink' : serious(problem);
			default:
				return serious(problem);
		}
	}

	#leadsThroughLink(place: string): boolean {
		if (this.#symlinks.size === 0) {
			return false;
		}
		for (let at = place.indexOf('/'); at >= 0; at = place.indexOf('/', at + 1)) {
			if (this.#symlinks.has(place.slice(0, at))) {
				return true;
			}
		}
		return false;
	}
}

/** What is only a matter of this computer's file names is none of a volume's. */
function serious(problem: RefusalReason | undefined): Reason | undefined {
	return problem === 'linkOutside' || problem === 'device' || problem === 'kind' ? problem : undefined;
}
