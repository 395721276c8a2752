import { readStatus, type StatusFacts, withHealth } from './containerStatus.ts';
import { isHelper } from './helperLabels.ts';
import { fieldsOf, itemsOf, labelsOf, nothing, numberOf, type RawFields, textOf, textsOf } from './rawFields.ts';
import type { Container, ContainerState, Health, Mount, NetworkMembership, PublishedPort } from './resources.ts';

/**
 * One element of `GET /containers/json` as a frozen container; `undefined` if it has no id, or is a helper of our own.
 * `readAt` is when the answer came. `previous` is what was known of it before: how long it has been in its state is then
 * told more exactly than the list's "3 minutes" can.
 */
export function readContainer(value: unknown, readAt: number, previous?: Container): Container | undefined {
	const raw = fieldsOf(value);
	const id = textOf(raw.Id);
	const labels = labelsOf(raw.Labels);
	if (id === '' || isHelper(labels)) {
		return undefined;
	}
	const listed = textOf(raw.Status);
	const facts = readStatus(listed);
	const state = stateOf(textOf(raw.State), listed);
	const health = facts.health ?? healthKept(state, previous);
	const createdAt = numberOf(raw.Created) * 1000;
	const imageId = textOf(raw.ImageID);
	return Object.freeze<Container>({
		kind: 'container',
		id,
		name: nameOf(raw, id),
		labels,
		image: imageOf(textOf(raw.Image), imageId),
		imageId,
		command: textOf(raw.Command),
		state,
		status: health && !facts.health ? withHealth(listed, health) : listed,
		health,
		exitCode: facts.exitCode,
		createdAt,
		since: sinceOf(facts, state, readAt, createdAt, previous),
		ports: portsOf(raw.Ports),
		composeProject: composeProjectOf(labels),
		composeService: labels['com.docker.compose.service'] || undefined,
		networks: networksOf(fieldsOf(raw.NetworkSettings).Networks),
		mounts: mountsOf(raw.Mounts),
	});
}

/**
 * A container of which only its `create` event is known: its row can be shown at once, and is read from the engine
 * right after. The event's attributes are the labels, with the image, the name and what Podman adds among them.
 */
export function containerFromEvent(id: string, attributes: Readonly<Record<string, string>>, now: number): Container {
	const { image, name, podId, exitCode, containerExitCode, ...rest } = attributes;
	const labels = labelsOf(rest);
	return Object.freeze<Container>({
		kind: 'container',
		id,
		name: name || id.slice(0, 12),
		labels,
		image: imageOf(image ?? '', ''),
		imageId: '',
		command: '',
		state: 'created',
		status: 'Created',
		health: undefined,
		exitCode: undefined,
		createdAt: now,
		since: undefined,
		ports: nothing,
		composeProject: composeProjectOf(labels),
		composeService: labels['com.docker.compose.service'] || undefined,
		networks: nothing,
		mounts: nothing,
	});
}

function composeProjectOf(labels: Container['labels']): string | undefined {
	return labels['com.docker.compose.project'] || labels['io.podman.compose.project'] || undefined;
}

/** Podman's lists say nothing of health, its events do: what they said holds as long as the container runs. */
function healthKept(state: ContainerState, previous: Container | undefined): Health | undefined {
	return state === 'running' && previous?.state === 'running' ? previous.health : undefined;
}

/** As `docker ps`: names of legacy links (`/web/db`) are not the container's own. */
function nameOf(raw: RawFields, id: string): string {
	const names = textsOf(raw.Names);
	const name = names.find(candidate => candidate.lastIndexOf('/') <= 0) ?? names[0];
	return name?.replace(/^\//, '') || id.slice(0, 12);
}

/** As `docker ps`: twelve digits where the tag has gone to another image, and no digest behind a tag. */
function imageOf(image: string, imageId: string): string {
	const id = image.replace(/^sha256:/, '');
	if (/^[0-9a-f]{12,64}$/.test(id) && (image !== id || imageId.startsWith(`sha256:${id}`))) {
		return id.slice(0, 12);
	}
	return image.replace(/(:[^/@:]+)@sha256:[0-9a-f]+$/, '$1');
}

/** Podman has states of its own; old Podman leaves the state to the status line. */
export function stateOf(state: string, status: string): ContainerState {
	switch (state.toLowerCase()) {
		case 'created':
		case 'running':
		case 'paused':
		case 'restarting':
		case 'removing':
		case 'exited':
		case 'dead':
			return state.toLowerCase() as ContainerState;
		case 'configured':
		case 'initialized':
			return 'created';
		case 'stopped':
			return 'exited';
		case 'stopping':
			return 'running';
		default:
			return stateFromStatus(status);
	}
}

function stateFromStatus(status: string): ContainerState {
	if (status.startsWith('Up')) {
		return status.endsWith('(Paused)') ? 'paused' : 'running';
	}
	if (status.startsWith('Exited')) {
		return 'exited';
	}
	return status.startsWith('Restarting') ? 'restarting' : 'created';
}

/**
 * The list gives ages in words only, so a moment in the range that the words stand for: the one known before (from an
 * event, or an earlier list) if it agrees, else the start that `docker run` implies, else one well inside. It is on this
 * computer's clock, which may differ from the engine's.
 */
function sinceOf(
	{ age }: StatusFacts,
	state: ContainerState,
	readAt: number,
	createdAt: number,
	previous: Container | undefined,
): number | undefined {
	if (!age) {
		return undefined;
	}
	const earliest = readAt - age.to + 1;
	const latest = readAt - age.from;
	const known = previous?.since !== undefined && isUp(previous.state) === isUp(state) ? previous.since : undefined;
	if (known !== undefined && known >= earliest && known <= latest) {
		return known;
	}
	if (isUp(state) && createdAt >= earliest && createdAt <= latest) {
		return createdAt;
	}
	if (!Number.isFinite(earliest)) {
		return latest;
	}
	if (known === undefined) {
		return Math.round((earliest + latest) / 2);
	}
	// What was known was off by little, so the moment is near that end of the range; but not at the very end, or the words
	// would change again at once.
	const margin = Math.min((latest - earliest) / 4, 2000);
	return Math.round(known < earliest ? earliest + margin : latest - margin);
}

function isUp(state: ContainerState): boolean {
	return state === 'running' || state === 'paused';
}

/** The ports of a list's element, or of what was made to look like one; several addresses of one port are one port. */
export function portsOf(value: unknown): readonly PublishedPort[] {
	const items = itemsOf(value);
	if (items.length === 0) {
		return nothing;
	}
	const merged = new Map<string, PublishedPort & { hostAddresses: string[] }>();
	for (const item of items) {
		const raw = fieldsOf(item);
		const containerPort = numberOf(raw.PrivatePort);
		const hostPort = numberOf(raw.PublicPort) || undefined;
		const protocol = protocolOf(raw.Type);
		const key = `${containerPort}/${protocol}/${hostPort}`;
		let port = merged.get(key);
		if (!port) {
			port = { containerPort, protocol, hostPort, hostAddresses: [] };
			merged.set(key, port);
		}
		const address = textOf(raw.IP);
		if (hostPort !== undefined && address !== '' && !port.hostAddresses.includes(address)) {
			port.hostAddresses.push(address);
		}
	}
	const ports = [...merged.values()].sort(byPort);
	for (const port of ports) {
		Object.freeze(port.hostAddresses.sort());
		Object.freeze(port);
	}
	return Object.freeze(ports);
}

function protocolOf(value: unknown): PublishedPort['protocol'] {
	return value === 'udp' || value === 'sctp' ? value : 'tcp';
}

function byPort(a: PublishedPort, b: PublishedPort): number {
	return (
		a.containerPort - b.containerPort ||
		Number(a.protocol > b.protocol) - Number(a.protocol < b.protocol) ||
		(a.hostPort ?? 0) - (b.hostPort ?? 0)
	);
}

function networksOf(value: unknown): readonly NetworkMembership[] {
	const raw = fieldsOf(value);
	const networks: NetworkMembership[] = [];
	for (const name in raw) {
		const settings = fieldsOf(raw[name]);
		networks.push(
			Object.freeze<NetworkMembership>({
				networkId: textOf(settings.NetworkID),
				name,
				ipAddress: textOf(settings.IPAddress),
				ipv6Address: textOf(settings.GlobalIPv6Address),
				aliases: textsOf(settings.Aliases),
			}),
		);
	}
	return networks.length === 0 ? nothing : Object.freeze(networks.sort((a, b) => (a.name < b.name ? -1 : 1)));
}

function mountsOf(value: unknown): readonly Mount[] {
	const items = itemsOf(value);
	if (items.length === 0) {
		return nothing;
	}
	const mounts = items.map(item => {
		const raw = fieldsOf(item);
		const type = textOf(raw.Type) || 'bind';
		return Object.freeze<Mount>({
			type,
			source: type === 'tmpfs' ? '' : textOf(raw.Name) || textOf(raw.Source),
			destination: textOf(raw.Destination),
			readOnly: raw.RW === false,
		});
	});
	return Object.freeze(mounts.sort((a, b) => (a.destination < b.destination ? -1 : 1)));
}
