import assert from 'node:assert/strict';
import { parseInterpolation, substitute } from '../../../src/languageservice/compose/interpolation.ts';

const values: Readonly<Record<string, string>> = { SET: 'v', BLANK: '' };

describe('interpolation', () => {
	const filled: [string, string, string?][] = [
		['plain', 'plain'],
		['$SET-$SET', 'v-v'],
		['${SET}', 'v'],
		['$$SET $${SET}', '$SET ${SET}'],
		['a $ b $1 $(x)', 'a $ b $1 $(x)'],
		['${NO:-a b}', 'a b'],
		['${BLANK:-a}|${BLANK-a}', 'a|'],
		['${NO:-${SET}}|${NO:-${NO2:-deep}}', 'v|deep'],
		['${SET:+yes}|${NO:+yes}|${BLANK+yes}', 'yes||yes'],
		['${NO:-{}}', '{}'],
		['$NO', '', 'unset NO'],
		['${NO}', '', 'unset NO'],
		['${NO:-$OTHER}', '', 'unset OTHER'],
		['${NO:?say why}', '', 'required NO say why'],
		['${BLANK?x}', ''],
		['${BLANK:?x}', '', 'required BLANK x'],
		['${SET:-${NO:?x}}', 'v', 'required NO x'],
		['${}', '', 'invalid'],
		['${SET', '', 'invalid'],
		['${SET:=x}', '', 'invalid'],
		['${A.B}', '', 'invalid'],
		['${NO:-a\nb}', '', 'invalid'],
	];
	for (const [text, expected, problem] of filled) {
		it(JSON.stringify(text), () => {
			const result = substitute(text, name => values[name]);
			assert.equal(result.text, expected);
			const problems = result.problems.map(({ kind, name, message }) => [kind, name, message].join(' ').trim());
			assert.deepEqual(problems, problem ? [problem] : []);
		});
	}

	it('says where every part is', () => {
		const text = 'a${NAME:-b${C}}$D$$';
		const parts = parseInterpolation(text).map(part => `${part.kind} ${text.slice(part.start, part.end)}`);
		assert.deepEqual(parts, ['text a', 'variable ${NAME:-b${C}}', 'variable $D', 'escape $$']);
		const [, variable] = parseInterpolation(text);
		assert.ok(variable?.kind === 'variable');
		assert.equal(text.slice(variable.nameStart, variable.nameStart + variable.name.length), 'NAME');
		assert.equal(text.slice(variable.restStart, variable.restStart + variable.rest.length), 'b${C}');
	});
});
