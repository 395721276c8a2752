import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';
import { rules } from '../../../src/languageservice/compose/rules.ts';
import { type ComposeService, createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const uri = 'file:///workspace/compose.yaml';
let version = 0;

/** What a document is wrapped in, so that fixes meet all styles. */
const styles: Readonly<Record<string, (text: string) => string>> = {
	plain: text => text,
	'with a last line break': text => `${text}\n`,
	'with CRLF': text => `${text.replaceAll('\n', '\r\n')}\r\n`,
	'with comments': text => `# first\n\n${text.replaceAll('\n', ' # note\n')} # end\n# last\n`,
	'with four blanks': text => `${text.replace(/^ +/gm, blanks => blanks + blanks)}\n`,
	'as second document': text => `x-first: {}\n---\n${text}\n`,
};

async function diagnose(service: ComposeService, text: string) {
	const document = TextDocument.create(uri, 'dockercompose', ++version, text);
	return { document, found: await service.diagnose(document, never) };
}

const shown = ({ code, message }: Diagnostic) => `${code} ${message}`;

/** Applies every fix of one rule; each must take its problem away and bring no new error. */
async function checkFixes(service: ComposeService, text: string, rule?: string): Promise<number> {
	const { document, found } = await diagnose(service, text);
	const range = { start: { line: 0, character: 0 }, end: document.positionAt(text.length) };
	const actions = await service.codeActions(document, range, { only: ['quickfix'] }, never);
	const relevant = actions.filter(
		each => each.edit?.changes && (rule === undefined || each.diagnostics?.[0]?.code === rule),
	);
	for (const action of relevant) {
		await checkFix(service, document, found, action);
	}
	return relevant.length;
}

async function checkFix(service: ComposeService, document: TextDocument, before: Diagnostic[], action: CodeAction) {
	const after = TextDocument.applyEdits(document, action.edit?.changes?.[uri] ?? []);
	const { found } = await diagnose(service, after);
	const fixed = action.diagnostics?.[0] as Diagnostic;
	const same = (list: Diagnostic[]) => list.filter(each => shown(each) === shown(fixed)).length;
	const where = `${action.title} for ${shown(fixed)}\n${document.getText()}\n→\n${after}`;
	assert.ok(same(found) < same(before), `The problem stays: ${where}`);
	const hides = ['InvalidYaml', 'TabIndentation', 'SplitValue', 'WrongType', 'CannotOverride'];
	const news = found.filter(each => each.severity === 1 && !before.some(other => shown(other) === shown(each)));
	const isHidden = before.some(each => hides.includes(String(each.code)));
	assert.deepEqual(isHidden ? [] : news.map(shown), [], `New errors: ${where}`);
}

const damages: Readonly<Record<string, (line: string) => string>> = {
	'two letters of a key swapped': line => line.replace(/([a-z])([a-z])(\w*:)/, '$2$1$3'),
	'a key in the plural': line => line.replace(/^( *)(\w+):/, '$1$2s:'),
	'another name in a list': line => line.replace(/- (\w+)/, '- x$1'),
	'an old boolean': line => line.replace(/: true$/, ': yes'),
	'a time without its unit': line => line.replace(/(\d+)s$/, '$1'),
	'a tab': line => line.replace(/^ {2}/, '\t'),
	'a line twice': line => `${line}\n${line}`,
	'a variable with a number': line => line.replace(/\$\{(\w+)\}/, '${1}'),
	'a list for a value': line => line.replace(/: (\w+)$/, ': [$1]'),
	'an item without its dash': line => line.replace(/^( *)- (.*)$/, '$1  $2'),
	'a line too deep': line => line.replace(/^( +)/, '$1  '),
	'a blank after a colon': line => line.replace(/:(\d)/, ': $1'),
};

describe('Fixes of compose problems', () => {
	for (const rule of rules) {
		for (const [style, write] of Object.entries(styles)) {
			it(`take the problem away: ${rule.name} ${style}`, async () => {
				const service = createComposeService(inMemoryHost({ files: { 'compose.yaml': '', ...rule.files } }));
				await checkFixes(service, write(rule.wrong), rule.name);
			});
		}
	}

	for (const [name, damage] of Object.entries(damages)) {
		it(`take problems away wherever a file is damaged: ${name}`, async () => {
			const service = createComposeService(inMemoryHost({ files: { 'compose.yaml': '', '.env': 'TAG=1\n' } }));
			const lines = sample.split('\n');
			let fixes = 0;
			for (const index of lines.keys()) {
				const damaged = lines.with(index, damage(lines[index] as string)).join('\n');
				fixes += damaged === sample ? 0 : await checkFixes(service, damaged);
			}
			assert.ok(fixes > 0);
		});
	}

	it('leave the rest of the file alone', async () => {
		const service = createComposeService(inMemoryHost());
		const text = `${sample.replace('image: nginx:1', 'imgae: nginx:1')}# end`;
		const { document } = await diagnose(service, text);
		const range = { start: { line: 0, character: 0 }, end: document.positionAt(text.length) };
		const [fix] = (await service.codeActions(document, range, { only: ['quickfix'] }, never)).filter(
			each => each.isPreferred,
		);
		assert.equal(TextDocument.applyEdits(document, fix?.edit?.changes?.[uri] ?? []), `${sample}# end`);
	});

	it('fix all that is safe at once', async () => {
		const service = createComposeService(inMemoryHost());
		const text = 'version: "3"\nservices:\n  web:\n    imgae: nginx # the image\n    ports: "80:80"\n    tty: yes\n';
		const { document } = await diagnose(service, text);
		const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
		const actions = await service.codeActions(document, range, { only: ['source.fixAll'] }, never);
		assert.deepEqual(
			actions.map(each => each.kind),
			['source.fixAll.slipway'],
		);
		assert.equal(
			TextDocument.applyEdits(document, actions[0]?.edit?.changes?.[uri] ?? []),
			'services:\n  web:\n    image: nginx # the image\n    ports:\n      - "80:80"\n    tty: true\n',
		);
	});
});

const sample = `name: shop
x-logging: &logging
  driver: json-file
  options:
    max-size: 10m
services:
  web:
    image: nginx:1
    logging: *logging
    ports:
      - "8080:80"
    depends_on:
      - api
      - db
    networks: [front]
    tty: true
  # the back end
  api:
    build:
      context: .
    environment:
      TAG: \${TAG}
      PORT: 8080
    healthcheck:
      test: [CMD, curl, localhost]
      interval: 10s
    networks:
    - front
    - back
    stop_grace_period: 30s
  db:
    image: postgres:16
    volumes:
      - data:/var/lib/postgresql/data
    secrets:
      - password
networks:
  front:
  back:
    internal: true
volumes:
  data:
secrets:
  password:
    environment: DB_PASSWORD
`;
