import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { complete } from '../../../src/languageservice/compose/completion.ts';
import { reduceAround } from '../../../src/languageservice/compose/reducedText.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const text = `name: demo
include:
  - more.yaml
x-log: &log
  driver: json-file
  options: {max-size: 1m}
x-base: &base
  restart: always
  logging: *log
services:
  web:
    <<: *base
    image: "nginx:\${TAG:-1}"
    ports:
      - "8080:80"
    depends_on:
      db:
        condition: service_healthy
    logging: *log
    command: |
      a: b
    profiles: [ui]

  db: &db
    image: postgres
    volumes:
      - data:/x
    networks: [back]
  tiny: {image: x}
  copy: *db
networks:
  back:
    driver: bridge
volumes:
  data: {}
secrets:
  pw:
    file: ./pw
`;
const filler = `\n# ${'.'.repeat(16_000)}\n`;
const host = inMemoryHost({ files: { 'more.yaml': 'services:\n  more:\n    image: x\n', '.env': 'A=1\n' } });

async function labelsAt(source: string, offset: number): Promise<string[]> {
	const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, source);
	const items = await complete(document, host, document.positionAt(offset), never);
	return items.map(item => `${item.label} ${JSON.stringify(item.textEdit)}`).sort();
}

describe('large compose files', () => {
	it('complete as small ones do, wherever the cursor is', async function () {
		this.timeout(60_000);
		for (let offset = 0; offset <= text.length; offset++) {
			assert.deepEqual(
				await labelsAt(text + filler, offset),
				await labelsAt(text, offset),
				`at ${offset}: ${text.slice(0, offset)}‸`,
			);
		}
	});

	it('are read only around the cursor', () => {
		const large = text + filler;
		const reduced = reduceAround(large, text.indexOf('volumes:')) ?? '';
		assert.equal(reduced.length, large.length);
		assert.match(reduced, /- data:\/x/);
		assert.match(reduced, /\n {2}web:/);
		assert.doesNotMatch(reduced, /8080|json-file/);
		assert.equal(reduceAround(text, 0), undefined);
		assert.equal(reduceAround(`[\n${filler}]`, 0), undefined);
	});
});
