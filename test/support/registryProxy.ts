import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from './registry.ts';

/** What a registry may do wrong. Everything else is passed on. */
export interface Tampering {
	/** Answers instead of the registry. */
	instead?(
		request: http.IncomingMessage,
	): { status: number; body: string; headers?: Record<string, string> } | undefined;
	/** Breaks the connection off in the middle: of what is sent to it, else of what it answers. */
	dies?(request: http.IncomingMessage, body?: Buffer): boolean;
	/** Changes an answer's body; its length stays. */
	change?(request: http.IncomingMessage, body: Buffer): Buffer;
}

/** A registry that misbehaves, before a real one: for faults that a real one cannot be made to show. */
export async function startRegistryProxy(registry: Registry): Promise<Registry & { tampering: Tampering }> {
	const proxy = { tampering: {} as Tampering, address: '', end };
	const server = http.createServer((request, response) => {
		const { tampering } = proxy;
		const instead = tampering.instead?.(request);
		if (instead) {
			response.writeHead(instead.status, { 'content-type': 'application/json', ...instead.headers }).end(instead.body);
			return;
		}
		if (tampering.dies?.(request)) {
			request.once('data', () => request.destroy());
			return;
		}
		const onward = http.request(
			`http://${registry.address}${request.url}`,
			{ method: request.method, headers: request.headers },
			answer => void passOn(proxy.tampering, request, answer, response),
		);
		onward.on('error', () => response.destroy());
		response.on('close', () => onward.destroy());
		request.pipe(onward);
	});
	async function end() {
		server.closeAllConnections();
		await new Promise(resolve => server.close(resolve));
	}
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	proxy.address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return proxy;
}

async function passOn(
	{ change, dies }: Tampering,
	request: http.IncomingMessage,
	answer: http.IncomingMessage,
	response: http.ServerResponse,
): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of answer) {
		chunks.push(chunk as Buffer);
	}
	const body = Buffer.concat(chunks);
	response.writeHead(answer.statusCode ?? 500, answer.headers);
	if (dies?.(request, body)) {
		response.write(body.subarray(0, body.length / 2), () => response.destroy());
		return;
	}
	response.end(change?.(request, body) ?? body);
}
