const { appendFileSync } = require('node:fs');
const Mocha = require('mocha');

/** Mocha's usual output, and a line of JSON with the figures for the runner of all stages: `{ passed, failed }`. */
module.exports = class ResultReporter extends Mocha.reporters.Spec {
	constructor(runner, options) {
		super(runner, options);
		const file = process.env.SLIPWAY_TEST_RESULTS;
		if (file) {
			runner.once('end', () => {
				const { passes, failures, pending } = runner.stats;
				appendFileSync(file, `${JSON.stringify({ passed: passes, failed: failures + pending })}\n`);
			});
		}
	}
};
