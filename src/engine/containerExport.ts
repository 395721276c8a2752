import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { ContainerDownload } from './containerDownload.ts';
import { saveStream } from './hostFiles.ts';
import { isPacked } from './imageArchive.ts';

export interface ExportOptions extends CallOptions {
	/** Bytes of the archive so far, before it is packed. */
	readonly onProgress?: (bytes: number) => void;
}

/**
 * Writes all files of a container, without its volumes, to an archive as `docker export` does; packed when the path ends
 * in `.gz` or `.tgz`. The file appears when it is complete. Resolves to its size in bytes.
 */
export function exportContainer(
	connection: EngineConnection,
	containerId: string,
	path: string,
	{ signal, onProgress }: ExportOptions = {},
): Promise<number> {
	return ContainerDownload.ofAll(connection, containerId).run(signal, (archive, signal) =>
		saveStream(archive, path, { signal, onProgress, gzip: isPacked(path) }),
	);
}
