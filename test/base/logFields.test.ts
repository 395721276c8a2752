import assert from 'node:assert/strict';
import { readLogFields } from '../../src/base/logFields.ts';
import { processorMs } from '../support/keepsTime.ts';

const read = (line: string) => {
	const found = readLogFields(line);
	return (
		found && [found.message, ...found.fields.map(({ name, value, usual }) => `${name}${usual ? '!' : ''}=${value}`)]
	);
};

describe('logFields', () => {
	it('reads JSON', () => {
		assert.deepEqual(
			read(
				'{"time":"2026-08-01T10:00:00Z","level":"info","msg":"order placed","id":7,"user":{"name":"Kim"},"ok":null}',
			),
			['order placed', 'time!=2026-08-01T10:00:00Z', 'level!=info', 'id=7', 'user={"name":"Kim"}', 'ok=null'],
		);
		assert.deepEqual(read(' {"a":1} '), ['', 'a=1']);
	});

	it('reads logfmt', () => {
		assert.deepEqual(read('level=warn ts=1.5 msg="a \\"b\\"\\nc" http.status=404 empty= path=/x?y=z'), [
			'a "b"\nc',
			'level!=warn',
			'ts!=1.5',
			'http.status=404',
			'empty=',
			'path=/x?y=z',
		]);
	});

	it('leaves everything else alone', () => {
		for (const line of [
			'',
			'{}',
			'{"a":',
			'{not json}',
			'[1, 2]',
			'listening on port=80',
			'a=b',
			'level=info and so on',
			'GET /x?a=1&b=2 200',
			'msg="no end a=b',
			`{"a":"${'x'.repeat(70_000)}"}`,
		]) {
			assert.equal(read(line), undefined, line.slice(0, 40));
		}
	});

	it('takes hostile names as names', () => {
		assert.deepEqual(read('{"__proto__":"a","constructor":"<b>","message":"hi"}'), [
			'hi',
			'__proto__=a',
			'constructor=<b>',
		]);
	});

	it('takes no more time for a line that is made to be slow', () => {
		const begin = processorMs();
		readLogFields(`${'a=b '.repeat(10_000)}"`);
		readLogFields(`a="${'\\'.repeat(30_000)}`);
		assert.ok(processorMs() - begin < 500);
	});
});
