import assert from 'node:assert/strict';
import { globPattern } from '../../src/base/globPattern.ts';
import { isIgnored, judgePath, parseIgnoreFile } from '../../src/base/ignorePatterns.ts';
import { processorMs } from '../support/keepsTime.ts';

const verdicts: readonly (readonly [patterns: string, path: string, ignored: boolean])[] = [
	['node_modules', 'node_modules/a/b.js', true],
	['node_modules', 'web/node_modules/a.js', false],
	['**/node_modules', 'web/node_modules/a.js', true],
	['*.md', 'README.md', true],
	['*.md', 'docs/README.md', false],
	['**/*.md', 'docs/a/README.md', true],
	['**/*.md', 'a.md', true],
	['/dist/', 'dist/a', true],
	['build', 'src/build', false],
	['temp?', 'temp1/x', true],
	['temp?', 'temp/x', false],
	['a/**', 'a/b/c', true],
	['a/**', 'a', false],
	['[ab].txt', 'b.txt', true],
	['[a-c]x', 'bx', true],
	['[^a]x', 'bx', true],
	['[^a]x', 'ax', false],
	['[a', '[a', true],
	['*\n!src', 'src/a', false],
	['*\n!src', 'b', true],
	['!keep\n*', 'keep', true],
	['*\n!a\na/b', 'a/b/c', true],
	['# comment', '# comment', false],
	['docs/**/*.txt', 'docs/a/b/c.txt', true],
	['docs/**/*.txt', 'docs/c.txt', true],
	['a\\*b', 'a*b', true],
	['a\\*b', 'axb', false],
	['.', 'a', false],
	['!', 'a', false],
	['./x.y', 'xzy', false],
	['(a)+$', '(a)+$', true],
	['\uFEFFa', 'a', true],
	['a\r\nb\r\n', 'b', true],
	['../a', 'a', true],
	['**/a*b*c*d*e', 'x/y/a1b2c3d4e', true],
	['**/a*b*c*d*e', 'x/y/a1b2c3d/4e', false],
	['**/**/**/**/a', 'a', true],
	['*/*/*/*/f', 'a/b/c/d/f', true],
	['*/*/*/*/f', 'a/b/c/f', false],
	['a**b**c**d**e', 'a/b/c/d/e', true],
	['**/x/**/y/**/z/**/w', 'a/x/y/b/z/w', true],
	['**/x/**/y/**/z/**/w', 'ax/y/z/w', false],
];

describe('ignore patterns', () => {
	for (const [patterns, path, ignored] of verdicts) {
		it(`${JSON.stringify(patterns)} ${ignored ? 'leaves out' : 'keeps'} ${path}`, () => {
			assert.equal(isIgnored(parseIgnoreFile(patterns), path), ignored);
		});
	}

	it('say which line has decided', () => {
		const file = parseIgnoreFile('# first\n*\n!a\na/b\n');
		const a = judgePath(file, 'a', undefined);
		assert.equal(a.by?.line, 2);
		assert.equal(judgePath(file, 'a/b', a).by?.line, 3);
		assert.equal(judgePath(parseIgnoreFile('x'), 'a', undefined).by, undefined);
	});

	it('take no time that grows faster than pattern times path', () => {
		const hostile = [`${'*a'.repeat(100)}b`, `${'**/'.repeat(150)}b`, `${'**/a*'.repeat(80)}b`, `${'?*'.repeat(200)}b`];
		const startedAt = processorMs();
		for (const pattern of hostile) {
			assert.equal(globPattern(pattern)('a'.repeat(3_000)), false);
			assert.equal(globPattern(pattern)('a/'.repeat(1_500)), false);
		}
		assert.ok(processorMs() - startedAt < 5_000);
	});
});
