import type { CallOptions } from './calls.ts';
import { type ArchiveStat, statInArchive } from './containerArchive.ts';
import { EngineError } from './errors.ts';
import { type FileEntry, isBelow, nameOf } from './fileEntry.ts';
import type { FilePlace } from './filePlaces.ts';
import { statByPrograms } from './filePrograms.ts';

export interface FileStat extends FileEntry {
	readonly readOnly: boolean;
	/** Where a link leads in the end, as an absolute path; empty for everything else, and for what leads nowhere. */
	readonly linkTarget: string;
}

/** One path as it is; links are not followed, but where they lead is told. */
export async function statFile(place: FilePlace, path: string, options: CallOptions = {}): Promise<FileStat> {
	const { facts } = place;
	if (facts.isHidden(path)) {
		return { ...(await statByPrograms(place.programs, path, options)), readOnly: false, linkTarget: '' };
	}
	const { kind, size, mode, modifiedAt, linkTarget } = await statAt(place, path, options);
	const entry = { name: nameOf(path), kind, size, mode, modifiedAt, linkTarget: '' };
	if (kind !== 'link') {
		return { ...entry, readOnly: facts.isReadOnly(path) };
	}
	const top = place.at('/');
	const real = isBelow(linkTarget, top) ? linkTarget.slice(top === '/' ? 0 : top.length) || '/' : undefined;
	const target = real === undefined ? undefined : await statTarget(place, real, options);
	return target && real !== undefined
		? { ...entry, size: target.size, target: target.kind, linkTarget: real, readOnly: facts.isReadOnly(real) }
		: { ...entry, readOnly: facts.isReadOnly(path) };
}

interface Target {
	readonly kind: Exclude<FileEntry['kind'], 'link'>;
	readonly size: number;
}

/** Undefined where the link leads nowhere, or in a circle. */
async function statTarget(place: FilePlace, path: string, options: CallOptions): Promise<Target | undefined> {
	try {
		const { kind, size } = place.facts.isHidden(path)
			? await statByPrograms(place.programs, path, options)
			: await statAt(place, path, options);
		return kind === 'link' ? undefined : { kind, size };
	} catch (error) {
		if (error instanceof EngineError && error.code === 'notFound') {
			return undefined;
		}
		throw error;
	}
}

function statAt(place: FilePlace, path: string, options: CallOptions): Promise<ArchiveStat> {
	const { connection, containerId, path: full } = place.archive(path);
	return statInArchive(connection, containerId, full, options);
}
