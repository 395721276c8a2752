import { readdir, readlink } from 'node:fs/promises';

/** Sockets of this very process. */
export async function openSockets(): Promise<number> {
	const files = await readdir('/proc/self/fd');
	const targets = await Promise.all(files.map(file => readlink(`/proc/self/fd/${file}`).catch(() => '')));
	return targets.filter(target => target.startsWith('socket:')).length;
}
