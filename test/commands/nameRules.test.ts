import assert from 'node:assert/strict';
import {
	isEngineName,
	isImageReference,
	isNetworkName,
	pastedReference,
	withDefaultTag,
} from '../../src/commands/nameRules.ts';

describe('nameRules', () => {
	it('names of containers and volumes', () => {
		for (const name of ['web', 'my_app-1.2', '0a']) assert.ok(isEngineName(name), name);
		for (const name of ['', 'a', '-web', 'a b', 'a/b', '웹', 'web\n']) assert.ok(!isEngineName(name), name);
	});

	it('names of networks', () => {
		assert.ok(isNetworkName('my net'));
		for (const name of ['', ' net', 'a/b']) assert.ok(!isNetworkName(name), name);
	});

	it('image references', () => {
		const good = ['nginx', 'nginx:1.27', 'a/b/c', 'localhost:5000/app:dev', 'my_app', `x@sha256:${'0'.repeat(64)}`];
		for (const reference of good) assert.ok(isImageReference(reference), reference);
		for (const reference of ['', 'Nginx', 'nginx:', 'a b', 'nginx:la test', '/x', 'a//b', '$(id)']) {
			assert.ok(!isImageReference(reference), reference);
		}
	});

	it('a pasted line that pulls', () => {
		for (const line of ['nginx:1.27', 'docker pull nginx:1.27', '$ sudo docker image pull  nginx:1.27']) {
			assert.equal(pastedReference(line), 'nginx:1.27');
		}
		assert.equal(pastedReference('docker pull --all-tags nginx'), '--all-tags nginx');
	});

	it('the tag that is meant', () => {
		assert.equal(withDefaultTag('nginx'), 'nginx:latest');
		assert.equal(withDefaultTag('localhost:5000/app'), 'localhost:5000/app:latest');
		assert.equal(withDefaultTag('nginx:1.27'), 'nginx:1.27');
		assert.equal(withDefaultTag('x@sha256:00'), 'x@sha256:00');
	});
});
