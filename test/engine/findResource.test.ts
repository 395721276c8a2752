import assert from 'node:assert/strict';
import { EngineError } from '../../src/engine/errors.ts';
import { findResource } from '../../src/engine/findResource.ts';
import { readContainer } from '../../src/engine/readContainer.ts';
import { readImage } from '../../src/engine/readImage.ts';
import { readVolume } from '../../src/engine/readVolume.ts';
import type { Container, Image, Volume } from '../../src/engine/resources.ts';

const digest = `sha256:${'d'.repeat(64)}`;
const containers = [
	['abc1', 'web'],
	['abc2', 'db'],
	['def3', 'abc'],
].map(([id, name]) => readContainer({ Id: id?.padEnd(64, '0'), Names: [`/${name}`] }, 0) as Container);
const images = [
	{ Id: `sha256:${'1'.repeat(64)}`, RepoTags: ['nginx:latest', 'ghcr.io/org/app:2'] },
	{ Id: `sha256:${'2'.repeat(64)}`, RepoTags: [], RepoDigests: [`localhost:5000/tool@${digest}`] },
	{ Id: `sha256:${'3'.repeat(64)}`, RepoTags: null },
].map(raw => readImage(raw) as Image);

function failure(find: () => unknown): EngineError {
	try {
		find();
	} catch (error) {
		assert.ok(error instanceof EngineError);
		return error;
	}
	throw new Error('found');
}

describe('findResource', () => {
	it('finds containers by name, id and beginning of an id', () => {
		for (const wanted of ['web', '/web', ' web ', 'abc1', 'abc1'.padEnd(64, '0')]) {
			assert.equal(findResource('container', containers, wanted).name, 'web', wanted);
		}
	});

	it('prefers a name to the beginning of an id', () => {
		assert.equal(findResource('container', containers, 'abc').id.slice(0, 4), 'def3');
	});

	it('names those that could be meant', () => {
		const error = failure(() => findResource('container', containers, 'ab'));
		assert.equal(error.code, 'invalid');
		assert.match(error.message, /^ab could be any of 2 containers: web \(abc100000000\), db \(abc200000000\)$/);
	});

	it('says it in the engine’s words when there is none', () => {
		const error = failure(() => findResource('container', containers, 'nobody'));
		assert.deepEqual([error.code, error.message], ['notFound', 'No such container: nobody']);
		assert.equal(failure(() => findResource('image', images, '<none>')).code, 'notFound');
		assert.equal(failure(() => findResource('container', containers, '')).code, 'notFound');
	});

	it('finds images by every way of naming them', () => {
		for (const wanted of [
			...['nginx', 'nginx:latest', 'library/nginx', 'docker.io/nginx', 'docker.io/library/nginx:latest'],
			...['index.docker.io/library/nginx', 'ghcr.io/org/app:2', '111111', `sha256:${'1'.repeat(12)}`],
		]) {
			assert.equal(findResource('image', images, wanted).id, images[0]?.id, wanted);
		}
		assert.equal(findResource('image', images, `localhost:5000/tool@${digest}`).id, images[1]?.id);
		assert.equal(findResource('image', images, `localhost:5000/tool:1@${digest}`).id, images[1]?.id);
		assert.equal(failure(() => findResource('image', images, 'nginx:1.27')).code, 'notFound');
		assert.equal(failure(() => findResource('image', images, 'ghcr.io/org/app')).code, 'notFound');
	});

	it('finds volumes by their whole name only', () => {
		const volumes = [readVolume({ Name: 'abcdef' }) as Volume];
		assert.equal(findResource('volume', volumes, 'abcdef').name, 'abcdef');
		assert.equal(failure(() => findResource('volume', volumes, 'abc')).code, 'notFound');
	});
});
