import assert from 'node:assert/strict';
import { guessLevel } from '../../src/engine/logLevel.ts';
import { logLevels } from '../../src/engine/logRecord.ts';

const levelOf = (text: string) => {
	const data = Buffer.from(`xx${text}`);
	return logLevels[guessLevel(data, 2, data.length) - 1];
};

const named: Readonly<Record<string, readonly string[]>> = {
	trace: ['{"level":10,"msg":"pino"}', '[10:20:30 VRB] Serilog', 'TRACE enter', 'trce: Microsoft.Hosting[1]'],
	debug: ['time="2026-08-01" level=debug msg="x"', '<7>syslog', 'debug 2026-08-01', '[DEBUG] x'],
	info: [
		'2026-08-01T10:20:30.123Z  INFO 1 --- [main] o.s.Boot',
		'{"msg":"FATAL in the text","level":"info"}',
		'I0801 10:20:30.123456       1 main.go:1] klog',
		'info: Microsoft.Hosting.Lifetime[14]',
		'LOG:  database system is ready',
		'10:20AM INF zerolog',
		'INFO:     Started server process',
		'[2026-08-01 10:20:30 +0000] [1] [INFO] Starting gunicorn',
	],
	warning: [
		'WARNING:root:python',
		'2026-08-01T10:20:30.123456Z 0 [Warning] [MY-010068] mysql',
		'[ warn ] x',
		'(node:1) Warning: x',
		'{"@timestamp":"2026","log.level":"warn"}',
		'W0801 10:20:30.1 1 a.go:1] klog',
	],
	error: [
		'2026-08-01 10:20:30,123 ERROR [main] com.shop.Order - bad',
		'2026/08/01 10:20:30 [error] 12#12: *1 open() failed',
		'\x1b[31mERROR\x1b[0m colours',
		'ts=1 lvl=eror msg=x',
		'error: cannot',
		'main.c:3:1: error: expected',
		'<3>disk',
		'java.lang.NullPointerException: x',
		'TypeError: x is not a function',
		'Traceback (most recent call last):',
		'{"severity":"ERROR","message":"x"}',
		'Aug 01 10:20:30 host app[1]: error: x',
	],
	fatal: [
		'2026-08-01 10:20:30.123 UTC [1] FATAL:  password',
		'panic: runtime error',
		'<0>emergency',
		'{"level":"critical"}',
		'{"level":60}',
	],
};

describe('logLevel', () => {
	for (const [level, lines] of Object.entries(named)) {
		for (const line of lines) {
			it(`${level}: ${JSON.stringify(line)}`, () => assert.equal(levelOf(line), level));
		}
	}

	for (const line of [
		'',
		'no error found',
		'An error occurred',
		'GET /info HTTP/1.1',
		'172.17.0.1 - - [01/Aug/2026] "GET /error HTTP/1.1" 200',
		'error_count=3',
		'      Now listening',
		'{"message":"an ERROR"}',
		'level 30',
		'{"level":305}',
		'정보: 시작',
	]) {
		it(`none: ${JSON.stringify(line)}`, () => assert.equal(levelOf(line), undefined));
	}

	it('looks at the begin alone', () => {
		assert.equal(levelOf(`${'x '.repeat(100)}ERROR`), undefined);
	});
});
