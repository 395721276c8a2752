import assert from 'node:assert/strict';
import { isAlias, isMap, visit } from 'yaml';
import { parseCompose } from '../../../src/languageservice/compose/document.ts';
import { entries, lookup } from '../../../src/languageservice/compose/merged.ts';
import { pathTo, placeAt } from '../../../src/languageservice/compose/nodeAt.ts';
import { markedCompose } from '../../support/inMemoryHost.ts';

function placeIn(marked: string) {
	const { document, position } = markedCompose(marked);
	const place = placeAt(parseCompose(document), document.offsetAt(position));
	return `${place.role} ${place.path.join('/')}`;
}

describe('compose documents', () => {
	it('find the target of an alias at the time it is used', () => {
		const { document } = markedCompose('a: &x 1\nb: *x\nc: &x 2\nd: *x\n');
		const [doc] = parseCompose(document).docs;
		const values: unknown[] = [];
		visit(doc?.yaml.contents as never, {
			Alias: (_, alias) => {
				const target = doc?.resolveAlias(alias);
				values.push(target && 'source' in target ? target.source : undefined);
			},
		});
		assert.deepEqual(values, ['1', '2']);
	});

	it('leave an alias inside its own anchor unresolved', () => {
		const { document } = markedCompose('a: &x\n  b: *x\n');
		const [doc] = parseCompose(document).docs;
		visit(doc?.yaml.contents as never, { Alias: (_, alias) => assert.equal(doc?.resolveAlias(alias), undefined) });
	});

	it('see through merge keys, own keys first and earlier maps before later ones', () => {
		const text = 'a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\n';
		const [doc] = parseCompose(markedCompose(text).document).docs;
		const map = lookup(doc as never, doc?.root, 'c')?.value;
		assert.ok(isMap(map));
		const found = [...entries(doc as never, map)].map(
			([key, { value }]) => `${key}${(value as { source: string }).source}`,
		);
		assert.deepEqual(found, ['x3', 'y1', 'z2']);
	});

	it('read a chain of anchors that doubles with every link in time', () => {
		const lines = ['a0: &a0 {k: v}'];
		for (let index = 1; index < 40; index++) {
			lines.push(`a${index}: &a${index} {<<: [*a${index - 1}, *a${index - 1}], l: [*a${index - 1}, *a${index - 1}]}`);
		}
		const [doc] = parseCompose(markedCompose(lines.join('\n')).document).docs;
		assert.equal(lookup(doc as never, doc?.root, 'a39')?.value && entries(doc as never, doc?.root as never).size, 40);
	});

	it('know the path of every node', () => {
		const [doc] = parseCompose(markedCompose('services:\n  a:\n    ports:\n      - &p 80\n      - *p\n').document).docs;
		visit(doc?.yaml.contents as never, {
			Alias: (_, alias) => {
				assert.ok(isAlias(alias));
				assert.deepEqual(pathTo(doc as never, alias), ['services', 'a', 'ports', 1]);
			},
		});
	});
});

describe('the place of an offset', () => {
	const cases: [string, string][] = [
		['ser‸vices:\n  a: {}\n', 'key services'],
		['services:\n  a:\n    image: ng‸inx\n', 'value services/a/image'],
		['services:\n  a:\n    image: ‸\n', 'none services/a/image'],
		['services:\n  a:\n    image: x\n    ‸\n', 'none services/a'],
		['services:\n  a:\n    image: x\n  ‸\n', 'none services'],
		['services:\n  a:\n    image: x\n‸\n', 'none '],
		['services:\n  a:\n    ‸\n', 'none services/a'],
		['services:\n  a:\n    ‸\n    image: x\n', 'none services/a'],
		['services:\n  a:\n    ports:\n      - "80‸:80"\n', 'item services/a/ports/0'],
		['services:\n  a:\n    ports:\n      - 80\n      - ‸\n', 'none services/a/ports/1'],
		['services:\n  a: {image: x, ‸}\n', 'none services/a'],
		['services:\n  a: {image: n‸g}\n', 'value services/a/image'],
		['services:\n  a:\n    command: [a, b‸]\n', 'item services/a/command/1'],
		['a: 1\n---\nservices:\n  b‸: {}\n', 'key services/b'],
	];
	for (const [text, expected] of cases) {
		it(JSON.stringify(text), () => assert.equal(placeIn(text), expected));
	}
});
