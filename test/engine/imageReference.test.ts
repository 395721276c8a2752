import assert from 'node:assert/strict';
import {
	familiarName,
	familiarReference,
	parseImageReference,
	shortReference,
} from '../../src/engine/imageReference.ts';
import { parseImageReference as parseEditedReference } from '../../src/languageservice/dockerfile/imageReference.ts';
import { processorMs } from '../support/keepsTime.ts';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

const read: [text: string, registry: string, repository: string, tag?: string, digest?: string][] = [
	['nginx', 'docker.io', 'library/nginx'],
	['nginx:1.27-alpine', 'docker.io', 'library/nginx', '1.27-alpine'],
	['user/app', 'docker.io', 'user/app'],
	['docker.io/nginx', 'docker.io', 'library/nginx'],
	['docker.io/library/nginx:latest', 'docker.io', 'library/nginx', 'latest'],
	['index.docker.io/user/app', 'docker.io', 'user/app'],
	['localhost/app:1', 'localhost', 'app', '1'],
	['localhost:5000/app', 'localhost:5000', 'app'],
	['127.0.0.1:5000/team/app:v2', '127.0.0.1:5000', 'team/app', 'v2'],
	['ghcr.io/org/sub/app:main', 'ghcr.io', 'org/sub/app', 'main'],
	['[::1]:5000/app', '[::1]:5000', 'app'],
	[`nginx@${digest}`, 'docker.io', 'library/nginx', undefined, digest],
	[`ghcr.io/a/b:1@${digest}`, 'ghcr.io', 'a/b', '1', digest],
	['a__b/c--d.e', 'docker.io', 'a__b/c--d.e'],
];

describe('imageReference', () => {
	for (const [text, registry, repository, tag, itsDigest] of read) {
		it(`reads ${text.slice(0, 50)}`, () => {
			assert.deepEqual(parseImageReference(text), { registry, repository, tag, digest: itsDigest });
		});
	}

	const wrong = [
		'',
		':',
		'UPPER',
		'a b',
		'nginx:',
		'nginx:a b',
		'/nginx',
		'nginx/',
		'a//b',
		'-a',
		'a/../b',
		'nginx@sha256:12',
	];
	for (const text of [
		...wrong,
		'http://x/y',
		'a'.repeat(64).replace(/./g, '0'),
		'$(x)',
		'nginx\n',
		'x:한글',
		'<none>:<none>',
	]) {
		it(`refuses ${JSON.stringify(text).slice(0, 50)}`, () => {
			assert.throws(() => parseImageReference(text), { code: 'invalid' });
		});
	}

	it('writes references as people do', () => {
		assert.equal(familiarReference(parseImageReference('docker.io/library/nginx')), 'nginx:latest');
		assert.equal(familiarReference(parseImageReference('localhost:5000/a:1')), 'localhost:5000/a:1');
		assert.equal(familiarReference(parseImageReference(`nginx@${digest}`)), `nginx@${digest}`);
		assert.equal(familiarName(parseImageReference('ghcr.io/a/b:1')), 'ghcr.io/a/b');
	});

	it('shortens them for narrow places', () => {
		assert.equal(shortReference('ghcr.io/org/app:1.2'), 'org/app:1.2');
		assert.equal(shortReference('nginx'), 'nginx');
		assert.equal(shortReference(`nginx@${digest}`), 'nginx');
		assert.equal(shortReference(digest), '0123456789ab');
		assert.equal(shortReference('<none>'), '<none>');
	});

	it('is quick with hostile texts', () => {
		const started = processorMs();
		for (const text of ['a-'.repeat(50_000), 'a/'.repeat(50_000), 'a.'.repeat(50_000), `${'a'.repeat(100_000)}:`]) {
			assert.throws(() => parseImageReference(text));
		}
		assert.ok(processorMs() - started < 1000);
	});
});

describe('image references in the engine layer and in the editor', () => {
	const texts = [
		...['nginx', 'nginx:1.27', 'library/nginx', 'docker.io/nginx', 'index.docker.io/nginx', 'ghcr.io/org/app:v1'],
		...['localhost/app', 'localhost:5000/app', 'UPPER/app', 'a.b/c', '[::1]:5000/app', 'a__b', 'a---b', 'a.b.c'],
		...[`nginx@sha256:${'0'.repeat(64)}`, `nginx:1@sha256:${'a'.repeat(64)}`, '0'.repeat(64), '0'.repeat(63)],
		...['', ' ', 'a b', 'Nginx', 'a..b', 'a/', '/a', 'a//b', 'a:', ':a', 'a:b:c', 'a@b', 'a_', '-a', 'a___b', 'a:-b'],
	];
	for (const text of texts) {
		it(`are read alike: ${JSON.stringify(text)}`, () => {
			const edited = parseEditedReference(text);
			if (typeof edited === 'string') {
				assert.throws(() => parseImageReference(text), { code: 'invalid' }, edited);
			} else {
				const { registry, repository, tag, digest } = edited;
				assert.deepEqual(parseImageReference(text), { registry, repository, tag, digest });
			}
		});
	}
});
