import { blockSize, checksum, padding, readHeader } from './tarHeader.ts';

/** What describes an entry, byte for byte: names are not always UTF-8, so they are strings with one character a byte. */
export interface RawTarHeader {
	readonly name: string;
	readonly linkName: string;
	/** Records of an extended header that say more than a header block can: attributes, fractions of seconds. */
	readonly records: readonly (readonly [key: string, value: string])[];
	/** The entry's own block, for owner, mode and time. */
	readonly block: Buffer;
}

/** From the blocks before an entry's content, which have been read without fault before. */
export function readRawHeader(description: Buffer): RawTarHeader {
	const records: [string, string][] = [];
	const said: { name?: string; linkName?: string } = {};
	for (let at = 0; ; ) {
		const block = description.subarray(at, at + blockSize);
		const { flag, size } = readHeader(block);
		if (!/[gxLK]/.test(flag)) {
			return { ...namesOf(block), ...said, ...sortRecords(records), block };
		}
		const content = description.subarray(at + blockSize, at + blockSize + size);
		if (flag === 'x') {
			records.push(...splitRecords(content.toString('latin1')));
		} else if (flag !== 'g') {
			said[flag === 'L' ? 'name' : 'linkName'] = text(content, 0, content.length);
		}
		at += blockSize + size + padding(size);
	}
}

/** The blocks for an entry without content: `flag` is its type. Owner, mode and time are those of `block`. */
export function writeRawHeader(flag: string, { name, linkName, records, block }: RawTarHeader): Buffer {
	const extended = [
		...records,
		...(name.length > 100 ? [['path', name] as const] : []),
		...(linkName.length > 100 ? [['linkpath', linkName] as const] : []),
	];
	const own = shortHeader(block, { flag, name, linkName, size: 0 });
	if (extended.length === 0) {
		return own;
	}
	const content = Buffer.from(extended.map(([key, value]) => record(key, value)).join(''), 'latin1');
	const before = { flag: 'x', name: 'PaxHeaders/entry', linkName: '', size: content.length };
	return Buffer.concat([shortHeader(block, before), content, Buffer.alloc(padding(content.length)), own]);
}

function namesOf(block: Buffer): { name: string; linkName: string } {
	const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? text(block, 345, 155) : '';
	const name = text(block, 0, 100);
	return { name: prefix ? `${prefix}/${name}` : name, linkName: text(block, 157, 100) };
}

/** Names and sizes are taken out of the records; a file with holes has its name in a record of its own. */
function sortRecords(
	records: readonly (readonly [string, string])[],
): Partial<RawTarHeader> & Pick<RawTarHeader, 'records'> {
	const last = (key: string) => records.findLast(([name]) => name === key)?.[1];
	const name = last('GNU.sparse.name') ?? last('path');
	const linkName = last('linkpath');
	return {
		...(name === undefined ? {} : { name }),
		...(linkName === undefined ? {} : { linkName }),
		records: records.filter(([key]) => !['path', 'linkpath', 'size'].includes(key) && !key.startsWith('GNU.sparse.')),
	};
}

function splitRecords(content: string): [string, string][] {
	const records: [string, string][] = [];
	for (let at = 0; at < content.length; ) {
		const blank = content.indexOf(' ', at);
		const length = Number(content.slice(at, blank));
		const line = content.slice(blank + 1, at + length - 1);
		const equals = line.indexOf('=');
		records.push([line.slice(0, equals), line.slice(equals + 1)]);
		at += length;
	}
	return records;
}

/** The length counts its own digits. */
function record(key: string, value: string): string {
	const rest = ` ${key}=${value}\n`;
	const length = rest.length + String(rest.length).length;
	return `${rest.length + String(length).length}${rest}`;
}

interface ShortHeader {
	readonly flag: string;
	readonly name: string;
	readonly linkName: string;
	readonly size: number;
}

function shortHeader(like: Buffer, { flag, name, linkName, size }: ShortHeader): Buffer {
	const block = Buffer.from(like);
	block.fill(0, 0, 100).write(name.slice(0, 100), 0, 'latin1');
	block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
	block.write(flag, 156, 'latin1');
	block.fill(0, 157, 257).write(linkName.slice(0, 100), 157, 'latin1');
	block.write('ustar\x0000', 257, 'latin1');
	// Other formats keep other things where this one continues a long name.
	block.fill(0, 345, blockSize);
	block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
	return block;
}

function text(block: Buffer, at: number, length: number): string {
	const field = block.toString('latin1', at, at + length);
	const end = field.indexOf('\0');
	return end < 0 ? field : field.slice(0, end);
}
