import { createHash } from 'node:crypto';
import { padding, type TarEntry, writeHeader } from '../../src/engine/tarHeader.ts';
import { engineRequest } from './engineAddress.ts';
import { tarOf } from './tarOf.ts';

/** A file of a layer by its path: its text, how many zeros it is, or more; `null` for a folder. */
export type LayerFile = string | number | null | (Partial<TarEntry> & { readonly content?: string | number });

export interface MadeLayer {
	/** As it stands in the image's history. */
	readonly command: string;
	readonly files: Readonly<Record<string, LayerFile>>;
}

/** A step that makes no layer. */
export interface MadeSetting {
	readonly command: string;
}

/** The tar of one layer; `dir/.wh.name` removes what lies below. */
export function layerTar(files: Readonly<Record<string, LayerFile>>): Buffer {
	const blocks = Object.entries(files).flatMap(([name, file]) => {
		const { content = '', ...details } =
			file === null ? { type: 'folder' as const, mode: 0o755 } : typeof file === 'object' ? file : { content: file };
		const bytes = typeof content === 'number' ? Buffer.alloc(content) : Buffer.from(content);
		const entry = { ...plainEntry, name, size: bytes.length, ...details };
		return [writeHeader(entry), bytes, Buffer.alloc(padding(bytes.length))];
	});
	return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const plainEntry: TarEntry = {
	name: '',
	type: 'file',
	size: 0,
	mode: 0o644,
	modified: 1_700_000_000,
	uid: 0,
	gid: 0,
	linkName: '',
};

export interface ImageArchive {
	/** As `docker load` takes it. */
	readonly archive: Buffer;
	readonly config: string;
	readonly digests: readonly string[];
}

/** An archive of one image, in the layout of `docker save` before OCI. */
export function imageArchive(
	reference: string,
	steps: readonly (MadeLayer | MadeSetting)[],
	os = 'linux',
): ImageArchive {
	const layers = steps.flatMap(step => ('files' in step ? [layerTar(step.files)] : []));
	const digests = layers.map(layer => `sha256:${sha256(layer)}`);
	const config = imageConfig(steps, digests, os);
	const name = `${sha256(Buffer.from(config))}.json`;
	const places = layers.map((_, index) => `${index}/layer.tar`);
	const manifest = JSON.stringify([{ Config: name, RepoTags: [reference], Layers: places }]);
	const archived = Object.fromEntries(layers.map((layer, index) => [places[index] as string, layer]));
	return { archive: tarOf({ ...archived, [name]: config, 'manifest.json': manifest }), config: name, digests };
}

/** Says how an image was made of layers with these digests. */
export function imageConfig(
	steps: readonly (MadeLayer | MadeSetting)[],
	digests: readonly string[],
	os = 'linux',
): string {
	return JSON.stringify({
		architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
		os,
		created: new Date(1_700_000_000_000 + steps.length * 1000).toISOString(),
		config: {},
		rootfs: { type: 'layers', diff_ids: digests },
		history: steps.map((step, index) => ({
			created: new Date(1_700_000_000_000 + index * 1000).toISOString(),
			created_by: step.command,
			...('files' in step ? {} : { empty_layer: true }),
		})),
	});
}

/** Gives an engine an image with these layers, lowest first; resolves to its digests. */
export async function loadLayers(
	host: string,
	reference: string,
	steps: readonly (MadeLayer | MadeSetting)[],
): Promise<readonly string[]> {
	const { archive, digests } = imageArchive(reference, steps);
	const answer = await engineRequest(host, {
		method: 'POST',
		path: '/images/load?quiet=1',
		body: archive,
		contentType: 'application/x-tar',
	});
	if (answer.status !== 200 || !answer.body.includes('Loaded image')) {
		throw new Error(`Loading ${reference}: ${answer.status} ${answer.body}`);
	}
	return digests;
}

export function sha256(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}
