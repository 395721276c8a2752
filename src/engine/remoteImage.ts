import { fieldsOf, numberOf, textOf } from './rawFields.ts';

/** What a registry has under a tag. */
export interface RemoteImage {
	/** `sha256:…`, of the tag itself; empty where the registry does not tell. */
	readonly digest: string;
	/** Epoch milliseconds. */
	readonly createdAt: number | undefined;
	/** At least one; a single image has one. */
	readonly platforms: readonly RemotePlatform[];
}

export interface RemotePlatform {
	/** `linux/amd64`, `linux/arm/v7`; empty where the image does not say. */
	readonly name: string;
	/** Compressed bytes, as a pull moves them; undefined where the registry does not tell. */
	readonly size: number | undefined;
}

/** What the body of a manifest says. */
export interface Manifest {
	/** Digest of the image's configuration; undefined in old formats. */
	readonly config: string | undefined;
	/** Bytes of all layers and the configuration; undefined for an index and in old formats. */
	readonly size: number | undefined;
	/** Of an index: one image for each platform. */
	readonly images: readonly { readonly digest: string; readonly platform: string }[] | undefined;
	/** Only old formats say it here. */
	readonly platform: string;
}

/** Every kind of manifest that engines read. */
export const manifestTypes = [
	'application/vnd.oci.image.index.v1+json',
	'application/vnd.docker.distribution.manifest.list.v2+json',
	'application/vnd.oci.image.manifest.v1+json',
	'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const digestPattern = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: string): boolean {
	return digestPattern.test(text);
}

export function readManifest(value: Readonly<Record<string, unknown>>): Manifest {
	if (Array.isArray(value.manifests)) {
		return { config: undefined, size: undefined, images: value.manifests.flatMap(readImageOfIndex), platform: '' };
	}
	const config = textOf(fieldsOf(value.config).digest);
	const parts = [value.config, ...(Array.isArray(value.layers) ? value.layers : [])];
	return {
		config: isDigest(config) ? config : undefined,
		size: Array.isArray(value.layers)
			? parts.reduce<number>((sum, part) => sum + Math.max(0, numberOf(fieldsOf(part).size)), 0)
			: undefined,
		images: undefined,
		platform: typeof value.architecture === 'string' ? `linux/${value.architecture}` : '',
	};
}

/** Attestations stand beside the images, for a platform that nobody has. */
function readImageOfIndex(value: unknown): { digest: string; platform: string }[] {
	const { digest, platform, annotations } = fieldsOf(value);
	const name = platformName(fieldsOf(platform));
	const isAttestation = fieldsOf(annotations)['vnd.docker.reference.type'] === 'attestation-manifest';
	return isDigest(textOf(digest)) && !isAttestation && !name.startsWith('unknown')
		? [{ digest: textOf(digest), platform: name }]
		: [];
}

/** Of an image's configuration, or a descriptor's `platform`. */
export function platformName(fields: Readonly<Record<string, unknown>>): string {
	const { os, architecture, variant } = fields;
	return [os, architecture, variant].filter(part => typeof part === 'string' && /^[\w.-]{1,32}$/.test(part)).join('/');
}
