import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createBakeService } from '../../../src/languageservice/bake/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

/**
 * What `docker buildx bake --print -f FILE` of buildx 0.29 says of small files, asked for every target and group in them.
 */
interface Verdict {
	readonly name: string;
	readonly file: string;
	readonly text: string;
	readonly valid: boolean;
	readonly says?: string;
}

/** Where we differ, and why. */
const different: Readonly<Record<string, string>> = {
	'network bad': 'only the build refuses it',
	'entitle bad': 'only the build refuses it',
	'entitle bad2': 'only the build refuses it',
	'target ref cycle': 'circles through attributes of other blocks are left to bake',
	'var validation fail': 'a default that fails asks for a value from the environment',
	'for obj group': 'types of results are left to bake',
	'ulimit list num': 'types of results are left to bake',
	'group targets tmpl bad': 'names that are put together are left to bake',
	ellipsis: 'types of arguments are left to bake',
};

/** Mistakes that bake notes at the block's name or the end of the text, and we where they are. */
const placedBetter = new Set([
	'heredoc unclosed',
	'var list type',
	'var type bool str',
	'matrix name missing one',
	'matrix name dot value',
	'var type mismatch',
	'fn noresult',
	'name nomatrix',
	'matrix dup name',
	'matrix bad name',
	'matrix str',
	'matrix list',
	'group desc',
]);

const verdicts = readFileSync(join(import.meta.dirname, 'bakeVerdicts.jsonl'), 'utf8')
	.split('\n')
	.filter(line => line !== '')
	.map(line => JSON.parse(line) as Verdict);

describe("Bake's verdicts", () => {
	for (const { name, file, text, valid, says } of verdicts.filter(each => !Object.hasOwn(different, each.name))) {
		it(`are ours: ${name} ${says ?? ''}`.trim(), async () => {
			const document = TextDocument.create(`file:///workspace/${file}`, 'dockerbake', 1, text);
			const found = await createBakeService(inMemoryHost()).diagnose(document, never);
			const errors = found.filter(each => each.severity === 1).map(each => `${each.code} ${each.message}`);
			assert.equal(errors.length === 0, valid, errors.join('\n'));
		});
		if (!valid && !placedBetter.has(name)) {
			it(`lead to the same line: ${name}`, async () => {
				const place = /:(\d+),\d+-/.exec(says ?? '');
				const document = TextDocument.create(`file:///workspace/${file}`, 'dockerbake', 1, text);
				const found = await createBakeService(inMemoryHost()).diagnose(document, never);
				const lines = found.flatMap(each => [each.range.start.line + 1, each.range.end.line + 1]);
				assert.ok(!place || lines.includes(Number(place[1])), `${lines} ${says}`);
			});
		}
	}
});
