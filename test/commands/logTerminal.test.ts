import assert from 'node:assert/strict';
import { type LogSource, LogTerminal } from '../../src/ui/logTerminal.ts';

type Line = readonly ['stdout' | 'stderr', string];

function source(prefix: string, lines: readonly Line[], failure?: Error): LogSource {
	return {
		prefix,
		async *read() {
			for (const [stream, text] of lines) {
				yield { stream, text };
			}
			if (failure) {
				throw failure;
			}
		},
		ended: error => (error instanceof Error ? error.message : 'end'),
	};
}

async function show(...sources: LogSource[]): Promise<string> {
	const terminal = new LogTerminal(sources);
	let shown = '';
	terminal.onDidWrite(text => {
		shown += text;
	});
	terminal.open();
	await terminal.finished;
	return shown.replaceAll('\x1b[0m', '').replaceAll('\x1b[2m', '');
}

describe('logTerminal', () => {
	it('shows a log to its end, a prompt without a line feed too', async () => {
		assert.equal(await show(source('', [['stdout', 'a\nname? ']])), 'a\r\nname? \r\nend\r\n');
	});

	it('keeps lines of several containers whole', async () => {
		const web = source('web | ', [
			['stdout', 'one '],
			['stderr', 'oops\n'],
			['stdout', 'line\n'],
		]);
		const db = source('db | ', [['stdout', 'rest']]);
		assert.deepEqual((await show(web, db)).split('\r\n').sort(), [
			'',
			'db | rest',
			'end',
			'end',
			'web | one line',
			'web | oops',
		]);
	});

	it('says why a log ended', async () => {
		assert.equal(await show(source('', [['stdout', 'a\n']], new Error('lost'))), 'a\r\nlost\r\n');
	});

	it('stops reading when it is closed', async () => {
		let aborted = false;
		const terminal = new LogTerminal([
			{
				prefix: '',
				async *read(signal: AbortSignal) {
					yield { stream: 'stdout' as const, text: 'a\n' };
					await new Promise(resolve => signal.addEventListener('abort', resolve, { once: true }));
					aborted = true;
				},
				ended: () => 'end',
			},
		]);
		terminal.open();
		await new Promise(resolve => terminal.onDidWrite(resolve));
		terminal.close();
		await terminal.finished;
		assert.ok(aborted);
	});
});
