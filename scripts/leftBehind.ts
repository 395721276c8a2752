import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { engineRequest } from '../test/support/engineAddress.ts';

/** What tests make and take away again: in the engine, among the temporary files, and as processes. */
export interface Traces {
	/** To be set for the stage; its temporary folder, and what its processes are known by. */
	readonly env: Readonly<Record<string, string>>;
	/** What is there more than before; waits for what goes by itself in a moment. Takes the temporary folder away. */
	leftBehind(): Promise<string[]>;
}

const patienceMs = 60_000;
const marker = 'SLIPWAY_TEST_STAGE';

/**
 * @param folder for temporary files.
 * @param host of an engine that nobody else uses; undefined looks at none.
 */
export async function watchTraces(folder: string, host: string | undefined): Promise<Traces> {
	await mkdir(folder, { recursive: true });
	const before = new Set(await inEngine(host));
	const look = async () => {
		const made = (await inEngine(host)).filter(what => !before.has(what));
		return [...made, ...(await inFolder(folder)), ...(await processesOf(folder))];
	};
	return {
		env: { TMPDIR: folder, [marker]: folder },
		async leftBehind() {
			let left = await look();
			for (const end = Date.now() + patienceMs; left.length > 0 && Date.now() < end; left = await look()) {
				await new Promise(resolve => setTimeout(resolve, 500));
			}
			await rm(folder, { recursive: true, force: true });
			return left;
		},
	};
}

interface Listed {
	readonly Id?: string;
	readonly Name?: string;
	readonly Names?: readonly string[];
	readonly Labels?: Readonly<Record<string, string>> | null;
}

async function inEngine(host: string | undefined): Promise<string[]> {
	if (host === undefined) {
		return [];
	}
	const [containers, { Volumes }, networks] = await Promise.all([
		ask<Listed[]>(host, '/containers/json?all=1'),
		ask<{ Volumes: Listed[] | null }>(host, '/volumes'),
		ask<Listed[]>(host, '/networks'),
	]);
	return [
		...containers.map(({ Names, Id, Labels }) => {
			const kind = Labels?.['dev.slipway.helper'] === undefined ? 'container' : 'helper';
			return `${kind} ${Names?.[0]?.slice(1) ?? Id}`;
		}),
		...(Volumes ?? []).map(({ Name }) => `volume ${Name}`),
		...networks.map(({ Name }) => `network ${Name}`),
	];
}

async function ask<T>(host: string, address: string): Promise<T> {
	const { status, body } = await engineRequest(host, { path: address });
	if (status !== 200) {
		throw new Error(`${address}: ${status} ${body}`);
	}
	return JSON.parse(body);
}

async function inFolder(folder: string): Promise<string[]> {
	const names = await readdir(folder).catch(() => []);
	return names.filter(name => name.startsWith('slipway')).map(name => `temporary ${name}`);
}

/** Everything that was started below the stage has its environment, also what has lost its parents. */
async function processesOf(folder: string): Promise<string[]> {
	const ids = (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name));
	const lines = await Promise.all(
		ids.map(async id => {
			const environment = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '');
			if (!environment.split('\0').includes(`${marker}=${folder}`)) {
				return undefined;
			}
			const line = await readFile(path.join('/proc', id, 'cmdline'), 'utf8').catch(() => '');
			return line === '' ? undefined : `process ${line.replaceAll('\0', ' ').slice(0, 150)}`;
		}),
	);
	return lines.filter(line => line !== undefined);
}
