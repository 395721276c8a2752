import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import type { IGrammar } from 'vscode-textmate';
import { instructionNames } from '../../src/languageservice/dockerfile/instructions.ts';
import { parseDockerfile } from '../../src/languageservice/dockerfile/parse.ts';
import { projectRoot } from '../support/projectRoot.ts';
import { loadGrammar, tokenize } from './tokenizer.ts';

const verdicts = readFileSync(path.join(projectRoot, 'test/languageservice/dockerfile/buildkitVerdicts.jsonl'), 'utf8');
/** A keyword that the end of a line splits is beyond a grammar. */
const hasSplitKeyword = (text: string) => /^\w*\\\n/m.test(text);
const texts = verdicts
	.split('\n')
	.filter(Boolean)
	.map(each => JSON.parse(each).text as string)
	.filter((text, index, all) => all.indexOf(text) === index && !hasSplitKeyword(text));

const plain = [
	'RUN a',
	'FROM a',
	'ENV A=b',
	'COPY a b',
	'USER a',
	'unknown',
	'CMD ["a"]',
	'# a',
	'',
	'  b',
	'onbuild run c',
];
const continued = [
	'RUN a \\',
	'RUN a \\\\',
	'ENV A=b \\',
	'  # a \\',
	'  a \\',
	'unknown \\',
	'ONBUILD RUN a \\',
	'CMD ["a",\\',
];
const open = [
	'RUN "a',
	"RUN 'a \\",
	'RUN "a \\',
	'RUN $(a',
	'RUN ${a',
	'RUN if a; then \\',
	'ENV A="b',
	"LABEL a='b \\",
	'b"',
	')',
	'RUN ["a"',
];
const closed = [
	'RUN a \\\n  b',
	'ENV A=b \\\n  # c\n  D=e',
	'RUN "a \\\nb"',
	'ONBUILD RUN a \\\n  b',
	'ONBUILD RUN a \\\n  cat <<A',
];
const heredocs = [
	...[
		'RUN <<A',
		'RUN <<-A',
		'RUN cat <<"A" > b.json',
		'RUN <<A \\\n  b',
		'RUN python3 <<A',
		'COPY <<A <<B.py /c/\n{\nA\n"""\nB.py',
		'RUN a << A',
	],
	...['ONBUILD RUN <<A', 'RUN b \\\n  cat <<A', 'RUN a <<A && b <<A', 'A', '\tA', ' A', '"""', '{"a":', 'echo "b'],
];

describe('Dockerfile grammar and parser', () => {
	let grammar: IGrammar;
	before(async function () {
		this.timeout(300_000);
		grammar = await loadGrammar('dockerfile.tmLanguage.json');
	});

	for (const text of texts) {
		it(`see the same instructions and comments: ${JSON.stringify(text)}`, () => assertSame(grammar, text));
	}

	for (const [what, lines] of Object.entries({
		'with all kinds of continuations': [...plain, ...continued, ...open],
		'with all kinds of heredocs': [...plain, ...closed, ...heredocs],
	})) {
		it(`see the same instructions and comments in lines ${what}`, () => {
			const texts = fc.array(fc.constantFrom(...lines), { minLength: 1, maxLength: 10 });
			fc.assert(
				fc.property(texts, each => assertSame(grammar, each.join('\n'))),
				{ numRuns: 500 },
			);
		}).timeout(60_000);
	}
});

/** By line: `instruction` where a known one begins, `comment`, or `body` of a heredoc with its end. */
type Kinds = readonly (string | undefined)[];

function assertSame(grammar: IGrammar, source: string): void {
	const text = source.replaceAll('\r', '').replace(/^\uFEFF/, '');
	assert.deepEqual(kindsByGrammar(grammar, text), kindsByParser(text), JSON.stringify(text));
}

function kindsByGrammar(grammar: IGrammar, text: string): Kinds {
	const kinds = text.split('\n').map((): string | undefined => undefined);
	for (const { line, scopes } of tokenize(grammar, text).reverse()) {
		const has = (scope: string) => scopes.includes(scope);
		const isBody = has('meta.heredoc.dockerfile') && !has('meta.instruction.dockerfile');
		const isComment = has('comment.line.number-sign.dockerfile');
		kinds[line] = isBody
			? 'body'
			: isComment
				? 'comment'
				: has('keyword.control.dockerfile')
					? 'instruction'
					: undefined;
	}
	return kinds;
}

function kindsByParser(text: string): Kinds {
	const { instructions, comments, directives, lineStarts } = parseDockerfile(text);
	const lines = text.split('\n');
	const kinds = lines.map((): string | undefined => undefined);
	const lineAt = (offset: number) => lineStarts.findLastIndex(start => start <= offset);
	for (const instruction of instructions) {
		if (instructionNames.includes(instruction.name)) {
			kinds[instruction.startLine] = 'instruction';
		}
		for (const { bodyStart, bodyEnd, terminator } of instruction.heredocs) {
			if (bodyStart === bodyEnd && terminator < 0) {
				continue;
			}
			const last = terminator >= 0 ? lineAt(terminator) : lineAt(bodyEnd);
			for (let line = lineAt(bodyStart); line <= last; line++) {
				kinds[line] = lines[line]?.trim() ? 'body' : undefined;
			}
		}
	}
	for (const { line } of [...comments, ...directives]) {
		kinds[line] = 'comment';
	}
	return kinds;
}
