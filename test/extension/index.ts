import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import { projectRoot } from '../support/projectRoot.ts';
import { mark } from '../support/testOutput.ts';

/** VS Code calls this in the extension host. Rejects when a test failed or none ran. */
export async function run(): Promise<void> {
	const mocha = new Mocha({
		ui: 'bdd',
		timeout: 120_000,
		color: true,
		forbidOnly: true,
		forbidPending: true,
		reporter: path.join(projectRoot, 'test/support/resultReporter.cjs'),
		...(process.env.SLIPWAY_TEST_GREP ? { grep: process.env.SLIPWAY_TEST_GREP } : {}),
	});
	Mocha.reporters.Base.consoleLog = (format: unknown = '', ...values: unknown[]) =>
		console.log(`${mark}${format}`, ...values);
	const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
	for (const file of tests.filter(file => file.endsWith('.test.cjs')).sort()) {
		mocha.addFile(path.join(import.meta.dirname, file));
	}
	const stats = await new Promise<Mocha.Stats | undefined>(resolve => {
		const runner = mocha.run(() => resolve(runner.stats));
	});
	if (!stats || stats.tests === 0) {
		throw new Error('No test ran.');
	}
	if (stats.failures > 0) {
		throw new Error(`${stats.failures} of ${stats.tests} tests failed.`);
	}
}
