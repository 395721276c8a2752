import { withHealth, withoutBrackets } from './containerStatus.ts';
import type { EngineEvent } from './readEvent.ts';
import type { Container } from './resources.ts';

/** What an event says of a container before its list has been read again. */
export interface ContainerPatch {
	/** The container as it must be now. */
	readonly container: Container;
	/** Whether the list tells of the event yet: some events are sent before the engine's lists know of them. */
	readonly confirmedBy: (listed: Container) => boolean;
}

/** `undefined` if the event changes nothing that a container shows. `at` is the event's time on this computer's clock. */
export function patchContainer(container: Container, event: EngineEvent, at: number): ContainerPatch | undefined {
	const { attributes } = event;
	switch (event.action) {
		case 'start':
			return {
				container: changed(container, {
					state: 'running',
					status: 'Up Less than a second',
					since: at,
					health: undefined,
					exitCode: undefined,
				}),
				confirmedBy: listed => listed.state !== 'created' && !(listed.state === 'exited' && isOlder(listed, at)),
			};
		case 'die':
			return {
				container: died(container, attributes.exitCode, at),
				confirmedBy: listed => listed.state !== 'running' && listed.state !== 'paused',
			};
		case 'pause':
			return {
				container: changed(container, {
					state: 'paused',
					status: `${upStatus(container)} (Paused)`,
					health: undefined,
				}),
				confirmedBy: listed => listed.state !== 'running',
			};
		case 'unpause':
			return {
				container: changed(container, { state: 'running', status: upStatus(container) }),
				confirmedBy: listed => listed.state !== 'paused',
			};
		case 'rename':
			return renamed(container, attributes.name ?? '');
		case 'health_status':
			return healthChanged(container, event.health);
		default:
			return undefined;
	}
}

function changed(container: Container, changes: Partial<Container>): Container {
	return Object.freeze<Container>({ ...container, ...changes });
}

function isOlder(listed: Container, at: number): boolean {
	return listed.since !== undefined && listed.since < at - 2000;
}

function died(container: Container, exitCode: string | undefined, at: number): Container {
	const code = exitCode !== undefined && /^-?\d{1,10}$/.test(exitCode) ? Number(exitCode) : undefined;
	return changed(container, {
		state: 'exited',
		status: `Exited (${code ?? 0}) Less than a second ago`,
		since: at,
		health: undefined,
		exitCode: code ?? 0,
		ports: Object.freeze([]),
		networks: Object.freeze(
			container.networks.map(network => Object.freeze({ ...network, ipAddress: '', ipv6Address: '' })),
		),
	});
}

function upStatus({ status }: Container): string {
	const words = status.startsWith('Up ') ? status : 'Up Less than a second';
	return withoutBrackets(words);
}

function renamed(container: Container, newName: string): ContainerPatch | undefined {
	const name = newName.replace(/^\//, '');
	return name === ''
		? undefined
		: { container: changed(container, { name }), confirmedBy: listed => listed.name === name };
}

function healthChanged(container: Container, health: Container['health']): ContainerPatch | undefined {
	if (!health || container.health === health || container.state !== 'running') {
		return undefined;
	}
	return {
		container: changed(container, { health, status: withHealth(upStatus(container), health) }),
		confirmedBy: listed => listed.health === health,
	};
}
