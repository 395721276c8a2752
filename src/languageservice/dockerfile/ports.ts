/** What EXPOSE makes of one word; a problem where it refuses it. */
export interface ExposedPort {
	readonly port: string;
	readonly protocol: string;
	/** Whether there was an address or a host port, which EXPOSE ignores. */
	readonly hasHost: boolean;
	readonly problem: PortProblem | undefined;
}

export type PortProblem = 'port' | 'protocol' | 'address' | 'ranges';

export function parseExposedPort(text: string): ExposedPort {
	const parts = text.split(':');
	const last = parts.at(-1) as string;
	const slash = last.indexOf('/');
	const port = slash < 0 ? last : last.slice(0, slash);
	const protocol = slash < 0 ? '' : last.slice(slash + 1);
	const host = parts.length > 1 ? (parts.at(-2) as string) : '';
	const address = parts.slice(0, -2).join(':');
	const hasHost = host !== '' || address !== '';
	return { port, protocol, hasHost, problem: problemOf(port, protocol, host, address) };
}

// In the order in which BuildKit looks.
function problemOf(port: string, protocol: string, host: string, address: string): PortProblem | undefined {
	if (port === '') {
		return 'port';
	}
	if (!['', 'tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) {
		return 'protocol';
	}
	if (address !== '' && !isAddress(address.startsWith('[') ? withoutBrackets(address) : address)) {
		return 'address';
	}
	const container = portRange(port);
	const outside = host === '' ? container : portRange(host);
	if (!container || !outside) {
		return 'port';
	}
	const differs = container[1] - container[0] !== outside[1] - outside[0];
	return differs && container[0] !== container[1] ? 'ranges' : undefined;
}

function portRange(text: string): readonly [number, number] | undefined {
	const dash = text.indexOf('-');
	const start = dash < 0 ? text : text.slice(0, dash);
	const end = dash < 0 ? start : text.slice(dash + 1);
	if (!isPort(start) || !isPort(end)) {
		return undefined;
	}
	return Number(end) < Number(start) ? undefined : [Number(start), Number(end)];
}

function isPort(text: string): boolean {
	return /^[+-]?\d+$/.test(text) && Number(text) >= 0 && Number(text) <= 65_535;
}

function withoutBrackets(text: string): string {
	return text.endsWith(']') ? text.slice(1, -1) : '';
}

function isAddress(text: string): boolean {
	return text.includes(':') ? isIpv6(text) : isIpv4(text);
}

function isIpv4(text: string): boolean {
	const parts = text.split('.');
	return parts.length === 4 && parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

function isIpv6(text: string): boolean {
	const halves = text.split('::');
	if (halves.length > 2) {
		return false;
	}
	const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')));
	const mapped = groups.at(-1)?.includes('.') ?? false;
	const plain = mapped ? groups.slice(0, -1) : groups;
	const count = plain.length + (mapped ? 2 : 0);
	const fits = halves.length === 2 ? count < 8 : count === 8;
	return fits && plain.every(group => /^[0-9a-fA-F]{1,4}$/.test(group)) && (!mapped || isIpv4(groups.at(-1) as string));
}
