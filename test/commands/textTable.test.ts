import assert from 'node:assert/strict';
import { textTable } from '../../src/commands/textTable.ts';

describe('textTable', () => {
	it('lines columns up and leaves no control characters', () => {
		assert.equal(
			textTable(
				['PID', 'COMMAND'],
				[
					['1', 'sleep 100'],
					['4711', 'sh\n\x1b[31m-c'],
				],
			),
			'PID   COMMAND\n1     sleep 100\n4711  sh [31m-c\n',
		);
	});
});
