import * as vscode from 'vscode';
import { humanSize } from '../base/format.ts';
import type {
	ContainerInspection,
	HealthCheck,
	HealthResult,
	InspectedMount,
	InspectedNetwork,
	NamedValue,
} from '../engine/containerInspection.ts';
import { maskSecrets, maskValue } from '../engine/maskSecrets.ts';
import { portUrl } from '../engine/portUrl.ts';
import type { PublishedPort } from '../engine/resources.ts';
import { shellQuote } from '../engine/shellQuote.ts';
import { exitCodeMeaning } from '../ui/exitCode.ts';
import { nextStatusChange, type StatusFields, statusWords } from '../ui/statusWords.ts';
import { type KeptValue, PageRows, type ValueDetails } from './containerPageRows.ts';
import type { PageRow, PageSection } from './protocols/containerPage.ts';

export interface InspectionPage {
	readonly sections: readonly PageSection[];
	readonly kept: ReadonlyMap<string, KeptValue>;
	/** When a text changes by itself; epoch milliseconds. */
	readonly changesAt: number;
}

/** A container's page in the user's words, at the moment `now`. */
export function inspectionPage(
	inspection: ContainerInspection,
	status: StatusFields,
	endpoint: string,
	now: number,
): InspectionPage {
	const page = new PageRows(endpoint, now);
	const sections = [
		overview(page, inspection, status),
		ports(page, inspection),
		environment(page, inspection.env),
		mounts(page, inspection.mounts),
		networks(page, inspection.networks),
		...(inspection.healthCheck ? [health(page, inspection.healthCheck)] : []),
		labels(page, inspection.labels),
		bare('processes', vscode.l10n.t('Processes')),
		bare('raw', vscode.l10n.t('Everything, as JSON')),
	];
	const changesAt = Math.min(page.changesAt, nextStatusChange(status, now));
	return { sections, kept: page.kept, changesAt };
}

function overview(page: PageRows, of: ContainerInspection, status: StatusFields): PageSection {
	const line = of.command.map(shellQuote).join(' ');
	const rows: (readonly [key: string, name: string, whole: string, details?: ValueDetails])[] = [
		['state', vscode.l10n.t('State'), statusWords(status, page.now)],
		[
			'health',
			vscode.l10n.t('Health'),
			healthWord(status),
			{ look: status.health === 'unhealthy' ? 'problem' : undefined },
		],
		['exit', vscode.l10n.t('Exit code'), exitReason(of), { look: isFailure(of) ? 'problem' : undefined }],
		['error', vscode.l10n.t('Error'), of.error, { look: 'problem' }],
		['image', vscode.l10n.t('Image'), of.image, page.command('image.inspect', of.imageId)],
		['command', vscode.l10n.t('Command'), line, { shown: maskSecrets(line), look: 'code' }],
		['created', vscode.l10n.t('Created'), page.moment(of.createdAt)],
		['started', vscode.l10n.t('Started'), page.moment(of.startedAt)],
		['ended', vscode.l10n.t('Ended'), page.moment(of.endedAt)],
		['restarts', vscode.l10n.t('Restarts'), of.restartCount > 0 ? String(of.restartCount) : ''],
		['policy', vscode.l10n.t('Restart policy'), of.restartPolicy, { look: 'code' }],
		['autoRemove', vscode.l10n.t('When it ends'), of.autoRemove ? vscode.l10n.t('It is removed (--rm).') : ''],
		['project', vscode.l10n.t('Compose'), composeWords(of)],
		['user', vscode.l10n.t('User'), of.user, { look: 'code' }],
		['workdir', vscode.l10n.t('Working folder'), of.workdir, { look: 'code' }],
		['hostname', vscode.l10n.t('Host name'), of.hostname, { look: 'code' }],
		['memory', vscode.l10n.t('Memory limit'), of.memory > 0 ? humanSize(of.memory) : ''],
		['cpus', vscode.l10n.t('CPU limit'), of.cpus > 0 ? String(of.cpus) : ''],
		['platform', vscode.l10n.t('Platform'), of.platform],
		['id', vscode.l10n.t('ID'), of.id, { shown: of.id.slice(0, 12), look: 'code' }],
		['imageId', vscode.l10n.t('Image ID'), of.imageId, { shown: shortId(of.imageId), look: 'code' }],
	];
	const told = rows
		.filter(([, , whole]) => whole !== '')
		.map(([key, title, whole, details]) => page.row(`overview.${key}`, title, [[whole, details]]));
	const published = of.ports.filter(({ hostPort }) => hostPort !== undefined);
	if (published.length > 0) {
		const links = published.map(port => portValue(page, of.id, port));
		told.splice(
			told.findIndex(({ key }) => key === 'overview.image'),
			0,
			page.row('overview.ports', vscode.l10n.t('Ports'), links),
		);
	}
	return { name: 'overview', title: vscode.l10n.t('Overview'), summary: '', empty: '', rows: told };
}

function ports(page: PageRows, { id, ports }: ContainerInspection): PageSection {
	const rows = ports.map((port, index) =>
		page.row(`ports.${index}`, `${port.containerPort}/${port.protocol}`, [portValue(page, id, port)]),
	);
	return section('ports', vscode.l10n.t('Ports'), rows, vscode.l10n.t('It has no ports.'));
}

function environment(page: PageRows, env: readonly NamedValue[]): PageSection {
	const rows = env.map((variable, index) => named(page, `environment.${index}`, variable));
	return section('environment', vscode.l10n.t('Environment'), rows, vscode.l10n.t('It has no variables.'));
}

function labels(page: PageRows, labels: readonly NamedValue[]): PageSection {
	const rows = labels.map((label, index) => named(page, `labels.${index}`, label));
	return section('labels', vscode.l10n.t('Labels'), rows, vscode.l10n.t('It has no labels.'));
}

function mounts(page: PageRows, mounts: readonly InspectedMount[]): PageSection {
	const rows = mounts.map((mount, index) =>
		page.row(`mounts.${index}`, mount.destination, [
			mountValue(page, mount),
			...(mount.readOnly ? [[vscode.l10n.t('read-only')] as const] : []),
		]),
	);
	const nothing = vscode.l10n.t('Nothing is mounted: what it writes goes when it is removed.');
	return section('mounts', vscode.l10n.t('Mounts'), rows, nothing);
}

function networks(page: PageRows, networks: readonly InspectedNetwork[]): PageSection {
	const rows = networks.map((network, index) => {
		const { name, ipAddress, ipv6Address, gateway, macAddress, aliases } = network;
		const values: (readonly [string, string])[] = [
			[ipAddress, vscode.l10n.t('Address')],
			[ipv6Address, vscode.l10n.t('IPv6 address')],
			[aliases.join(', '), vscode.l10n.t('Aliases')],
			[gateway, vscode.l10n.t('Gateway')],
			[macAddress, vscode.l10n.t('MAC address')],
		];
		return page.row(`networks.${index}`, name, [
			[name, { ...page.command('network.inspect', name), label: vscode.l10n.t('Network') }],
			...values.filter(([whole]) => whole !== '').map(([whole, label]) => [whole, { label, look: 'code' }] as const),
		]);
	});
	return section('networks', vscode.l10n.t('Networks'), rows, vscode.l10n.t('It has no network.'));
}

function health(
	page: PageRows,
	{ command, interval, timeout, startPeriod, retries, failingStreak, log }: HealthCheck,
): PageSection {
	const line = command.length === 1 ? (command[0] as string) : command.map(shellQuote).join(' ');
	const settings: (readonly [string, string])[] = [
		[interval, vscode.l10n.t('Every')],
		[timeout, vscode.l10n.t('At most for')],
		[startPeriod, vscode.l10n.t('Time to start')],
		[retries > 0 ? String(retries) : '', vscode.l10n.t('Failures until unhealthy')],
	];
	const rows = [
		page.row('health.command', vscode.l10n.t('Check command'), [
			[line, { shown: maskSecrets(line), look: 'code' }],
			...settings.filter(([whole]) => whole !== '').map(([whole, label]) => [whole, { label }] as const),
		]),
		...(failingStreak > 0
			? [page.row('health.streak', vscode.l10n.t('Failures in a row'), [[String(failingStreak), { look: 'problem' }]])]
			: []),
		...log.map((result, index) => healthRow(page, result, log.length - index)),
	];
	return { ...section('health', vscode.l10n.t('Health check'), rows, ''), summary: '' };
}

/** One that the client fills by itself. */
function bare(name: PageSection['name'], title: string): PageSection {
	return { name, title, summary: '', empty: '', rows: [] };
}

function healthRow(page: PageRows, { startedAt, exitCode, output }: HealthResult, number: number): PageRow {
	return page.row(`health.${startedAt ?? number}`, page.time(startedAt), [
		[checkWords(exitCode), { look: exitCode === 0 ? undefined : 'problem' }],
		...(output.trim() === '' ? [] : [[output.trimEnd(), { look: 'output' }] as const]),
	]);
}

function portValue(page: PageRows, id: string, port: PublishedPort): readonly [string, ValueDetails?] {
	const url = portUrl(port, page.endpoint);
	if (url === undefined) {
		return [vscode.l10n.t('not published')];
	}
	if (port.protocol !== 'tcp') {
		return [url.replace(/^https?:\/\//, '')];
	}
	return [url, page.command('container.openPort', id, { port: port.containerPort })];
}

function mountValue(page: PageRows, { type, source }: InspectedMount): readonly [string, ValueDetails?] {
	switch (type) {
		case 'volume':
			return [source, { ...page.command('volume.inspect', source), label: vscode.l10n.t('Volume') }];
		case 'bind': {
			const label = vscode.l10n.t('Folder of this machine');
			return /^(?:unix|npipe):/.test(page.endpoint)
				? [source, { label, link: { path: source }, linkTitle: vscode.l10n.t('Show the folder') }]
				: [source, { label: vscode.l10n.t("Folder of the engine's machine") }];
		}
		case 'tmpfs':
			return [vscode.l10n.t('In memory (tmpfs)')];
		default:
			return [source || type, { label: type }];
	}
}

function named(page: PageRows, key: string, { name, value }: NamedValue): PageRow {
	return page.row(key, name, [[value, { shown: maskValue(name, value), look: 'code' }]]);
}

function section(name: PageSection['name'], title: string, rows: readonly PageRow[], empty: string): PageSection {
	return { name, title, summary: rows.length > 0 ? String(rows.length) : '', empty, rows };
}

function healthWord({ health }: StatusFields): string {
	switch (health) {
		case 'healthy':
			return vscode.l10n.t('Healthy');
		case 'unhealthy':
			return vscode.l10n.t('Unhealthy');
		case 'starting':
			return vscode.l10n.t('Not known yet: it is starting');
		default:
			return '';
	}
}

/** Why one that has ended did so, as far as that can be told: `137 · killed, by somebody or for lack of memory`. */
function exitReason({ exitCode, outOfMemory }: ContainerInspection): string {
	if (exitCode === undefined) {
		return '';
	}
	const meaning = outOfMemory ? vscode.l10n.t('it ran out of memory') : exitCodeMeaning(exitCode);
	return [exitCode, exitCode === 0 ? vscode.l10n.t('without an error') : meaning]
		.filter(part => part !== undefined)
		.join(' · ');
}

function checkWords(exitCode: number): string {
	const failed = vscode.l10n.t('failed, code {0}', exitCode);
	const meaning = exitCode > 1 ? exitCodeMeaning(exitCode) : undefined;
	return exitCode === 0 ? vscode.l10n.t('passed') : [failed, ...(meaning ? [meaning] : [])].join(' · ');
}

function isFailure({ exitCode }: ContainerInspection): boolean {
	return exitCode !== undefined && exitCode !== 0;
}

function composeWords({ labels }: ContainerInspection): string {
	const label = (name: string) => labels.find(each => each.name === `com.docker.compose.${name}`)?.value;
	const [project, service] = [label('project'), label('service')];
	return project && service ? vscode.l10n.t('service {0} of project {1}', service, project) : '';
}

function shortId(id: string): string {
	return id.replace(/^sha256:/, '').slice(0, 12);
}
