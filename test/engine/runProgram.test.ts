import assert from 'node:assert/strict';
import { runProgram } from '../../src/engine/runProgram.ts';

describe('running a program', () => {
	const run = (script: string, signal = new AbortController().signal) =>
		runProgram({ command: '/bin/sh', words: ['-c', script], folder: '/', env: process.env }, signal);

	it('resolves to all it printed, whatever its exit code', async () => {
		assert.deepEqual(await run('echo 도커; echo no >&2; exit 3'), { exitCode: 3, stdout: '도커\n', stderr: 'no\n' });
	});

	it('ends it with all that it has started, even what does not listen', async () => {
		const stop = new AbortController();
		const mark = `slipway-run-program-${process.pid}`;
		const running = run(`trap '' INT; sh -c "trap '' INT; sleep 30; : ${mark}" & sleep 30; : ${mark}`, stop.signal);
		setTimeout(() => stop.abort(new Error('enough')), 200);
		await assert.rejects(running, /enough/);
		const left = await run(`ps -eo args | grep -c '[s]lipway-run-program-${process.pid}' | cat`);
		assert.equal(left.stdout.trim(), '0');
	});

	it('does not start what is cancelled already', () => {
		assert.throws(() => run('true', AbortSignal.abort(new Error('enough'))), /enough/);
	});

	it('fails where there is no such program, or too much is printed', async () => {
		const nosuch = { command: '/nosuch', words: [], folder: '/', env: {} };
		await assert.rejects(runProgram(nosuch, new AbortController().signal), { code: 'failed' });
		await assert.rejects(run('yes | head -c 17000000'), { code: 'failed', message: /more than/ });
	});
});
