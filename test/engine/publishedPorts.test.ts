import assert from 'node:assert/strict';
import type { EngineError } from '../../src/engine/errors.ts';
import { parsePublishedPorts } from '../../src/engine/publishedPorts.ts';

const read: Readonly<Record<string, Readonly<Record<string, readonly [ip: string, port: string]>>>> = {
	'80': { '80/tcp': ['', ''] },
	'53/UDP': { '53/udp': ['', ''] },
	'8080:80': { '80/tcp': ['', '8080'] },
	'127.0.0.1:8080:80/udp': { '80/udp': ['127.0.0.1', '8080'] },
	'127.0.0.1::80': { '80/tcp': ['127.0.0.1', ''] },
	'[::1]:80:80': { '80/tcp': ['::1', '80'] },
	'[::]::80/sctp': { '80/sctp': ['::', ''] },
	'8000-8002:80-82': { '80/tcp': ['', '8000'], '81/tcp': ['', '8001'], '82/tcp': ['', '8002'] },
	'8000-8005:80': { '80/tcp': ['', '8000-8005'] },
	'80-81': { '80/tcp': ['', ''], '81/tcp': ['', ''] },
	'0:80': { '80/tcp': ['', '0'] },
};

const refused = [
	...['', ':', '80:', 'http', '8080:http', '99999:80', '8080:0', '8080:99999', '8000-8001:80-82', '8002-8000:80'],
	...['localhost:80:80', '1.2.3:80:80', '256.1.1.1:80:80', '::1:80:80', '80/icmp', '80 81', '-1:80', '80:80:80:80'],
];

describe('publishedPorts', () => {
	for (const [specification, expected] of Object.entries(read)) {
		it(`reads ${specification}`, () => {
			const wanted = Object.entries(expected).map(([port, [HostIp, HostPort]]) => [port, [{ HostIp, HostPort }]]);
			assert.deepEqual(parsePublishedPorts([specification]), Object.fromEntries(wanted));
		});
	}

	for (const specification of refused) {
		it(`refuses "${specification}", naming it`, () => {
			assert.throws(
				() => parsePublishedPorts(['80:80', specification]),
				(error: EngineError) => {
					assert.equal(error.code, 'invalid');
					assert.deepEqual(error.recognised, { kind: 'invalidOption', option: 'ports', value: specification });
					return error.message.includes(`"${specification}"`);
				},
			);
		});
	}

	it('publishes one port several times', () => {
		assert.deepEqual(parsePublishedPorts(['80:80', '127.0.0.1:81:80']), {
			'80/tcp': [
				{ HostIp: '', HostPort: '80' },
				{ HostIp: '127.0.0.1', HostPort: '81' },
			],
		});
	});
});
