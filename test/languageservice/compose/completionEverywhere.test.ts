import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { parseAllDocuments } from 'yaml';
import { complete } from '../../../src/languageservice/compose/completion.ts';
import { parseCompose } from '../../../src/languageservice/compose/document.ts';
import { findHover } from '../../../src/languageservice/compose/hover.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const documents: readonly string[] = [
	`name: demo
services:
  web:
    image: nginx:1.27
    ports:
      - "8080:80"
      - target: 443
        published: "8443"
    environment:
      MODE: dev
      DB_HOST: db
    depends_on:
      db:
        condition: service_healthy
    volumes:
      - ./conf:/etc/nginx:ro
      - type: bind
        source: ./x
        target: /x
    networks: [front]
    restart: always
  db:
    image: "postgres:17"
    environment:
      - POSTGRES_PASSWORD=\${PW:-x}
    healthcheck:
      test: ["CMD", "pg_isready"]
      interval: 10s
    command: >
      postgres
      -c x=y

networks:
  front:
volumes:
  data: {}
`,
	`x-base: &base
    restart: always
    logging: {driver: json-file, options: {max-size: 10m}}
services:
    a:
        <<: *base
        build: {context: ., target: dev, args: [A=1]}
        profiles: [ one, 'two' ]   # both
        deploy:
            resources:
                limits: {cpus: "0.5", memory: 64m}
    b:
        image: x
        depends_on: [a]
`,
	'services: {a: {image: x, ports: [80, "81:81"]}, b: {image: y, depends_on: [a]}}\n',
	'services:\r\n  a:\r\n    image: x\r\n    env_file:\r\n    - a.env\r\n\r\n    cap_add:\r\n    - NET_ADMIN\r\n',
	'services:\n  a:\n    image: x',
	'',
];

const host = inMemoryHost({
	files: {
		'a.env': 'A=1\n',
		'conf/': '',
		'x/y.txt': '',
		Dockerfile: 'FROM node AS dev\nARG A\nEXPOSE 3000\n',
		'.env': 'PW=1\n',
	},
	images: [{ references: ['nginx:1.27'], id: 'a' }],
});

describe('completion at every position', () => {
	for (const [index, text] of documents.entries()) {
		it(`leaves document ${index} in order, whichever item is taken`, async function () {
			this.timeout(60_000);
			for (let offset = 0; offset <= text.length; offset++) {
				await checkPosition(text, offset);
			}
		});
	}

	it('answers at every position of every beginning', async function () {
		this.timeout(60_000);
		const [text = ''] = documents;
		for (let offset = 0; offset <= text.length; offset++) {
			const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text.slice(0, offset));
			const position = document.positionAt(offset);
			for (const item of await complete(document, host, position, never)) {
				assert.ok(item.label !== '');
			}
			await findHover(parseCompose(document), host, position, never);
		}
	});
});

async function checkPosition(text: string, offset: number): Promise<void> {
	const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text);
	const position = document.positionAt(offset);
	const items = await complete(document, host, position, never);
	for (const item of oneOfEachShape(items)) {
		const shown = `${item.label} at ${position.line}:${position.character} of\n${text}`;
		const edit = item.textEdit as TextEdit;
		assert.equal(edit.range.start.line, edit.range.end.line, shown);
		assert.equal(edit.range.start.line, position.line, shown);
		assert.ok(
			edit.range.start.character <= position.character && position.character <= edit.range.end.character,
			shown,
		);
		const result = applied(document, item);
		const [error] = parseAllDocuments(result, { uniqueKeys: false }).flatMap(each => each.errors ?? []);
		assert.equal(error?.message, undefined, `${shown}\n→\n${result}`);
		assert.ok(keepsTheRest(text, result, document, item), shown);
	}
}

/** Items that insert the same but for the words in it are as good as one. */
function oneOfEachShape(items: readonly CompletionItem[]): CompletionItem[] {
	const shapes = new Map<string, CompletionItem>();
	for (const item of items) {
		const { newText, range } = item.textEdit as TextEdit;
		const shape = `${range.start.character} ${newText.replace(/\w+/g, 'w')} ${item.additionalTextEdits?.length}`;
		shapes.set(shape, shapes.get(shape) ?? item);
	}
	return [...shapes.values()];
}

/** The text with an item taken as an editor does: later lines get the indentation of the line. */
function applied(document: TextDocument, item: CompletionItem): string {
	const edit = item.textEdit as TextEdit;
	const line = document.getText({ start: { line: edit.range.start.line, character: 0 }, end: edit.range.start });
	const indent = /^\s*/.exec(line)?.[0] ?? '';
	const newText = edit.newText.replaceAll('\n', `\n${indent}`);
	return TextDocument.applyEdits(document, [{ range: edit.range, newText }, ...(item.additionalTextEdits ?? [])]);
}

/** Whether every other line is still there, in order. */
function keepsTheRest(text: string, result: string, document: TextDocument, item: CompletionItem): boolean {
	const { line } = (item.textEdit as TextEdit).range.start;
	const after = document.offsetAt({ line: line + 1, character: 0 });
	const before = document.offsetAt({ line, character: 0 });
	const rest = [text.slice(0, before), text.slice(after)].flatMap(part => part.split('\n'));
	let at = 0;
	for (const each of rest) {
		at = result.indexOf(each, at);
		if (at < 0) {
			return false;
		}
		at += each.length;
	}
	return true;
}
