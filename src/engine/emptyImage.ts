import { type CallOptions, slowDeadline } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { requestStream } from './engineRequest.ts';
import { EngineError } from './errors.ts';
import { readJsonLines } from './jsonLines.ts';

/** Makes an image without a single file, name or command; resolves to its id. */
export async function importEmptyImage(
	connection: EngineConnection,
	labels: Readonly<Record<string, string>>,
	{ signal }: CallOptions = {},
): Promise<string> {
	const changes = Object.entries(labels).map(([name, value]) => `LABEL ${name}=${JSON.stringify(value)}`);
	const query = { fromSrc: '-', changes };
	const request = { method: 'POST', path: '/images/create', query, upload: emptyTar } as const;
	return connection.call(async (docker, inner) => idOf(await requestStream(docker, request, inner)), {
		signal,
		deadline: slowDeadline,
	});
}

/** A tar archive is ended by two blocks of zeros. */
const emptyTar = Buffer.alloc(1024);

async function idOf(answer: AsyncIterable<Buffer>): Promise<string> {
	for await (const { status, error } of readJsonLines<{ status?: string; error?: string }>(answer)) {
		if (error) {
			throw new EngineError('failed', error);
		}
		const [id] = /(?:sha256:)?[0-9a-f]{64}/.exec(status ?? '') ?? [];
		if (id) {
			return id;
		}
	}
	throw new EngineError('failed', 'The engine imported an image and did not say which.');
}
