import { chmod, type FileHandle, lchown, lutimes, utimes } from 'node:fs/promises';
import type { TarEntry } from './tarHeader.ts';

/** Gives a file just made with `openMode` its owner, mode and time; each call left out counts with thousands of files. */
export async function keepOfFile(handle: FileHandle, entry: TarEntry): Promise<void> {
	const mode = keptMode(entry);
	const chowned = keepsOwner() && !isOwn(entry);
	if (chowned) {
		await handle.chown(entry.uid, entry.gid).catch(ignoreForbidden);
	}
	if (chowned || (openMode(entry) & ~process.umask()) !== mode) {
		await handle.chmod(mode);
	}
	const time = plausibleTime(entry);
	await handle.utimes(time, time);
}

export function openMode(entry: TarEntry): number {
	return entry.mode & 0o777;
}

export async function keepOfFolder(folder: string, entry: TarEntry): Promise<void> {
	if (keepsOwner() && !isOwn(entry)) {
		await lchown(folder, entry.uid, entry.gid).catch(ignoreForbidden);
	}
	const time = plausibleTime(entry);
	await chmod(folder, keptMode(entry));
	await utimes(folder, time, time);
}

export async function keepOfLink(link: string, entry: TarEntry): Promise<void> {
	if (keepsOwner() && !isOwn(entry)) {
		await lchown(link, entry.uid, entry.gid).catch(ignoreForbidden);
	}
	const time = plausibleTime(entry);
	// Not every file system gives links a time of their own.
	await lutimes(link, time, time).catch(() => {});
}

function keepsOwner(): boolean {
	return process.getuid?.() === 0;
}

function isOwn({ uid, gid }: TarEntry): boolean {
	return uid === 0 && gid === process.getgid?.();
}

/** The bits that lend a program its owner's rights would lend those of somebody else, where the owner is not kept. */
function keptMode({ mode }: TarEntry): number {
	return keepsOwner() ? mode : mode & 0o777;
}

/** Seconds that every file system can note. */
function plausibleTime({ modified }: TarEntry): number {
	return Math.min(Math.max(modified, 0), 2 ** 32 - 1);
}

/** Root in a container of its own may not own files for others. */
function ignoreForbidden(error: NodeJS.ErrnoException): void {
	if (error.code !== 'EPERM' && error.code !== 'EINVAL') {
		throw error;
	}
}
