import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const root = 'file:///workspace/';

/** What a rename makes of every file that it changes; a sentence if it refuses; undefined if there is nothing to rename. */
async function renamed(
	marked: string,
	newName: string,
	files: Record<string, string> = {},
	locale: 'en' | 'ko' = 'en',
) {
	const document = TextDocument.create(`${root}compose.yaml`, 'dockercompose', 1, marked.replace('‸', ''));
	const position = document.positionAt(marked.indexOf('‸'));
	const all: Record<string, string> = { ...files, 'compose.yaml': document.getText() };
	const edit = await createComposeService(inMemoryHost({ files: all, locale })).rename(
		document,
		position,
		newName,
		never,
	);
	if (!edit || 'problem' in edit) {
		return edit?.problem;
	}
	const after: Record<string, string> = {};
	for (const [uri, edits] of Object.entries(edit.changes ?? {})) {
		const name = decodeURIComponent(uri).slice(root.length);
		after[name] = TextDocument.applyEdits(TextDocument.create(uri, 'x', 1, all[name] ?? ''), edits);
	}
	return after;
}

const changed: readonly (readonly [string, string, string, string])[] = [
	[
		'a service everywhere',
		'services:\n  web:\n    depends_on: {d‸b: {}}\n    links: ["db:db", db]\n    network_mode: service:db\n    volumes_from: [db:ro]\n    container_name: db\n    environment: {H: db}\n  db:\n    image: db\n',
		'store',
		'services:\n  web:\n    depends_on: {store: {}}\n    links: ["store:db", store]\n    network_mode: service:store\n    volumes_from: [store:ro]\n    container_name: db\n    environment: {H: db}\n  store:\n    image: db\n',
	],
	[
		'names in quotes',
		'services:\n  "d‸b": {}\n  a: {depends_on: [\'db\']}',
		'x',
		'services:\n  "x": {}\n  a: {depends_on: [\'x\']}',
	],
	[
		'a name to a number',
		'services:\n  d‸b: {}\n  a: {depends_on: [db], links: [db:x, "db"]}',
		'1',
		'services:\n  "1": {}\n  a: {depends_on: ["1"], links: [1:x, "1"]}',
	],
	[
		'a name to a word of YAML',
		'services:\n  d‸b: {}\n  a: {depends_on: [db]}',
		'yes',
		'services:\n  "yes": {}\n  a: {depends_on: ["yes"]}',
	],
	['a name to a version', 'volumes:\n  d‸b:', '1.5', 'volumes:\n  "1.5":'],
	[
		'a network',
		'services:\n  a:\n    networks: {b‸ack: {}}\nnetworks:\n  back:',
		'front',
		'services:\n  a:\n    networks: {front: {}}\nnetworks:\n  front:',
	],
	['an anchor', 'x: &‸a {}\ny: *a\nz: {<<: *a}', 'base-1', 'x: &base-1 {}\ny: *base-1\nz: {<<: *base-1}'],
	['an anchor up to the next of its name', 'x: [&a 1, *a‸, &a 2, *a]', 'b', 'x: [&b 1, *b, &a 2, *a]'],
	[
		'a profile',
		'services:\n  a: {profiles: [d‸ev]}\n  b: {profiles: [dev, x]}',
		'test',
		'services:\n  a: {profiles: [test]}\n  b: {profiles: [test, x]}',
	],
	[
		'a container',
		'services:\n  a: {container_name: b‸ox}\n  b: {network_mode: "container:box"}',
		'case',
		'services:\n  a: {container_name: case}\n  b: {network_mode: "container:case"}',
	],
	[
		'a name that is declared nowhere',
		'services:\n  a: {secrets: [p‸w]}\n  b: {secrets: [{source: pw}]}',
		'pass',
		'services:\n  a: {secrets: [pass]}\n  b: {secrets: [{source: pass}]}',
	],
	[
		'a name that is declared nowhere to one that is',
		'services:\n  a: {networks: [b‸ak]}\nnetworks:\n  back:',
		'back',
		'services:\n  a: {networks: [back]}\nnetworks:\n  back:',
	],
	[
		'a volume in a quoted text',
		"services:\n  a:\n    volumes: ['d‸ata:/x:ro', data:/y]\nvolumes: {data: }",
		'pg',
		"services:\n  a:\n    volumes: ['pg:/x:ro', pg:/y]\nvolumes: {pg: }",
	],
	[
		'a variable, which containers keep under its old name',
		'services:\n  a:\n    image: x:${T‸AG:-1}\n    environment:\n      - TAG\n      - "TAG"\n      - X=$TAG\n  b:\n    environment:\n      TAG:\n  c:\n    environment:\n      "TAG" :\n',
		'V',
		'services:\n  a:\n    image: x:${V:-1}\n    environment:\n      - TAG=${V}\n      - "TAG=${V}"\n      - X=$V\n  b:\n    environment:\n      TAG: ${V}\n  c:\n    environment:\n      "TAG" : ${V}\n',
	],
	['to the same name', 'services:\n  d‸b: {}', 'db', 'services:\n  db: {}'],
];

const refused: readonly (readonly [string, string, string, RegExp])[] = [
	['blanks in names', 'services:\n  w‸eb: {}', 'my web', /letters, digits/],
	['nothing', 'services:\n  w‸eb: {}', '', /letters, digits/],
	['colons in names', 'volumes:\n  d‸ata:', 'a:b', /letters, digits/],
	['slashes in names', 'networks:\n  d‸ata:', 'a/b', /letters, digits/],
	['a service that is there', 'services:\n  w‸eb: {}\n  api: {}', 'api', /already "api"/],
	['a volume that is there', 'services: {a: {volumes: ["xx‸:/x"]}}\nvolumes: {xx: , yy: }', 'yy', /already "yy"/],
	['an anchor that is there', 'x: &‸a 1\ny: &b 2', 'b', /already "b"/],
	['blanks in anchors', 'x: &‸a 1', 'a b', /no blanks/],
	['brackets in anchors', 'x: &‸a 1', 'a]', /no blanks/],
	['dashes in variables', 'services: {a: {image: "$‸A"}}', 'A-B', /letters, digits and/],
	['variables that begin with a digit', 'services: {a: {image: "$‸A"}}', '1A', /begins with a letter/],
	['profiles that begin with a dash', 'services: {a: {profiles: [d‸ev]}}', '-x', /begins with a letter/],
	['containers that begin with a dot', 'services: {a: {container_name: d‸ev}}', '.x', /begins with a letter/],
];

describe('Compose rename', () => {
	for (const [name, before, newName, after] of changed) {
		it(`changes ${name}`, async () => assert.deepEqual(await renamed(before, newName), { 'compose.yaml': after }));
	}
	for (const [name, before, newName, sentence] of refused) {
		it(`refuses ${name}`, async () => assert.match(String(await renamed(before, newName)), sentence));
	}
	for (const place of [
		'ima‸ge: x',
		'image: ngi‸nx',
		'volumes: ["./d‸ata:/x"]',
		'volumes: ["x:/d‸ata"]',
		'networks: [defau‸lt]',
		'ports: ["8‸0:80"]',
	]) {
		it(`has nothing to rename in ${place}`, async () =>
			assert.equal(await renamed(`services:\n  a:\n    ${place}\n`, 'x'), undefined));
	}
	it('refuses in Korean', async () =>
		assert.match(String(await renamed('services:\n  a‸: {}\n  b: {}', 'b', {}, 'ko')), /이미 있습니다/));
	it('renames the network default where it is declared', async () =>
		assert.deepEqual(await renamed('services:\n  a: {networks: [defau‸lt]}\nnetworks:\n  default:\n', 'x'), {
			'compose.yaml': 'services:\n  a: {networks: [x]}\nnetworks:\n  x:\n',
		}));
	it('changes .env and leaves what is for containers', async () =>
		assert.deepEqual(
			await renamed('services:\n  a:\n    image: x:$T‸AG\n    env_file: [web.env, .env]\n', 'V', {
				'.env': '# TAG\nexport TAG = 1\r\nOTHER="$TAG-${TAG}"\nQ=\'$TAG\'\n',
				'web.env': 'TAG=2\n',
			}),
			{
				'compose.yaml': 'services:\n  a:\n    image: x:$V\n    env_file: [web.env, .env]\n',
				'.env': '# TAG\nexport V = 1\r\nOTHER="$V-${V}"\nQ=\'$TAG\'\n',
			},
		));
	it('refuses a variable that .env has', async () =>
		assert.match(String(await renamed('services: {a: {image: "$A‸"}}', 'B', { '.env': 'A=1\nB=2\n' })), /already "B"/));
	it('changes a variable to one that .env has, if it has no value itself', async () =>
		assert.deepEqual(await renamed('services: {a: {image: "$A‸"}}', 'B', { '.env': 'B=2\n' }), {
			'compose.yaml': 'services: {a: {image: "$B"}}',
		}));
	it('changes the stage in its Dockerfile and in every build of it', async () =>
		assert.deepEqual(
			await renamed(
				'services:\n  a:\n    build: {context: app, target: de‸v}\n  b:\n    build: {context: ./app/, target: dev}\n  c:\n    build: {context: ., target: dev}\n',
				'debug',
				{ 'app/Dockerfile': 'FROM x AS dev\nFROM dev\nCOPY --from=dev a b\n' },
			),
			{
				'compose.yaml':
					'services:\n  a:\n    build: {context: app, target: debug}\n  b:\n    build: {context: ./app/, target: debug}\n  c:\n    build: {context: ., target: dev}\n',
				'app/Dockerfile': 'FROM x AS debug\nFROM debug\nCOPY --from=debug a b\n',
			},
		));
	it('changes the argument in its Dockerfile', async () =>
		assert.deepEqual(
			await renamed('services:\n  a:\n    build:\n      context: .\n      args:\n        V‸ER: 1\n', 'VERSION', {
				Dockerfile: 'FROM x\nARG VER\nRUN echo $VER\n',
			}),
			{
				'compose.yaml': 'services:\n  a:\n    build:\n      context: .\n      args:\n        VERSION: 1\n',
				Dockerfile: 'FROM x\nARG VERSION\nRUN echo $VERSION\n',
			},
		));
	it('changes arguments in a list', async () =>
		assert.deepEqual(
			await renamed('services:\n  a:\n    build:\n      context: .\n      args: ["V‸ER=1"]\n', 'V', {
				Dockerfile: 'ARG VER\nFROM x:$VER\n',
			}),
			{
				'compose.yaml': 'services:\n  a:\n    build:\n      context: .\n      args: ["V=1"]\n',
				Dockerfile: 'ARG V\nFROM x:$V\n',
			},
		));
	it('changes the stage in a Dockerfile that is written here', async () =>
		assert.deepEqual(
			await renamed(
				'services:\n  a:\n    build:\n      target: de‸v\n      dockerfile_inline: |\n        FROM x AS dev\n        COPY --from=dev a b\n',
				'debug',
			),
			{
				'compose.yaml':
					'services:\n  a:\n    build:\n      target: debug\n      dockerfile_inline: |\n        FROM x AS debug\n        COPY --from=debug a b\n',
			},
		));
	it('refuses a stage that is there', async () =>
		assert.match(
			String(
				await renamed('services:\n  a:\n    build: {context: ., target: de‸v}\n', 'prod', {
					Dockerfile: 'FROM x AS dev\nFROM x AS prod\n',
				}),
			),
			/already a stage/,
		));
	it('has no stage by number to rename', async () =>
		assert.equal(
			await renamed('services:\n  a:\n    build: {context: ., target: "0‸"}\n', 'x', { Dockerfile: 'FROM x AS dev\n' }),
			undefined,
		));
});
