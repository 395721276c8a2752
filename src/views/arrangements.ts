import { composeLabels } from '../engine/compose.ts';
import type { Container, Image, Network, Resource, Volume } from '../engine/resources.ts';
import { type Arrangement, compareText } from './arrange.ts';
import type { ViewChoices } from './viewOptions.ts';

export const containerStates = ['running', 'paused', 'restarting', 'created', 'exited', 'dead'] as const;

/** What each view offers; the first grouping and the first sort are what it starts with. */
export const viewChoices = {
	containers: {
		groups: ['compose', 'none', 'image', 'state', 'network'],
		sorts: ['name', 'state', 'created', 'image'],
		hides: ['stopped', 'otherWorkspaces'],
		states: containerStates,
	},
	images: {
		groups: ['none', 'repository', 'registry'],
		sorts: ['name', 'created', 'size'],
		hides: ['dangling', 'unused'],
		states: [],
	},
	volumes: {
		groups: ['none', 'compose', 'driver', 'usage'],
		sorts: ['name', 'created', 'usage', 'size'],
		hides: ['anonymous', 'unused'],
		states: [],
	},
	networks: {
		groups: ['none', 'compose', 'driver'],
		sorts: ['name', 'driver', 'created'],
		hides: ['builtin', 'unused'],
		states: [],
	},
} as const satisfies Readonly<Record<string, ViewChoices>>;

/** The containers that use a resource. */
export type UsersOf = (resource: Image | Volume | Network) => readonly Container[];

/** `isOfWorkspace` tells whether a container belongs to the folders that are open. */
export function containerArrangement(isOfWorkspace: (container: Container) => boolean): Arrangement<Container> {
	return {
		groups: {
			compose: container => container.composeProject,
			image: container => container.image,
			state: container => container.state,
			network: container =>
				container.networks
					.map(({ name }) => name)
					.sort(compareText)
					.join(', ') || undefined,
		},
		sorts: {
			name: byName,
			state: (left, right) => stateRank(left) - stateRank(right),
			created: newestFirst,
			image: (left, right) => compareText(left.image, right.image),
		},
		hides: {
			stopped: ({ state }) => !['running', 'paused', 'restarting'].includes(state),
			otherWorkspaces: container => !isOfWorkspace(container),
		},
		words: container => [
			...wordsOf(container),
			container.image,
			container.state,
			container.health ?? '',
			...container.networks.map(({ name }) => name),
			...container.ports.map(({ hostPort }) => (hostPort === undefined ? '' : `:${hostPort}`)),
		],
		groupOrder: containerStates,
	};
}

export function imageArrangement(users: UsersOf): Arrangement<Image> {
	return {
		groups: {
			repository: ({ name, tags }) => (tags.length === 0 ? undefined : repositoryOf(name)),
			registry: registryOf,
		},
		sorts: {
			name: (left, right) => Number(left.dangling) - Number(right.dangling) || byName(left, right),
			created: newestFirst,
			size: (left, right) => right.size - left.size,
		},
		hides: { dangling: ({ dangling }) => dangling, unused: image => users(image).length === 0 },
		words: image => [...wordsOf(image), ...image.tags, ...image.digests],
	};
}

/** `sizeOf` knows sizes that somebody has asked for; volumes without one come last. */
export function volumeArrangement(users: UsersOf, sizeOf: (volume: Volume) => number | undefined): Arrangement<Volume> {
	return {
		groups: {
			compose: composeProjectOf,
			driver: ({ driver }) => driver,
			usage: volume => (users(volume).length > 0 ? 'used' : 'unused'),
		},
		sorts: {
			name: (left, right) => Number(left.anonymous) - Number(right.anonymous) || byName(left, right),
			created: newestFirst,
			usage: (left, right) => users(right).length - users(left).length,
			size: (left, right) => (sizeOf(right) ?? -1) - (sizeOf(left) ?? -1),
		},
		hides: { anonymous: ({ anonymous }) => anonymous, unused: volume => users(volume).length === 0 },
		words: volume => [...wordsOf(volume), volume.driver],
		groupOrder: ['used', 'unused'],
	};
}

export function networkArrangement(users: UsersOf): Arrangement<Network> {
	return {
		groups: { compose: composeProjectOf, driver: ({ driver }) => driver },
		sorts: {
			name: (left, right) => Number(left.builtin) - Number(right.builtin) || byName(left, right),
			driver: (left, right) => compareText(left.driver, right.driver),
			created: newestFirst,
		},
		hides: { builtin: ({ builtin }) => builtin, unused: network => users(network).length === 0 },
		words: network => [...wordsOf(network), network.driver, ...network.subnets],
	};
}

/** `docker.io/library/nginx:1.27` → `docker.io/library/nginx`. */
function repositoryOf(reference: string): string {
	return reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

function registryOf({ name, tags }: Image): string | undefined {
	const [host = '', ...path] = name.split('/');
	return tags.length === 0 ? undefined : path.length > 0 && /[.:]|^localhost$/.test(host) ? host : 'docker.io';
}

function composeProjectOf({ labels }: Resource): string | undefined {
	return labels[composeLabels.project];
}

function stateRank({ state }: Container): number {
	const rank = (containerStates as readonly string[]).indexOf(state);
	return rank < 0 ? containerStates.length : rank;
}

function byName(left: Resource, right: Resource): number {
	return compareText(left.name, right.name);
}

function newestFirst(left: Resource, right: Resource): number {
	return (right.createdAt ?? 0) - (left.createdAt ?? 0);
}

function wordsOf(resource: Resource): string[] {
	return [resource.name, resource.id, ...Object.entries(resource.labels).map(([key, value]) => `${key}=${value}`)];
}
