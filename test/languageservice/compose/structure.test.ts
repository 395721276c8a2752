import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { DocumentSymbol, SelectionRange } from 'vscode-languageserver-types';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const service = () => createComposeService(inMemoryHost({ files: {} }));
const create = (text: string) => TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text);

type Tree = readonly (string | readonly [string, Tree])[];

function treeOf(symbols: readonly DocumentSymbol[]): Tree {
	return symbols.map(({ name, children }) => (children?.length ? [name, treeOf(children)] : name));
}

const outlines: Readonly<Record<string, readonly [string, Tree]>> = {
	'all sections': [
		'name: demo\ninclude:\n  - a.yaml\nservices:\n  web:\n    image: x\n    ports: ["1:1"]\n  db: {image: y}\nnetworks:\n  n:\nvolumes:\n  v: {driver: local}\nconfigs:\n  c:\n    file: f\nsecrets:\n  s:\n    file: f\nmodels:\n  m:\n    model: x',
		[
			'name',
			['include', ['a.yaml']],
			[
				'services',
				[
					['web', ['image', 'ports']],
					['db', ['image']],
				],
			],
			['networks', ['n']],
			['volumes', [['v', ['driver']]]],
			['configs', [['c', ['file']]]],
			['secrets', [['s', ['file']]]],
			['models', [['m', ['model']]]],
		],
	],
	'long includes': [
		'include:\n  - path: a.yaml\n  - path: [b.yaml, "c.yaml"]\n    env_file: x',
		[['include', ['a.yaml', 'b.yaml', 'c.yaml']]],
	],
	extensions: [
		'x-a: &a\n  tty: true\nservices:\n  web:\n    <<: *a',
		[
			['x-a', ['tty']],
			['services', [['web', ['<<']]]],
		],
	],
	'nothing yet': ['services:', ['services']],
	'an empty text': ['', []],
	'half a word': ['serv', []],
	'several documents': [
		'services:\n  a: {}\n---\nservices:\n  b: {}',
		[
			['services', ['a']],
			['services', ['b']],
		],
	],
	'keys of all kinds': [
		'services:\n  "quoted": {}\n  1: {}\n  ? [x]\n  : y\n  *a : z\n',
		[['services', ['quoted', '1', '*a']]],
	],
	'a syntax error': [
		'services:\n  web:\n    image: x\n    ports: [\n  db:\n    image: y\n',
		[
			[
				'services',
				[
					['web', ['image', 'ports']],
					['db', ['image']],
				],
			],
		],
	],
};

describe('Compose outline', () => {
	for (const [name, [text, tree]] of Object.entries(outlines)) {
		it(`shows ${name}`, async () => assert.deepEqual(treeOf(await service().symbols(create(text), never)), tree));
	}
	it('has whole entries as ranges and keys as selections', async () => {
		const document = create('services:\n  web:\n    image: x # note\n\n# after\nvolumes:\n');
		const [services] = await service().symbols(document, never);
		assert.equal(document.getText(services?.range), 'services:\n  web:\n    image: x');
		assert.equal(document.getText(services?.selectionRange), 'services');
		assert.equal(document.getText(services?.children?.[0]?.range), 'web:\n    image: x');
		assert.equal(services?.children?.[0]?.children?.[0]?.detail, 'x');
	});
});

const foldings: Readonly<Record<string, readonly [string, readonly (readonly [number, number, string?])[]]>> = {
	'entries and lists': [
		'services:\n  web:\n    image: x\n    ports:\n      - 1\n      - 2\nvolumes:\n  v:\n',
		[
			[0, 5],
			[1, 5],
			[3, 5],
			[6, 7],
		],
	],
	'maps in lists': [
		'a:\n  - b: 1\n    c: 2\n  - d\n',
		[
			[0, 3],
			[1, 2],
		],
	],
	'block scalars': [
		'a:\n  b: |\n    x\n    y\n\n  c: 1\n',
		[
			[0, 5],
			[1, 3],
		],
	],
	'flow collections': ['a: [\n  1,\n  2\n  ]\nb: {c: 1}\n', [[0, 3]]],
	'blocks of comments': [
		'# a\n# b\na: 1\n  # c\n  # d\n',
		[
			[0, 1, 'comment'],
			[3, 4, 'comment'],
		],
	],
	regions: [
		'# region one\na: 1\n#region two\nb: 1\n# endregion\n#endregion\n',
		[
			[0, 5, 'region'],
			[2, 4, 'region'],
		],
	],
	'one line': ['a: 1', []],
	'lines that end with CRLF': ['a:\r\n  b: 1\r\n', [[0, 1]]],
};

describe('Compose folding', () => {
	for (const [name, [text, ranges]] of Object.entries(foldings)) {
		it(`folds ${name}`, async () => {
			const found = await service().folding(create(text), never);
			assert.deepEqual(
				found.map(({ startLine, endLine, kind }) => (kind ? [startLine, endLine, kind] : [startLine, endLine])),
				ranges,
			);
		});
	}
});

describe('Compose selections', () => {
	it('grow from a word to the file', async () => {
		const marked = 'services:\n  web:\n    ports:\n      - "80‸80:80"\n  db: {}\n';
		const document = create(marked.replace('‸', ''));
		const [selection] = await service().selectionRanges(document, [document.positionAt(marked.indexOf('‸'))], never);
		const texts: string[] = [];
		for (let each: SelectionRange | undefined = selection; each; each = each.parent) {
			texts.push(document.getText(each.range));
		}
		assert.deepEqual(texts, [
			'8080',
			'8080:80',
			'"8080:80"',
			'- "8080:80"',
			'ports:\n      - "8080:80"',
			'web:\n    ports:\n      - "8080:80"',
			'web:\n    ports:\n      - "8080:80"\n  db: {}',
			'services:\n  web:\n    ports:\n      - "8080:80"\n  db: {}',
			'services:\n  web:\n    ports:\n      - "8080:80"\n  db: {}\n',
		]);
	});
	it('exist for every position', async () => {
		const document = create('a: 1\n\n# c\nb:\n');
		for (let offset = 0; offset <= 12; offset++) {
			assert.equal((await service().selectionRanges(document, [document.positionAt(offset)], never)).length, 1);
		}
	});
});

describe('Compose lenses', () => {
	const lensesOf = async (text: string) =>
		(await service().lenses(create(text), never)).map(
			lens => `${lens.range.start.line} ${lens.kind} ${lens.on === 'service' ? lens.service : '*'}`,
		);
	it('stand on the services key and on each service', async () => {
		assert.deepEqual(await lensesOf('name: x\nservices:\n  web: {}\n'), [
			...['1 up *', '1 down *', '1 logs *'],
			...['2 up web', '2 stop web', '2 restart web', '2 logs web', '2 shell web'],
		]);
	});
	it('stand on include where there are no services', async () => {
		assert.deepEqual(await lensesOf('name: x\ninclude: [a.yaml]\n'), ['1 up *', '1 down *', '1 logs *']);
	});
	it('are not for files that start nothing', async () => assert.deepEqual(await lensesOf('volumes:\n  a:\n'), []));
	it('leave merge keys out', async () => {
		assert.ok(!(await lensesOf('x: &x {}\nservices:\n  <<: *x\n  web: {}\n')).some(lens => lens.endsWith('<<')));
	});
	it('survive a syntax error', async () => {
		const lenses = await lensesOf('services:\n  web:\n    ports: [\n  db:\n    image: x\n');
		assert.ok(lenses.includes('1 up web') && lenses.includes('3 up db'), lenses.join('\n'));
	});
});
