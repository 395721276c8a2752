import type { Text } from '../host.ts';

export interface PortRange {
	readonly first: number;
	readonly last: number;
}

/** One entry of `ports` in short form. */
export interface PortMapping {
	readonly address: string;
	/** Undefined where the engine chooses. */
	readonly host: PortRange | undefined;
	readonly container: PortRange;
	readonly protocol: string;
}

export interface PortProblem {
	readonly problem: Text;
}

/** Reads `[address:][host:]container[/protocol]` as Compose does. */
export function parsePortMapping(text: string): PortMapping | PortProblem {
	const parts = text.split(':');
	const [rawContainer = ''] = parts.slice(-1);
	const rawHost = parts.length > 1 ? (parts.at(-2) as string) : '';
	const rawAddress = parts.slice(0, -2).join(':');
	const [name = '', wantedProtocol = ''] = rawContainer.split('/');
	const address = readAddress(rawAddress);
	if (address === undefined) {
		return problem(`"${rawAddress}" is no IP address.`, `"${rawAddress}"은(는) IP 주소가 아닙니다.`);
	}
	if (name === '') {
		return problem('the container port is missing.', '컨테이너 포트가 없습니다.');
	}
	const container = parsePortRange(name);
	if (!container) {
		return notAPort(name);
	}
	const host = rawHost === '' ? undefined : parsePortRange(rawHost);
	if (rawHost !== '' && !host) {
		return notAPort(rawHost);
	}
	if (container.first === 0) {
		return problem('port 0 cannot be published.', '포트 0은 게시할 수 없습니다.');
	}
	const size = container.last - container.first;
	if (host && host.last - host.first !== size && size > 0) {
		return problem('the two ranges differ in length.', '두 범위의 길이가 다릅니다.');
	}
	const protocol = wantedProtocol === '' ? 'tcp' : wantedProtocol;
	if (!['tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) {
		return problem(`"${protocol}" is neither tcp, udp nor sctp.`, `"${protocol}"은(는) tcp, udp, sctp가 아닙니다.`);
	}
	return { address, host, container, protocol: protocol.toLowerCase() };
}

function problem(en: string, ko: string): PortProblem {
	return { problem: { en, ko } };
}

function notAPort(text: string): PortProblem {
	return problem(
		`"${text}" is no port from 1 to 65535, and no range of them.`,
		`"${text}"은(는) 1~65535의 포트도, 그 범위도 아닙니다.`,
	);
}

/** `80` or `80-90`. */
export function parsePortRange(text: string): PortRange | undefined {
	const parts = text.split('-');
	const numbers = (parts.length > 1 ? parts.slice(0, 2) : parts).map(part => (/^\d+$/.test(part) ? Number(part) : -1));
	const [first = -1, last = first] = numbers;
	return first < 0 || last < first || last > 65535 ? undefined : { first, last };
}

/** The address without brackets; undefined if it is none. */
function readAddress(text: string): string | undefined {
	if (text === '') {
		return '';
	}
	const bracketed = /^\[(.*)\]$/.exec(text)?.[1];
	const address = bracketed ?? text;
	if (bracketed === undefined && text.includes(':')) {
		return undefined;
	}
	return address === '' || isIpAddress(address) ? address : undefined;
}

export function isIpAddress(text: string): boolean {
	const parts = text.split('.');
	const isVersion4 =
		parts.length === 4 && parts.every(part => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
	return isVersion4 || (text.includes(':') && isIpAddress6(text));
}

function isIpAddress6(text: string): boolean {
	const tail = /^(.*:)([^:]*\..*)$/.exec(text);
	if (tail) {
		return isIpAddress(tail[2] as string) && isIpAddress6(`${tail[1]}0:0`);
	}
	const halves = text.split('::');
	const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')));
	const isShort = halves.length === 2;
	const isWhole = halves.length === 1 && groups.length === 8;
	return (isWhole || (isShort && groups.length < 8)) && groups.every(group => /^[0-9a-fA-F]{1,4}$/.test(group));
}
