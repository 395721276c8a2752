import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readProjectFiles } from '../../src/engine/projectFiles.ts';

describe("a project's files", () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'slipway project '));
		for (const path of [
			...['package.json', 'a/b/c/deep.txt', 'a/b/c/d/too-deep.txt', '.yarn/releases/yarn.cjs', '.hidden/x'],
			...['node_modules/x/package.json', 'src/main.go', 'big.json'],
		]) {
			mkdirSync(dirname(join(folder, path)), { recursive: true });
			writeFileSync(join(folder, path), path === 'big.json' ? ' '.repeat(1_100_000) : path);
		}
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	it('are those that a person has written, near ones first', async () => {
		const { paths } = await readProjectFiles(folder, () => false);
		assert.deepEqual(paths, ['big.json', 'package.json', 'src/main.go', '.yarn/releases/yarn.cjs', 'a/b/c/deep.txt']);
	});

	it('are read where asked for and not too large', async () => {
		const files = await readProjectFiles(folder, name => name.endsWith('.json'));
		assert.equal(files.text('package.json'), 'package.json');
		assert.equal(files.text('src/main.go'), undefined);
		assert.equal(files.text('big.json'), undefined);
	});

	it('of a folder that is not there are none', async () => {
		assert.deepEqual((await readProjectFiles(join(folder, 'nosuch'), () => true)).paths, []);
	});
});
