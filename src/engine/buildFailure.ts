import type { DockerfileOutline, OutlineInstruction } from './dockerfileOutline.ts';
import { instructionOfStep } from './stepInstruction.ts';

export interface BuildFailure {
	/** BuildKit's own sentence, without the wrappings of the layers it came through. */
	readonly message: string;
	/** First and last line in the Dockerfile, counted from 1; missing when the failure is not of one instruction. */
	readonly line: number | undefined;
	readonly endLine: number | undefined;
	/** The last lines that the failed step printed. */
	readonly output: readonly string[];
}

const shownOutputLines = 5;

/**
 * Reads from a failed build's output what failed and where. Engines since 23.0 quote the Dockerfile's lines themselves;
 * for older ones the step's number (`[builder 3/5]`) leads to the instruction.
 */
export function readBuildFailure(output: string, outline?: DockerfileOutline): BuildFailure | undefined {
	const text = withoutTerminalCodes(output);
	const sentence = [...text.matchAll(/^ERROR: (.+)$/gm)].at(-1)?.[1];
	if (sentence === undefined) {
		return undefined;
	}
	const step = failedStep(text);
	const place =
		quotedLines(text) ?? parseErrorLine(text) ?? (outline && step ? instructionOfStep(step.name, outline) : undefined);
	return {
		message: unwrapBuildMessage(sentence),
		line: place?.line,
		endLine: place?.endLine,
		output: step?.output ?? [],
	};
}

/** Removes colours, cursor movements and titles, and what a carriage return overwrote. */
export function withoutTerminalCodes(text: string): string {
	return text
		.replace(/\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, '')
		.replace(/\x1b\[[0-?]*[ -/]*[@-~]/g, '')
		.replace(/\x1b[@-_]/g, '')
		.replace(/\r+\n/g, '\n')
		.replace(/^.*\r(?!$)/gm, '');
}

type Place = Pick<OutlineInstruction, 'line' | 'endLine'>;

/** The block `Dockerfile:3`, a ruler, and the lines with `>>>` before those that failed. */
function quotedLines(text: string): Place | undefined {
	const block = [...text.matchAll(/^\S.*:(\d+)\n-{5,}\n((?:[ \t]*\d+ \|.*\n)+)-{5,}$/gm)].at(-1);
	if (!block) {
		return undefined;
	}
	const marked = [...(block[2] ?? '').matchAll(/^\s*(\d+) \|\s*>>>/gm)].map(match => Number(match[1]));
	const first = Number(block[1]);
	return { line: marked[0] ?? first, endLine: marked.at(-1) ?? first };
}

function parseErrorLine(text: string): Place | undefined {
	const line = /dockerfile parse error (?:on )?line (\d+)/i.exec(text)?.[1];
	return line === undefined ? undefined : { line: Number(line), endLine: Number(line) };
}

/** The block ` > [2/3] RUN …:` between rulers, with what the step printed. */
function failedStep(text: string): { readonly name: string; readonly output: readonly string[] } | undefined {
	const block = [...text.matchAll(/^-{6}\n > (.+?):?\n((?:(?!-{6}$).*\n)*)-{6}$/gm)].at(-1);
	if (!block?.[1]) {
		return undefined;
	}
	const lines = (block[2] ?? '').split('\n').map(line => line.replace(/^\d+(\.\d+)? ?/, '').trimEnd());
	return { name: block[1], output: lines.filter(line => line !== '').slice(-shownOutputLines) };
}

const wrappings = [
	/^failed to build: /,
	/^failed to solve(?: with frontend \S+)?: /,
	/^rpc error: code = \w+ desc = /,
	/^failed to (?:create LLB definition|read dockerfile|compute cache key|calculate checksum of ref \S+): /,
];

/** BuildKit's sentence without the names of the layers that it came through. */
export function unwrapBuildMessage(sentence: string): string {
	let rest = sentence.trim();
	for (let wrapping = wrappings.find(it => it.test(rest)); wrapping; wrapping = wrappings.find(it => it.test(rest))) {
		rest = rest.replace(wrapping, '');
	}
	return rest;
}
