const tab = 0x09;
const blank = 0x20;
/** What decides is at the begin of a line. */
const looked = 160;
/** Milliseconds; a stack trace is written at once. */
const longestPause = 1_000;

type Kind = 'none' | 'frames' | 'python' | 'pythonEnd' | 'go' | 'rust' | 'php';

/** First letters of all that may begin or go on with a stack trace at the left edge, besides blanks. */
const beginnings = new Set([...'CSTpfgtsn.-#'].map(character => character.charCodeAt(0)));

const frame = /^\s+(?:at\s|File "|\.\.\. \d+ (?:more|common)|from \S+:\d+:in |--- End of |---> )/;
const afterFrame = /^(?:\s+\S|Caused by: |Suppressed: |\.\.\. \d+ more|--- End of |---> )/;
const goFrame = /^(?:$|goroutine \d+ \[|\[signal |created by |\t|panic: |exit status \d|[\w./*()[\]{}…·-]+\(.*\)$)/;

/** Tells, line after line of one stream of a container, which lines belong to a stack trace above. */
export class StackTraces {
	#kind: Kind = 'none';
	#time = Number.NaN;
	#wasGrave = false;

	/** `time` in epoch milliseconds; `grave` if the line names itself an error. */
	continues(data: Buffer, start: number, end: number, time: number, grave: boolean): boolean {
		const pause = time - this.#time;
		const afterGrave = this.#wasGrave && pause < longestPause;
		this.#time = time;
		if (pause > longestPause) {
			this.#kind = 'none';
		}
		const first = data[start] as number;
		const candidate = start < end && (first === tab || first === blank || beginnings.has(first));
		if (this.#kind === 'none' && !candidate) {
			this.#wasGrave = grave;
			return false;
		}
		const goesOn = this.#look(data.toString('latin1', start, Math.min(end, start + looked)), afterGrave);
		this.#wasGrave = grave || (goesOn && afterGrave);
		return goesOn;
	}

	#look(text: string, afterGrave: boolean): boolean {
		const goesOn = this.#goesOn(text);
		if (goesOn) {
			return true;
		}
		this.#kind = 'none';
		return this.#begins(text, afterGrave);
	}

	#goesOn(text: string): boolean {
		switch (this.#kind) {
			case 'none':
				return false;
			case 'frames':
				return afterFrame.test(text);
			case 'python':
				if (text !== '' && !/^\s/.test(text)) {
					this.#kind = 'pythonEnd';
				}
				return true;
			case 'pythonEnd':
				if (text.startsWith('Traceback (')) {
					this.#kind = 'python';
					return true;
				}
				return text === '' || /^(?:During handling of|The above exception)/.test(text);
			case 'go':
				return goFrame.test(text);
			case 'rust':
				if (/^(?:note: |stack backtrace:)/.test(text)) {
					this.#kind = 'frames';
					return true;
				}
				return text !== '' && !text.startsWith("thread '");
			case 'php':
				return /^(?:#\d+ | {2}thrown in )/.test(text);
		}
	}

	/** Also where only a continuation is recognised, its first line being the one before. */
	#begins(text: string, afterGrave: boolean): boolean {
		if (frame.test(text) || text.startsWith('Caused by: ')) {
			this.#kind = 'frames';
			return true;
		}
		if (text.startsWith('Traceback (most recent call last)')) {
			this.#kind = 'python';
			return afterGrave;
		}
		if (/^(?:panic: |fatal error: |goroutine \d+ \[)/.test(text)) {
			this.#kind = 'go';
		} else if (/^thread '.*' panicked at /.test(text)) {
			this.#kind = 'rust';
		} else if (text.startsWith('stack backtrace:')) {
			this.#kind = 'frames';
			return true;
		} else if (text.startsWith('Stack trace:') || text.startsWith('#0 ')) {
			this.#kind = 'php';
			return true;
		}
		return false;
	}
}
