import { isBlank } from './words.ts';

/** Gathers what an expansion yields in words, split at the blanks that are not quoted. */
export class ExpandedWords {
	readonly #words: string[] = [];
	#word = '';
	#inWord = false;

	/** Text whose blanks separate words. */
	add(text: string): void {
		let start = 0;
		for (let index = 0; index < text.length; index++) {
			if (isBlank(text[index])) {
				this.#take(text.slice(start, index));
				this.#finish();
				start = index + 1;
			}
		}
		this.#take(text.slice(start));
	}

	/** Text that was quoted or escaped. */
	addRaw(text: string): void {
		this.#word += text;
		this.#inWord = true;
	}

	end(): readonly string[] {
		if (this.#word !== '') {
			this.#words.push(this.#word);
			this.#word = '';
		}
		return this.#words;
	}

	#take(text: string): void {
		if (text !== '') {
			this.addRaw(text);
		}
	}

	#finish(): void {
		if (this.#inWord && this.#word !== '') {
			this.#words.push(this.#word);
			this.#word = '';
			this.#inWord = false;
		}
	}
}
