import assert from 'node:assert/strict';
import type { RunOptions } from '../../src/engine/runOptions.ts';
import { emptyValues, mountText, readRunValues, toRunOptions, toRunValues } from '../../src/webviews/runValues.ts';

const full: RunOptions = {
	name: 'web',
	command: 'sh -c "echo hi"',
	entrypoint: 'tini --',
	ports: ['127.0.0.1:8080:80', '53:53/udp', '9000'],
	env: { A: '1', B: '' },
	envFile: '/e',
	volumes: ['data:/data', '/h:/h:z,ro', '/anonymous', 'C:\\src:/src:ro'],
	tmpfs: ['/tmp:size=64m', '/run'],
	network: 'front',
	workdir: '/w',
	user: '1:2',
	labels: { l: 'v' },
	restart: 'always',
	remove: true,
	interactive: true,
	memory: '1g',
	cpus: '1.5',
	pull: 'always',
	platform: 'linux/arm64',
	healthCommand: 'true',
	healthInterval: '5s',
	healthTimeout: '1s',
	healthStartPeriod: '2s',
	healthRetries: '3',
	noHealthcheck: true,
};

describe('runValues', () => {
	it('shows every option in a field, and makes the same options of it', () => {
		const values = toRunValues('img', full);
		assert.deepEqual(Object.keys(values).sort(), Object.keys(emptyValues).sort());
		const unset = Object.entries(values).filter(([, value]) => value === '' || value === false || value.length === 0);
		assert.deepEqual(unset, [['others', '']]);
		assert.deepEqual(toRunOptions(values), {
			...full,
			volumes: ['data:/data', '/h:/h:ro,z', '/anonymous', 'C:\\src:/src:ro'],
		});
	});

	it('tells folders, volumes and memory apart', () => {
		assert.deepEqual(
			toRunValues('x', { volumes: ['./a:/a', '~/b:/b', 'cc:/c', '/d'] }).mounts.map(({ type, source, target }) => [
				type,
				source,
				target,
			]),
			[
				['bind', './a', '/a'],
				['bind', '~/b', '/b'],
				['volume', 'cc', '/c'],
				['volume', '', '/d'],
			],
		);
		const mount = { type: 'tmpfs', source: 'left over', target: '/t', readOnly: true, options: '' } as const;
		assert.equal(mountText(mount), '/t');
	});

	it('quotes words so that they stay what they were', () => {
		const command = ['sh', '-c', `echo "$(id)" 'x'`, ''];
		const { command: line } = toRunValues('x', { command });
		assert.equal(line, `sh -c 'echo "$(id)" '\\''x'\\''' ''`);
		assert.equal(toRunValues('x', { entrypoint: '' }).entrypoint, "''");
	});

	it('leaves out what is empty', () => {
		const empty = { name: '', value: '' };
		const mount = { type: 'volume', source: '', target: '', readOnly: false, options: '' } as const;
		const values = { ...emptyValues, image: 'x', ports: [{ host: '', container: '' }], env: [empty], mounts: [mount] };
		assert.deepEqual(toRunOptions(values), {});
	});

	it('takes of a kept state what fits', () => {
		assert.deepEqual(readRunValues(undefined), emptyValues);
		assert.deepEqual(readRunValues('junk'), emptyValues);
		const kept = {
			image: 'x',
			name: 5,
			ports: ['8080:80'],
			env: [{ name: 'A', value: 'b' }],
			remove: 'yes',
			unknown: 1,
		};
		assert.deepEqual(readRunValues(kept), { ...emptyValues, image: 'x', env: [{ name: 'A', value: 'b' }] });
	});
});
