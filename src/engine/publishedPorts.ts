import { invalidOption } from './calls.ts';

export interface PortBinding {
	readonly HostIp: string;
	/** A number, a range to choose from, or empty for any free one. */
	readonly HostPort: string;
}

/** Container port such as `80/tcp` → where it is published. */
export type PortBindings = Record<string, PortBinding[]>;

/** `-p` of `docker run`: `[address:][hostPort:]containerPort[/protocol]`, either port a range, IPv6 in brackets. */
export function parsePublishedPorts(specifications: readonly string[]): PortBindings {
	const bindings: PortBindings = {};
	for (const specification of specifications) {
		for (const [port, binding] of parsePort(specification)) {
			bindings[port] = [...(bindings[port] ?? []), binding];
		}
	}
	return bindings;
}

/** One `-p`; throws `invalid` for what is none. */
export function parsePort(specification: string): [port: string, binding: PortBinding][] {
	const match = /^(?:(?:\[([\da-fA-F:.]+(?:%\w+)?)\]|([^:[\]]*)):)?(?:([\d-]*):)?([\d-]+)(?:\/(\w+))?$/.exec(
		shifted(specification.trim()),
	);
	const protocol = (match?.[5] ?? 'tcp').toLowerCase();
	const container = range(match?.[4]);
	const host = match?.[3] ? range(match[3]) : undefined;
	const address = match?.[1] ?? match?.[2] ?? '';
	if (!match || !container || container.first === 0 || (match[3] && !host)) {
		throw invalid(specification);
	}
	if (!['tcp', 'udp', 'sctp'].includes(protocol) || !isAddress(address, match[1] !== undefined)) {
		throw invalid(specification);
	}
	const length = container.last - container.first;
	if (host && length > 0 && host.last - host.first !== length) {
		throw invalid(specification);
	}
	return Array.from({ length: length + 1 }, (_, index) => [
		`${container.first + index}/${protocol}`,
		{ HostIp: address, HostPort: hostPort(host, length, index) },
	]);
}

/** `8080:80` has no address: a second colon in front keeps the expression the same for all forms. */
function shifted(specification: string): string {
	return /^[\d-]*:[\d-]+(?:\/\w+)?$/.test(specification) ? `:${specification}` : specification;
}

function hostPort(host: Range | undefined, length: number, index: number): string {
	if (!host) {
		return '';
	}
	if (length > 0 || host.first === host.last) {
		return String(host.first + index);
	}
	return `${host.first}-${host.last}`;
}

interface Range {
	readonly first: number;
	readonly last: number;
}

function range(text: string | undefined): Range | undefined {
	const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text ?? '');
	const first = Number(match?.[1]);
	const last = Number(match?.[2] ?? match?.[1]);
	return match && first <= last && last <= 65535 ? { first, last } : undefined;
}

function isAddress(address: string, version6: boolean): boolean {
	return address === '' || version6 || /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(address);
}

function invalid(specification: string): Error {
	return invalidOption(
		'ports',
		specification,
		`"${specification}" is not a port: write 8080:80 or 127.0.0.1:8080:80/udp.`,
	);
}
