import { isPlainText } from './pathBytes.ts';
import type { TarEntry } from './tarHeader.ts';

/** Why an entry of an archive is not written. */
export type RefusalReason =
	/** Its name is absolute or has `..` in it. */
	| 'outside'
	/** It is a link that leads out of the target. */
	| 'linkOutside'
	/** Its path leads through a link. */
	| 'throughLink'
	/** A hard link to something that was not written. */
	| 'linkTarget'
	/** A device or a pipe. */
	| 'device'
	/** A kind of entry that only some programs know. */
	| 'kind'
	/** The file system of this computer cannot hold such a name. */
	| 'name'
	/** It differs from an earlier one only in upper and lower case, which is the same name here. */
	| 'case'
	/** There is a folder of that name, which a file does not replace, or a file where a folder is needed. */
	| 'occupied'
	/** This computer does not let the user make symbolic links. */
	| 'linksForbidden';

export interface Refusal {
	/** As the archive says it: hostile. */
	readonly name: string;
	readonly reason: RefusalReason;
}

/** Remembers a thousand of them and counts all: a hostile archive must not fill the memory. */
export class RefusalList {
	readonly #refused: Refusal[] = [];
	#count = 0;

	get result(): { readonly refused: readonly Refusal[]; readonly refusedCount: number } {
		return { refused: this.#refused, refusedCount: this.#count };
	}

	add(name: string, reason: RefusalReason): void {
		this.#count++;
		if (this.#refused.length < 1000) {
			this.#refused.push({ name, reason });
		}
	}
}

/** Where entries are going to be: what names it can hold. */
export interface NameRules {
	readonly windows: boolean;
	readonly caseSensitive: boolean;
}

/** Names inside a container or a volume. */
export const linuxNames: NameRules = { windows: false, caseSensitive: true };

/**
 * What is wrong with an entry as such, wherever it is going to be; looks at names alone, so that it serves any stream.
 * That an entry leads through a link which came before it only shows in its place: see `extractArchive`.
 */
export function entryProblem(entry: TarEntry, rules: NameRules = linuxNames): RefusalReason | undefined {
	const place = safePath(entry.name);
	if (place === undefined) {
		return 'outside';
	}
	switch (entry.type) {
		case 'characterDevice':
		case 'blockDevice':
		case 'fifo':
			return 'device';
		case 'sparse':
		case 'unknown':
			return 'kind';
		case 'symlink':
			return nameProblem(place, rules) ?? (staysInside(place, entry.linkName, rules) ? undefined : 'linkOutside');
		case 'hardlink':
			return nameProblem(place, rules) ?? (safePath(entry.linkName) ? undefined : 'linkOutside');
		default:
			return nameProblem(place, rules);
	}
}

/**
 * The path below the target that an entry's name means, with `/` between its parts and `''` for the target itself;
 * undefined if it would leave the target.
 */
export function safePath(name: string): string | undefined {
	const parts = name.split('/');
	return name.startsWith('/') || parts.includes('..') || name.includes('\0')
		? undefined
		: parts.filter(part => part !== '' && part !== '.').join('/');
}

/**
 * Whether a symlink at `place` can only lead below the target. `..` counts only at the begin: behind another link it
 * would lead where names alone do not tell.
 */
function staysInside(place: string, linkName: string, { windows }: NameRules): boolean {
	const target = windows ? linkName.replaceAll('\\', '/') : linkName;
	if (target === '' || target.includes('\0') || target.startsWith('/') || (windows && target.includes(':'))) {
		return false;
	}
	const parts = target.split('/').filter(part => part !== '' && part !== '.');
	const named = parts.findIndex(part => part !== '..');
	const above = named < 0 ? parts.length : named;
	const depth = place.split('/').length - 1;
	return above <= depth && !parts.slice(above).includes('..');
}

const windowsDevices = /^(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
const windowsForbidden = /[<>:"|?*\\\u0000-\u001f]|[. ]$/;
const longestName = 255;

function nameProblem(place: string, { windows }: NameRules): RefusalReason | undefined {
	const holds = (part: string) =>
		// What is not UTF-8 would be another name on disk.
		isPlainText(part) &&
		(windows
			? part.length <= longestName && !windowsForbidden.test(part) && !windowsDevices.test(part)
			: Buffer.byteLength(part) <= longestName);
	return place.split('/').every(holds) ? undefined : 'name';
}

/** Names that are one and the same where case does not count, such as on Windows and mostly on macOS. */
export function caseless(place: string): string {
	return place.normalize('NFC').toUpperCase().toLowerCase();
}
