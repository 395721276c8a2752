import type { IncomingMessage } from 'node:http';
import type { EngineConnection } from './connection.ts';
import type { ContainerPath } from './containerPath.ts';
import { type EngineRequest, requestStream, route } from './engineRequest.ts';

/** One path of a container as an archive, as often as it is needed. */
export class ContainerDownload {
	readonly #connection: EngineConnection;
	readonly #request: EngineRequest;

	constructor(connection: EngineConnection, containerId: string, { path, kind }: ContainerPath) {
		// So asked for, a folder's archive begins with what is in it, whatever the folder is called.
		const query = { path: kind === 'folder' ? `${path.replace(/\/$/, '')}/.` : path };
		this.#connection = connection;
		this.#request = { method: 'GET', path: route`/containers/${containerId}/archive`, query };
	}

	/** Settles when `use` has, so that nothing is being written or cleaned up any more. */
	async run<T>(
		signal: AbortSignal | undefined,
		use: (archive: IncomingMessage, signal: AbortSignal) => Promise<T>,
	): Promise<T> {
		let running: Promise<T> | undefined;
		try {
			return await this.#connection.call(
				async (docker, signal) => {
					running = requestStream(docker, this.#request, signal).then(archive => use(archive, signal));
					return running;
				},
				{ signal, deadline: Number.POSITIVE_INFINITY },
			);
		} finally {
			await running?.catch(() => {});
		}
	}
}
