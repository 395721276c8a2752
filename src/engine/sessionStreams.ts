import type { Socket } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Demultiplexer } from './demultiplex.ts';

/** Resolves when nothing more will come: the other side ended, or the connection is gone. Needs a reader. */
export function ended(socket: Socket): Promise<void> {
	return new Promise(resolve => {
		for (const event of ['end', 'close', 'error']) {
			socket.once(event, () => resolve());
		}
	});
}

/** Both outputs of a process without a terminal, in order, with the line ends of a terminal. */
export function terminalOutput(source: Readable): NodeJS.ReadableStream {
	const output = new PassThrough();
	const demultiplexer = new Demultiplexer();
	let last = 0;
	const pieces = async function* (chunks: AsyncIterable<Buffer>) {
		for await (const chunk of chunks) {
			for (const { data } of demultiplexer.push(chunk)) {
				yield withCarriageReturns(data, last);
				last = data.at(-1) ?? last;
			}
		}
	};
	pipeline(source, pieces, output).catch(() => output.end());
	return output;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

function withCarriageReturns(data: Buffer, before: number): Buffer {
	const parts: Buffer[] = [];
	let start = 0;
	for (let at = data.indexOf(lineFeed); at >= 0; at = data.indexOf(lineFeed, at + 1)) {
		if ((at === 0 ? before : data[at - 1]) !== carriageReturn) {
			parts.push(data.subarray(start, at), crlf);
			start = at + 1;
		}
	}
	return parts.length === 0 ? data : Buffer.concat([...parts, data.subarray(start)]);
}

const crlf = Buffer.from('\r\n');
