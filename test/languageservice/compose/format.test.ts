import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Document } from 'yaml';
import { formatDocument, formatRange } from '../../../src/languageservice/compose/format.ts';
import { readYaml } from '../../../src/languageservice/compose/yamlReader.ts';

function create(text: string): TextDocument {
	return TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text);
}

function format(text: string, tabSize = 2, more = {}): string {
	const document = create(text);
	return TextDocument.applyEdits(document, formatDocument(document, { tabSize, insertSpaces: true, ...more }));
}

const changed: readonly (readonly [string, string, string])[] = [
	['indentation of four', 'services:\n    web:\n        image: a\n', 'services:\n  web:\n    image: a\n'],
	[
		'indentation of one',
		'services:\n web:\n  image: a\n  tty: true\n',
		'services:\n  web:\n    image: a\n    tty: true\n',
	],
	['a root that is indented', '  a: 1\n  b: 2\n', 'a: 1\nb: 2\n'],
	['uneven lists', 'a:\n     - x\n     -   y\n', 'a:\n  - x\n  - y\n'],
	['lists in lists', 'a:\n    - - 1\n      - 2\n    -   - 3\n', 'a:\n  - - 1\n    - 2\n  - - 3\n'],
	['maps in lists', 'a:\n    -   b: 1\n        c:\n            d: 2\n', 'a:\n  - b: 1\n    c:\n      d: 2\n'],
	['items that begin on a new line', 'a:\n    -\n        b: 1\n        c: 2\n', 'a:\n  -\n    b: 1\n    c: 2\n'],
	['blanks after a colon', 'a:   1\nb:\t2\n"c":    x\n', 'a: 1\nb: 2\n"c": x\n'],
	['blanks before a colon', 'a : 1\n', 'a: 1\n'],
	['blanks around properties', 'a:   &x   1\nb:  !!str   2\n', 'a: &x 1\nb: !!str 2\n'],
	['blanks at the end of lines', 'a: 1  \n   \nb: 2\t\n', 'a: 1\n\nb: 2\n'],
	['lines that end with CRLF', 'a:\r\n    b:  1 \r\n    c: 2\r\n', 'a:\r\n  b: 1\r\n  c: 2\r\n'],
	[
		'comments with what they belong to',
		'a:\n    # one\n    b: 1\n    # end\n# top\nc: 2\n',
		'a:\n  # one\n  b: 1\n  # end\n# top\nc: 2\n',
	],
	[
		'a comment at the end',
		'a:\n    b:\n        c: 1\n        # after c\n    # after b\n',
		'a:\n  b:\n    c: 1\n    # after c\n  # after b\n',
	],
	[
		'block scalars along with their key',
		'a:\n    b: |\n        x\n          y\n\n        z\n    c: 1\n',
		'a:\n  b: |\n    x\n      y\n\n    z\n  c: 1\n',
	],
	[
		'block scalars with an indentation of their own',
		'a:\n    b: |2\n         x\n      y\n',
		'a:\n  b: |2\n       x\n    y\n',
	],
	[
		'values on several lines along with their key',
		'a:\n    b: one\n        two\n    c: "x\n        y"\n',
		'a:\n  b: one\n      two\n  c: "x\n      y"\n',
	],
	[
		'flow collections along with their key',
		'a:\n    b: [\n        1,\n        2\n    ]\n',
		'a:\n  b: [\n      1,\n      2\n  ]\n',
	],
	['several documents', '---\na:\n    b: 1\n---\nc:\n    d: 2\n...\n', '---\na:\n  b: 1\n---\nc:\n  d: 2\n...\n'],
	['merge keys', 'a: &a\n    x: 1\nb:\n    <<:   *a\n', 'a: &a\n  x: 1\nb:\n  <<: *a\n'],
	[
		'what stands outside of an error',
		'a:\n    b: [1\n    c: 2\nd:\n    e:   1\n',
		'a:\n    b: [1\n    c: 2\nd:\n  e: 1\n',
	],
];

const kept: readonly (readonly [string, string])[] = [
	['an empty document', ''],
	['lists right below their key', 'a:\n- x\n- y: 1\n  z: 2\nb: 1\n'],
	['quotes', 'a: \'1\'\nb: "2"\n"c": 3\n'],
	['big integers', 'a: 12345678901234567890\n'],
	['anchors where they are', 'a: &x\n  b: 1\nc: &y [1]\nd: *y\n'],
	['markers', '%YAML 1.2\n---\na: 1\n...\n---\nb: 2\n'],
	['blanks in block scalars', 'a: |\n  x  \n   \n  y\nb: >-\n  z\t\n'],
	['blanks in quoted text', 'a: "x  \n  y"\n'],
	['comments', 'a: 1   #  one \n#   two  \nb:  # three\n  c: 1\n'],
	['the inside of flow collections', 'a: {b: 1,c:   [2,  3]}\n'],
	['the blank before the colon of an alias', 'a: &a x\n*a : 1\n'],
	['tabs in the indentation', 'a:\n\tb: 1\n'],
	['explicit keys', '? a\n: 1\n'],
	['no newline at the end', 'a: 1'],
	['the order', 'z: 1\nservices: {}\na: 1\n'],
];

describe('Compose formatting', () => {
	for (const [name, before, after] of changed) {
		it(`changes ${name}`, () => assert.equal(format(before), after));
	}
	for (const [name, text] of kept) {
		it(`keeps ${name}`, () => assert.equal(format(text), text));
	}
	it('follows the size of a tab', () =>
		assert.equal(format('a:\n  b:\n    - c: 1\n      d: 2\n', 4), 'a:\n    b:\n        - c: 1\n          d: 2\n'));
	it('ends the file with a line break where it is asked to', () => {
		assert.equal(format('a: 1', 2, { insertFinalNewline: true }), 'a: 1\n');
		assert.equal(format('a: 1\r\nb: 2', 2, { insertFinalNewline: true }), 'a: 1\r\nb: 2\r\n');
		assert.equal(format('a: 1\n\n\n', 2, { trimFinalNewlines: true }), 'a: 1\n');
		assert.equal(format('a: |+\n  x\n\n\n', 2, { trimFinalNewlines: true }), 'a: |+\n  x\n\n\n');
	});
	it('changes a range alone', () => {
		const document = create('services:\n    a:\n        b:   1\n        c:\n              - x\n    d:  1\n');
		const range = { start: { line: 3, character: 0 }, end: { line: 5, character: 0 } };
		assert.equal(
			TextDocument.applyEdits(document, formatRange(document, range, { tabSize: 2, insertSpaces: true })),
			'services:\n    a:\n        b:   1\n        c:\n          - x\n    d:  1\n',
		);
	});
	it('makes small edits', () => {
		const document = create('a:\n  b:  1\n  c: 2\n');
		assert.deepEqual(formatDocument(document, { tabSize: 2, insertSpaces: true }), [
			{ range: { start: { line: 1, character: 4 }, end: { line: 1, character: 6 } }, newText: ' ' },
		]);
	});
});

describe('Compose formatting of any text', function () {
	this.timeout(60_000);

	it('keeps what generated documents say', () => {
		fc.assert(
			fc.property(block(3), fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 8 }), (lines, end, tabSize) => {
				assertHarmless(lines.map(line => line + end).join(''), tabSize);
			}),
			{ numRuns: 200 },
		);
	});
	it('keeps what damaged documents say', () => {
		const damage = fc.tuple(
			fc.nat(),
			fc.constantFrom('', ' ', '  ', '\n', '\t', '"', '- ', ': ', '#', '|', '[', '&a ', '*a', '---\n'),
		);
		fc.assert(
			fc.property(
				block(3),
				fc.array(damage, { minLength: 1, maxLength: 3 }),
				fc.integer({ min: 2, max: 4 }),
				(lines, damages, tabSize) => {
					let text = lines.map(line => `${line}\n`).join('');
					for (const [place, piece] of damages) {
						const at = place % (text.length + 1);
						text = text.slice(0, at) + piece + text.slice(piece === '' ? at + 1 : at);
					}
					assertHarmless(text, tabSize);
				},
			),
			{ numRuns: 400 },
		);
	});
	it('keeps what a range of a document says', () => {
		fc.assert(
			fc.property(block(3), fc.nat(), fc.nat(), (lines, first, count) => {
				const document = create(lines.map(line => `${line}\n`).join(''));
				const start = first % (lines.length + 1);
				const range = { start: { line: start, character: 0 }, end: { line: start + (count % 5), character: 1 } };
				const after = TextDocument.applyEdits(
					document,
					formatRange(document, range, { tabSize: 2, insertSpaces: true }),
				);
				assert.deepEqual(meaning(after), meaning(document.getText()));
			}),
			{ numRuns: 150 },
		);
	});
	it('keeps what documents of the wild say', () => {
		for (const text of collected()) {
			for (const tabSize of [2, 3, 4]) {
				assertHarmless(text, tabSize);
			}
		}
	});
});

function assertHarmless(text: string, tabSize: number): void {
	const once = format(text, tabSize);
	assert.deepEqual(meaning(once), meaning(text), JSON.stringify([text, once]));
	assert.equal(format(once, tabSize), once, JSON.stringify([text, once]));
}

function meaning(text: string): unknown {
	return readYaml(text).documents.map(document => [
		document.errors.length,
		document.errors.length > 0 ? undefined : plain(document),
	]);
}

function plain(document: Document.Parsed): unknown {
	try {
		return document.toJS({ maxAliasCount: 1000, mapAsMap: true });
	} catch (error) {
		return String(error);
	}
}

/** Lines of a block of YAML, its indentation as careless as the language allows. */
function block(depth: number): fc.Arbitrary<string[]> {
	return fc.oneof(map(depth), list(depth));
}

const value = fc.constantFrom(
	'1',
	'x y',
	'"q  q"',
	"'s'",
	'{a: 1,  b: [2]}',
	'[1,\n            2]',
	'|\n              text\n                more\n\n              end',
	'>-\n              folded\n              text',
	'several\n              words',
	'"a\n              b"',
	'&anchor v',
	'!!str 1',
	'',
	'~',
);
const comment = fc.constantFrom('', '', '', '', ' # note', '  ');
const blanks = fc.constantFrom(' ', ' ', '  ', '\t');

function nested(depth: number): fc.Arbitrary<string[]> {
	return depth === 0
		? fc.constant([])
		: fc
				.tuple(block(depth - 1), fc.integer({ min: 1, max: 5 }))
				.map(([lines, by]) => lines.map(line => indentBy(line, by)));
}

// Only the first line of an entry is indented: values on several lines are indented deeply enough for any place.
function indentBy(line: string, by: number): string {
	return ' '.repeat(by) + line;
}

function map(depth: number): fc.Arbitrary<string[]> {
	const entry = fc.tuple(fc.constantFrom('', '', '', '# above', '   '), blanks, value, comment, nested(depth));
	return fc
		.array(entry, { minLength: 1, maxLength: 4 })
		.map(entries =>
			entries.flatMap(([above, gap, text, note, inside], index) => [
				...(above ? [above] : []),
				...(inside.length > 0
					? [`k${index}:${note}`, ...inside]
					: [`k${index}:${gap}${text}${/\n/.test(text) ? '' : note}`]),
			]),
		);
}

function list(depth: number): fc.Arbitrary<string[]> {
	const item = fc.tuple(blanks, value, comment, nested(depth), fc.boolean());
	return fc.array(item, { minLength: 1, maxLength: 4 }).map(items =>
		items.flatMap(([gap, text, note, inside, inline]) => {
			const [first, ...rest] = inside;
			if (first === undefined || first.trim().startsWith('#')) {
				return [`-${gap}${text}${/\n/.test(text) ? '' : note}`];
			}
			return inline && first.trim() !== ''
				? [`-${first}`, ...rest.map(line => indentBy(line, 1))]
				: [`-${note}`, ...inside];
		}),
	);
}

function collected(): string[] {
	const folder = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'cases');
	const files = existsSync(folder) ? readdirSync(folder).filter(file => file.startsWith('compose')) : [];
	const samples = join(import.meta.dirname, '..', '..', '..', 'samples');
	return [
		...files.flatMap(file =>
			readFileSync(join(folder, file), 'utf8')
				.split('\n')
				.filter(line => line !== '')
				.map(line => ((JSON.parse(line) as { text?: string }).text ?? '').replace('‸', '')),
		),
		...readdirSync(samples, { recursive: true, encoding: 'utf8' })
			.filter(file => /compose.*\.ya?ml$/.test(file))
			.map(file => readFileSync(join(samples, file), 'utf8')),
	];
}
