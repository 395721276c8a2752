import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { measureBuildContext } from '../../src/engine/buildContext.ts';

describe('build context', () => {
	let context: string;
	beforeEach(() => {
		context = mkdtempSync(join(tmpdir(), 'slipway context 도커 '));
	});
	afterEach(() => rmSync(context, { recursive: true }));

	const write = (files: Readonly<Record<string, string>>) => {
		for (const [path, text] of Object.entries(files)) {
			mkdirSync(dirname(join(context, path)), { recursive: true });
			writeFileSync(join(context, path), text);
		}
	};
	const measure = (options = {}) => measureBuildContext(context, join(context, 'Dockerfile'), options);

	it('counts files and bytes', async () => {
		write({ Dockerfile: '12345', 'src/a.txt': '123' });
		assert.deepEqual(await measure(), { files: 2, bytes: 8, complete: true, ignoreFile: undefined });
	});

	it('leaves out what .dockerignore names, but not its exceptions', async () => {
		write({ '.dockerignore': 'node_modules\n!node_modules/keep.js', 'a.js': '1', 'node_modules/b/c.js': '22' });
		write({ 'node_modules/keep.js': '333' });
		assert.deepEqual(await measure(), { files: 3, bytes: 38, complete: true, ignoreFile: '.dockerignore' });
	});

	it('prefers the ignore file of the Dockerfile', async () => {
		write({ '.dockerignore': '*', 'Dockerfile.dockerignore': '*.log\n*ignore', 'a.log': 'x', 'a.txt': '1' });
		assert.deepEqual(await measure(), { files: 1, bytes: 1, complete: true, ignoreFile: 'Dockerfile.dockerignore' });
	});

	it('stops where there is too much', async () => {
		write({ a: '1', b: '1', 'c/d': '1' });
		const { files, complete } = await measure({ maxFiles: 2 });
		assert.deepEqual([files, complete], [2, false]);
	});
});
