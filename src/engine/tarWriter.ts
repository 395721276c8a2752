import { pathBytes } from './pathBytes.ts';
import type { TarEntry } from './tarReader.ts';

/** What stands before an entry's content. */
export function writeHeader(entry: TarEntry): Buffer {
	const types: Record<string, string> = { file: '0', hardlink: '1', symlink: '2', folder: '5' };
	const raw = {
		...entry,
		type: types[entry.type] as string,
		name: pathBytes(entry.type === 'folder' ? `${entry.name}/` : entry.name),
		link: pathBytes(entry.linkName),
	};
	const records = Buffer.concat(extensions(raw));
	const header = shortHeader(raw);
	if (records.length === 0) {
		return header;
	}
	const extension = { ...raw, name: Buffer.from('PaxHeader'), link: undefined, type: 'x', size: records.length };
	return Buffer.concat([shortHeader(extension), records, Buffer.alloc(padding(records.length)), header]);
}

interface RawEntry extends Omit<TarEntry, 'name' | 'type' | 'linkName'> {
	readonly name: Buffer;
	readonly link?: Buffer;
	readonly type: string;
}

/** What stands behind a content of this length. */
export function padding(length: number): number {
	return (512 - (length % 512)) % 512;
}

/** What the short header has no room for. Times always, since it knows whole seconds only. */
function extensions({ name, link, size, uid, gid, modified, type }: RawEntry): Buffer[] {
	return [
		...(name.length > 100 ? [record('path', name)] : []),
		...(link && link.length > 100 ? [record('linkpath', link)] : []),
		...(size >= 8 ** 11 ? [record('size', Buffer.from(String(size)))] : []),
		...(uid >= 8 ** 7 ? [record('uid', Buffer.from(String(uid)))] : []),
		...(gid >= 8 ** 7 ? [record('gid', Buffer.from(String(gid)))] : []),
		...(type === 'x' ? [] : [record('mtime', Buffer.from(modified.toFixed(3)))]),
	];
}

/** The number before a record counts its own digits. */
function record(key: string, value: Buffer): Buffer {
	const rest = key.length + value.length + 3;
	let length = rest + String(rest).length;
	length = rest + String(length).length;
	return Buffer.concat([Buffer.from(`${length} ${key}=`), value, Buffer.from('\n')]);
}

function shortHeader({ name, type, size, mode, uid, gid, modified, link }: RawEntry): Buffer {
	const block = Buffer.alloc(512);
	const octal = (value: number, at: number, digits: number) => {
		block.write(
			`${Math.min(value, 8 ** digits - 1)
				.toString(8)
				.padStart(digits, '0')}\0`,
			at,
			'latin1',
		);
	};
	name.copy(block, 0, 0, 100);
	octal(mode & 0o7777, 100, 7);
	octal(uid, 108, 7);
	octal(gid, 116, 7);
	octal(size, 124, 11);
	octal(Math.max(0, Math.floor(modified)), 136, 11);
	block.fill(' ', 148, 156);
	block.write(type, 156, 'latin1');
	link?.copy(block, 157, 0, 100);
	block.write('ustar\x0000', 257, 'latin1');
	const sum = block.reduce((total, byte) => total + byte, 0);
	block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
	return block;
}
