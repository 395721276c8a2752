import { connect, type Socket } from 'node:net';
import { delay } from '../../base/async.ts';
import { PooledTransport } from './pooledTransport.ts';
import type { Transport } from './transport.ts';

/** Milliseconds. */
const patience = 2_000;
const firstPause = 10;
const longestPause = 160;

/** A Windows pipe serves one client per instance: while all are taken, or the next is being made, one waits a moment. */
export function namedPipeTransport(path: string): Transport {
	let wasThere = false;
	const connectOne = async () => {
		const socket = await connectPipe(path, error => error.code === 'EBUSY' || (wasThere && error.code === 'ENOENT'));
		wasThere = true;
		return { readable: socket, writable: socket, close: () => void socket.destroy() };
	};
	return new PooledTransport(connectOne, () => '');
}

/** Tries for two seconds as long as `isBusy` says that the failure is a passing one. */
export async function connectPipe(path: string, isBusy: (error: NodeJS.ErrnoException) => boolean): Promise<Socket> {
	const end = Date.now() + patience;
	for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
		try {
			return await connectOnce(path);
		} catch (error) {
			if (Date.now() + pause > end || !(isBusy(error as NodeJS.ErrnoException) || isAllBusy(error))) {
				throw error;
			}
			await delay(pause);
		}
	}
}

function connectOnce(path: string): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect(path);
		socket.once('error', reject);
		socket.once('connect', () => {
			socket.off('error', reject);
			resolve(socket);
		});
	});
}

function isAllBusy(error: unknown): boolean {
	return /all pipe instances are busy/i.test((error as Error).message);
}
