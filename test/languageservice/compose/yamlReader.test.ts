import assert from 'node:assert/strict';
import { readYaml } from '../../../src/languageservice/compose/yamlReader.ts';

/** The value of each document, and the offsets of the mistakes. */
function look(source: string) {
	const { documents } = readYaml(source);
	return {
		values: documents.map(document => document.toJS()),
		errors: documents.flatMap(({ errors }) => errors.map(({ pos }) => pos[0])),
	};
}

describe('Reading YAML', () => {
	it('lets the lines in brackets begin in any column', () => {
		assert.deepEqual(look('a:\n  b: [\n  x,\ny: z\n  ]\n  c: {\nd: e }\n'), {
			values: [{ a: { b: ['x', { y: 'z' }], c: { d: 'e' } } }],
			errors: [],
		});
	});

	it('lets the lines in quotes begin in any column', () => {
		assert.deepEqual(look('a:\n  b: "x\ny: z\n  w"\n  c: \'d\n\ne\'\n'), {
			values: [{ a: { b: 'x y: z w', c: 'd\ne' } }],
			errors: [],
		});
	});

	it('still ends what is never closed at the next line that is indented less', () => {
		assert.deepEqual(look('a:\n  b: "x\n  c: "y"\n'), { values: [{ a: { b: '', c: 'y' } }], errors: [10] });
		assert.equal(look('a:\n  b: [x\n  c: y\n').errors.length > 0, true);
	});

	it('keeps the other mistakes of a text apart from such lines', () => {
		const source = 'a: [\nx\n]\nb: c: d\n';
		assert.deepEqual(look(source), {
			values: look(source).values,
			errors: look('a: [x]\nb: c: d\n').errors.map(() => 12),
		});
	});

	it('ends at the marks of a document whatever is open', () => {
		assert.equal(look('a: [x\n---\nb: y\n').values.length, 2);
	});
});
