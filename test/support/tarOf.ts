/** A tar with these files, by name; names of at most 100 bytes. */
export function tarOf(files: Readonly<Record<string, Buffer | string>>): Buffer {
	const entries = Object.entries(files).map(([name, text]) => {
		const content = Buffer.from(text);
		const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
		return Buffer.concat([header(name, content.length), content, padding]);
	});
	return Buffer.concat([...entries, Buffer.alloc(1024)]);
}

function header(name: string, size: number): Buffer {
	const block = Buffer.alloc(512);
	block.write(name, 0);
	block.write('0000644\0', 100);
	block.write('0000000\x000000000\0', 108);
	block.write(`${size.toString(8).padStart(11, '0')}\x0000000000000\0`, 124);
	block.write('        0ustar\x0000', 148);
	const sum = block.reduce((total, byte) => total + byte, 0);
	block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	return block;
}
