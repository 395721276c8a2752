import * as vscode from 'vscode';
import type { Container, Mount, NetworkMembership, PublishedPort } from '../engine/resources.ts';
import { engineHost, portAddress } from './containerText.ts';
import type { Detail } from './elements.ts';

/** The rows below a container: ports, mounts, networks. */
export function containerDetails(container: Container, endpoint: string): Detail[] {
	const host = engineHost(endpoint);
	const own = (kind: string, rest: Omit<Detail, 'kind' | 'id' | 'owner'>, index: number): Detail => ({
		kind: 'detail',
		id: `container:${container.id}/${kind}/${index}`,
		owner: container,
		...rest,
	});
	return [
		...container.ports.map((port, index) => own('port', portDetail(port, host), index)),
		...container.mounts.map((mount, index) => own('mount', mountDetail(mount), index)),
		...container.networks.map((network, index) => own('network', networkDetail(network), index)),
	];
}

type DetailFace = Omit<Detail, 'kind' | 'id' | 'owner'>;

function portDetail(port: PublishedPort, host: string): DetailFace {
	const target = `${port.containerPort}/${port.protocol}`;
	return port.hostPort === undefined
		? { label: target, description: vscode.l10n.t('not published'), icon: 'plug', contextValue: 'detail', port }
		: {
				label: `${portAddress(port, host)} → ${target}`,
				description: '',
				icon: 'plug',
				contextValue: 'container.port',
				port,
			};
}

const mountIcons: Readonly<Record<string, string>> = { volume: 'database', bind: 'folder', tmpfs: 'zap' };

function mountDetail({ type, source, destination, readOnly }: Mount): DetailFace {
	const from = /^[0-9a-f]{64}$/.test(source) ? source.slice(0, 12) : source || type;
	return {
		label: destination,
		description: readOnly ? vscode.l10n.t('{0} (read-only)', from) : from,
		icon: mountIcons[type] ?? 'file-symlink-directory',
		contextValue: 'detail',
	};
}

function networkDetail({ name, ipAddress, ipv6Address }: NetworkMembership): DetailFace {
	return {
		label: name,
		description: [ipAddress, ipv6Address].filter(Boolean).join(' · '),
		icon: 'globe',
		contextValue: 'detail',
	};
}
