/** `removed` takes away what lower layers have at that path; `emptied` all that they have inside that folder. */
export type LayerEntryKind = 'file' | 'folder' | 'symlink' | 'hardlink' | 'device' | 'removed' | 'emptied';

export interface LayerEntry {
	/** Without a slash at the start, as `pathText` makes it; empty for the root itself, which only `emptied` names. */
	readonly path: string;
	readonly kind: LayerEntryKind;
	/** Bytes of content. */
	readonly size: number;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	/** Seconds since 1970. */
	readonly modified: number;
	/** Where a symlink points; which path a hardlink is one more name of. */
	readonly link: string;
}

/** What one layer of an image holds. */
export interface Layer {
	/** Bytes of all contents; `docker history` may count a little more, for links. */
	readonly size: number;
	/** Each path once, but for one that is removed and made anew. In the order of the archive. */
	readonly entries: readonly LayerEntry[];
}

/** Whether it takes away instead of adding. */
export function isMark({ kind }: LayerEntry): boolean {
	return kind === 'removed' || kind === 'emptied';
}
