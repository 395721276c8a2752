import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { pasteService } from '../../../src/languageservice/compose/pasteService.ts';
import { markedCompose } from '../../support/inMemoryHost.ts';

const yaml = 'services:\n  db:\n    image: redis\n';

function paste(marked: string): string | undefined {
	const { document, position } = markedCompose(marked);
	const edits = pasteService(document, position, yaml);
	return edits && TextDocument.applyEdits(document, edits);
}

describe('pasting a service', () => {
	for (const [title, marked, after] of [
		['into an empty file', '‸', yaml],
		['into a file of comments', '# mine\n‸', `# mine\n${yaml}`],
		['below services without any', 'services:\n  ‸', /^services:\n {2}db:\n {4}image: redis\n/],
		[
			'behind the last service',
			'services:\n  a:\n    image: b\n‸',
			'services:\n  a:\n    image: b\n  db:\n    image: redis\n',
		],
		['inside of a service', 'services:\n  a:\n    image: b\n    ‸\n', /\n {2}db:\n {4}image: redis\n/],
		['between services', 'services:\n  a:\n    image: b\n  ‸\n  c:\n    image: d\n', /\n {2}db:\n {4}image: redis\n/],
		['beside a name that is taken', 'services:\n  db:\n    image: b\n  ‸\n', /\n {2}db-?2:\n {4}image: redis\n/],
		['with CRLF', 'services:\r\n  a:\r\n    image: b\r\n  ‸\r\n', /\r\n {2}db:\r\n {4}image: redis\r\n/],
	] as const) {
		it(title, () => {
			const result = paste(marked) ?? '';
			if (typeof after === 'string') {
				assert.equal(result, after);
			} else {
				assert.match(result, after);
			}
		});
	}

	for (const [title, marked] of Object.entries({
		'of a value': 'services:\n  a:\n    image: ‸\n',
		'of a key': 'services:\n  ‸a:\n    image: b\n',
		'of a comment': 'services:\n  a:\n    image: b\n  # ‸\n',
		'of a script': 'services:\n  a:\n    image: b\n    command: |\n      echo\n      ‸\n      echo\n',
		'of an inner map': 'services:\n  a:\n    environment:\n      A: 1\n      ‸\n',
		'of another section': 'services:\n  a:\n    image: b\nvolumes:\n  data:\n  ‸\n',
		'of a file that cannot be read': 'services: [\n‸\n',
	})) {
		it(`is plain in the middle ${title}`, () => assert.equal(paste(marked), undefined));
	}
});
