import assert from 'node:assert/strict';
import { buildArguments, defaultTag, isRemoteContext } from '../../src/engine/build.ts';

describe('build arguments', () => {
	it('name the Dockerfile where it is not the usual one, and end with the context', () => {
		const words = (dockerfile: string, context: string) => buildArguments({ dockerfile, context }).join(' ');
		assert.equal(words('/w/Dockerfile', '/w'), 'buildx build --load /w');
		assert.equal(words('/w/a/Dockerfile', '/w'), 'buildx build --load --file /w/a/Dockerfile /w');
		assert.equal(words('/w/Dockerfile', 'https://x/y.git'), 'buildx build --load --file /w/Dockerfile https://x/y.git');
	});

	it('hold every option as words of their own, unquoted', () => {
		const words = buildArguments(
			{
				dockerfile: '/w/a "b" $(c)/도커.Dockerfile',
				context: '/w/a "b" $(c)',
				tags: ['web:1', 'web:latest'],
				target: 'release',
				buildArgs: { A: 'one two', B: '' },
				platform: 'linux/arm64',
				noCache: true,
				pull: true,
				secrets: ['id=token,env=TOKEN'],
				ssh: ['default'],
				labels: { 'org.example': "it's" },
			},
			{ imageIdFile: '/tmp/id', progress: 'plain' },
		);
		assert.deepEqual(words.slice(2), [
			...['--progress', 'plain', '--load', '--iidfile', '/tmp/id', '--tag', 'web:1', '--tag', 'web:latest'],
			...['--file', '/w/a "b" $(c)/도커.Dockerfile', '--target', 'release'],
			...['--build-arg', 'A=one two', '--build-arg', 'B=', '--platform', 'linux/arm64', '--no-cache', '--pull'],
			...['--secret', 'id=token,env=TOKEN', '--ssh', 'default', '--label', "org.example=it's", '/w/a "b" $(c)'],
		]);
	});

	it('tell a folder from an address', () => {
		assert.deepEqual(
			['https://a/b.git#main', 'git@a:b.git', 'github.com/a/b', '/w/git', 'C:\\w'].map(isRemoteContext),
			[true, true, true, false, false],
		);
	});

	it('make a tag of any folder name', () => {
		assert.deepEqual(['My App', 'web_1', '도커', '--x--', 'Café..bar'].map(defaultTag), [
			'my-app',
			'web_1',
			'image',
			'x',
			'cafe-bar',
		]);
	});
});
