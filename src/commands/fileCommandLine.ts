import { dirname } from 'node:path';
import type * as vscode from 'vscode';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { nameOf, parentOf } from '../engine/fileEntry.ts';
import type { FileRoot } from '../engine/files.ts';
import { shellQuote } from '../engine/shellQuote.ts';
import { fileAddress } from '../ui/fileUri.ts';
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
	services.commandLog.write(dockerCommand('exec', [containerName(services, root.id), ...words(path => path)]));
}

/** The line that copies a file or folder into another folder: `docker cp`, or an archive from one side to the other. */
export function logCopy(services: Services, source: vscode.Uri, folder: vscode.Uri): void {
	const from = placeOf(source);
	const to = placeOf(folder);
	const [first, second] = [from, to].map(({ root, path }) =>
		root?.kind === 'container' ? `${containerName(services, root.id)}:${path}` : path,
	);
	const isCopy = (from.root?.kind === 'container' && !to.root) || (to.root?.kind === 'container' && !from.root);
	services.commandLog.write(
		isCopy
			? dockerCommand('cp', [first as string, second as string])
			: `${packLine(services, from)} | ${unpackLine(services, to)}`,
	);
}

/** On this computer if it has no root. */
interface Place {
	readonly root?: FileRoot;
	readonly path: string;
}

function placeOf(uri: vscode.Uri): Place {
	return fileAddress(uri) ?? { path: uri.fsPath };
}

function packLine(services: Services, { root, path }: Place): string {
	switch (root?.kind) {
		case 'container':
			return dockerCommand('cp', [`${containerName(services, root.id)}:${path}`, '-']);
		case 'volume': {
			const inside = ['tar', '-c', '-C', `/volume${parentOf(path)}`, nameOf(path)];
			return dockerCommand('run', ['--rm', '-v', `${root.name}:/volume:ro`, 'busybox', ...inside]);
		}
		case 'image': {
			const inside = ['-c', '-C', parentOf(path), nameOf(path)];
			return dockerCommand('run', ['--rm', '--entrypoint', 'tar', root.id, ...inside]);
		}
		default:
			return ['tar', '-c', '-C', dirname(path), nameOf(path)].map(shellQuote).join(' ');
	}
}

function unpackLine(services: Services, { root, path }: Place): string {
	switch (root?.kind) {
		case 'container':
			return dockerCommand('cp', ['-', `${containerName(services, root.id)}:${path}`]);
		case 'volume': {
			const inside = ['tar', '-x', '-C', `/volume${path}`];
			return dockerCommand('run', ['--rm', '-i', '-v', `${root.name}:/volume`, 'busybox', ...inside]);
		}
		default:
			return ['tar', '-x', '-C', path].map(shellQuote).join(' ');
	}
}

function containerName(services: Services, id: string): string {
	return services.store.get('container', id)?.name ?? id.slice(0, 12);
}
