import assert from 'node:assert/strict';
import {
	recordedVerdicts,
	recordVerdicts,
	textsOfTable,
	type Verdict,
} from '../languageservice/dockerfile/buildkitTable.ts';
import { askBuildkit } from '../support/askBuildkit.ts';
import { ensureEngine } from '../support/engine.ts';

describe("BuildKit's verdicts, asked anew", () => {
	it('are those that were recorded', async function () {
		this.timeout(60_000);
		const engine = await ensureEngine();
		const answers = await askBuildkit(textsOfTable(), engine);
		if (process.env.RECORD) {
			recordVerdicts(answers);
		}
		const recorded = new Map(recordedVerdicts().map(verdict => [verdict.text, verdict]));
		for (const answer of answers) {
			assert.deepEqual(comparable(answer), comparable(recorded.get(answer.text)), JSON.stringify(answer.text));
		}
	});
});

/** Of several circles and undefined names BuildKit reports one, not always the same. */
function comparable(verdict: Verdict | undefined) {
	return { accepted: verdict?.error === undefined, lines: verdict?.lines, warnings: verdict?.warnings };
}
