import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addToComposeFile, toComposeFile } from '../../src/engine/composeEdit.ts';
import { convertRun } from '../../src/engine/composeFromRun.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { ensureEngine } from '../support/engine.ts';

const yamlOf = (line: string) => toComposeFile(convertRun(line));

describe('compose from run', () => {
	it('makes a service of a usual line', async () => {
		const line = `docker run -d --name my-nginx -p 8080:80 -e MODE=dev -v "$(pwd)/html":/usr/share/nginx/html:ro \\
			-v data:/data --restart unless-stopped --rm nginx:1.27 nginx -g 'daemon off;'`;
		assert.equal(
			await yamlOf(line),
			`services:
  my-nginx:
    image: nginx:1.27
    container_name: my-nginx
    command: [nginx, -g, daemon off;]
    restart: unless-stopped
    ports:
      - "8080:80"
    environment:
      MODE: dev
    volumes:
      - ./html:/usr/share/nginx/html:ro
      - data:/data

volumes:
  data:
    name: data
`,
		);
	});

	const services: readonly (readonly [line: string, service: Record<string, unknown>])[] = [
		[
			'docker run -it --rm ubuntu:22.04 bash',
			{ image: 'ubuntu:22.04', command: ['bash'], stdin_open: true, tty: true },
		],
		['$ sudo docker container run -dp80:80 -P=false x', { image: 'x', ports: ['80:80'] }],
		[
			'docker run -e A=\'$HOME\' -e "B=$HOME" -e C x',
			{ image: 'x', environment: { A: '$$HOME', B: '$HOME', C: null } },
		],
		[
			'docker run --memory=512m --cpus 1.5 -u 1000:1000 x',
			{ image: 'x', mem_limit: '512m', cpus: 1.5, user: '1000:1000' },
		],
		['docker run --network host x', { image: 'x', network_mode: 'host' }],
		[
			'docker run --net a --network b --network-alias db x',
			{ image: 'x', networks: { a: { aliases: ['db'] }, b: null } },
		],
		[
			'docker run --health-cmd "curl -f x" --health-retries 3 x',
			{ image: 'x', healthcheck: { test: ['CMD-SHELL', 'curl -f x'], retries: 3 } },
		],
		[
			'docker run --ulimit nofile=1:2 --ulimit core=0 x',
			{ image: 'x', ulimits: { nofile: { soft: 1, hard: 2 }, core: 0 } },
		],
		[
			'docker run --log-driver local --log-opt max-size=1m --log-opt max-file=2 x',
			{ image: 'x', logging: { driver: 'local', options: { 'max-size': '1m', 'max-file': '2' } } },
		],
		[
			'docker run --mount type=bind,src=/a,dst=/b,readonly x',
			{ image: 'x', volumes: [{ type: 'bind', source: '/a', target: '/b', read_only: true }] },
		],
		[
			'docker run -v C:\\data:/data -v "C:\\my data:/d" x',
			{ image: 'x', volumes: ['C:\\data:/data', 'C:\\my data:/d'] },
		],
		[
			'docker run --gpus all x',
			{
				image: 'x',
				deploy: {
					resources: { reservations: { devices: [{ driver: 'nvidia', count: 'all', capabilities: ['gpu'] }] } },
				},
			},
		],
		[
			'docker run --entrypoint /bin/sh x -c "a && b"',
			{ image: 'x', entrypoint: ['/bin/sh'], command: ['-c', 'a && b'] },
		],
		['docker run ^\r\n  -p 1:1 `\n  x', { image: 'x', ports: ['1:1'] }],
		[
			'podman run --privileged --init --read-only --tmpfs /run x && echo done',
			{ image: 'x', privileged: true, init: true, read_only: true, tmpfs: ['/run'] },
		],
	];
	for (const [line, service] of services) {
		it(line, () => assert.deepEqual(convertRun(line).service, service));
	}

	it('names the service after the image where the container has no name', () => {
		assert.equal(convertRun('docker run ghcr.io/acme/Web_App:1@sha256:0').name, 'Web_App');
	});

	it('tells what a service cannot say', () => {
		assert.deepEqual(convertRun('docker run --cidfile /x -P --rm x').ignored, ['--cidfile', '--publish-all']);
	});

	const refused: readonly (readonly [string, RegExp])[] = [
		['docker ps', /not a "docker run" line/],
		['echo docker run x', /not a "docker run" line/],
		['docker run -d', /names no image/],
		['docker run --name', /needs a value/],
		['docker run -z x', /no flag "-z"/],
		['docker run "x', /closing " is missing/],
	];
	for (const [line, sentence] of refused) {
		it(`refuses ${line}`, () => {
			assert.throws(
				() => convertRun(line),
				error => error instanceof EngineError && error.code === 'invalid' && sentence.test(error.message),
			);
		});
	}

	it('is what Compose accepts', async () => {
		const { env } = await ensureEngine();
		const folder = mkdtempSync(join(tmpdir(), 'slipway from run '));
		try {
			for (const [line] of services.filter(([, { volumes }]) => !JSON.stringify(volumes ?? '').includes('C:'))) {
				writeFileSync(join(folder, 'compose.yaml'), await yamlOf(line));
				const { status, stderr } = spawnSync('docker', ['compose', 'config', '-q'], {
					cwd: folder,
					env,
					encoding: 'utf8',
				});
				assert.equal(status, 0, `${line}\n${stderr}`);
			}
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});

describe('a service added to a compose file', () => {
	const added = (file: string, line = 'docker run -v d:/d x') => addToComposeFile(file, convertRun(line));

	it('leaves everything else as it was', async () => {
		const before =
			'# top\nservices: # all\n    web:\n        image: "x" # c\n        command: |\n          a\n\n# about\nvolumes:\n    d:\n\n# end\n';
		assert.equal(
			await added(before),
			before.replace('          a\n', '          a\n    x:\n        image: x\n        volumes:\n            - d:/d\n'),
		);
	});

	it('gets another name where its own is taken', async () => {
		assert.match(await added('services:\n  x:\n    image: a\n  x-2: { image: b }\n'), /\n {2}x-3:\n {4}image: x\n/);
	});

	it('comes below an empty key, into braces, and into an empty file', async () => {
		assert.equal(await added('services:\nx-a: 1', 'docker run x'), 'services:\n  x:\n    image: x\nx-a: 1');
		assert.equal(await added('services: {}\n', 'docker run x'), 'services:\n  x:\n    image: x\n');
		assert.equal(await added('', 'docker run x'), 'services:\n  x:\n    image: x\n');
	});

	it('keeps Windows line ends', async () => {
		assert.equal(
			await added('services:\r\n  a:\r\n    image: b\r\n', 'docker run x'),
			'services:\r\n  a:\r\n    image: b\r\n  x:\r\n    image: x\r\n',
		);
	});

	it('is refused where the file cannot be read', async () => {
		await assert.rejects(added('services: [\n'), { code: 'invalid' });
		await assert.rejects(added('- a\n'), { code: 'invalid' });
	});
});
