import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { buildkitRuleNames } from '../../../src/languageservice/dockerfile/checks/rules.ts';
import {
	instructionAtLine,
	type ParsedDockerfile,
	parseDockerfile,
} from '../../../src/languageservice/dockerfile/parse.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';
import { probes } from './buildkitProbes.ts';
import { recordedVerdicts, type Verdict } from './buildkitTable.ts';

/** Where we differ, and why. */
const different: Readonly<Record<string, string>> = {
	'FROM scratch\nENV API_KEY=1 KEYS=1 MY_TOKEN_FILE=1 auth=1 PUBLIC_KEY=2': 'newer versions allow the word "file"',
	'FROM scratch\nCOPY --parents a b': 'newer versions have the flag',
	'FROM scratch\nRUN --security=insecure true': 'newer versions have the flag',
};

const verdicts = new Map(recordedVerdicts().map(verdict => [verdict.text, verdict]));

describe("BuildKit's verdicts", () => {
	it('were asked of every probe', () => {
		for (const [point, texts] of Object.entries(probes)) {
			const known = texts.map(text => verdicts.get(text));
			assert.ok(texts.length >= 3 && known.every(verdict => verdict !== undefined), point);
		}
	});

	it('are there for and against every check', () => {
		for (const rule of buildkitRuleNames.filter(name => !needSurroundings.has(name))) {
			const found = (probes[rule] ?? []).map(text => verdicts.get(text)?.warnings.some(each => each.startsWith(rule)));
			assert.ok(found.includes(true) && found.includes(false), rule);
		}
	});

	for (const verdict of [...verdicts.values()].filter(({ text }) => !Object.hasOwn(different, text))) {
		it(`are ours: ${JSON.stringify(verdict.text)}`, async () => {
			const document = TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, verdict.text);
			const file = parseDockerfile(verdict.text);
			const found = await createDockerfileService(inMemoryHost()).diagnose(document, never);
			const isCheck = (code: unknown) => buildkitRuleNames.includes(String(code));
			const warnings = found.filter(({ code }) => isCheck(code));
			const ours = [...new Set(warnings.map(({ code, range }) => `${code}@${lineOf(file, range.start.line)}`))];
			const theirs = [...new Set(verdict.warnings.map(each => normalized(file, each)))];
			const errors = found.filter(({ severity }) => severity === 1).map(({ range }) => range.start.line);
			if (verdict.error === undefined) {
				assert.deepEqual(errors, [], JSON.stringify(found));
				assert.deepEqual(ours.sort(), theirs.sort());
			} else {
				assert.ok(isRefused(file, verdict, errors), `${verdict.error}; ours: ${JSON.stringify(found)}`);
				assert.deepEqual(
					theirs.filter(each => !ours.includes(each)),
					[],
				);
			}
		});
	}
});

/** Rules that a Dockerfile alone cannot show. */
const needSurroundings = new Set(['InvalidBaseImagePlatform', 'CopyIgnoredFile']);

/** BuildKit names the first line of the instruction, we underline the words themselves. */
function lineOf(file: ParsedDockerfile, line: number): number {
	return instructionAtLine(file, line)?.startLine ?? line;
}

function normalized(file: ParsedDockerfile, warning: string): string {
	const [rule, line] = warning.split('@');
	return `${rule}@${lineOf(file, Number(line))}`;
}

function isRefused(file: ParsedDockerfile, { error, lines }: Verdict, errors: readonly number[]): boolean {
	// Of directives BuildKit names the line before.
	if (!lines || /parser directive|escape token/.test(error ?? '')) {
		return errors.length > 0;
	}
	return errors.some(line => (lines[0] <= line && line <= lines[1]) || lineOf(file, line) === lineOf(file, lines[0]));
}
