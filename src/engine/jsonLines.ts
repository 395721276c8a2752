import { StringDecoder } from 'node:string_decoder';

/** The values of a stream of JSON texts, one a line; blank lines and what is no JSON are passed over. */
export async function* readJsonLines<T>(source: AsyncIterable<Buffer>): AsyncGenerator<T> {
	const decoder = new StringDecoder('utf8');
	let rest = '';
	for await (const chunk of source) {
		const lines = (rest + decoder.write(chunk)).split('\n');
		rest = lines.pop() as string;
		yield* lines.flatMap(line => parsed<T>(line));
	}
	yield* parsed<T>(rest + decoder.end());
}

function parsed<T>(line: string): T[] {
	try {
		return line.trim() === '' ? [] : [JSON.parse(line) as T];
	} catch {
		return [];
	}
}
