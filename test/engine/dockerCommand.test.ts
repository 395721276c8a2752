import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dockerCommand, dockerRun, inFolder } from '../../src/engine/dockerCommand.ts';

describe('dockerCommand', () => {
	it('reads as people type it', () => {
		assert.equal(dockerCommand('stop', ['web']), 'docker stop web');
		assert.equal(dockerCommand('exec', ['-it', 'web', 'bash']), 'docker exec -it web bash');
		assert.equal(dockerCommand('volume rm', ['a b']), "docker volume rm 'a b'");
		assert.equal(dockerCommand('info'), 'docker info');
		assert.equal(inFolder('/my shop', dockerCommand('compose', ['up'])), "cd '/my shop' && docker compose up");
	});

	it('says what a run was', () => {
		assert.equal(dockerRun('nginx', { ports: ['8080:80'], name: 'web' }), 'docker run -d -p 8080:80 --name web nginx');
		assert.equal(dockerRun('busybox', { interactive: true, remove: true }), 'docker run -it --rm busybox');
		assert.equal(
			dockerRun('x:1', {
				command: "sh -c 'echo $HOME'",
				entrypoint: ['tini', '--'],
				env: { A: 'a b' },
				envFile: '/e',
				volumes: ['data:/d'],
				network: 'front',
				workdir: '/w',
				user: '1',
				labels: { l: 'v' },
				restart: 'always',
				memory: '1g',
				cpus: 1.5,
				pull: 'always',
			}),
			"docker run -d -e 'A=a b' --env-file /e -v data:/d --network front -w /w -u 1 --label l=v --restart always --memory 1g --cpus 1.5 --pull always --entrypoint tini x:1 -- sh -c 'echo $HOME'",
		);
	});

	it('gives a shell back exactly what was put in', () => {
		const words = ['plain', '', 'a b', "it's", '"x"', '$(touch /tmp/no)', '`id`', '$HOME', '*', '~', '!', '한글 이름'];
		words.push(
			'-flag',
			'=x',
			'a\nb',
			'a\tb',
			'\x1b[31mred',
			'back\\slash',
			'a\u202Eb',
			"'\x07\\",
			'#no',
			'é\u0301',
			'😀',
		);
		const line = dockerCommand('x', words).replace(/^docker x/, "printf '%s\\0'");
		assert.deepEqual(
			execFileSync('bash', ['-c', line], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } }),
			`${words.join('\0')}\0`,
		);
	});

	it('shows no control or invisible character as it is', () => {
		const line = dockerCommand('stop', ['a\x1b]0;title\x07b\r\n\u202E\u2028\u200B']);
		assert.equal(line, "docker stop $'a\\x1b]0;title\\x07b\\r\\n\\u202e\\u2028\\u200b'");
	});
});
