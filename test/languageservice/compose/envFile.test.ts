import assert from 'node:assert/strict';
import { parseEnvFile, parseRawEnvFile } from '../../../src/languageservice/compose/envFile.ts';
import { projectVariables } from '../../../src/languageservice/compose/variables.ts';

function read(text: string, environment: Readonly<Record<string, string>> = {}): string {
	const { entries, problem } = parseEnvFile(text, name => environment[name]);
	const lines = entries.map(({ name, value, line }) => `${line} ${name}=${value ?? '?'}`);
	return [...lines, ...(problem ? [`${problem.line} ! ${problem.text}`] : [])].join('\n');
}

describe('env files', () => {
	const cases: [string, string][] = [
		['A=1\nB=2', '0 A=1\n1 B=2'],
		['\n# c\n\nexport A=1 # c\n', '3 A=1'],
		['A=a#b', '0 A=a#b'],
		['A= # c', '0 A=# c'],
		['A=#c # d', '0 A=#c'],
		['A=a\t# c', '0 A=a\t# c'],
		['A=\'$B "x"\'', '0 A=$B "x"'],
		['A="x\\n\\"y\\""', '0 A=x\n"y"'],
		['A="one\ntwo"\nB=3', '0 A=one\ntwo\n2 B=3'],
		['A: 1', '0 A=1'],
		['B=1\nA=$B-${B}-${C:-d}', '0 B=1\n1 A=1-1-d'],
		['A=$$x', '0 A=$x'],
		['A', '0 A=?'],
		['A=1\r\nB=2\r\n', '0 A=1\n1 B=2'],
		['A B=1', '0 ! key cannot contain a space'],
		['A=1\nB="x', '0 A=1\n1 ! unterminated quoted value'],
		['A+=1', '0 ! unexpected character "+" in variable name'],
	];
	for (const [text, expected] of cases) {
		it(JSON.stringify(text), () => assert.equal(read(text), expected));
	}

	it('take names alone, and what they use, from the environment', () => {
		assert.equal(read('A\nB=$A', { A: 'x' }), '0 A=x\n1 B=x');
	});

	it('are read line by line in the format raw', () => {
		const { entries, problem } = parseRawEnvFile('A="$x" # y\n# c\nB');
		assert.deepEqual(
			entries.map(({ name, value }) => [name, value]),
			[
				['A', '"$x" # y'],
				['B', undefined],
			],
		);
		assert.equal(problem, undefined);
		assert.ok(parseRawEnvFile('A B=1').problem);
	});

	it('give the variables of a project, after those of the shell', () => {
		const { variables } = projectVariables({ A: 'shell' }, 'file:///w', () => ({
			kind: 'file',
			text: 'A=file\nB=$A\nB2=2',
		}));
		assert.equal(variables.get('A'), 'shell');
		assert.equal(variables.get('B'), 'shell');
		assert.deepEqual(variables.find('B2'), { name: 'B2', value: '2', source: { uri: 'file:///w/.env', line: 2 } });
		assert.deepEqual(variables.find('A'), { name: 'A', value: 'shell', source: 'environment' });
	});
});
