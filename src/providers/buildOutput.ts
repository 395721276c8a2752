/** BuildKit's own colours, put back on the plain lines it writes when its output is read: not a character is changed. */
export function colourBuildLine(line: string): string {
	const step = /^(#\d+ )(.*)$/s.exec(line);
	if (step) {
		return `\x1b[2m${step[1]}\x1b[22m${colourStep(step[2] ?? '')}`;
	}
	if (/^ERROR: /.test(line)) {
		return red(`\x1b[1m${line}\x1b[22m`);
	}
	if (/^ > /.test(line) || /^\s*\d+ \|\s*>>> /.test(line)) {
		return red(line);
	}
	return /^(WARNING|WARN)\b|^ - \w+: .*\(line \d+\)/.test(line) ? `\x1b[33m${line}\x1b[39m` : line;
}

function colourStep(text: string): string {
	if (/^ERROR: /.test(text)) {
		return red(text);
	}
	if (/^CANCELED$/.test(text)) {
		return `\x1b[33m${text}\x1b[39m`;
	}
	if (/^(DONE \d|CACHED$)/.test(text)) {
		return `\x1b[34m${text}\x1b[39m`;
	}
	if (/^\[/.test(text)) {
		return `\x1b[1m${text}\x1b[22m`;
	}
	const printed = /^(\d+\.\d+ )(.*)$/s.exec(text);
	return printed ? `\x1b[2m${printed[1]}\x1b[22m${printed[2]}` : text;
}

function red(text: string): string {
	return `\x1b[31m${text}\x1b[39m`;
}
