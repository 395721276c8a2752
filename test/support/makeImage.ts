import { randomBytes } from 'node:crypto';
import { engineRequest } from './engineAddress.ts';
import { tarOf } from './tarOf.ts';

/**
 * Gives an engine images of the tests' own, each with a file of random bytes, so that nothing of them is there already.
 * Resolves to the image's id.
 */
export async function makeImage(host: string, reference: string, size: number): Promise<string> {
	const [, repo = '', tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(reference) ?? [];
	const query = new URLSearchParams({ fromSrc: '-', ...(repo ? { repo, tag } : {}) });
	const answer = await engineRequest(host, {
		method: 'POST',
		path: `/images/create?${query}`,
		body: tarOf({ random: randomBytes(size) }),
		contentType: 'application/x-tar',
	});
	const id = /sha256:[0-9a-f]{64}/.exec(answer.body)?.[0];
	if (answer.status !== 200 || id === undefined) {
		throw new Error(`Importing ${reference}: ${answer.body}`);
	}
	return id;
}
