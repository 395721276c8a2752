import type { CallOptions } from './calls.ts';
import type { EngineConnection } from './connection.ts';
import { inspectImage } from './images.ts';

/** What an image sets for the containers and images that are made from it. */
export interface ImageDetails {
	/** Bytes. */
	readonly size: number;
	readonly layers: number;
	/** `80/tcp` … */
	readonly ports: readonly string[];
	/** Empty for root. */
	readonly user: string;
	/** `NAME=value` … */
	readonly env: readonly string[];
	/** Where a Dockerfile has set another one. */
	readonly shell?: readonly string[];
	/** `linux/arm64/v8` */
	readonly platform: string;
}

export async function readImageDetails(
	connection: EngineConnection,
	image: string,
	options: CallOptions = {},
): Promise<ImageDetails> {
	const { Size, RootFS, Config, Os, Architecture, ...more } = await inspectImage(connection, image, options);
	// The types of dockerode lack these two.
	const { Variant } = more as { readonly Variant?: string };
	const { Shell } = (Config ?? {}) as { readonly Shell?: readonly string[] | null };
	return {
		size: Size,
		layers: RootFS?.Layers?.length ?? 0,
		ports: Object.keys(Config?.ExposedPorts ?? {}),
		user: Config?.User ?? '',
		env: Config?.Env ?? [],
		...(Shell ? { shell: Shell } : {}),
		platform: [Os, Architecture, Variant].filter(Boolean).join('/'),
	};
}
