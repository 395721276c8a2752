const { appendFileSync } = require('node:fs');
const Mocha = require('mocha');

/** Of a test's time limit: what takes more on one machine fails on a slower one. */
const comfortable = 0.5;

/**
 * Mocha's usual output, the tests that came close to their limit, and a line of JSON with the figures for the runner of
 * all stages: `{ passed, failed }`.
 */
module.exports = class ResultReporter extends Mocha.reporters.Spec {
	constructor(runner, options) {
		super(runner, options);
		runner.on('pass', test => {
			if (test.timeout() > 0 && test.duration > test.timeout() * comfortable) {
				console.log(`    ${test.fullTitle()}: took ${test.duration} ms of at most ${test.timeout()}`);
			}
		});
		const file = process.env.SLIPWAY_TEST_RESULTS;
		if (file) {
			runner.once('end', () => {
				const { passes, failures, pending } = runner.stats;
				appendFileSync(file, `${JSON.stringify({ passed: passes, failed: failures + pending })}\n`);
			});
		}
	}
};
