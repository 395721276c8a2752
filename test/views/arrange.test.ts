import assert from 'node:assert/strict';
import type { Container, Resource } from '../../src/engine/resources.ts';
import { type Arrangement, arrange } from '../../src/views/arrange.ts';
import {
	containerArrangement,
	imageArrangement,
	networkArrangement,
	viewChoices,
	volumeArrangement,
} from '../../src/views/arrangements.ts';
import { defaultOptions, noFilter, type ViewOptions } from '../../src/views/viewOptions.ts';
import { processorMs } from '../support/keepsTime.ts';
import { container, image, network, volume } from './samples.ts';

const containers = containerArrangement(({ name }) => name.startsWith('web'));
const own = defaultOptions(viewChoices.containers);

/** Groups and members as one line: `a: x y | b: z | loose`. */
function shown<R extends Resource>(resources: readonly R[], arrangement: Arrangement<R>, options: ViewOptions): string {
	const { groups, loose } = arrange(resources, arrangement, options);
	const names = (members: readonly R[]) => members.map(({ name }) => name).join(' ');
	return [...groups.map(({ label, members }) => `${label}: ${names(members)}`), names(loose)]
		.filter(Boolean)
		.join(' | ');
}

const some: Container[] = [
	container({ name: 'web-10', composeProject: 'shop', createdAt: 3 }),
	container({ name: 'Web-2', composeProject: 'shop', state: 'exited', exitCode: 0, createdAt: 1 }),
	container({ name: 'db', image: 'postgres:16', labels: { tier: 'data' }, createdAt: 2 }),
	container({
		name: 'adhoc',
		state: 'paused',
		networks: [{ networkId: 'n', name: 'front', ipAddress: '', ipv6Address: '', aliases: [] }],
	}),
];

describe('arrange: containers', () => {
	const cases: [title: string, options: Partial<ViewOptions>, expected: string][] = [
		['by project, the others after', {}, 'shop: Web-2 web-10 | adhoc db'],
		['flat', { group: 'none' }, 'adhoc db Web-2 web-10'],
		['by state, running first', { group: 'state' }, 'running: db web-10 | paused: adhoc | exited: Web-2'],
		['by image', { group: 'image' }, 'busybox: adhoc Web-2 web-10 | postgres:16: db'],
		['by network', { group: 'network' }, 'front: adhoc | db Web-2 web-10'],
		['by a label', { group: 'label:tier' }, 'data: db | adhoc Web-2 web-10'],
		['newest first', { group: 'none', sort: 'created' }, 'web-10 db Web-2 adhoc'],
		['backwards', { group: 'none', descending: true }, 'web-10 Web-2 db adhoc'],
		['without stopped ones', { group: 'none', filter: { ...noFilter, hide: ['stopped'] } }, 'adhoc db web-10'],
		['of this workspace', { group: 'none', filter: { ...noFilter, hide: ['otherWorkspaces'] } }, 'web-10'],
		['of some states', { group: 'none', filter: { ...noFilter, states: ['paused', 'exited'] } }, 'adhoc Web-2'],
		['by words in any order', { group: 'none', filter: { ...noFilter, text: '10 WEB' } }, 'web-10'],
		['without a word', { group: 'none', filter: { ...noFilter, text: '-web !front' } }, 'db'],
		['by a label', { group: 'none', filter: { ...noFilter, text: 'tier=data' } }, 'db'],
	];
	for (const [title, options, expected] of cases) {
		it(title, () => assert.equal(shown(some, containers, { ...own, ...options }), expected));
	}
});

describe('arrange: images, volumes, networks', () => {
	const user = container({ name: 'user' });
	const users = ({ name }: Resource) => (name === 'used' ? [user] : []);

	it('images: untagged last, by repository, by registry', () => {
		const images = [
			image({ name: '<none>', dangling: true, tags: [] }),
			image({ name: 'localhost:5000/a/b:1' }),
			image({ name: 'nginx:1.27', size: 5 }),
			image({ name: 'nginx:1.26', size: 9 }),
		];
		const options = defaultOptions(viewChoices.images);
		const images_ = imageArrangement(users);
		assert.equal(shown(images, images_, options), 'localhost:5000/a/b:1 nginx:1.26 nginx:1.27 <none>');
		assert.equal(
			shown(images, images_, { ...options, group: 'repository', sort: 'size' }),
			'localhost:5000/a/b: localhost:5000/a/b:1 | nginx: nginx:1.26 nginx:1.27 | <none>',
		);
		assert.equal(
			shown(images, images_, { ...options, group: 'registry', filter: { ...noFilter, hide: ['dangling'] } }),
			'docker.io: nginx:1.26 nginx:1.27 | localhost:5000: localhost:5000/a/b:1',
		);
	});

	it('volumes: anonymous last, by use', () => {
		const volumes = [
			volume({ name: '0'.repeat(64), anonymous: true }),
			volume({ name: 'used' }),
			volume({ name: 'idle' }),
		];
		const options = defaultOptions(viewChoices.volumes);
		const sizeOf = () => undefined;
		assert.equal(shown(volumes, volumeArrangement(users, sizeOf), options), `idle used ${'0'.repeat(64)}`);
		assert.equal(
			shown(volumes, volumeArrangement(users, sizeOf), {
				...options,
				group: 'usage',
				filter: { ...noFilter, hide: ['anonymous'] },
			}),
			'used: used | unused: idle',
		);
	});

	it("networks: the engine's own last", () => {
		const networks = [
			network({ name: 'bridge', builtin: true }),
			network({ name: 'used' }),
			network({ name: 'front' }),
		];
		const options = defaultOptions(viewChoices.networks);
		assert.equal(shown(networks, networkArrangement(users), options), 'front used bridge');
		assert.equal(
			shown(networks, networkArrangement(users), { ...options, filter: { ...noFilter, hide: ['builtin', 'unused'] } }),
			'used',
		);
	});

	it('sorts 1,000 containers in a moment', () => {
		const many = Array.from({ length: 1000 }, (_, index) => container({ name: `c${(index * 7919) % 1000}` }));
		const start = processorMs();
		arrange(many, containers, own);
		assert.ok(processorMs() - start < 100);
	});
});
