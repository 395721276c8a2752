import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { requestStream, route } from './engineRequest.ts';
import { engineErrorFromMessage } from './errorMapping.ts';
import { EngineError } from './errors.ts';
import { familiarName, parseImageReference } from './imageReference.ts';
import { readJsonLines } from './jsonLines.ts';
import { LayerCounter, type LayerMessage, type LayersProgress } from './layerProgress.ts';
import { registryAuthHeader } from './registryAuth.ts';

export interface PushOptions extends CallOptions {
	readonly onProgress?: (progress: LayersProgress) => void;
}

interface PushMessage extends LayerMessage {
	readonly aux?: { readonly Digest?: string };
}

/** Engines want the header even when there is nothing to say. */
const nobody = Buffer.from('{}').toString('base64');

/**
 * Sends one tag of an image to its registry, with the login that docker keeps for it. Resolves to the digest that it has
 * there; an abort ends the push in the engine too.
 */
export async function pushImage(
	connection: EngineConnection,
	reference: string,
	{ signal, onProgress }: PushOptions = {},
): Promise<string> {
	const parsed = parseImageReference(reference);
	const registryAuth = (await registryAuthHeader(parsed.registry, connection.environment)) ?? nobody;
	const path = route`/images/${familiarName(parsed)}/push`;
	const request = { method: 'POST', path, query: { tag: parsed.tag ?? 'latest' }, registryAuth } as const;
	const counter = new LayerCounter();
	return connection.call(
		async (docker, stop) => {
			let digest: string | undefined;
			for await (const message of readJsonLines<PushMessage>(await requestStream(docker, request, stop))) {
				const failure = message.errorDetail?.message ?? message.error;
				if (failure) {
					throw engineErrorFromMessage(failure);
				}
				digest = message.aux?.Digest ?? digest ?? / digest: (sha256:[0-9a-f]{64})/.exec(message.status ?? '')?.[1];
				counter.add(message);
				onProgress?.(counter.progress);
			}
			return digest ?? unfinished();
		},
		{ signal, deadline: Number.POSITIVE_INFINITY },
	);
}

function unfinished(): never {
	throw new EngineError('failed', 'The engine ended the push without a digest.', { recognised: { kind: 'cutOff' } });
}
