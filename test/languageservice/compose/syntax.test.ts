import assert from 'node:assert/strict';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, markedCompose, never } from '../../support/inMemoryHost.ts';

/** The words that are underlined as broken YAML, with what is said of them. */
async function broken(text: string): Promise<string[]> {
	const { document } = markedCompose(text);
	const found = await createComposeService(inMemoryHost({ files: { 'compose.yaml': text } })).diagnose(document, never);
	return found
		.filter(({ code }) => code === 'InvalidYaml')
		.map(({ range, message }) => `${range.start.line + 1} ${document.getText(range)}: ${message}`);
}

const level = 'This line is not indented like its neighbours.';

describe('Broken YAML', () => {
	it('is the key that is indented deeper, not the value above it', async () => {
		assert.deepEqual(await broken('services:\n  web:\n    image: nginx\n\n      ports: ["80:80"]\n'), [
			`5 ports: ${level}`,
		]);
		const text = 'services:\n  web:\n    image: nginx\n    environment:\n      A: b c\n        D: e\n';
		assert.deepEqual(await broken(text), [`6 D: ${level}`]);
	});

	it('is the item that stands in the column of the keys', async () => {
		const text = 'services:\n  web:\n    image: nginx\n    command:\n      - serve\n    - all\n    tty: true\n';
		assert.deepEqual(await broken(text), [`6 -: ${level}`]);
	});

	it('is the key without a colon, where the next stands below it', async () => {
		const [first = ''] = await broken('services:\n  web:\n    image\n    ports: ["80:80"]\n');
		assert.equal(first.slice(0, 2), '3 ');
	});
});
