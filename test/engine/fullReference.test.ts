import assert from 'node:assert/strict';
import { fullReference } from '../../src/engine/fullReference.ts';

const digest = `sha256:${'d'.repeat(64)}`;

describe('fullReference', () => {
	for (const [text, full] of [
		['nginx', 'docker.io/library/nginx:latest'],
		['library/nginx:1.27', 'docker.io/library/nginx:1.27'],
		['index.docker.io/org/app', 'docker.io/org/app:latest'],
		['localhost:5000/app:1', 'localhost:5000/app:1'],
		[`nginx:1@${digest}`, `docker.io/library/nginx@${digest}`],
		['a'.repeat(64), 'a'.repeat(64)],
		['<none>', '<none>'],
	] as const) {
		it(`${text} → ${full}`, () => assert.equal(fullReference(text), full));
	}
});
