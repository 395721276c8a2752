import { type Locale, type ProjectContainer, type ServiceHost, say, type Text } from '../host.ts';
import { code } from './hoverTexts.ts';
import { type PortRange, parsePortMapping } from './portMapping.ts';
import { parseVolumeMount, type VolumeMount } from './volumeMount.ts';

const portTexts = {
	published: { en: 'host {0} → container {1}', ko: '호스트 {0} → 컨테이너 {1}' },
	random: { en: 'a host port that the engine chooses → container {0}', ko: '엔진이 고르는 호스트 포트 → 컨테이너 {0}' },
	everywhere: {
		en: 'Reachable on all addresses of this computer.',
		ko: '이 컴퓨터의 모든 주소로 접속할 수 있습니다.',
	},
	onlyHere: { en: 'Reachable from this computer only.', ko: '이 컴퓨터에서만 접속할 수 있습니다.' },
	address: { en: 'Reachable on {0}.', ko: '{0} 주소로 접속할 수 있습니다.' },
	held: { en: 'Host port {0} is held now by {1}.', ko: '호스트 포트 {0}은(는) 지금 {1}이(가) 쓰고 있습니다.' },
} satisfies Record<string, Text>;

/** What a short port means, and which container has its host port now; undefined if it is no port. */
export function portMarkdown(text: string, host: ServiceHost): string | undefined {
	const port = parsePortMapping(text);
	if ('problem' in port) {
		return undefined;
	}
	const { locale } = host;
	const container = code(`${range(port.container)}/${port.protocol}`);
	const address = port.address === '' ? '' : port.address.includes(':') ? `[${port.address}]:` : `${port.address}:`;
	const title = port.host
		? say(portTexts.published, locale, code(address + range(port.host)), container)
		: say(portTexts.random, locale, container);
	const reach = /^(?:127\.|::1$)/.test(port.address)
		? portTexts.onlyHere
		: port.address === '' || port.address === '0.0.0.0' || port.address === '::'
			? portTexts.everywhere
			: portTexts.address;
	return [
		title,
		say(reach, locale, code(port.address)),
		...(port.host ? holders(port.host, port.protocol, host) : []),
	].join('\n\n');
}

function range({ first, last }: PortRange): string {
	return first === last ? String(first) : `${first}-${last}`;
}

const mostHolders = 5;

/** The containers that hold host ports of a range now. */
export function holders(wanted: PortRange, protocol: string, host: ServiceHost): string[] {
	const lines: string[] = [];
	for (const container of host.containers?.() ?? []) {
		const port = container.ports.find(
			each => each.host >= wanted.first && each.host <= wanted.last && each.protocol === protocol,
		);
		if (port && lines.length < mostHolders) {
			lines.push(say(portTexts.held, host.locale, port.host, code(container.name)));
		}
	}
	return lines;
}

const volumeTexts = {
	named: {
		en: 'Named volume {0} at {1}. Its data survives `docker compose down`; `down --volumes` removes it.',
		ko: '이름 있는 볼륨 {0}을(를) {1}에 마운트합니다. 데이터는 `docker compose down` 뒤에도 남고 `down --volumes`로 제거됩니다.',
	},
	bind: {
		en: 'Bind mount: {0} of the host at {1}. The files stay on the host, also after `docker compose down`.',
		ko: '바인드 마운트(bind mount)입니다. 호스트의 {0}을(를) {1}에 마운트합니다. 파일은 호스트에 있으므로 `docker compose down` 뒤에도 남습니다.',
	},
	anonymous: {
		en: 'Anonymous volume at {0}. After `docker compose down` a new container gets a new, empty one: the data is lost to it.',
		ko: '익명(anonymous) 볼륨을 {0}에 마운트합니다. `docker compose down` 뒤에는 새 컨테이너가 빈 볼륨을 새로 받으므로 데이터를 잃습니다.',
	},
	tmpfs: {
		en: 'tmpfs at {0}: in memory, gone when the container stops.',
		ko: '{0}의 tmpfs 마운트입니다. 메모리에 있으며 컨테이너가 멈추면 사라집니다.',
	},
	image: {
		en: 'Files of the image {0} at {1}, read-only.',
		ko: '이미지 {0}의 파일을 {1}에 읽기 전용으로 마운트합니다.',
	},
	other: { en: '{0} at {1}.', ko: '{0}을(를) {1}에 마운트합니다.' },
	readOnly: { en: 'Read-only.', ko: '읽기 전용입니다.' },
} satisfies Record<string, Text>;

/** A mount as both forms say it. */
export interface Mount {
	readonly type: string;
	readonly source: string;
	readonly target: string;
	readonly isReadOnly: boolean;
}

/** A short volume; undefined if it is none. */
export function shortMount(text: string): Mount | undefined {
	const mount = parseVolumeMount(text);
	return 'problem' in mount ? undefined : { ...mount, isReadOnly: isReadOnly(mount) };
}

function isReadOnly(mount: VolumeMount): boolean {
	return mount.options.includes('ro');
}

/** Which kind of mount it is, and whether its data survives. */
export function mountMarkdown(mount: Mount, locale: Locale): string {
	const [source, target] = [code(mount.source), code(mount.target)];
	const readOnly = mount.isReadOnly ? ` ${say(volumeTexts.readOnly, locale)}` : '';
	switch (mount.type) {
		case 'volume':
			return mount.source === ''
				? say(volumeTexts.anonymous, locale, target)
				: say(volumeTexts.named, locale, source, target) + readOnly;
		case 'bind':
			return say(volumeTexts.bind, locale, source, target) + readOnly;
		case 'tmpfs':
			return say(volumeTexts.tmpfs, locale, target);
		case 'image':
			return say(volumeTexts.image, locale, source, target);
		default:
			return say(volumeTexts.other, locale, source, target) + readOnly;
	}
}

const stateTexts = {
	none: { en: 'No container of it on the engine.', ko: '엔진에 이 서비스의 컨테이너가 없습니다.' },
	state: { en: '{0}: {1}', ko: '{0}: {1}' },
} satisfies Record<string, Text>;

const stateNames: Readonly<Record<string, Text>> = {
	running: { en: 'running', ko: '실행 중' },
	created: { en: 'created', ko: '생성됨' },
	exited: { en: 'exited', ko: '종료됨' },
	paused: { en: 'paused', ko: '일시 중지됨' },
	restarting: { en: 'restarting', ko: '다시 시작하는 중' },
	removing: { en: 'removing', ko: '제거하는 중' },
	dead: { en: 'dead', ko: '중단됨' },
	healthy: { en: 'healthy', ko: '정상' },
	unhealthy: { en: 'unhealthy', ko: '비정상' },
	starting: { en: 'starting', ko: '시작하는 중' },
};

/** The containers of a service with their states; undefined without an engine. */
export function stateMarkdown(service: string, project: string | undefined, host: ServiceHost): string | undefined {
	const containers = host.containers?.();
	if (containers === undefined) {
		return undefined;
	}
	const own = containers.filter(
		each => each.service === service && (project === undefined || each.project === project),
	);
	return own.length === 0
		? say(stateTexts.none, host.locale)
		: own
				.slice(0, mostHolders)
				.map(each => `- ${say(stateTexts.state, host.locale, code(each.name), stateOf(each, host.locale))}`)
				.join('\n');
}

function stateOf({ state, health, ports }: ProjectContainer, locale: Locale): string {
	const name = (word: string) => (Object.hasOwn(stateNames, word) ? say(stateNames[word] as Text, locale) : code(word));
	const published = ports.map(port => `${port.host}→${port.container}/${port.protocol}`).join(', ');
	return [name(state), ...(health ? [name(health)] : []), ...(published ? [code(published)] : [])].join(', ');
}
