import assert from 'node:assert/strict';
import {
	recordedVerdicts,
	recordVerdicts,
	textsOfTable,
	type Verdict,
} from '../languageservice/dockerfile/buildkitTable.ts';
import { askBuildkit } from '../support/askBuildkit.ts';
import { ensureEngine } from '../support/engine.ts';

/** Texts of one test: a few seconds of work for the engine. */
const most = 60;

describe("BuildKit's verdicts, asked anew", function () {
	this.timeout(120_000);
	const texts = textsOfTable();
	const recorded = new Map(recordedVerdicts().map(verdict => [verdict.text, verdict]));
	const answers: Verdict[] = [];

	for (let from = 0; from < texts.length; from += most) {
		const asked = texts.slice(from, from + most);
		it(`are those that were recorded: ${from + 1} to ${from + asked.length}`, async () => {
			const verdicts = await askBuildkit(asked, await ensureEngine());
			answers.push(...verdicts);
			for (const verdict of verdicts) {
				const known = process.env.RECORD ? verdict : recorded.get(verdict.text);
				assert.deepEqual(comparable(verdict), comparable(known), JSON.stringify(verdict.text));
			}
		});
	}

	after(() => {
		if (process.env.RECORD && answers.length === texts.length) {
			recordVerdicts(answers);
		}
	});
});

/** Of several circles and undefined names BuildKit reports one, not always the same. */
function comparable(verdict: Verdict | undefined) {
	return { accepted: verdict?.error === undefined, lines: verdict?.lines, warnings: verdict?.warnings };
}
