import type { VariableUse } from './variableUse.ts';

const name = /[A-Za-z_][A-Za-z0-9_]*/y;

/** The variables in a shell's text, outside single quotes. A rough reading: the shell, not the builder, decides. */
export function shellUses(text: string, from: number, to: number, inJson: boolean): VariableUse[] {
	const uses: VariableUse[] = [];
	let quote = '';
	for (let index = from; index < to; index++) {
		const character = text[index];
		if (character === '\\' && quote !== "'") {
			index++;
		} else if (character === "'" && quote !== '"' && !inJson) {
			quote = quote === "'" ? '' : "'";
		} else if (character === '"' && quote !== "'" && !inJson) {
			quote = quote === '"' ? '' : '"';
		} else if (character === '$' && quote !== "'") {
			const use = useAt(text, index, to);
			if (use) {
				uses.push(use);
				index = use.end - 1;
			}
		}
	}
	return uses;
}

function useAt(text: string, from: number, to: number): VariableUse | undefined {
	const braces = text[from + 1] === '{';
	const start = from + (braces ? 2 : 1);
	name.lastIndex = start;
	const match = name.exec(text);
	if (!match || start + match[0].length > to) {
		return undefined;
	}
	const end = start + match[0].length;
	return { name: match[0], start, end, from, to: end + (braces && text[end] === '}' ? 1 : 0), braces, modifier: '' };
}

/** Whether a quote that opens in a shell's text is never closed in it. */
export function hasOpenQuote(text: string): boolean {
	let quote = '';
	for (let index = 0; index < text.length; index++) {
		const character = text[index] as string;
		if (character === '\\' && quote !== "'") {
			index++;
		} else if (character === quote) {
			quote = '';
		} else if (quote === '' && (character === '"' || character === "'")) {
			quote = character;
		}
	}
	return quote !== '';
}
