import assert from 'node:assert/strict';
import { parsePortMapping } from '../../../src/languageservice/compose/portMapping.ts';
import { parseDuration, parseSize } from '../../../src/languageservice/compose/quantities.ts';
import { resolvePlain } from '../../../src/languageservice/compose/scalars.ts';
import { isSplittable } from '../../../src/languageservice/compose/shellWords.ts';
import { parseVolumeMount } from '../../../src/languageservice/compose/volumeMount.ts';

function table(name: string, read: (text: string) => unknown, cases: readonly (readonly [string, unknown])[]): void {
	describe(name, () => {
		for (const [text, expected] of cases) {
			it(`${JSON.stringify(text)} is ${JSON.stringify(expected)}`, () => assert.deepEqual(read(text), expected));
		}
	});
}

table('durations', parseDuration, [
	['1m30s', 90_000],
	['1.5h', 5_400_000],
	['-5s', -5000],
	['1w2d', 777_600_000],
	['0', 0],
	['30', undefined],
	['', undefined],
	['1 s', undefined],
	['1y', undefined],
]);

table('sizes', parseSize, [
	['512', 512],
	['1k', 1024],
	['1.5GB', 1_610_612_736],
	['2 MiB', 2_097_152],
	['10b', 10],
	['', undefined],
	['-1', undefined],
	['5xb', undefined],
	['g', undefined],
]);

table(
	'ports',
	text => {
		const mapping = parsePortMapping(text);
		return 'problem' in mapping
			? 'wrong'
			: [
					mapping.address,
					mapping.host?.first,
					mapping.host?.last,
					mapping.container.first,
					mapping.container.last,
					mapping.protocol,
				];
	},
	[
		['80', ['', undefined, undefined, 80, 80, 'tcp']],
		['8080:80/UDP', ['', 8080, 8080, 80, 80, 'udp']],
		['127.0.0.1:1-2:3-4', ['127.0.0.1', 1, 2, 3, 4, 'tcp']],
		['[::1]:1:2', ['::1', 1, 1, 2, 2, 'tcp']],
		['0:80', ['', 0, 0, 80, 80, 'tcp']],
		['8000-8009:80', ['', 8000, 8009, 80, 80, 'tcp']],
		['1-2:3-5', 'wrong'],
		['80:0', 'wrong'],
		['::1:1:2', 'wrong'],
		['localhost:1:2', 'wrong'],
		['80/http', 'wrong'],
		['', 'wrong'],
	],
);

table(
	'mounts',
	text => {
		const mount = parseVolumeMount(text);
		return 'problem' in mount ? 'wrong' : [mount.type, mount.source, mount.target, mount.options.join()];
	},
	[
		['data:/x', ['volume', 'data', '/x', '']],
		['./a:/x:ro,z', ['bind', './a', '/x', 'ro,z']],
		['/x', ['volume', '', '/x', '']],
		['C:\\a:/x', ['bind', 'C:\\a', '/x', '']],
		['~/a:/x', ['bind', '~/a', '/x', '']],
		[':/x', 'wrong'],
		['a1:b1:c1:d1', 'wrong'],
		['', 'wrong'],
	],
);

table(
	'plain scalars',
	text => {
		const { kind, value } = resolvePlain(text);
		return [kind, value];
	},
	[
		['0440', ['integer', 288]],
		['0o440', ['integer', 288]],
		['0x1F', ['integer', 31]],
		['1_000', ['integer', 1000]],
		['08', ['float', 8]],
		['1e3', ['float', 1000]],
		['yes', ['string', 'yes']],
		['True', ['boolean', true]],
		['~', ['null', null]],
		['', ['null', null]],
		['22:22', ['string', '22:22']],
		['2024-01-01', ['time', '2024-01-01']],
		['2024-13-01', ['string', '2024-13-01']],
		['1.2.3', ['string', '1.2.3']],
		['-', ['string', '-']],
	],
);

table('commands', isSplittable, [
	['sh -c "a && b"', true],
	["it's", false],
	['a (b)', false],
	['echo $(date)', true],
	["a; it's", true],
	['a \\', false],
	['', true],
]);
