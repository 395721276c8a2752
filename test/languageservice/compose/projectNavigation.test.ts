import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const root = 'file:///workspace/';

interface Project {
	/** Texts by path; one of them has the cursor `‸`. `⟦…⟧` and `⟪…⟫` mark the same name in all of them. */
	readonly [path: string]: string;
}

/** Names that mean the same thing across files: `⟪declared⟫`, the first of them is the definition, and `⟦used⟧`. */
const projects: Readonly<Record<string, Project>> = {
	'an included file': {
		'compose.yaml': 'include: [infra.yaml]\nservices:\n  web:\n    depends_on: [⟦d‸b⟧]\n',
		'infra.yaml': 'services:\n  ⟪db⟫: {}\n  x: {links: ["⟦db⟧:y"]}\n',
	},
	'networks and services of included files apart': {
		'compose.yaml': 'include: [infra.yaml]\nservices:\n  web:\n    networks: [⟦ma‸in⟧]\n',
		'infra.yaml': 'networks:\n  ⟪main⟫:\nservices:\n  main: {}\n',
	},
	'files that are included by included files': {
		'compose.yaml': 'include:\n  - path: a/a.yaml\nvolumes: {x: }\nservices:\n  web:\n    volumes: ["⟦da‸ta⟧:/x"]\n',
		'a/a.yaml': 'include:\n  - path: [b.yaml]\n',
		'a/b.yaml': 'volumes:\n  ⟪data⟫:\n',
	},
	'files that include each other': {
		'compose.yaml': 'include: [a.yaml]\nservices:\n  w: {depends_on: [⟦d‸b⟧]}\n',
		'a.yaml': 'include: [compose.yaml]\nservices:\n  ⟪db⟫: {}\n',
	},
	'a service of an extended file': {
		'compose.yaml': 'services:\n  app: {extends: {file: common.yaml, service: ⟦ap‸p⟧}}\n  b: {depends_on: [app]}\n',
		'common.yaml': 'services:\n  ⟪app⟫: {}\n  x: {extends: ⟦app⟧}\n',
	},
	'a service beside an extended file': {
		'compose.yaml': 'services:\n  ⟪app⟫: {extends: {file: common.yaml, service: app}}\n  b: {depends_on: [⟦a‸pp⟧]}\n',
		'common.yaml': 'services:\n  app: {}\n',
	},
	'a file that extends itself': {
		'compose.yaml': 'services:\n  ⟪app⟫: {}\n  b: {extends: {file: ./compose.yaml, service: ⟦a‸pp⟧}}\n',
	},
	'the override file from the base file': {
		'compose.yaml': 'services:\n  ⟪web⟫: {}\n  b: {depends_on: [⟦w‸eb⟧]}\n',
		'compose.override.yaml': 'services:\n  ⟪web⟫: {ports: ["80:80"]}\n',
	},
	'the base file from the override file': {
		'compose.yaml': 'services:\n  ⟪db⟫: {}\n',
		'compose.override.yaml': 'services:\n  web: {depends_on: [⟦d‸b⟧]}\n',
	},
	'a key of the override file': {
		'compose.yaml': 'services:\n  ⟪web⟫: {}\n',
		'compose.override.yaml': 'services:\n  ⟪w‸eb⟫: {ports: ["80:80"]}\n',
	},
	'profiles and containers of an included file': {
		'compose.yaml': 'include: [a.yaml]\nservices:\n  w: {network_mode: "container:⟦bo‸x⟧"}\n',
		'a.yaml': 'services:\n  ⟪box⟫: {}\n'.replace('⟪box⟫: {}', 'a: {container_name: ⟪box⟫}'),
	},
	'the file above that includes this one': {
		'compose.yaml': 'include: [infra/db.yaml]\nservices:\n  web: {depends_on: [⟦db⟧]}\n',
		'infra/db.yaml': 'services:\n  ⟪d‸b⟫: {}\n',
	},
	'the file beside that extends this one': {
		'compose.yml': 'services:\n  web: {extends: {service: ⟦base⟧, file: common.yml}}\n  base: {}\n',
		'common.yml': 'services:\n  ⟪ba‸se⟫: {}\n  x: {extends: ⟦base⟧}\n',
	},
	'paths with variables': {
		'compose.yaml': 'include: ["${WHERE}/${NAME:-b}.yaml"]\nservices:\n  web: {depends_on: [⟦d‸b⟧]}\n',
		'.env': 'WHERE=infra\n',
		'infra/b.yaml': 'services:\n  ⟪db⟫: {}\n',
	},
	'files of other names that do not belong together': {
		'compose.yaml': 'services:\n  db: {}\n',
		'other.yaml': 'services:\n  ⟪d‸b⟫: {}\n',
	},
	'anchors, which stay in their file': {
		'compose.yaml': 'include: [a.yaml]\nx: &⟪a⟫ 1\ny: *⟦‸a⟧\n',
		'a.yaml': 'x: &a 1\ny: *a\n',
	},
};

describe('Compose projects', () => {
	for (const [name, project] of Object.entries(projects)) {
		it(`know ${name}`, () => checkProject(project));
	}
	it('prefer open editors to the disk', async () => {
		const document = TextDocument.create(
			`${root}compose.yaml`,
			'dockercompose',
			1,
			'include: [a.yaml]\nservices: {w: {depends_on: [db]}}',
		);
		const host = inMemoryHost({ files: { 'a.yaml': 'x: 1\n\nservices: {db: {}}', 'compose.yaml': 'services:' } });
		const location = await createComposeService(host).definition(document, { line: 1, character: 29 }, never);
		assert.equal(location?.range.start.line, 2);
	});
	it('are those that the host names', async () => {
		const document = TextDocument.create(`${root}prod.yaml`, 'dockercompose', 1, 'services: {w: {depends_on: [db]}}');
		const files = { 'base.yaml': '\nservices: {db: {}}', 'prod.yaml': document.getText() };
		const host = { ...inMemoryHost({ files }), composeFiles: () => [`${root}base.yaml`, `${root}prod.yaml`] };
		const location = await createComposeService(host).definition(document, { line: 0, character: 28 }, never);
		assert.deepEqual([location?.uri, location?.range.start.line], [`${root}base.yaml`, 1]);
	});
	it('have their paths from the folder of the base file', async () => {
		const document = TextDocument.create(
			`${root}prod/prod.yaml`,
			'dockercompose',
			1,
			'services: {w: {env_file: a.env}}',
		);
		const files = { 'base.yaml': 'services: {}', 'prod/prod.yaml': document.getText() };
		const host = { ...inMemoryHost({ files }), composeFiles: () => [`${root}base.yaml`, `${root}prod/prod.yaml`] };
		const links = await createComposeService(host).links(document, never);
		assert.deepEqual(
			links.map(({ target }) => target),
			[`${root}a.env`],
		);
	});
});

interface Place {
	readonly path: string;
	readonly start: number;
	readonly end: number;
	readonly declares: boolean;
}

async function checkProject(project: Project): Promise<void> {
	const places: Place[] = [];
	const files: Record<string, string> = {};
	let cursor = { path: '', offset: 0 };
	for (const [path, marked] of Object.entries(project)) {
		let text = '';
		let open = { start: 0, declares: false };
		for (const character of marked) {
			if (character === '‸') {
				cursor = { path, offset: text.length };
			} else if (character === '⟪' || character === '⟦') {
				open = { start: text.length, declares: character === '⟪' };
			} else if (character === '⟫' || character === '⟧') {
				places.push({ path, ...open, end: text.length });
			} else {
				text += character;
			}
		}
		files[path] = text;
	}
	const documents = new Map(
		Object.entries(files).map(([path, text]) => [path, TextDocument.create(root + path, 'dockercompose', 1, text)]),
	);
	const document = documents.get(cursor.path) as TextDocument;
	const position = document.positionAt(cursor.offset);
	const service = createComposeService(inMemoryHost({ files }));
	const show = ({ path, start, end }: Place) => `${path} ${start}-${end}`;
	const references = await service.references(document, position, true, never);
	const found = references.map(({ uri, range }) => {
		const path = uri.slice(root.length);
		const other = documents.get(path) as TextDocument;
		return `${path} ${other.offsetAt(range.start)}-${other.offsetAt(range.end)}`;
	});
	assert.deepEqual(found.sort(), places.map(show).sort());
	const definition = await service.definition(document, position, never);
	const first = places.find(({ declares }) => declares) as Place;
	const start = documents.get(first.path)?.positionAt(first.start);
	assert.deepEqual([definition?.uri, definition?.range.start], [root + first.path, start]);
	const edit = await service.rename(document, position, 'renamed', never);
	assert.ok(edit && 'changes' in edit);
	for (const [path, other] of documents) {
		const own = places.filter(place => place.path === path).reverse();
		const after = own.reduce(
			(text, place) => `${text.slice(0, place.start)}renamed${text.slice(place.end)}`,
			other.getText(),
		);
		assert.equal(TextDocument.applyEdits(other, edit.changes?.[other.uri] ?? []), after);
	}
}
