import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, markedCompose, never } from '../../support/inMemoryHost.ts';

/** What Compose 2.40.3 says of small documents: `docker compose -f compose.yaml config -q`. */
interface Verdict {
	readonly text: string;
	/** Files beside it. */
	readonly files?: Readonly<Record<string, string>>;
	readonly accepted: boolean;
}

const verdicts = readFileSync(join(import.meta.dirname, 'composeVerdicts.jsonl'), 'utf8')
	.split('\n')
	.filter(line => line !== '')
	.map(line => JSON.parse(line) as Verdict);

describe("Compose's verdicts", () => {
	for (const { text, files, accepted } of verdicts) {
		it(`are ours: ${JSON.stringify(text)}`, async () => {
			const service = createComposeService(
				inMemoryHost({ files: { ...files, 'compose.yaml': text }, composeVersion: '2.40.3' }),
			);
			const { document } = markedCompose(text);
			const found = await service.diagnose(document, never);
			const errors = found.filter(each => each.severity === 1).map(each => `${each.code} ${each.message}`);
			assert.equal(errors.length === 0, accepted, errors.join('\n'));
		});
	}
});
