/**
 * Whether Compose can split a command into words as a shell would. It stops at the first `;`, `&`, `|`, `<` or `>`
 * outside of quotes and does not look at the rest.
 */
export function isSplittable(command: string): boolean {
	let quote: '' | '"' | "'" | '`' | '$(' = '';
	let isEscaped = false;
	let word = '';
	for (const character of command) {
		if (isEscaped) {
			isEscaped = false;
			word += character;
			continue;
		}
		if (character === '\\') {
			isEscaped = quote !== "'";
			continue;
		}
		if (/\s/.test(character)) {
			word = quote === '' ? '' : word + character;
			continue;
		}
		const next = afterCharacter(quote, character, word);
		if (next === 'wrong') {
			return false;
		}
		if (next === 'end') {
			break;
		}
		quote = next;
		word += character;
	}
	return quote === '' && !isEscaped;
}

type Quote = '' | '"' | "'" | '`' | '$(';

function afterCharacter(quote: Quote, character: string, word: string): Quote | 'wrong' | 'end' {
	const isIn = (...quotes: readonly Quote[]) => quotes.includes(quote);
	switch (character) {
		case '`':
			return isIn('', '`') ? (quote === '' ? '`' : '') : quote;
		case '"':
			return isIn('', '"', '`') ? (quote === '"' ? '' : '"') : quote;
		case "'":
			return isIn('', "'", '`') ? (quote === "'" ? '' : "'") : quote;
		case ')':
			return isIn('', '$(') ? (quote === '' ? '$(' : '') : quote;
		case '(':
			if (isIn('', '$(')) {
				return quote === '' && word.endsWith('$') ? '$(' : 'wrong';
			}
			return quote;
		case ';':
		case '&':
		case '|':
		case '<':
		case '>':
			return quote === '' ? 'end' : quote;
		default:
			return quote;
	}
}
