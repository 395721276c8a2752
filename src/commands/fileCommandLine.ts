import { dockerCommand } from '../engine/dockerCommand.ts';
import type { FileRoot } from '../engine/files.ts';
import type { Services } from './services.ts';

/** The line that does the same to a file: `docker exec web rm -rf /x`, or in a container of its own for a volume. */
export function logFileCommand(
	services: Services,
	root: FileRoot,
	words: (at: (path: string) => string) => readonly string[],
): void {
	if (root.kind === 'volume') {
		const inside = words(path => `/volume${path}`);
		services.commandLog.write(dockerCommand('run', ['--rm', '-v', `${root.name}:/volume`, 'busybox', ...inside]));
		return;
	}
	const name = services.store.get('container', root.id)?.name ?? root.id.slice(0, 12);
	services.commandLog.write(dockerCommand('exec', [name, ...words(path => path)]));
}
