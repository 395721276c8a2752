import { existsSync } from 'node:fs';
import * as http from 'node:http';
import * as os from 'node:os';
import * as path from 'node:path';

/** Where engines usually listen on a developer's machine. */
export function usualAddresses(): string[] {
	if (process.platform === 'win32') {
		return ['npipe:////./pipe/docker_engine'];
	}
	const sockets = [
		'/var/run/docker.sock',
		path.join(process.env.XDG_RUNTIME_DIR ?? '/nowhere', 'docker.sock'),
		path.join(os.homedir(), '.docker/run/docker.sock'),
		path.join(os.homedir(), '.colima/default/docker.sock'),
	];
	return sockets.filter(existsSync).map(socket => `unix://${socket}`);
}

/** Whether an engine answers at `unix://`, `npipe://` or unencrypted `tcp://`. */
export async function answers(host: string, timeoutMs = 2000): Promise<boolean> {
	try {
		return (await engineRequest(host, { path: '/_ping', timeoutMs })).status === 200;
	} catch {
		return false;
	}
}

interface EngineRequest {
	readonly method?: 'GET' | 'POST' | 'DELETE';
	readonly path: string;
	readonly body?: Buffer | NodeJS.ReadableStream;
	readonly contentType?: string;
	readonly timeoutMs?: number;
}

/** One raw call, for set-up and for comparing the extension with the engine itself. */
export function engineRequest(host: string, request: EngineRequest): Promise<{ status: number; body: string }> {
	const { method = 'GET', body, contentType = 'application/json', timeoutMs = 30_000 } = request;
	return new Promise((resolve, reject) => {
		const call = http.request(
			{ ...socketOf(host), method, path: request.path, headers: { 'content-type': contentType }, agent: false },
			response => {
				const chunks: Buffer[] = [];
				response.on('data', chunk => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
			},
		);
		const timer = setTimeout(() => call.destroy(new Error(`No answer in ${timeoutMs} ms`)), timeoutMs);
		call.on('close', () => clearTimeout(timer));
		call.on('error', reject);
		if (body && 'pipe' in body) {
			body.pipe(call);
		} else {
			call.end(body);
		}
	});
}

function socketOf(host: string): http.RequestOptions {
	const url = new URL(host);
	if (url.protocol === 'tcp:' || url.protocol === 'http:') {
		return { host: url.hostname, port: url.port || 2375 };
	}
	return { socketPath: host.replace(/^(unix|npipe):\/\//, ''), host: 'localhost' };
}
