import { randomBytes } from 'node:crypto';
import { pack } from 'tar-stream';
import { engineRequest } from './engineAddress.ts';

/**
 * Gives an engine images of the tests' own, each with a file of random bytes, so that nothing of them is there already.
 * Resolves to the image's id.
 */
export async function makeImage(host: string, reference: string, size: number): Promise<string> {
	const archive = pack();
	archive.entry({ name: 'random', mtime: new Date(0) }, randomBytes(size));
	archive.finalize();
	const chunks: Buffer[] = [];
	for await (const chunk of archive) {
		chunks.push(chunk as Buffer);
	}
	const [, repo = '', tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(reference) ?? [];
	const query = new URLSearchParams({ fromSrc: '-', ...(repo ? { repo, tag } : {}) });
	const answer = await engineRequest(host, {
		method: 'POST',
		path: `/images/create?${query}`,
		body: Buffer.concat(chunks),
		contentType: 'application/x-tar',
	});
	const id = /sha256:[0-9a-f]{64}/.exec(answer.body)?.[0];
	if (answer.status !== 200 || id === undefined) {
		throw new Error(`Importing ${reference}: ${answer.body}`);
	}
	return id;
}
