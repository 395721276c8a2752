import type { Container, Image, Network, Volume } from '../../src/engine/resources.ts';

/** Complete resources from the few fields that a test is about. */
export function container(fields: Partial<Container> & { readonly name: string }): Container {
	return Object.freeze({
		kind: 'container',
		id: `${fields.name}-`.padEnd(64, '0'),
		labels: {},
		image: 'busybox',
		imageId: 'sha256:1',
		command: 'sh',
		state: 'running',
		status: 'Up 3 minutes',
		health: undefined,
		exitCode: undefined,
		createdAt: 0,
		since: 0,
		ports: [],
		composeProject: undefined,
		composeService: undefined,
		networks: [],
		mounts: [],
		...fields,
	});
}

export function image(fields: Partial<Image> & { readonly name: string }): Image {
	return Object.freeze({
		kind: 'image',
		id: `sha256:${fields.name}`,
		labels: {},
		tags: [fields.name],
		digests: [],
		createdAt: 0,
		size: 0,
		dangling: false,
		...fields,
	});
}

export function volume(fields: Partial<Volume> & { readonly name: string }): Volume {
	return Object.freeze({
		kind: 'volume',
		id: fields.name,
		labels: {},
		driver: 'local',
		mountpoint: '',
		scope: 'local',
		createdAt: 0,
		anonymous: false,
		...fields,
	});
}

export function network(fields: Partial<Network> & { readonly name: string }): Network {
	return Object.freeze({
		kind: 'network',
		id: fields.name,
		labels: {},
		driver: 'bridge',
		scope: 'local',
		subnets: [],
		internal: false,
		attachable: false,
		createdAt: 0,
		builtin: false,
		...fields,
	});
}
