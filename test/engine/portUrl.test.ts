import assert from 'node:assert/strict';
import { portUrl } from '../../src/engine/portUrl.ts';
import type { PublishedPort } from '../../src/engine/resources.ts';

const socket = 'unix:///var/run/docker.sock';

function port(given: Partial<PublishedPort>): PublishedPort {
	return { containerPort: 80, protocol: 'tcp', hostPort: 8080, hostAddresses: ['0.0.0.0', '::'], ...given };
}

describe('portUrl: where a browser reaches a port', () => {
	it('on this machine', () => {
		assert.equal(portUrl(port({}), socket), 'http://localhost:8080');
		assert.equal(portUrl(port({ hostAddresses: ['127.0.0.1'] }), socket), 'http://localhost:8080');
		assert.equal(portUrl(port({ hostAddresses: ['192.168.1.5'] }), socket), 'http://192.168.1.5:8080');
		assert.equal(portUrl(port({ hostAddresses: ['fd00::1'] }), socket), 'http://[fd00::1]:8080');
	});

	it('with TLS where the port says so', () => {
		assert.equal(portUrl(port({ containerPort: 443, hostPort: 9000 }), socket), 'https://localhost:9000');
	});

	it('on the machine of a remote engine', () => {
		assert.equal(portUrl(port({}), 'ssh://me@server.example.com:2222'), 'http://server.example.com:8080');
		assert.equal(portUrl(port({}), 'tcp://10.0.0.9:2376'), 'http://10.0.0.9:8080');
		assert.equal(portUrl(port({}), 'tcp://127.0.0.1:2376'), 'http://localhost:8080');
	});

	it('nowhere when it is only exposed', () => {
		assert.equal(portUrl(port({ hostPort: undefined, hostAddresses: [] }), socket), undefined);
	});
});
