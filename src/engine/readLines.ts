import { StringDecoder } from 'node:string_decoder';

/** Longer lines are dropped; an event with its labels takes a few kilobytes. */
const longestLine = 8 * 1024 * 1024;

/**
 * Calls `onLine` for each line of a UTF-8 stream as soon as it is complete, however the bytes were cut on their way.
 * Settles when the stream has ended (what was left without a line's end is dropped) and rejects if it broke.
 */
export function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): Promise<void> {
	const decoder = new StringDecoder('utf8');
	let rest = '';
	stream.on('data', (chunk: Buffer) => {
		const lines = (rest + decoder.write(chunk)).split('\n');
		rest = lines.pop() ?? '';
		if (rest.length > longestLine) {
			rest = '';
		}
		for (const line of lines) {
			if (line.trim() !== '') {
				onLine(line);
			}
		}
	});
	return new Promise((resolve, reject) => {
		stream.once('end', resolve);
		stream.once('close', resolve);
		stream.once('error', reject);
	});
}
