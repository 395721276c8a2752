import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const root = 'file:///workspace/';

/** `file:line:character` of the definition. */
async function definitionOf(marked: string, files: Record<string, string> = {}, name = 'compose.yaml') {
	const document = TextDocument.create(root + name, 'dockercompose', 1, marked.replace('‸', ''));
	const host = inMemoryHost({ files: { ...files, [name]: document.getText() } });
	const position = document.positionAt(marked.indexOf('‸'));
	const location = await createComposeService(host).definition(document, position, never);
	const start = location?.range.start;
	return location && `${decodeURIComponent(location.uri).slice(root.length)}:${start?.line}:${start?.character}`;
}

const dockerfile = 'ARG BASE=x\nFROM $BASE AS build\nARG VERSION\nFROM build AS Prod\nFROM scratch\n';

const found: Readonly<Record<string, readonly [string, Record<string, string>, string | undefined]>> = {
	'a stage': ['services: {a: {build: {context: ., target: bu‸ild}}}', { Dockerfile: dockerfile }, 'Dockerfile:1:14'],
	'a stage in any case': [
		'services: {a: {build: {context: ., target: PROD‸}}}',
		{ Dockerfile: dockerfile },
		'Dockerfile:3:14',
	],
	'a stage by number': [
		'services: {a: {build: {context: ., target: "2‸"}}}',
		{ Dockerfile: dockerfile },
		'Dockerfile:4:0',
	],
	'no stage that is not there': [
		'services: {a: {build: {context: ., target: no‸ne}}}',
		{ Dockerfile: dockerfile },
		undefined,
	],
	'no stage without the file': ['services: {a: {build: {context: ., target: bu‸ild}}}', {}, undefined],
	'a stage in the context': [
		'services: {a: {build: {context: ./app/, target: bu‸ild}}}',
		{ Dockerfile: '', 'app/Dockerfile': dockerfile },
		'app/Dockerfile:1:14',
	],
	'a stage in another Dockerfile': [
		'services: {a: {build: {context: app, dockerfile: ../x.Dockerfile, target: bu‸ild}}}',
		{ 'x.Dockerfile': dockerfile },
		'x.Dockerfile:1:14',
	],
	'a stage of an extended build': [
		'services:\n  a: {build: {context: app}}\n  b: {extends: a, build: {target: bu‸ild}}',
		{ 'app/Dockerfile': dockerfile },
		'app/Dockerfile:1:14',
	],
	'a stage of a merged build': [
		'x-b: &b {context: app}\nservices:\n  a: {build: {<<: *b, target: bu‸ild}}',
		{ 'app/Dockerfile': dockerfile },
		'app/Dockerfile:1:14',
	],
	'no stage of a context elsewhere': [
		'services: {a: {build: {context: "https://github.com/a/b.git", target: bu‸ild}}}',
		{ Dockerfile: dockerfile },
		undefined,
	],
	'a stage of an inline Dockerfile': [
		'services:\n  a:\n    build:\n      target: de‸v\n      dockerfile_inline: |\n\n        FROM x AS base\n        FROM base AS dev\n',
		{ Dockerfile: 'FROM x AS dev' },
		'compose.yaml:7:21',
	],
	'an argument of an inline Dockerfile': [
		'services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM x\n        ARG VER=1\n      args: [VER‸=2]\n',
		{},
		'compose.yaml:5:12',
	],
	'no stage of an inline Dockerfile in one line': [
		'services: {a: {build: {target: de‸v, dockerfile_inline: "FROM x AS dev"}}}',
		{},
		undefined,
	],
	'a global argument': [
		'services: {a: {build: {context: ., args: {BA‸SE: y}}}}',
		{ Dockerfile: dockerfile },
		'Dockerfile:0:4',
	],
	'an argument in a list': [
		'services: {a: {build: {context: ., args: ["VERS‸ION=y"]}}}',
		{ Dockerfile: dockerfile },
		'Dockerfile:2:4',
	],
	'no value of an argument': [
		'services: {a: {build: {context: ., args: ["VERSION=BA‸SE"]}}}',
		{ Dockerfile: dockerfile },
		undefined,
	],
	'a variable in .env': [
		'services: {a: {image: "x:${TA‸G:-1}"}}',
		{ '.env': '# TAG\nA=1\nexport TAG=2\n' },
		'.env:2:7',
	],
	'the last line of a variable': ['services: {a: {image: "x:$TA‸G"}}', { '.env': 'TAG=1\nTAG=2\n' }, '.env:1:0'],
	'a variable in .env before env files': [
		'services: {a: {env_file: [a.env], image: "x:$TA‸G"}}',
		{ '.env': 'TAG=1\n', 'a.env': 'TAG=2\n' },
		'.env:0:0',
	],
	'a variable in an env file': [
		'services: {a: {env_file: [{path: a.env}], image: "x:$TA‸G"}}',
		{ 'a.env': 'X=1\nTAG=2\n' },
		'a.env:1:0',
	],
	'a variable in an env file of an include': [
		'include: [{path: b.yaml, env_file: x.env}]\nservices: {a: {image: "x:$TA‸G", env_file: a.env}}',
		{ 'x.env': 'X=1\nTAG=2\n', 'a.env': 'TAG=3\n' },
		'x.env:1:0',
	],
	'a variable that is passed on': ['services: {a: {environment: [TA‸G]}}', { '.env': 'TAG=1\n' }, '.env:0:0'],
	'a variable of a secret': ['secrets: {a: {environment: PW‸}}', { '.env': 'PW=1\n' }, '.env:0:0'],
	'a variable in CRLF lines': ['services: {a: {image: "$TA‸G"}}', { '.env': 'A=1\r\nB=2\r\nTAG=3\r\n' }, '.env:2:0'],
	'a variable that nobody sets': ['services: {a: {image: "$TA‸G"}}', { '.env': 'A=1\n' }, undefined],
	'the Dockerfile of a build': [
		'services: {a: {build: ./ap‸p}}',
		{ 'app/Dockerfile': dockerfile },
		'app/Dockerfile:0:0',
	],
	'the Dockerfile of a context': [
		'services: {a: {build: {context: ./ap‸p, dockerfile: D}}}',
		{ 'app/D': dockerfile },
		'app/D:0:0',
	],
	'a Dockerfile by its name': [
		'services: {a: {build: {context: ./app, dockerfile: D‸}}}',
		{ 'app/D': dockerfile },
		'app/D:0:0',
	],
	'an included file': ['include: [b.ya‸ml]', { 'b.yaml': '' }, 'b.yaml:0:0'],
	'an extended file': ['services: {a: {extends: {file: b.ya‸ml, service: x}}}', { 'b.yaml': '' }, 'b.yaml:0:0'],
	'an env file': ['services: {a: {env_file: we‸b.env}}', { 'web.env': '' }, 'web.env:0:0'],
	'no file that is not there': ['services: {a: {env_file: we‸b.env}}', {}, undefined],
	'no source of a mount': ['services: {a: {volumes: ["./a‸.txt:/a"]}}', { 'a.txt': '' }, undefined],
};

describe('Compose definition', () => {
	for (const [name, [marked, files, place]] of Object.entries(found)) {
		it(`finds ${name}`, async () => assert.equal(await definitionOf(marked, files), place));
	}
});

describe('Compose uses of a Dockerfile', () => {
	const text =
		'services:\n  a: {build: {context: ., target: dev, args: {V: 1}}}\n  b: {build: {context: ./b, target: dev}}\n';
	it('are every build of it', async () => {
		const document = TextDocument.create(`${root}compose.yaml`, 'dockercompose', 1, text);
		const host = inMemoryHost({ files: { 'compose.yaml': text } });
		const find = async (kind: 'stage' | 'argument', name: string) =>
			(
				await createComposeService(host).outsideReferences([document, document], `${root}Dockerfile`, kind, name, never)
			).map(({ range }) => document.getText(range));
		assert.deepEqual(await find('stage', 'dev'), ['dev']);
		assert.deepEqual(await find('stage', 'Dev'), ['dev']);
		assert.deepEqual(await find('argument', 'V'), ['V']);
		assert.deepEqual(await find('argument', 'dev'), []);
	});
	it('are renamed with it', async () => {
		const compose = TextDocument.create(`${root}compose.yaml`, 'dockercompose', 1, text);
		const host = inMemoryHost({ files: { 'compose.yaml': text } });
		const service = createDockerfileService({
			...host,
			outsideReferences: (uri, kind, name, signal) =>
				createComposeService(host).outsideReferences([compose], uri, kind, name, signal),
		});
		const document = TextDocument.create(`${root}Dockerfile`, 'dockerfile', 1, 'FROM x AS dev\n');
		const edit = await service.rename(document, { line: 0, character: 11 }, 'debug', never);
		assert.ok(edit && 'changes' in edit);
		assert.equal(TextDocument.applyEdits(compose, edit.changes?.[compose.uri] ?? []), text.replace('dev', 'debug'));
	});
});
