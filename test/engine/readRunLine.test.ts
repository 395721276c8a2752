import assert from 'node:assert/strict';
import { dockerRun } from '../../src/engine/dockerCommand.ts';
import { readRunLine } from '../../src/engine/readRunLine.ts';
import type { RunOptions } from '../../src/engine/runOptions.ts';

describe('readRunLine', () => {
	it('takes the lines of tutorials apart', () => {
		assert.deepEqual(readRunLine('docker run -d -p 8080:80 --name my-nginx nginx'), {
			image: 'nginx',
			options: { ports: ['8080:80'], name: 'my-nginx' },
			others: [],
		});
		assert.deepEqual(readRunLine("docker run -it --rm -e 'A=b c' ubuntu:22.04 /bin/bash -c 'echo $HOME'"), {
			image: 'ubuntu:22.04',
			options: { interactive: true, remove: true, env: { A: 'b c' }, command: ['/bin/bash', '-c', 'echo $HOME'] },
			others: [],
		});
	});

	it('gives back what dockerRun wrote', () => {
		const options: RunOptions = {
			name: 'web',
			command: ['sh', '-c', `echo "$(id)" '<script>' \\ $$`],
			entrypoint: ['tini'],
			ports: ['127.0.0.1:8080:80', '53:53/udp'],
			env: { A: '', B: 'x=y', C: 'a\nb', D: '한글' },
			volumes: ['data:/data', '/h h:/h:ro', '/anonymous'],
			tmpfs: ['/tmp:size=64m', '/run'],
			network: 'front',
			workdir: '/w',
			user: '1:2',
			labels: { l: 'v' },
			restart: 'on-failure:3',
			remove: true,
			interactive: true,
			memory: '1g',
			cpus: '1.5',
			pull: 'always',
			platform: 'linux/arm64',
			healthCommand: 'curl -f localhost || exit 1',
			healthInterval: '5s',
			healthTimeout: '1s',
			healthStartPeriod: '1m30s',
			healthRetries: '2',
		};
		const { C: _, ...env } = options.env ?? {};
		const oneLine = { ...options, env };
		const read = readRunLine(dockerRun('img:1', oneLine));
		assert.deepEqual(read, { image: 'img:1', options: oneLine, others: [] });
		assert.deepEqual(readRunLine(dockerRun('img', { noHealthcheck: true, entrypoint: '' })).options, {
			noHealthcheck: true,
			entrypoint: '',
		});
	});

	it('reads long mounts as short ones where they say the same', () => {
		const { options, others } = readRunLine(
			'docker run --mount type=bind,source=./src,target=/app,readonly --mount source=data,dst=/data --mount type=tmpfs,target=/t,tmpfs-size=1m --mount type=bind,src=/a,dst=/b,bind-propagation=shared busybox',
		);
		assert.deepEqual(options, { volumes: ['./src:/app:ro', 'data:/data'], tmpfs: ['/t:size=1m'] });
		assert.deepEqual(others, ['--mount type=bind,src=/a,dst=/b,bind-propagation=shared']);
	});

	it('loses nothing that has no place', () => {
		const line = "docker run --gpus all --privileged -e HOME --network a --network b --add-host 'x y:1' busybox";
		assert.deepEqual(readRunLine(line), {
			image: 'busybox',
			options: { network: 'a' },
			others: ['--gpus all', '--privileged', '--env HOME', '--network b', "--add-host 'x y:1'"],
		});
	});

	it('says what is no docker run line', () => {
		assert.throws(() => readRunLine('docker ps -a'), { code: 'invalid' });
		assert.throws(() => readRunLine('docker run -p'), { code: 'invalid' });
		assert.throws(() => readRunLine("docker run 'nginx"), { code: 'invalid' });
	});
});
