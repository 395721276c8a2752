import assert from 'node:assert/strict';
import { isIgnored, parseDockerignore } from '../../../src/languageservice/dockerfile/dockerignore.ts';
import { createDockerignoreService } from '../../../src/languageservice/dockerfile/dockerignoreService.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never } from '../../support/inMemoryHost.ts';

const verdicts: readonly (readonly [string, string, boolean])[] = [
	['node_modules', 'node_modules/a/b.js', true],
	['node_modules', 'web/node_modules/a.js', false],
	['**/node_modules', 'web/node_modules/a.js', true],
	['*.md', 'README.md', true],
	['*.md', 'docs/README.md', false],
	['**/*.md', 'docs/a/README.md', true],
	['/dist/', 'dist/a', true],
	['a?c', 'abc', true],
	['[a-c]x', 'bx', true],
	['*\n!src', 'src/a', false],
	['*\n!src', 'b', true],
	['# comment', '# comment', false],
	['docs/**/*.txt', 'docs/a/b/c.txt', true],
	['a\\*b', 'a*b', true],
	['.', 'a', false],
];

const files = { 'node_modules/a.js': '', 'web/node_modules/b.js': '', 'web/c.js': '', 'README.md': '', Dockerfile: '' };

describe('.dockerignore', () => {
	for (const [patterns, path, expected] of verdicts) {
		it(`${JSON.stringify(patterns)} ${expected ? 'leaves out' : 'keeps'} ${path}`, () => {
			assert.equal(isIgnored(parseDockerignore(patterns), path), expected);
		});
	}

	it('is completed with what the folder has', async () => {
		const { document, position } = markedDockerfile('web/‸', '.dockerignore');
		const items = await createDockerignoreService(inMemoryHost({ files })).complete(document, position, never);
		assert.deepEqual(items.map(item => item.label).sort(), ['c.js', 'node_modules/']);
	});

	it('says how many files a line leaves out', async () => {
		const { document, position } = markedDockerfile('**/node_‸modules', '.dockerignore');
		const hover = await createDockerignoreService(inMemoryHost({ files })).hover(document, position, never);
		assert.match(JSON.stringify(hover?.contents), /Leaves out 2 files/);
	});

	it('tells patterns that mean something only to git, and lines that match nothing', async () => {
		const { document } = markedDockerfile('c.js\nnowhere\nREADME.md\n', '.dockerignore');
		const found = await createDockerignoreService(inMemoryHost({ files })).diagnose(document, never);
		assert.deepEqual(
			found.map(each => `${each.code} ${each.range.start.line}`),
			['GitPattern 0', 'MatchesNothing 1'],
		);
	});

	it('decides what the build context weighs', async () => {
		const { document } = markedDockerfile('FROM scratch\n');
		const host = inMemoryHost({ files: { ...files, '.dockerignore': '**/node_modules\n' } });
		const summary = await createDockerfileService(host).contextSummary(document, never);
		assert.deepEqual([summary?.files, summary?.excludedFiles], [4, 2]);
	});
});
