import { isUtf8 } from 'node:buffer';

/**
 * Names of files are bytes, and not always text. Bytes that are no UTF-8 become characters of a private area, so that
 * every path has one string and every such string one path.
 */
const privateArea = 0xf700;
const privateCharacters = /[\uf780-\uf7ff]/;

export function pathText(bytes: Buffer): string {
	const text = bytes.toString('utf8');
	return isUtf8(bytes) && !privateCharacters.test(text) ? text : characterwise(bytes);
}

export function pathBytes(text: string): Buffer {
	if (isPlainText(text)) {
		return Buffer.from(text, 'utf8');
	}
	return Buffer.concat(
		Array.from(text, character =>
			isPlainText(character) ? Buffer.from(character, 'utf8') : Buffer.of(character.charCodeAt(0) - privateArea),
		),
	);
}

/** Whether a path can be written as text, for example in JSON. */
export function isPlainText(path: string): boolean {
	return !privateCharacters.test(path);
}

function characterwise(bytes: Buffer): string {
	let text = '';
	for (let at = 0; at < bytes.length; ) {
		const lead = bytes[at] as number;
		const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
		const piece = bytes.subarray(at, at + length);
		const character = piece.toString('utf8');
		const isCharacter = piece.length === length && isUtf8(piece) && isPlainText(character);
		text += isCharacter ? character : String.fromCharCode(privateArea + lead);
		at += isCharacter ? length : 1;
	}
	return text;
}
