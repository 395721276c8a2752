import { createHash, randomBytes } from 'node:crypto';

export interface PushedImage {
	readonly digest: string;
	/** Bytes that a pull of one platform moves. */
	readonly size: number;
}

export interface Content {
	/** `linux/amd64`; more than one makes an index. */
	readonly platforms: readonly string[];
	readonly created: string;
	/** Docker's media types instead of OCI's. */
	readonly docker?: boolean;
	readonly authorization?: string;
}

/** Puts an image of one random layer into a registry, as a client of its API: nothing in it can be run. */
export async function pushContent(
	address: string,
	repository: string,
	tag: string,
	content: Content,
): Promise<PushedImage> {
	const upload = new Upload(`http://${address}/v2/${repository}`, content);
	const images = await Promise.all(content.platforms.map(platform => upload.image(platform)));
	const [only] = images;
	if (images.length === 1 && only) {
		await upload.put(`manifests/${tag}`, only.text, only.mediaType);
		return { digest: digestOf(only.text), size: only.size };
	}
	const manifests = await Promise.all(
		images.map(async ({ text, mediaType, platform }) => {
			const digest = digestOf(text);
			await upload.put(`manifests/${digest}`, text, mediaType);
			return { mediaType, digest, size: text.length, platform };
		}),
	);
	const mediaType = content.docker
		? 'application/vnd.docker.distribution.manifest.list.v2+json'
		: 'application/vnd.oci.image.index.v1+json';
	const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
	await upload.put(`manifests/${tag}`, index, mediaType);
	return { digest: digestOf(index), size: images[0]?.size ?? 0 };
}

class Upload {
	readonly #base: string;
	readonly #content: Content;

	constructor(base: string, content: Content) {
		this.#base = base;
		this.#content = content;
	}

	async image(name: string) {
		const [os, architecture, variant] = name.split('/');
		const platform = { os, architecture, ...(variant ? { variant } : {}) };
		const { created, docker } = this.#content;
		const layer = randomBytes(500);
		const rootfs = { type: 'layers', diff_ids: [digestOf(layer)] };
		const config = Buffer.from(JSON.stringify({ ...platform, created, config: {}, rootfs }));
		await Promise.all([this.#blob(layer), this.#blob(config)]);
		const kind = docker
			? 'application/vnd.docker.distribution.manifest.v2+json'
			: 'application/vnd.oci.image.manifest.v1+json';
		const part = (mediaType: string, data: Buffer) => ({ mediaType, digest: digestOf(data), size: data.length });
		const manifest = {
			schemaVersion: 2,
			mediaType: kind,
			config: part(
				docker ? 'application/vnd.docker.container.image.v1+json' : 'application/vnd.oci.image.config.v1+json',
				config,
			),
			layers: [
				part(
					docker ? 'application/vnd.docker.image.rootfs.diff.tar.gzip' : 'application/vnd.oci.image.layer.v1.tar+gzip',
					layer,
				),
			],
		};
		return {
			text: Buffer.from(JSON.stringify(manifest)),
			mediaType: kind,
			platform,
			size: layer.length + config.length,
		};
	}

	async put(path: string, body: Buffer, mediaType: string): Promise<void> {
		await this.#send('PUT', `${this.#base}/${path}`, body, mediaType);
	}

	async #blob(data: Buffer): Promise<void> {
		const started = await this.#send('POST', `${this.#base}/blobs/uploads/`);
		const place = new URL(started.headers.get('location') ?? '', this.#base);
		place.searchParams.set('digest', digestOf(data));
		await this.#send('PUT', place.href, data, 'application/octet-stream');
	}

	async #send(method: string, url: string, body?: Buffer, type?: string): Promise<Response> {
		const { authorization } = this.#content;
		const headers = { ...(type ? { 'content-type': type } : {}), ...(authorization ? { authorization } : {}) };
		const answer = await fetch(url, { method, headers, ...(body ? { body: new Uint8Array(body) } : {}) });
		if (!answer.ok) {
			throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
		}
		return answer;
	}
}

function digestOf(data: Buffer): string {
	return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}
