import assert from 'node:assert/strict';
import type { EngineError } from '../../src/engine/errors.ts';
import { type HealthOptions, parseHealth } from '../../src/engine/healthCheck.ts';

describe('healthCheck', () => {
	it("leaves the image's own check alone when nothing is said", () => {
		assert.equal(parseHealth({}), undefined);
		assert.equal(parseHealth({ healthCommand: '', healthInterval: '', healthRetries: '' }), undefined);
	});

	it('becomes a command of the shell, with times in nanoseconds', () => {
		assert.deepEqual(
			parseHealth({
				healthCommand: 'curl -f localhost || exit 1',
				healthInterval: '1m30s',
				healthTimeout: '500ms',
				healthStartPeriod: '1.5s',
				healthRetries: '3',
			}),
			{
				Test: ['CMD-SHELL', 'curl -f localhost || exit 1'],
				Interval: 90e9,
				Timeout: 5e8,
				StartPeriod: 15e8,
				Retries: 3,
			},
		);
	});

	it("changes only the times of the image's own check", () => {
		assert.deepEqual(parseHealth({ healthInterval: '5s' }), { Interval: 5e9, Timeout: 0, StartPeriod: 0, Retries: 0 });
	});

	it('takes a check away, but not together with one', () => {
		assert.deepEqual(parseHealth({ noHealthcheck: true })?.Test, ['NONE']);
		refuses({ noHealthcheck: true, healthCommand: 'true' }, 'noHealthcheck');
	});

	it('refuses what is no time and no number', () => {
		refuses({ healthInterval: '30' }, 'healthInterval');
		refuses({ healthTimeout: '1s soon' }, 'healthTimeout');
		refuses({ healthStartPeriod: '1us' }, 'healthStartPeriod');
		refuses({ healthRetries: 'three' }, 'healthRetries');
	});
});

function refuses(options: HealthOptions, option: string): void {
	assert.throws(
		() => parseHealth(options),
		(error: EngineError) =>
			error.code === 'invalid' && error.recognised?.kind === 'invalidOption' && error.recognised.option === option,
	);
}
