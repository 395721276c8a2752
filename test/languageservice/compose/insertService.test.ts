import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { toComposeFile } from '../../../src/engine/composeEdit.ts';
import { convertRun } from '../../../src/engine/composeFromRun.ts';
import { insertService } from '../../../src/languageservice/compose/insertService.ts';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

function insert(text: string, yaml: string): string | undefined {
	const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text);
	const edits = insertService(document, yaml);
	return edits && TextDocument.applyEdits(document, edits);
}

const added = 'services:\n  db:\n    image: postgres\n    ports:\n      - "5432:5432"\n';

const table: readonly (readonly [name: string, before: string, after: string | undefined])[] = [
	['an empty document', '', added],
	['comments alone', '# my project', `# my project\n${added}`],
	[
		'other services',
		'services:\n  web:\n    image: nginx\n',
		'services:\n  web:\n    image: nginx\n  db:\n    image: postgres\n    ports:\n      - "5432:5432"\n',
	],
	[
		'a file without a last line break',
		'services:\n  web:\n    image: nginx',
		'services:\n  web:\n    image: nginx\n  db:\n    image: postgres\n    ports:\n      - "5432:5432"',
	],
	[
		'a name that is taken',
		'services:\n  db:\n    image: mysql\n  db-2:\n    image: mysql\n',
		'services:\n  db:\n    image: mysql\n  db-2:\n    image: mysql\n  db-3:\n    image: postgres\n    ports:\n      - "5432:5432"\n',
	],
	[
		'four blanks of indentation',
		'services:\n    web:\n        image: nginx\n',
		'services:\n    web:\n        image: nginx\n    db:\n        image: postgres\n        ports:\n            - "5432:5432"\n',
	],
	[
		'CRLF',
		'services:\r\n  web:\r\n    image: nginx\r\n',
		'services:\r\n  web:\r\n    image: nginx\r\n  db:\r\n    image: postgres\r\n    ports:\r\n      - "5432:5432"\r\n',
	],
	[
		'sections and comments behind',
		'services:\n  web:\n    image: nginx # x\n  # the end\n\nvolumes:\n  data:\n',
		'services:\n  web:\n    image: nginx # x\n  db:\n    image: postgres\n    ports:\n      - "5432:5432"\n  # the end\n\nvolumes:\n  data:\n',
	],
	['no services yet', 'name: shop\n', `name: shop\n${added}`],
	['services without anything', 'services:\n', added],
	['an empty flow map', 'services: {}\n', added],
	[
		'services in brackets',
		'services: { web: { image: nginx } }\n',
		'services: { web: { image: nginx }, db: { image: postgres, ports: ["5432:5432"] } }\n',
	],
	['a text that is broken', 'services:\n  web: [', undefined],
	['a text that is no map', '- a\n- b\n', undefined],
];

describe('Inserting a service', () => {
	for (const [name, before, after] of table) {
		it(`puts it into ${name}`, () => {
			assert.equal(insert(before, added), after);
		});
	}

	it('declares what is missing, once', () => {
		const yaml =
			'services:\n  db:\n    image: x\nvolumes:\n  data:\n    name: data\n  other:\nnetworks:\n  net:\n    external: true\n';
		const before = 'services:\n  web:\n    image: nginx\nvolumes:\n  data:\n';
		assert.equal(
			insert(before, yaml),
			'services:\n  web:\n    image: nginx\n  db:\n    image: x\nvolumes:\n  data:\n  other:\nnetworks:\n  net:\n    external: true\n',
		);
	});

	it('takes what a docker run line becomes, and the result has no problem', async () => {
		const line = `docker run -d --name web -p 8080:80 -e "A=b c" -v data:/data -v "$PWD":/src --network back --health-cmd "curl -f localhost" nginx:1 sh -c 'echo "hi" && sleep 1'`;
		const yaml = await toComposeFile(convertRun(line));
		const text = insert('services:\n  web:\n    image: httpd\n', yaml) ?? '';
		const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text);
		const found = await createComposeService(inMemoryHost()).diagnose(document, never);
		assert.deepEqual(
			found.filter(each => each.severity === 1).map(each => each.message),
			[],
			text,
		);
		assert.match(text, /^ {2}web-2:\n {4}image: nginx:1$/m);
	});
});
