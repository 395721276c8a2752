/** What EXPOSE makes of one word; a problem where it refuses it. */
export interface ExposedPort {
	readonly port: string;
	readonly protocol: string;
	/** Whether there was an address or a host port, which EXPOSE ignores. */
	readonly hasHost: boolean;
	readonly problem: 'port' | 'protocol' | 'address' | 'ranges' | undefined;
}

export function parseExposedPort(text: string): ExposedPort {
	const parts = text.split(':');
	const last = parts.at(-1) as string;
	const slash = last.indexOf('/');
	const port = slash < 0 ? last : last.slice(0, slash);
	const protocol = slash < 0 ? '' : last.slice(slash + 1);
	const host = parts.length > 1 ? (parts.at(-2) as string) : '';
	const address = parts.slice(0, -2).join(':');
	return { port, protocol, hasHost: parts.length > 1, problem: problemOf(port, protocol, host, address) };
}

function problemOf(port: string, protocol: string, host: string, address: string): ExposedPort['problem'] {
	if (!['', 'tcp', 'udp', 'sctp'].includes(protocol.toLowerCase())) {
		return 'protocol';
	}
	if (address !== '' && !/^(\d{1,3}(\.\d{1,3}){3}|\[?[0-9a-fA-F:.]+\]?)$/.test(address)) {
		return 'address';
	}
	const container = portRange(port);
	if (!container) {
		return 'port';
	}
	const outside = host === '' ? container : portRange(host);
	if (!outside) {
		return 'port';
	}
	const differs = container[1] - container[0] !== outside[1] - outside[0];
	return differs && container[0] !== container[1] ? 'ranges' : undefined;
}

function portRange(text: string): readonly [number, number] | undefined {
	const parts = text.split('-');
	if (parts.length > 2 || parts.some(part => !/^\d+$/.test(part) || Number(part) > 65_535)) {
		return undefined;
	}
	const [from, to] = [Number(parts[0]), Number(parts.at(-1))];
	return to < from ? undefined : [from, to];
}
