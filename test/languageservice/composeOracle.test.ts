import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createComposeService } from '../../src/languageservice/compose/service.ts';
import { inMemoryHost, markedCompose, never } from '../support/inMemoryHost.ts';

interface OracleCase {
	readonly id: string;
	readonly text: string;
	readonly file?: string;
	readonly files?: Record<string, string>;
	readonly expect: {
		readonly problems?: readonly { readonly line?: number; readonly severity?: 'error' | 'warning' }[];
		readonly noErrors?: boolean;
	};
	readonly note?: string;
}

const collection = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases', 'compose-oracle.jsonl');

/** Documents with the verdict of Compose itself. */
(existsSync(collection) ? describe : () => {})('Compose verdicts', () => {
	const cases = existsSync(collection)
		? readFileSync(collection, 'utf8')
				.split('\n')
				.filter(line => line !== '')
				.map(line => JSON.parse(line) as OracleCase)
		: [];
	for (const testCase of cases) {
		it(testCase.id, () => checkVerdict(testCase));
	}
});

async function checkVerdict({ text, file, files, expect, note }: OracleCase): Promise<void> {
	const service = createComposeService(inMemoryHost({ files: { ...files, [file ?? 'compose.yaml']: text } }));
	const { document } = markedCompose(text, file);
	const found = await service.diagnose(document, never);
	const shown = `${note ?? ''}\n${found.map(each => `${each.range.start.line} ${each.severity} ${each.code} ${each.message}`).join('\n')}`;
	for (const { line, severity } of expect.problems ?? []) {
		assert.ok(
			found.some(
				each =>
					(line === undefined || each.range.start.line === line) &&
					(severity === undefined || each.severity === (severity === 'error' ? 1 : 2)),
			),
			`${severity} in line ${line} not among: ${shown}`,
		);
	}
	if (expect.noErrors) {
		assert.ok(!found.some(each => each.severity === 1), shown);
	}
	if (expect.problems?.length === 0) {
		assert.ok(!found.some(each => (each.severity ?? 1) < 3), shown);
	}
}
