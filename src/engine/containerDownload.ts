import type { Readable } from 'node:stream';
import { requestArchive } from './archiveAnswer.ts';
import type { EngineConnection } from './connection.ts';
import type { ContainerPath } from './containerPath.ts';
import { type EngineRequest, route } from './engineRequest.ts';
import { pathBytes } from './pathBytes.ts';

/** An archive that the engine sends, as often as it is asked for. */
export class ContainerDownload {
	readonly #connection: EngineConnection;
	readonly #request: EngineRequest;

	/** Of everything in the container. */
	static ofAll(connection: EngineConnection, containerId: string): ContainerDownload {
		return new ContainerDownload(connection, { method: 'GET', path: route`/containers/${containerId}/export` });
	}

	static ofPath(connection: EngineConnection, containerId: string, { path, kind }: ContainerPath): ContainerDownload {
		// So asked for, a folder's archive begins with what is in it, whatever the folder is called.
		const asked = kind === 'folder' ? `${path.replace(/\/$/, '')}/.` : path;
		const query = { path: pathBytes(asked) };
		return new ContainerDownload(connection, {
			method: 'GET',
			path: route`/containers/${containerId}/archive`,
			query,
		});
	}

	private constructor(connection: EngineConnection, request: EngineRequest) {
		this.#connection = connection;
		this.#request = request;
	}

	/** Settles when `use` has, so that nothing is being written or cleaned up any more. */
	async run<T>(
		signal: AbortSignal | undefined,
		use: (archive: Readable, signal: AbortSignal) => Promise<T>,
	): Promise<T> {
		let running: Promise<T> | undefined;
		try {
			return await this.#connection.call(
				async (docker, signal) => {
					running = requestArchive(docker, this.#request, signal).then(archive => use(archive, signal));
					return running;
				},
				{ signal, deadline: Number.POSITIVE_INFINITY },
			);
		} finally {
			await running?.catch(() => {});
		}
	}
}
