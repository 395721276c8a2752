import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

/**
 * Each text is asked everything at each of its names: `⟪name⟫` declares, `⟦name⟧` uses the same thing, and at `⟨name⟩`
 * nothing is known. Names that are not marked must stay out of it.
 */
const texts: Readonly<Record<string, string>> = {
	'depends_on as a list': 'services:\n  web:\n    depends_on:\n      - ⟦db⟧\n  ⟪db⟫:\n    image: db',
	'depends_on as a map':
		'services:\n  web:\n    depends_on:\n      ⟦db⟧:\n        condition: service_started\n  ⟪db⟫:\n    image: db',
	'depends_on in flow style':
		'services:\n  web: {depends_on: [⟦db⟧, cache]}\n  ⟪db⟫: {image: db}\n  cache: {image: db}',
	'depends_on as a flow map': 'services:\n  web: {depends_on: {⟦db⟧: {condition: service_healthy}}}\n  ⟪db⟫: {}',
	'quoted names': 'services:\n  web:\n    depends_on: ["⟦db⟧", \'⟦db⟧\']\n  "⟪db⟫":\n    image: x',
	'keys of JSON': '{"services": {"web": {"depends_on": ["⟦db⟧"]}, "⟪db⟫": {"image": "x"}}}',
	'a declaration with an anchor before its name': 'services:\n  &a ⟪db⟫:\n    image: x\n  web:\n    depends_on: [⟦db⟧]',
	'a use with an anchor before its name':
		'services:\n  ⟪db⟫:\n    image: x\n  web:\n    depends_on:\n      - &name ⟦db⟧',
	'an attribute with an anchor': 'services:\n  ⟪db⟫: {}\n  web:\n    &k depends_on: &v\n      - ⟦db⟧',
	'links with and without alias':
		'services:\n  ⟪db⟫: {}\n  web:\n    links:\n      - ⟦db⟧\n      - ⟦db⟧:database\n      - "⟦db⟧:db"',
	volumes_from: 'services:\n  ⟪db⟫: {}\n  web:\n    volumes_from:\n      - ⟦db⟧\n      - ⟦db⟧:ro\n      - container:db',
	'extends as a text': 'services:\n  ⟪base⟫: {}\n  web:\n    extends: ⟦base⟧',
	'extends as a map': 'services:\n  ⟪base⟫: {}\n  web:\n    extends:\n      service: ⟦base⟧',
	'extends of another file':
		'services:\n  ⟪base⟫: {}\n  web:\n    extends: {service: base, file: other.yaml}\n  api:\n    extends: ⟦base⟧',
	'namespaces of services':
		'services:\n  ⟪vpn⟫: {}\n  a:\n    network_mode: service:⟦vpn⟧\n    ipc: "service:⟦vpn⟧"\n    pid: \'service:⟦vpn⟧\'',
	'network modes that name no service':
		'services:\n  ⟪host⟫: {}\n  a:\n    network_mode: ⟨host⟩\n    depends_on: [⟦host⟧]',
	'additional contexts as a map':
		'services:\n  ⟪base⟫: {}\n  a:\n    build:\n      additional_contexts:\n        x: service:⟦base⟧\n        y: ./base',
	'additional contexts as a list':
		'services:\n  ⟪base⟫: {}\n  a:\n    build:\n      additional_contexts:\n        - x=service:⟦base⟧\n        - "base=service:⟦base⟧"',
	'services and networks of one name':
		'services:\n  ⟪back⟫:\n    networks: [back]\n  web:\n    depends_on: [⟦back⟧]\nnetworks:\n  back:',
	'networks as a list':
		'services:\n  a:\n    networks:\n      - ⟦back⟧\n      - "⟦back⟧"\nnetworks:\n  ⟪back⟫:\n    driver: bridge',
	'networks as a map':
		'services:\n  a:\n    networks:\n      ⟦back⟧:\n        aliases: [back]\n      front:\nnetworks:\n  ⟪back⟫:\n  front:',
	'networks as a flow map': 'services:\n  a:\n    networks: {⟦back⟧: {aliases: [x]}}\nnetworks: {⟪back⟫: }',
	'named volumes':
		'services:\n  a:\n    volumes:\n      - ⟦data⟧:/data\n      - "⟦data⟧:/b:ro"\n      - /data:/c\n      - ./data:/d\n      - ~/data:/e\n      - data\nvolumes:\n  ⟪data⟫:',
	'volumes in the long form':
		'services:\n  a:\n    volumes:\n      - type: volume\n        source: ⟦data⟧\n        target: /x\n      - {type: volume, source: "⟦data⟧", target: /y}\n      - type: bind\n        source: data\n        target: /z\nvolumes:\n  ⟪data⟫: {}',
	'volumes with a slash': 'services:\n  a:\n    volumes: ["⟦data/sub⟧:/x"]\n  b:\n    volumes: ["⟦data/sub⟧:/y"]',
	'Windows paths': 'services:\n  a:\n    volumes: ["C:\\\\x:/x", "c:/x:/y", "⟦cd⟧:/x"]\nvolumes:\n  ⟪cd⟫:',
	'configs and secrets in the short form':
		'services:\n  a:\n    configs:\n      - ⟦site⟧\n    secrets:\n      - site\nconfigs:\n  ⟪site⟫:\n    file: site\nsecrets:\n  site:\n    file: site',
	'configs in the long form':
		'services:\n  a:\n    configs:\n      - source: ⟦site⟧\n        target: /site\nconfigs:\n  ⟪site⟫:\n    file: x',
	'secrets of builds':
		'services:\n  a:\n    secrets: [⟦pw⟧]\n    build:\n      context: .\n      secrets:\n        - ⟦pw⟧\n        - source: ⟦pw⟧\n          target: x\nsecrets:\n  ⟪pw⟫:\n    environment: PW',
	'configs of credential specs':
		'services:\n  a:\n    credential_spec:\n      config: ⟦cred⟧\nconfigs:\n  ⟪cred⟫:\n    file: x',
	'models as a list and as a map':
		'services:\n  a:\n    models:\n      - ⟦llm⟧\n  b:\n    models:\n      ⟦llm⟧:\n        endpoint_var: URL\nmodels:\n  ⟪llm⟫:\n    model: ai/x',
	'container names':
		'services:\n  a:\n    container_name: ⟪box⟫\n  b:\n    network_mode: container:⟦box⟧\n    volumes_from: ["container:⟦box⟧:ro"]\n    external_links: [⟦box⟧, "⟦box⟧:alias"]\n    depends_on: [box]',
	profiles: 'services:\n  a:\n    profiles: [⟦dev⟧, test]\n  b:\n    profiles:\n      - "⟦dev⟧"',
	'anchors and aliases':
		'x-a: &⟪env⟫\n  A: 1\nservices:\n  a:\n    environment: *⟦env⟧\n  b:\n    environment:\n      <<: *⟦env⟧\n      B: 2',
	'lists of merged anchors': 'x-a: &a {A: 1}\nx-b: &⟪b⟫ {B: 1}\ns: {<<: [*a, *⟦b⟧]}',
	'an anchor on its own line': 'x-a:\n  &⟪a⟫\n  A: 1\nx-b: *⟦a⟧',
	'an anchor behind a tag': 'x-a: !!map &⟪a⟫\n  A: 1\nx-b: *⟦a⟧',
	'an anchor before a tag and a comment': 'x-a: &⟪a⟫ !!map # &a\n  A: 1\nx-b: *⟦a⟧',
	'an anchor of nothing': 'x-a: &⟪a⟫\nx-b: *⟦a⟧',
	'an anchor of a key': '&⟪a⟫ x-a: 1\nx-b: *⟦a⟧',
	'anchors of items': 'x-a: [&⟪a⟫ 1, *⟦a⟧]\nx-b:\n  - *⟦a⟧\n  - &c x',
	'an anchor that is set again': 'x-a: &⟪a⟫ 1\nx-b: *⟦a⟧\nx-c: &a 2\nx-d: *a',
	'the second anchor of a name': 'x-a: &a 1\nx-b: *a\nx-c: &⟪a⟫ 2\nx-d: *⟦a⟧',
	'an alias before its anchor': 'x-a: *⟦a⟧\nx-b: &a 1',
	'an alias inside of its own anchor': 'x-a: &a\n  b: *⟦a⟧',
	'anchors of two documents': 'x-a: &a 1\nx-b: *a\n---\nx-a: &⟪a⟫ 1\nx-b: *⟦a⟧',
	'anchors with other letters': 'x-a: &⟪a.b-c/d⟫ 1\nx-b: *⟦a.b-c/d⟧',
	'names in merged bodies':
		'x-common: &common\n  depends_on: [⟦db⟧]\n  networks: [back]\nservices:\n  ⟪db⟫: {}\n  a:\n    <<: *common\n  b:\n    <<: *common',
	'names in aliased values':
		'x-deps: &deps\n  - ⟦db⟧\nservices:\n  ⟪db⟫: {}\n  a:\n    depends_on: *deps\n  b:\n    depends_on: *deps',
	'names in bodies that are never used':
		'x-common:\n  depends_on: [db]\nservices:\n  ⟪db⟫: {}\n  a:\n    depends_on: [⟦db⟧]',
	'a merged body that is overridden':
		'x-c: &c\n  networks: [front]\nservices:\n  a:\n    <<: *c\n    networks: [⟦back⟧]\nnetworks:\n  ⟪back⟫:',
	'declarations that are merged': 'x-v: &v\n  ⟪data⟫:\nservices:\n  a:\n    volumes: ["⟦data⟧:/x"]\nvolumes:\n  <<: *v',
	'several documents': 'services:\n  web:\n    depends_on: [⟦db⟧]\n---\nservices:\n  ⟪db⟫: {}',
	'names without a declaration': 'services:\n  a:\n    secrets: [⟦pw⟧]\n  b:\n    secrets:\n      - source: ⟦pw⟧',
	variables:
		'services:\n  a:\n    image: "x:${⟦TAG⟧}"\n    labels: [a=$⟦TAG⟧, "b=${⟦TAG⟧:-1}", c=$$TAG]\n    environment:\n      T: ${OTHER:-${⟦TAG⟧}}',
	'variables in block scalars and folded text':
		'services:\n  a:\n    command: |\n      echo ${⟦A⟧}\n      echo $⟦A⟧ $$A\n    entrypoint: >-\n      ${⟦A⟧?no}',
	'variables that are passed on':
		'services:\n  a:\n    environment:\n      - ⟦A⟧\n      - A=1\n  b:\n    environment:\n      ⟦A⟧:\n      B: $⟦A⟧',
	'variables of configs and secrets':
		'services:\n  a:\n    image: $⟦PW⟧\nsecrets:\n  s:\n    environment: ⟦PW⟧\nconfigs:\n  c:\n    environment: "⟦PW⟧"',
	'variables in keys, which stay': 'services:\n  a:\n    labels:\n      $A: $⟦A⟧',
	'text behind other letters': 'services:\n  웹:\n    depends_on: [⟦db⟧] # 데이터베이스 🐳\n  ⟪db⟫: {}',
	CRLF: 'services:\r\n  web:\r\n    depends_on:\r\n      - ⟦db⟧\r\n  ⟪db⟫:\r\n    image: x\r\n',
	'an error further down': 'services:\n  web:\n    depends_on: [⟦db⟧]\n  ⟪db⟫:\n    image: x\n    ports: [\n',
	'an error further up': 'services:\n  x:\n    a: b: c\n  web:\n    depends_on: [⟦db⟧]\n  ⟪db⟫:\n    image: x\n',
	'names that look like numbers': 'services:\n  "⟪1⟫": {}\n  a:\n    depends_on: ["⟦1⟧"]',
	'places that are no names':
		'⟨services⟩:\n  a:\n    ⟨image⟩: ⟨nginx⟩\n    ⟨ports⟩:\n      - ⟨"80:80"⟩\n    ⟨volumes⟩: ["⟨./x⟩:/y", "x:⟨/y⟩:⟨ro⟩"]\n    ⟨depends_on⟩:\n      a:\n        ⟨condition⟩: ⟨service_started⟩\n',
	'links behind the colon': 'services:\n  db: {}\n  a:\n    links: ["db:⟨database⟩"]',
	'environment with values': 'services:\n  db: {}\n  a:\n    environment:\n      ⟨URL⟩: http://⟨db⟩\n      HOST: ⟨db⟩',
	'interpolated names': 'services:\n  db: {}\n  a:\n    depends_on: ["${⟦X⟧}-db"]\n    volumes: ["${⟦X⟧}:/x"]',
	'hooks that pass on variables':
		'services:\n  a:\n    image: $⟦A⟧\n    post_start:\n      - command: x\n        environment: [⟦A⟧]',
	comments: 'services:\n  # ⟨db⟩\n  ⟪db⟫: {} # ⟨db⟩\n  a:\n    depends_on: [⟦db⟧]',
	'an empty attribute': 'services:\n  ⟪a⟫:\n    depends_on:\n    networks:\n    volumes: []\n    extends:\n',
	'targets of one Dockerfile':
		'services:\n  a:\n    build:\n      target: ⟦dev⟧\n      args:\n        dev: 1\n  b:\n    build: {context: ., target: ⟦DEV⟧}\n  c:\n    build: {context: ./c, target: dev}\n  d:\n    build: {dockerfile: other, target: dev}',
	'arguments of one Dockerfile':
		'services:\n  a:\n    build:\n      args:\n        ⟦VERSION⟧: $VERSION\n  b:\n    build: {args: ["⟦VERSION⟧=1", "⟦VERSION⟧"]}\n  c:\n    build: {context: c, args: {VERSION: 1}}',
	'targets of an inline Dockerfile':
		'services:\n  a:\n    build:\n      dockerfile_inline: FROM x AS dev\n      target: ⟦dev⟧\n  b:\n    build: {target: dev}',
};

describe('Compose references', () => {
	for (const [name, marked] of Object.entries(texts)) {
		it(`know ${name}`, () => checkText(marked));
	}
});

interface Mark {
	readonly kind: 'declaration' | 'use' | 'nothing';
	readonly start: number;
	readonly end: number;
}

const kinds = { '⟪': 'declaration', '⟦': 'use', '⟨': 'nothing' } as const;

function readMarks(marked: string): { text: string; marks: Mark[] } {
	const marks: Mark[] = [];
	let text = '';
	let open: { kind: Mark['kind']; start: number } | undefined;
	for (const character of marked) {
		if (character in kinds) {
			open = { kind: kinds[character as keyof typeof kinds], start: text.length };
		} else if (/[⟫⟧⟩]/.test(character) && open) {
			marks.push({ ...open, end: text.length });
		} else {
			text += character;
		}
	}
	return { text, marks };
}

async function checkText(marked: string): Promise<void> {
	const { text, marks } = readMarks(marked);
	const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text);
	const service = createComposeService(inMemoryHost({ files: {} }));
	const names = marks.filter(({ kind }) => kind !== 'nothing');
	const expected = names.map(({ start, end }) => [start, end]);
	const offsets = (range: { start: { line: number; character: number }; end: { line: number; character: number } }) => [
		document.offsetAt(range.start),
		document.offsetAt(range.end),
	];
	for (const mark of marks) {
		for (const offset of [mark.start, Math.floor((mark.start + mark.end) / 2), mark.end]) {
			const position = document.positionAt(offset);
			const at = `at ${offset}: ${text.slice(mark.start, mark.end)}`;
			const highlights = await service.highlights(document, position, never);
			const definition = await service.definition(document, position, never);
			const prepared = await service.prepareRename(document, position, never);
			if (mark.kind === 'nothing') {
				assert.deepEqual([highlights, definition, prepared], [[], undefined, undefined], at);
				continue;
			}
			const declaration = names.find(({ kind }) => kind === 'declaration');
			assert.deepEqual(
				highlights.map(each => [...offsets(each.range), each.kind]),
				names.map(({ start, end, kind }) => [start, end, kind === 'declaration' ? 3 : 2]),
				at,
			);
			assert.deepEqual(
				definition && offsets(definition.range),
				declaration && [declaration.start, declaration.end],
				at,
			);
			assert.deepEqual(prepared && offsets(prepared.range), [mark.start, mark.end], at);
			const references = await service.references(document, position, true, never);
			assert.deepEqual(
				references.map(({ range }) => offsets(range)),
				expected,
				at,
			);
			const uses = await service.references(document, position, false, never);
			assert.equal(uses.length, names.filter(({ kind }) => kind === 'use').length, at);
		}
	}
}
