import assert from 'node:assert/strict';
import { createDockerignoreService } from '../../../src/languageservice/dockerfile/dockerignoreService.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never } from '../../support/inMemoryHost.ts';

const files = { 'node_modules/a.js': '', 'web/node_modules/b.js': '', 'web/c.js': '', 'README.md': '', Dockerfile: '' };

describe('.dockerignore', () => {
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
