import assert from 'node:assert/strict';
import { readOptions } from '../../src/commands/options.ts';

const schema = { name: 'string', ports: 'strings', env: 'record', force: 'boolean', command: 'command' } as const;

describe('options: what callers may give', () => {
	it('takes what fits, and confirm everywhere', () => {
		const given = {
			name: 'web',
			ports: ['8080:80'],
			env: { A: 'x', B: 1 },
			force: true,
			command: 'ls -l',
			confirm: false,
		};
		assert.deepEqual(readOptions(given, schema), { ...given, env: { A: 'x', B: '1' } });
	});

	it('treats undefined and null as left out', () => {
		assert.deepEqual(readOptions({ name: undefined, force: null }, schema), {});
	});

	it('takes one string for a list', () => {
		assert.deepEqual(readOptions({ ports: '8080:80' }, schema).ports, ['8080:80']);
	});

	for (const given of [{ ports: [80] }, { force: 'yes' }, { env: ['A=1'] }, { env: { A: {} } }, { command: 5 }]) {
		it(`refuses ${JSON.stringify(given)}, naming the option`, () => {
			const [option] = Object.keys(given);
			assert.throws(
				() => readOptions(given, schema),
				(error: Error & { code: string }) => error.code === 'invalid' && error.message.includes(`"${option}"`),
			);
		});
	}

	it('refuses an option that it does not know, also one of every object', () => {
		assert.throws(() => readOptions({ forse: true }, schema), /Unknown option "forse"/);
		assert.throws(() => readOptions({ toString: true }, schema), /Unknown option "toString"/);
	});
});
