/** One entry of an archive made by hand, however hostile. */
export interface HandMade {
	readonly name: string;
	/** The type as the format has it: `0` file, `1` hard link, `2` symlink, `3` and `4` devices, `5` folder, `6` fifo, `x` and `g` extended. */
	readonly flag?: string;
	readonly content?: string | Buffer;
	readonly linkName?: string;
	readonly mode?: number;
	/** Seconds since 1970. */
	readonly modified?: number;
	readonly uid?: number;
	/** What the header says, where that is not the content's size. */
	readonly size?: number;
	/** Changes the block before its checksum is made. */
	readonly edit?: (block: Buffer) => void;
}

/** The bytes of an archive with these entries and, unless told otherwise, its end mark. */
export function tarBytes(entries: readonly HandMade[], end = true): Buffer {
	return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(end ? 1024 : 0)]);
}

/** An extended header for the entry that follows. */
export function extended(records: Readonly<Record<string, string>>, flag = 'x'): HandMade {
	const lines = Object.entries(records).map(([key, value]) => {
		const rest = ` ${key}=${value}\n`;
		let length = Buffer.byteLength(rest);
		while (length !== Buffer.byteLength(`${length}${rest}`)) {
			length = Buffer.byteLength(`${length}${rest}`);
		}
		return `${length}${rest}`;
	});
	return { name: 'extended', flag, content: lines.join('') };
}

function blocksOf(entry: HandMade): Buffer[] {
	const content = Buffer.from(entry.content ?? '');
	const block = Buffer.alloc(512);
	block.write(entry.name, 0, 100);
	block.write(octal(entry.mode ?? 0o644, 7), 100);
	block.write(octal(entry.uid ?? 0, 7), 108);
	block.write(octal(0, 7), 116);
	block.write(octal(entry.size ?? content.length, 11), 124);
	block.write(octal(entry.modified ?? 1_600_000_000, 11), 136);
	block.write(entry.flag ?? '0', 156);
	block.write(entry.linkName ?? '', 157, 100);
	block.write('ustar\x0000', 257);
	entry.edit?.(block);
	block.write('        ', 148);
	const sum = block.reduce((total, byte) => total + byte, 0);
	block.write(`${octal(sum, 6)}\0 `, 148);
	return [block, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}

function octal(value: number, digits: number): string {
	return value.toString(8).padStart(digits, '0');
}
