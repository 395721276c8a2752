import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { buildkitRuleNames } from '../../../src/languageservice/dockerfile/checks/rules.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

/**
 * What BuildKit 0.25 (Docker Engine 28.5) says of small Dockerfiles: `docker buildx build --call=check,format=json -f-`.
 * `warnings` are rule@line of what it accepts; lines count from 0.
 */
interface Verdict {
	readonly text: string;
	readonly accepted: boolean;
	readonly warnings?: readonly string[];
}

/** Where we differ, and why. */
const different: Readonly<Record<string, string>> = {
	'ARG A\nFROM $A': 'an argument without a default is given at the build: a warning, not an error',
	'ARG A=Foo\nFROM $A': 'a build argument mends it: a warning, not an error',
	'FROM scratch\nRUN --mount=type=$T,target=/x true': 'the undefined variable is reported, not what follows from it',
	'FROM scratch\nRUN --mount=type=cache,target=$X true': 'the undefined variable is reported, not what follows from it',
	'FROM scratch\nVOLUME $x': 'the undefined variable is reported, not what follows from it',
	'FROM scratch\nCOPY <<EOF /x\n$foo\nEOF': 'we underline the word in the heredoc, BuildKit names the first line',
	'FROM scratch\nENV A=a \\\n# c\nB=$A': 'we underline the word on its line, BuildKit names the first line',
	'FROM scratch\nENV API_KEY=1 KEYS=1 MY_TOKEN_FILE=1 auth=1 PUBLIC_KEY=2': 'newer versions allow the word "file"',
	'FROM scratch\nCOPY --parents a b': 'newer versions have the flag',
};

const verdicts = readFileSync(join(import.meta.dirname, 'buildkitVerdicts.jsonl'), 'utf8')
	.split('\n')
	.filter(line => line !== '')
	.map(line => JSON.parse(line) as Verdict);

describe("BuildKit's verdicts", () => {
	for (const verdict of verdicts.filter(candidate => !Object.hasOwn(different, candidate.text))) {
		it(`are ours: ${JSON.stringify(verdict.text)}`, async () => {
			const document = TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, verdict.text);
			const found = await createDockerfileService(inMemoryHost()).diagnose(document, never);
			const errors = found.filter(each => each.severity === 1).map(each => String(each.message));
			assert.equal(errors.length === 0, verdict.accepted, errors.join('\n'));
			if (verdict.accepted) {
				const warnings = found
					.filter(each => buildkitRuleNames.includes(String(each.code)))
					.map(each => `${each.code}@${each.range.start.line}`);
				assert.deepEqual(warnings.sort(), verdict.warnings);
			}
		});
	}
});
