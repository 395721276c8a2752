export interface OutlineInstruction {
	/** In capitals. */
	readonly keyword: string;
	/** What follows the keyword, continued lines joined, runs of blanks made one. */
	readonly text: string;
	/** First and last line, counted from 1. */
	readonly line: number;
	readonly endLine: number;
}

export interface OutlineStage {
	/** The name after `AS`, in lower case as the builder keeps it. */
	readonly name: string | undefined;
	/** What stands after `FROM`. */
	readonly base: string;
	readonly from: OutlineInstruction;
	readonly instructions: readonly OutlineInstruction[];
}

export interface BuildArgument {
	readonly name: string;
	readonly defaultValue: string | undefined;
}

/** As much of a Dockerfile as a build needs to know beforehand, or to find a failed step afterwards. */
export interface DockerfileOutline {
	readonly stages: readonly OutlineStage[];
	/** Every `ARG`, each name once, with the first default that is given. */
	readonly buildArguments: readonly BuildArgument[];
}

export function outlineDockerfile(text: string): DockerfileOutline {
	const instructions = readInstructions(text);
	const stages: (OutlineStage & { instructions: OutlineInstruction[] })[] = [];
	for (const instruction of instructions) {
		if (instruction.keyword === 'FROM') {
			const words = instruction.text.split(' ').filter(word => !word.startsWith('--'));
			const named = words[1]?.toUpperCase() === 'AS' ? words[2]?.toLowerCase() : undefined;
			stages.push({ name: named, base: words[0] ?? '', from: instruction, instructions: [] });
		} else {
			stages.at(-1)?.instructions.push(instruction);
		}
	}
	return { stages, buildArguments: readArguments(instructions) };
}

function readArguments(instructions: readonly OutlineInstruction[]): BuildArgument[] {
	const found = new Map<string, string | undefined>();
	for (const instruction of instructions.filter(({ keyword }) => keyword === 'ARG')) {
		for (const [, name, , defaultValue] of instruction.text.matchAll(/([A-Za-z_]\w*)(=("[^"]*"|'[^']*'|\S*))?/g)) {
			if (name) {
				found.set(name, found.get(name) ?? defaultValue?.replace(/^(["'])(.*)\1$/, '$2'));
			}
		}
	}
	return [...found].map(([name, defaultValue]) => ({ name, defaultValue }));
}

function readInstructions(text: string): OutlineInstruction[] {
	const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
	const escapeWith = escapeCharacter(lines);
	const continued = new RegExp(`${escapeWith === '`' ? '`' : '\\\\'}[ \\t]*$`);
	const instructions: OutlineInstruction[] = [];
	let index = 0;
	while (index < lines.length) {
		const start = index;
		if (isBlankOrComment(lines[index] ?? '')) {
			index++;
			continue;
		}
		const parts: string[] = [];
		let last = index;
		let more = true;
		while (more && index < lines.length) {
			const line = lines[index] ?? '';
			if (index === start || !isBlankOrComment(line)) {
				more = continued.test(line);
				parts.push(line.replace(continued, ''));
				last = index;
			}
			index++;
		}
		const joined = parts.join(' ').trim().replace(/\s+/g, ' ');
		const keyword = (/^\S+/.exec(joined)?.[0] ?? '').toUpperCase();
		index = skipHeredocs(keyword, joined, lines, last + 1);
		instructions.push({
			keyword,
			text: joined.slice(keyword.length).trim(),
			line: start + 1,
			endLine: Math.max(last + 1, index > last + 1 ? index : 0),
		});
	}
	return instructions;
}

/** Index of the first line after the bodies of all here-documents that an instruction opens. */
function skipHeredocs(keyword: string, text: string, lines: readonly string[], after: number): number {
	if (!['RUN', 'COPY', 'ADD', 'ONBUILD'].includes(keyword)) {
		return after;
	}
	let index = after;
	for (const [, dash, , delimiter] of text.matchAll(/<<(-?)(["']?)([A-Za-z_][\w.]*)\2/g)) {
		const end = lines.findIndex(
			(line, at) => at >= index && (dash ? line.replace(/^\t+/, '') : line).trimEnd() === delimiter,
		);
		if (end < 0) {
			return lines.length;
		}
		index = end + 1;
	}
	return index;
}

/** Parser directives stand in comments before everything else. */
function escapeCharacter(lines: readonly string[]): string {
	for (const line of lines) {
		const directive = /^\s*#\s*([a-z]+)\s*=\s*(\S*)/i.exec(line);
		if (!directive) {
			break;
		}
		if (directive[1]?.toLowerCase() === 'escape') {
			return directive[2] ?? '\\';
		}
	}
	return '\\';
}

function isBlankOrComment(line: string): boolean {
	return /^\s*(#|$)/.test(line);
}
