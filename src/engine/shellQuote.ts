/**
 * One word as a POSIX shell reads it. Control and invisible format characters, with which a name could disguise a
 * line, become escapes of `$'…'`.
 */
export function shellQuote(word: string): string {
	if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(word)) {
		return `$'${[...word].map(escaped).join('')}'`;
	}
	if (/^[\p{L}\p{M}\p{N}_@%+:,./-][\p{L}\p{M}\p{N}_@%+=:,./-]*$/u.test(word)) {
		return word;
	}
	return `'${word.replaceAll("'", "'\\''")}'`;
}

function escaped(character: string): string {
	switch (character) {
		case '\n':
			return '\\n';
		case '\t':
			return '\\t';
		case '\r':
			return '\\r';
		case '\\':
		case "'":
			return `\\${character}`;
	}
	if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(character)) {
		return character;
	}
	const code = character.codePointAt(0) as number;
	if (code < 0x80) {
		return `\\x${code.toString(16).padStart(2, '0')}`;
	}
	return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
