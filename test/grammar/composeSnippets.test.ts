import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createComposeService } from '../../src/languageservice/compose/service.ts';
import { ensureEngine } from '../support/engine.ts';
import { inMemoryHost, never } from '../support/inMemoryHost.ts';
import { readSnippets } from './snippets.ts';

const snippets = readSnippets('compose.json');
const passwords = [
	...['POSTGRES_PASSWORD', 'MYSQL_ROOT_PASSWORD', 'MARIADB_ROOT_PASSWORD', 'MONGO_ROOT_PASSWORD', 'RABBITMQ_PASSWORD'],
];
/** What the snippets speak of. */
const projectFiles = {
	'.env': passwords.map(name => `${name}=a\n`).join(''),
	...Object.fromEntries(
		['nginx.conf', 'html/index.html', 'src/a', 'package.json', 'db-password.txt'].map(file => [file, '']),
	),
	Dockerfile: 'FROM scratch\n',
	'other/compose.yaml': 'services:\n  b:\n    image: b\n',
};

describe('Compose snippets', () => {
	let env: NodeJS.ProcessEnv;
	let folder: string;
	before(async function () {
		this.timeout(300_000);
		const values = passwords.map(name => [name, 'a']);
		env = { ...(await ensureEngine()).env, ...Object.fromEntries(values) };
		folder = mkdtempSync(path.join(tmpdir(), 'slipway-snippets-'));
		mkdirSync(path.join(folder, 'other'));
		writeFileSync(path.join(folder, 'other', 'compose.yaml'), projectFiles['other/compose.yaml']);
	});
	after(() => rmSync(folder, { recursive: true, force: true }));

	for (const { name, text } of snippets) {
		it(`${name}: Compose accepts it`, () => {
			const file = asFile(text);
			const words = ['compose', '-f', '-', 'config', '--quiet'];
			const { status, stderr } = spawnSync('docker', words, { input: file, encoding: 'utf8', env, cwd: folder });
			assert.equal(stderr, '', file);
			assert.equal(status, 0);
		});
	}

	for (const { name, text } of snippets) {
		it(`${name}: we have nothing to say about it`, async () => {
			const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, asFile(text));
			const found = await createComposeService(inMemoryHost({ files: projectFiles })).diagnose(document, never);
			assert.deepEqual(
				found.map(({ code, message, range }) => `${range.start.line + 1} ${code}: ${message}`),
				[],
				asFile(text),
			);
		});
	}

	it('are found by words of their own, which no keyword is', () => {
		assert.ok(snippets.every(({ description }) => /^[A-Z].*[^.]$/.test(description)));
		const prefixes = snippets.map(({ prefix }) => prefix);
		assert.ok(prefixes.every(prefix => /^[a-z]+(?:-[a-z]+)+$/.test(prefix)));
		assert.equal(new Set(prefixes).size, prefixes.length);
	});
});

/** A snippet where it belongs: at the top, among the services, or inside a service. */
function asFile(text: string): string {
	if (/^(?:services|networks|volumes|secrets|configs|include|x-\w+):/.test(text)) {
		return text.startsWith('services:') ? text : `${text}\nservices:\n  a:\n    image: a\n`;
	}
	const isService = /^\S+:\n {2}(?:image|build):/.test(text);
	const indented = text.replace(/^(?=.)/gm, isService ? '  ' : '    ');
	const others = isService ? '' : '  db:\n    image: b\n    healthcheck:\n      test: [CMD, ls]\n  a:\n    image: a\n';
	const volumes = [...text.matchAll(/^ +- ([\w-]+):\//gm)].map(match => `  ${match[1]}:\n`);
	return `services:\n${others}${indented}\n${volumes.length > 0 ? `volumes:\n${volumes.join('')}` : ''}`;
}
