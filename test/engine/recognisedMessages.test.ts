import assert from 'node:assert/strict';
import { recognise } from '../../src/engine/recognisedMessages.ts';
import { processorMs } from '../support/keepsTime.ts';

/** What engines 20.10 to 29 and Podman 4 and 5 say, word for word. */
const sentences: readonly [message: string, code: string, cause: object][] = [
	[
		'driver failed programming external connectivity on endpoint web (0a1b2c): Bind for 0.0.0.0:8080 failed: port is already allocated',
		'conflict',
		{ kind: 'portAllocated', port: 8080 },
	],
	[
		'driver failed programming external connectivity on endpoint a:99 (0a): Error starting userland proxy: listen tcp4 0.0.0.0:8081: bind: address already in use',
		'conflict',
		{ kind: 'portAllocated', port: 8081 },
	],
	[
		'failed to set up container networking: driver failed programming external connectivity on endpoint c (b6): failed to bind host port for 127.0.0.1:8082:172.17.0.2:80/tcp: address already in use',
		'conflict',
		{ kind: 'portAllocated', port: 8082 },
	],
	[
		'failed to set up container networking: driver failed programming external connectivity on endpoint c (b6): failed to bind host port 0.0.0.0:8083/tcp: address already in use',
		'conflict',
		{ kind: 'portAllocated', port: 8083 },
	],
	[
		'driver failed programming external connectivity on endpoint c (b6): Error starting userland proxy: listen tcp6 [::]:8084: bind: address already in use',
		'conflict',
		{ kind: 'portAllocated', port: 8084 },
	],
	[
		'Ports are not available: exposing port TCP 0.0.0.0:8085 -> 0.0.0.0:0: listen tcp 0.0.0.0:8085: bind: address already in use',
		'conflict',
		{ kind: 'portAllocated', port: 8085 },
	],
	[
		'Ports are not available: exposing port TCP 0.0.0.0:8086 -> 0.0.0.0:0: listen tcp 0.0.0.0:8086: bind: An attempt was made to access a socket in a way forbidden by its access permissions.',
		'conflict',
		{ kind: 'portAllocated', port: 8086 },
	],
	[
		'cannot listen on the TCP port: listen tcp4 :8087: bind: address already in use',
		'conflict',
		{ kind: 'portAllocated', port: 8087 },
	],
	[
		'rootlessport listen tcp 0.0.0.0:8088: bind: address already in use',
		'conflict',
		{ kind: 'portAllocated', port: 8088 },
	],
	[
		'Conflict. The container name "/web" is already in use by container "0123abcd". You have to remove (or rename) that container to be able to reuse that name.',
		'conflict',
		{ kind: 'nameInUse', name: 'web', holder: '0123abcd' },
	],
	[
		'Error when allocating new name: Conflict. The container name "/web" is already in use by container "0123abcd". You have to remove (or rename) that container to be able to reuse that name.',
		'conflict',
		{ kind: 'nameInUse', name: 'web', holder: '0123abcd' },
	],
	[
		'creating container storage: the container name "web" is already in use by 0123abcd. You have to remove that container to be able to reuse that name: that name is already in use',
		'conflict',
		{ kind: 'nameInUse', name: 'web', holder: '0123abcd' },
	],
	['network with name front already exists', 'conflict', { kind: 'nameInUse', name: 'front', holder: '' }],
	[
		'network name front already used: network already exists',
		'conflict',
		{ kind: 'nameInUse', name: 'front', holder: '' },
	],
	[
		'conflict: unable to remove repository reference "busybox" (must force) - container 0a1b2c3d is using its referenced image d5830ad865f2',
		'conflict',
		{ kind: 'imageInUse', holders: ['0a1b2c3d'] },
	],
	[
		'conflict: unable to delete d5830ad865f2 (cannot be forced) - image is being used by running container 0a1b2c3d',
		'conflict',
		{ kind: 'imageInUse', holders: ['0a1b2c3d'] },
	],
	[
		'conflict: unable to delete d5830ad865f2 (must be forced) - image is being used by stopped container 0a1b2c3d',
		'conflict',
		{ kind: 'imageInUse', holders: ['0a1b2c3d'] },
	],
	[
		'conflict: unable to delete d5830ad865f2 (must be forced) - image is referenced in multiple repositories',
		'conflict',
		{ kind: 'imageHasTags' },
	],
	[
		'conflict: unable to delete d5830ad865f2 (cannot be forced) - image has dependent child images',
		'conflict',
		{ kind: 'imageHasChildren' },
	],
	[
		'image used by 0a1b2c3d: image is in use by a container: consider listing external containers and force-removing image',
		'conflict',
		{ kind: 'imageInUse', holders: ['0a1b2c3d'] },
	],
	['remove data: volume is in use - [0a1b, 2c3d]', 'conflict', { kind: 'volumeInUse', holders: ['0a1b', '2c3d'] }],
	[
		'volume data is being used by the following container(s): 0a1b, 2c3d: volume is being used',
		'conflict',
		{ kind: 'volumeInUse', holders: ['0a1b', '2c3d'] },
	],
	[
		'error while removing network: network front id 0a1b has active endpoints',
		'conflict',
		{ kind: 'networkInUse', holders: [] },
	],
	[
		'error while removing network: network front has active endpoints (name:"web" id:"0a1b2c", name:"db" id:"3d4e5f")',
		'conflict',
		{ kind: 'networkInUse', holders: ['web', 'db'] },
	],
	[
		'"front" has associated containers with it. Use -f to forcibly delete containers and pods: network is being used',
		'conflict',
		{ kind: 'networkInUse', holders: [] },
	],
	['write /var/lib/docker/tmp/x: no space left on device', 'failed', { kind: 'noSpace' }],
	['No such image: nope:latest', 'notFound', { kind: 'noSuchImage', reference: 'nope:latest' }],
	['nope: image not known', 'notFound', { kind: 'noSuchImage', reference: 'nope' }],
	[
		'manifest for localhost:5000/x:9 not found: manifest unknown: manifest unknown',
		'notFound',
		{ kind: 'noSuchImage', reference: 'localhost:5000/x:9' },
	],
	['No such container: web', 'notFound', { kind: 'noSuch', what: 'container', name: 'web' }],
	[
		'no container with name or ID "web" found: no such container',
		'notFound',
		{ kind: 'noSuch', what: 'container', name: 'web' },
	],
	['volume with name data not found: no such volume', 'notFound', { kind: 'noSuch', what: 'volume', name: 'data' }],
	[
		'unable to find network with name or ID front: network not found',
		'notFound',
		{ kind: 'noSuch', what: 'network', name: 'front' },
	],
	[
		'renaming container 7cc0: name aa already in use, cannot rename container 7cc0: container already exists',
		'conflict',
		{ kind: 'nameInUse', name: 'aa', holder: '' },
	],
	[
		'unable to delete image "a1a6" by ID with more than one tag ([busybox:latest tt:1]): please force removal',
		'conflict',
		{ kind: 'imageHasTags' },
	],
	['can only create exec sessions on running containers: container state improper', 'conflict', { kind: 'notRunning' }],
	['network front not found', 'notFound', { kind: 'noSuch', what: 'network', name: 'front' }],
	['get data: no such volume', 'notFound', { kind: 'noSuch', what: 'volume', name: 'data' }],
	['Could not find the file /no such in container 0a1b', 'notFound', { kind: 'noSuchFile', path: '/no such' }],
	[
		'invalid mount config for type "bind": bind source path does not exist: /no/such dir',
		'notFound',
		{ kind: 'noSuchFile', path: '/no/such dir' },
	],
	[
		'OCI runtime exec failed: exec failed: unable to start container process: exec: "bash": executable file not found in $PATH: unknown',
		'notFound',
		{ kind: 'commandNotFound', command: 'bash' },
	],
	[
		'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/x": stat /x: no such file or directory: unknown',
		'notFound',
		{ kind: 'commandNotFound', command: '/x' },
	],
	[
		'crun: executable file `bash` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found',
		'notFound',
		{ kind: 'commandNotFound', command: 'bash' },
	],
	['Container 0a1b is not running', 'conflict', { kind: 'notRunning' }],
	[
		'can only kill running containers. 0a1b is in state exited: container state improper',
		'conflict',
		{ kind: 'notRunning' },
	],
	['removal of container 0a1b is already in progress', 'conflict', { kind: 'beingRemoved' }],
	[
		'Cannot restart container 0a1b: container is marked for removal and cannot be started',
		'conflict',
		{ kind: 'beingRemoved' },
	],
	['Container 0a1b is paused, unpause the container before exec', 'conflict', { kind: 'paused' }],
	['cannot pause container 0a1b: cannot pause a stopped container: unknown', 'conflict', { kind: 'notRunning' }],
	['cannot start a paused container, try unpause instead', 'conflict', { kind: 'paused' }],
	[
		'You cannot remove a running container 0a1b. Stop the container before attempting removal or force remove',
		'conflict',
		{ kind: 'running' },
	],
	[
		'cannot remove container "web": container is running: stop the container before removing or force remove',
		'conflict',
		{ kind: 'running' },
	],
	[
		"pull access denied for nope, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
		'denied',
		{ kind: 'unauthorized' },
	],
	['Head "http://127.0.0.1:5000/v2/x/manifests/1": no basic auth credentials', 'denied', { kind: 'unauthorized' }],
	['unauthorized: authentication required', 'denied', { kind: 'unauthorized' }],
	[
		'toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
		'failed',
		{ kind: 'rateLimited' },
	],
	[
		'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host',
		'failed',
		{ kind: 'registryUnreachable', registry: 'registry-1.docker.io' },
	],
	['configured logging driver does not support reading', 'failed', { kind: 'logDriver', driver: '' }],
];

describe('recognisedMessages', () => {
	for (const [message, code, cause] of sentences) {
		it(`understands: ${message.slice(0, 90)}`, () => {
			assert.deepEqual(recognise(message), { code, cause });
		});
	}

	it('knows what clashes without more to say', () => {
		assert.deepEqual(recognise('Container 0a1b is not paused'), { code: 'conflict', cause: undefined });
	});

	it('leaves alone what it does not know', () => {
		assert.equal(recognise('something entirely new'), undefined);
		assert.equal(recognise(''), undefined);
	});

	it('is quick with long and hostile sentences', () => {
		const started = processorMs();
		recognise(`exec: "${'a'.repeat(50_000)}`);
		recognise('listen tcp '.repeat(5_000));
		recognise(`Get "https://${'x'.repeat(50_000)}`);
		recognise(`name ${'"x '.repeat(20_000)}`);
		assert.ok(processorMs() - started < 1000);
	});
});
