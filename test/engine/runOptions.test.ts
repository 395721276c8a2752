import assert from 'node:assert/strict';
import type { EngineError } from '../../src/engine/errors.ts';
import {
	checkPlatform,
	parseCpus,
	parseMemory,
	parseRestart,
	parseVolumes,
	type RunOptions,
	splitCommandLine,
	toCreateBody,
} from '../../src/engine/runOptions.ts';
import { processorMs } from '../support/keepsTime.ts';

function refuses(work: () => unknown, option: string, value: string): void {
	assert.throws(work, (error: EngineError) => {
		assert.equal(error.code, 'invalid');
		assert.deepEqual(error.recognised, { kind: 'invalidOption', option, value });
		assert.ok(error.message.includes(value));
		return true;
	});
}

describe('runOptions', () => {
	it('makes a detached container of nothing but an image', () => {
		const { HostConfig, ...body } = toCreateBody('nginx', {});
		assert.deepEqual(JSON.parse(JSON.stringify(body)), {
			Image: 'nginx',
			Env: [],
			Labels: {},
			ExposedPorts: {},
			Volumes: {},
			Tty: false,
			OpenStdin: false,
			StdinOnce: false,
			AttachStdin: false,
			AttachStdout: false,
			AttachStderr: false,
		});
		assert.deepEqual(JSON.parse(JSON.stringify(HostConfig)), {
			Binds: [],
			PortBindings: {},
			RestartPolicy: { Name: 'no', MaximumRetryCount: 0 },
			AutoRemove: false,
		});
	});

	it('carries every option over', () => {
		const options: RunOptions = {
			command: "sh -c 'echo hi'",
			entrypoint: ['tini', '--'],
			ports: ['8080:80'],
			env: { A: '1', B: 'x=y' },
			volumes: ['data:/data', '/anonymous', '/h:/h:ro'],
			network: 'container:web',
			workdir: '/work',
			user: '1000:1000',
			labels: { a: 'b' },
			restart: 'on-failure:3',
			interactive: true,
			memory: '512m',
			cpus: '1.5',
		};
		const body = toCreateBody('x', options, ['A=0', 'C=3']);
		assert.deepEqual(body.Cmd, ['sh', '-c', 'echo hi']);
		assert.deepEqual(body.Entrypoint, ['tini', '--']);
		assert.deepEqual(body.Env, ['A=1', 'C=3', 'B=x=y']);
		assert.deepEqual([body.WorkingDir, body.User], ['/work', '1000:1000']);
		assert.deepEqual(body.ExposedPorts, { '80/tcp': {} });
		assert.deepEqual(body.Volumes, { '/anonymous': {} });
		assert.deepEqual(
			[body.Tty, body.OpenStdin, body.StdinOnce, body.AttachStdin, body.AttachStdout],
			Array(5).fill(true),
		);
		assert.deepEqual(body.HostConfig, {
			Binds: ['data:/data', '/h:/h:ro'],
			PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] },
			NetworkMode: 'container:web',
			RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 },
			AutoRemove: false,
			Memory: 512 * 1024 * 1024,
			NanoCpus: 1_500_000_000,
		});
	});

	it('takes an entrypoint away with an empty text', () => {
		assert.deepEqual(toCreateBody('x', { entrypoint: '' }).Entrypoint, ['']);
		assert.equal(toCreateBody('x', { command: ' ' }).Cmd, undefined);
	});

	it('splits command lines as a shell does', () => {
		const lines: Record<string, string[]> = {
			'a b  c': ['a', 'b', 'c'],
			'sh -c "echo \\"a b\\" \\$x"': ['sh', '-c', 'echo "a b" $x'],
			"'a  b'c\\ d": ['a  bc d'],
			'a "" b': ['a', '', 'b'],
			'"a\\b"': ['a\\b'],
			'a \\\n b': ['a', 'b'],
			'  한글 "두 단어" ': ['한글', '두 단어'],
			'echo $HOME *': ['echo', '$HOME', '*'],
			'': [],
		};
		for (const [line, words] of Object.entries(lines)) {
			assert.deepEqual(splitCommandLine(line), words, line);
		}
	});

	it('refuses unfinished quotes', () => {
		refuses(() => toCreateBody('x', { command: "echo 'a" }), 'command', "echo 'a");
		refuses(() => toCreateBody('x', { entrypoint: 'echo "a' }), 'entrypoint', 'echo "a');
		refuses(() => splitCommandLine('a\\'), 'command', 'a\\');
	});

	it('splits long lines in no time', () => {
		const started = processorMs();
		assert.equal(splitCommandLine(`${'"a b" '.repeat(20_000)}`).length, 20_000);
		assert.ok(processorMs() - started < 1000);
	});

	it('reads volumes', () => {
		assert.deepEqual(parseVolumes(['data:/x', '/h:/x:ro,z', 'C:\\a b:/x', 'c:/a:/x:ro', '/only', '/한글 "폴더":/x']), {
			binds: ['data:/x', '/h:/x:ro,z', 'C:\\a b:/x', 'c:/a:/x:ro', '/한글 "폴더":/x'],
			anonymous: ['/only'],
		});
	});

	for (const volume of ['~/x:/x', './x:/x', 'data:x', 'data:/x:rx', '/a:/b:/c:/d', '', ':/x', 'a b:/x']) {
		it(`refuses the volume "${volume}"`, () => refuses(() => parseVolumes([volume]), 'volumes', volume));
	}

	it('reads memory and CPUs', () => {
		assert.equal(parseMemory('1048576'), 1048576);
		assert.equal(parseMemory('6M'), 6 * 1024 ** 2);
		assert.equal(parseMemory('1.5g'), 1.5 * 1024 ** 3);
		assert.equal(parseMemory('1GiB'), 1024 ** 3);
		assert.equal(parseMemory(1024), 1024);
		assert.equal(parseCpus('1.5'), 1_500_000_000);
		assert.equal(parseCpus('.25'), 250_000_000);
		assert.equal(parseCpus(2), 2_000_000_000);
		for (const value of ['', 'lots', '-1m', '1x', '1 2m']) {
			refuses(() => parseMemory(value), 'memory', value);
		}
		for (const value of ['', 'two', '-1', '1.5.1', '0.00000000001']) {
			refuses(() => parseCpus(value), 'cpus', value);
		}
	});

	it('reads restart policies', () => {
		assert.deepEqual(parseRestart(undefined), { Name: 'no', MaximumRetryCount: 0 });
		assert.deepEqual(parseRestart('unless-stopped'), { Name: 'unless-stopped', MaximumRetryCount: 0 });
		assert.deepEqual(parseRestart('on-failure'), { Name: 'on-failure', MaximumRetryCount: 0 });
		for (const value of ['sometimes', 'always:3', 'on-failure:x']) {
			refuses(() => parseRestart(value), 'restart', value);
		}
		refuses(() => toCreateBody('x', { restart: 'always', remove: true }), 'restart', 'always');
	});

	it('refuses names of variables that are none', () => {
		refuses(() => toCreateBody('x', { env: { 'A=B': '1' } }), 'env', 'A=B');
	});

	it('mounts folders in memory', () => {
		assert.deepEqual(toCreateBody('x', { tmpfs: ['/run', '/tmp:size=64m,mode=1777'] }).HostConfig.Tmpfs, {
			'/run': '',
			'/tmp': 'size=64m,mode=1777',
		});
		for (const wrong of ['tmp', '/', '', '/tmp:size=$(id)']) {
			refuses(() => toCreateBody('x', { tmpfs: [wrong] }), 'tmpfs', wrong);
		}
	});

	it('knows what a platform looks like', () => {
		for (const right of ['linux', 'linux/arm64', 'linux/arm/v7']) {
			assert.equal(checkPlatform(right), right);
		}
		refuses(() => checkPlatform('arm 64'), 'platform', 'arm 64');
	});
});
