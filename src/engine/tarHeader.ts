import { EngineError } from './errors.ts';
import { pathBytes, pathText } from './pathBytes.ts';

export type TarEntryType =
	| 'file'
	| 'folder'
	| 'symlink'
	| 'hardlink'
	| 'characterDevice'
	| 'blockDevice'
	| 'fifo'
	/** A file with holes, in a form that only GNU tar knows. */
	| 'sparse'
	| 'unknown';

export interface TarEntry {
	/** As the archive says it, hostile or not, as `pathText` makes it; folders without their slash at the end. */
	readonly name: string;
	readonly type: TarEntryType;
	/** Bytes of content in the archive. */
	readonly size: number;
	/** Permissions with setuid, setgid and sticky bit. */
	readonly mode: number;
	/** Seconds since 1970. */
	readonly modified: number;
	readonly uid: number;
	readonly gid: number;
	/** Where a symlink points; which entry a hardlink is one more name of. */
	readonly linkName: string;
}

export const blockSize = 512;

/** How many bytes fill up the last block of a content. */
export function padding(size: number): number {
	return (blockSize - (size % blockSize)) % blockSize;
}

export function damagedArchive(why: string): EngineError {
	return new EngineError('invalid', `The archive is damaged: ${why}`, { recognised: { kind: 'damagedArchive' } });
}

/** What one header block says by itself; `flag` tells the types that only describe the next entry. */
export interface RawHeader extends Omit<TarEntry, 'type'> {
	readonly flag: string;
	/** More blocks of a sparse map follow. */
	readonly extended: boolean;
}

/** Throws what `damagedArchive` makes when the checksum or a number makes no sense. */
export function readHeader(block: Buffer): RawHeader {
	if (checksum(block) !== number(block, 148, 8)) {
		throw damagedArchive('a header has a wrong checksum.');
	}
	const name = text(block, 0, 100);
	const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? text(block, 345, 155) : '';
	const flag = String.fromCharCode(block[156] ?? 0);
	return {
		name: prefix ? `${prefix}/${name}` : name,
		mode: number(block, 100, 8) & 0o7777,
		uid: number(block, 108, 8),
		gid: number(block, 116, 8),
		size: number(block, 124, 12),
		modified: number(block, 136, 12),
		flag,
		linkName: text(block, 157, 100),
		extended: flag === 'S' && block[482] !== 0,
	};
}

/** Symlinks, folders and devices have no content, whatever their header says. */
export function toEntry(header: RawHeader, records: Readonly<Record<string, string>>): TarEntry {
	const { flag, extended: _extended, ...fields } = header;
	const merged = {
		...fields,
		name: records.path ?? fields.name,
		linkName: records.linkpath ?? fields.linkName,
		size: decimal(records.size) ?? fields.size,
		uid: decimal(records.uid) ?? fields.uid,
		gid: decimal(records.gid) ?? fields.gid,
		modified: decimal(records.mtime) ?? fields.modified,
	};
	const type = records.sparse === undefined ? typeOf(flag, merged.name) : 'sparse';
	if (!Number.isSafeInteger(merged.size) || merged.size < 0) {
		throw damagedArchive('a size makes no sense.');
	}
	return { ...merged, type, name: type === 'folder' ? merged.name.replace(/\/+$/, '') : merged.name };
}

function typeOf(flag: string, name: string): TarEntryType {
	switch (flag) {
		case '\0':
		case '0':
		case '7':
			// Before there was a type for them, folders were files with a slash.
			return name.endsWith('/') ? 'folder' : 'file';
		case '1':
			return 'hardlink';
		case '2':
			return 'symlink';
		case '3':
			return 'characterDevice';
		case '4':
			return 'blockDevice';
		case '5':
			return 'folder';
		case '6':
			return 'fifo';
		case 'S':
			return 'sparse';
		default:
			return 'unknown';
	}
}

/** Of the `length key=value` lines of an extended header those that matter: nobody fills the memory with others. */
export function readRecords(content: Buffer): Record<string, string> {
	const records: Record<string, string> = {};
	for (let at = 0; at < content.length; ) {
		const blank = content.indexOf(0x20, at);
		const length = Number(content.toString('latin1', at, blank));
		const line = pathText(content.subarray(blank + 1, at + length - 1));
		const equals = line.indexOf('=');
		if (blank < 0 || !(length > blank - at) || at + length > content.length || equals < 0) {
			throw damagedArchive('an extended header makes no sense.');
		}
		const key = line.slice(0, equals).replace(/^GNU\.sparse\..*$/s, 'sparse');
		if (recordsUsed.has(key)) {
			records[key] = line.slice(equals + 1);
		}
		at += length;
	}
	return records;
}

const recordsUsed = new Set(['path', 'linkpath', 'size', 'uid', 'gid', 'mtime', 'sparse']);

/** One block, or a few where a name is long or a number large. */
export function writeHeader(entry: TarEntry): Buffer {
	const name = entry.type === 'folder' ? `${entry.name}/` : entry.name;
	const records = [
		...(fits(name, 100) ? [] : [record('path', name)]),
		...(fits(entry.linkName, 100) ? [] : [record('linkpath', entry.linkName)]),
		...(Number.isInteger(entry.modified) ? [] : [record('mtime', entry.modified.toFixed(3))]),
		...(entry.size <= 0o77777777777 ? [] : [record('size', String(entry.size))]),
		...(entry.uid <= 0o7777777 ? [] : [record('uid', String(entry.uid))]),
		...(entry.gid <= 0o7777777 ? [] : [record('gid', String(entry.gid))]),
	];
	const flag = flags[entry.type];
	if (flag === undefined) {
		throw new Error(`No archive is written with a ${entry.type}`);
	}
	const block = headerBlock({ ...entry, name }, flag);
	if (records.length === 0) {
		return block;
	}
	const content = Buffer.concat(records);
	const extended = headerBlock({ ...entry, name: 'PaxHeaders/entry', linkName: '', size: content.length }, 'x');
	return Buffer.concat([extended, content, Buffer.alloc(padding(content.length)), block]);
}

const flags: Partial<Record<TarEntryType, string>> = { file: '0', hardlink: '1', symlink: '2', folder: '5' };

function headerBlock(entry: TarEntry, flag: string): Buffer {
	const block = Buffer.alloc(blockSize);
	block.write(entry.name.slice(0, 100), 0, 100, 'utf8');
	octal(block, 100, 8, entry.mode);
	octal(block, 108, 8, entry.uid);
	octal(block, 116, 8, entry.gid);
	octal(block, 124, 12, entry.size);
	octal(block, 136, 12, Math.max(0, Math.floor(entry.modified)));
	block.write(flag, 156, 'latin1');
	block.write(entry.linkName.slice(0, 100), 157, 100, 'utf8');
	block.write('ustar\x0000', 257, 'latin1');
	block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
	return block;
}

/** What does not fit stands in an extended header. */
function octal(block: Buffer, at: number, length: number, value: number): void {
	const digits = value.toString(8);
	block.write(digits.length < length ? digits.padStart(length - 1, '0') : '0'.repeat(length - 1), at, 'latin1');
}

function fits(name: string, length: number): boolean {
	return name.length <= length && /^[\x20-\x7e]*$/.test(name);
}

/** The length counts its own digits. */
function record(key: string, value: string): Buffer {
	const line = pathBytes(` ${key}=${value}\n`);
	let length = line.length + String(line.length).length;
	length = line.length + String(length).length;
	return Buffer.concat([Buffer.from(String(length)), line]);
}

/** The sum of all bytes, the checksum's own counted as blanks. */
export function checksum(block: Buffer): number {
	let sum = 8 * 0x20;
	for (let at = 0; at < blockSize; at++) {
		if (at < 148 || at >= 156) {
			sum += block[at] as number;
		}
	}
	return sum;
}

function text(block: Buffer, at: number, length: number): string {
	const end = block.indexOf(0, at);
	return pathText(block.subarray(at, end >= at && end < at + length ? end : at + length));
}

/** Octal digits, or, with the first bit set, a number to the base of 256. */
function number(block: Buffer, at: number, length: number): number {
	const first = block[at] as number;
	if (first & 0x80) {
		const negative = first === 0xff;
		let value = negative ? -1 : first & 0x7f;
		for (let next = at + 1; next < at + length; next++) {
			value = value * 256 + (block[next] as number);
		}
		return value;
	}
	// Nearly every number is digits and an end; archives have six for each of many thousand files.
	let value = 0;
	let next = at;
	for (; next < at + length && isOctalDigit(block[next] as number); next++) {
		value = value * 8 + (block[next] as number) - 0x30;
	}
	if (next > at && (next === at + length || block[next] === 0)) {
		return value;
	}
	const digits = block
		.toString('latin1', at, at + length)
		.replace(/\0[\s\S]*$/, '')
		.trim();
	if (!/^[0-7]*$/.test(digits)) {
		throw damagedArchive('a number in a header makes no sense.');
	}
	return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function isOctalDigit(byte: number): boolean {
	return byte >= 0x30 && byte <= 0x37;
}

function decimal(value: string | undefined): number | undefined {
	const number = value === undefined || value === '' ? undefined : Number(value);
	if (number !== undefined && !Number.isFinite(number)) {
		throw damagedArchive('a number in an extended header makes no sense.');
	}
	return number;
}
