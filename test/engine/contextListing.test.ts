import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { listContext } from '../../src/engine/contextListing.ts';

describe('what a build context holds', () => {
	let context: string;
	beforeEach(() => {
		context = mkdtempSync(join(tmpdir(), 'slipway listing 도커 '));
	});
	afterEach(() => rmSync(context, { recursive: true }));

	const write = (files: Readonly<Record<string, number>>) => {
		for (const [path, bytes] of Object.entries(files)) {
			mkdirSync(dirname(join(context, path)), { recursive: true });
			writeFileSync(join(context, path), 'x'.repeat(bytes));
		}
	};
	const list = (options = {}) => listContext(context, join(context, 'Dockerfile'), options);

	it('sums folders and puts the largest first', async () => {
		write({ Dockerfile: 5, 'a/small': 100, 'a/deep/er/large': 500, 'b/x': 20, 'b/y': 30 });
		const listing = await list();
		assert.deepEqual([listing.files, listing.bytes, listing.complete], [5, 655, true]);
		assert.deepEqual(
			listing.largest.map(({ path, bytes }) => `${path} ${bytes}`),
			['a/deep/er/large 500', 'a/small 100', 'b/y 30', 'b/x 20', 'Dockerfile 5'],
		);
		assert.deepEqual(
			listing.folders.map(({ path, files, bytes }) => `${path} ${files} ${bytes}`),
			['a 2 600', 'a/deep 1 500', 'b 2 50'],
		);
		assert.equal(listing.ignoreFile, undefined);
	});

	it('says what each line leaves out, exceptions respected', async () => {
		write({ 'node_modules/a/b.js': 100, 'node_modules/keep.js': 7, 'web/node_modules/c.js': 50, 'x.log': 9 });
		writeFileSync(
			join(context, '.dockerignore'),
			'# comment\nnode_modules\n!node_modules/keep.js\n**/*.log\nnowhere\n',
		);
		const { files, excluded, ignoreFile } = await list();
		assert.equal(ignoreFile, join(context, '.dockerignore'));
		assert.deepEqual([files, excluded.files, excluded.bytes], [3, 2, 109]);
		assert.deepEqual(excluded.patterns, [
			{ pattern: 'node_modules', line: 2, files: 1, bytes: 100 },
			{ pattern: '**/*.log', line: 4, files: 1, bytes: 9 },
			{ pattern: 'nowhere', line: 5, files: 0, bytes: 0 },
		]);
		assert.deepEqual(
			excluded.largest.map(({ path }) => path),
			['node_modules/a/b.js', 'x.log'],
		);
	});

	it('does not follow links out of the context', async () => {
		write({ 'a/x': 10 });
		symlinkSync('/', join(context, 'root'));
		symlinkSync('..', join(context, 'a', 'up'));
		const { files } = await list();
		assert.equal(files, 3);
	});

	it('ends where there is too much, and with its signal', async () => {
		write({ a: 1, b: 1, 'c/d': 1, 'c/e': 1 });
		const { files, complete } = await list({ most: 3 });
		assert.deepEqual([files, complete], [3, false]);
		const reason = new Error('enough');
		await assert.rejects(list({ signal: AbortSignal.abort(reason) }), reason);
	});
});
