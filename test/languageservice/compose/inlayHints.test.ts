import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import type { ProjectContainer, ServiceHost } from '../../../src/languageservice/host.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

interface Around {
	readonly files?: Record<string, string>;
	readonly environment?: Record<string, string>;
	readonly containers?: ProjectContainer[];
	readonly locale?: 'en' | 'ko';
}

/** The text with every hint where the editor would show it. */
async function shown(text: string, around: Around = {}): Promise<string> {
	const document = TextDocument.create('file:///workspace/compose.yaml', 'dockercompose', 1, text);
	const host: ServiceHost = {
		...inMemoryHost({ files: { ...around.files, 'compose.yaml': text }, locale: around.locale ?? 'en' }),
		environment: () => around.environment ?? {},
		containers: () => around.containers,
	};
	const range = { start: document.positionAt(0), end: document.positionAt(text.length) };
	const hints = await createComposeService(host).inlayHints(document, range, never);
	return TextDocument.applyEdits(
		document,
		hints.map(({ position, label }) => ({ range: { start: position, end: position }, newText: `«${String(label)}»` })),
	);
}

const marks = /«[^»]*»/g;

function check(name: string, expected: string, around: Around = {}): void {
	it(name, async () => assert.equal(await shown(expected.replace(marks, ''), around), expected));
}

describe('Compose hints of inherited values', () => {
	check(
		'show what is overridden',
		'services:\n  a:\n    restart: always\n  b:\n    extends: a\n    restart: no«(parent value: always)»',
	);
	check(
		'speak Korean',
		'services:\n  a:\n    restart: always\n  b:\n    extends: a\n    restart: no«(상위 값: always)»',
		{ locale: 'ko' },
	);
	check(
		'stand behind quotes',
		'services:\n  a:\n    hostname: "h1"\n  b:\n    extends: {service: a}\n    hostname: "h2"«(parent value: h1)» # note',
	);
	check(
		'show the nearest parent',
		'services:\n  a:\n    hostname: h1\n  b:\n    extends: a\n  c:\n    extends: b\n    hostname: h3«(parent value: h1)»',
	);
	check(
		'show each level',
		'services:\n  a:\n    hostname: h1\n  b:\n    extends: a\n    hostname: h2«(parent value: h1)»\n  c:\n    extends: b\n    hostname: h3«(parent value: h2)»',
	);
	check(
		'show numbers and booleans as they are written',
		'services:\n  a:\n    cpus: 0.50\n    tty: true\n  b:\n    extends: a\n    cpus: 1«(parent value: 0.50)»\n    tty: false«(parent value: true)»',
	);
	check(
		'know commands as lists',
		'services:\n  a:\n    command: [sleep, "1"]\n  b:\n    extends: a\n    command: [sleep, "2"]«(parent value: sleep 1)»\n  c:\n    extends: a\n    command:«(parent value: sleep 1)»\n      - sleep\n      - "3"',
	);
	check(
		'skip maps and lists that are merged',
		'services:\n  a:\n    ports: ["1:1"]\n    build: {context: x}\n    environment: {A: 1}\n  b:\n    extends: a\n    ports: ["2:2"]\n    build: {context: y}\n    environment: {A: 2}',
	);
	check('skip what the parent does not have', 'services:\n  a: {image: x}\n  b:\n    extends: a\n    hostname: h');
	check(
		'see merged values',
		'x-a: &a\n  hostname: h1\nservices:\n  a:\n    <<: *a\n  b:\n    extends: a\n    hostname: h2«(parent value: h1)»',
	);
	check('end in cycles', 'services:\n  a:\n    extends: b\n    restart: always\n  b:\n    extends: a');
	check('end in a cycle of one', 'services:\n  a:\n    extends: a\n    restart: always');
	check(
		'are silent for files that are not there',
		'services:\n  a: {restart: no}\n  b:\n    extends: {service: a, file: other.yaml}\n    restart: always',
	);
	check(
		'show what another file says',
		'services:\n  b:\n    extends: {service: a, file: other.yaml}\n    restart: always«(parent value: no)»',
		{ files: { 'other.yaml': 'services:\n  a: {restart: "no"}' } },
	);
	check(
		'cut long values',
		`services:\n  a:\n    hostname: ${'x'.repeat(70)}\n  b:\n    extends: a\n    hostname: y«(parent value: ${'x'.repeat(59)}…)»`,
	);
});

describe('Compose hints of variables', () => {
	const files = { '.env': 'TAG=1.27\nEMPTY=\nDB_PASSWORD=hunter2\nAPI_KEY=k\nURL=postgres://u:secret@db/x\nHOST=db\n' };
	check('show values from .env', 'services:\n  a:\n    image: "nginx:${TAG}«= 1.27»"', { files });
	check('know names without braces', 'services:\n  a:\n    image: nginx:$TAG«= 1.27»-x$TAG«= 1.27»', { files });
	check('show what wins over a default', 'services:\n  a:\n    image: nginx:${TAG:-1}«= 1.27»', { files });
	check('leave out defaults in force', 'services:\n  a:\n    image: nginx:${NONE:-1}${EMPTY:-2}', { files });
	check('show defaults made of variables', 'services:\n  a:\n    image: nginx:${NONE:-v${TAG}}«= v1.27»', { files });
	check('leave out what is not set', 'services:\n  a:\n    image: nginx:${NONE}${EMPTY}', { files });
	check('leave out escaped dollars and keys', 'services:\n  a:\n    labels: {$TAG: "$$TAG"}', { files });
	check(
		'hide secrets',
		'services:\n  a:\n    environment:\n      P: ${DB_PASSWORD}«= ••••••»\n      K: $API_KEY«= ••••••»\n      D: ${NONE:-${DB_PASSWORD}}«= ••••••»',
		{ files },
	);
	check('hide passwords in URLs', 'services:\n  a:\n    environment:\n      U: $URL«= postgres://u:••••••@db/x»', {
		files,
	});
	check('prefer the environment', 'services:\n  a:\n    image: x:$TAG«= 2»', { files, environment: { TAG: '2' } });
	check('know block scalars', 'services:\n  a:\n    command: |\n      ping $HOST«= db»\n', { files });
	check('know texts behind other letters', 'services:\n  웹:\n    image: "🐳${TAG}«= 1.27»"', { files });
	it('belong to the range that is asked for', async () => {
		const document = TextDocument.create(
			'file:///workspace/compose.yaml',
			'dockercompose',
			1,
			'a: $TAG\nb: $TAG\nc: $TAG\n',
		);
		const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 7 } };
		const hints = await createComposeService(inMemoryHost({ files })).inlayHints(document, range, never);
		assert.deepEqual(
			hints.map(({ position }) => position),
			[{ line: 1, character: 7 }],
		);
	});
});

describe('Compose hints of ports', () => {
	const containers: ProjectContainer[] = [
		{
			...{ project: 'workspace', service: 'a', name: 'workspace-a-1', state: 'running' },
			ports: [
				{ host: 32768, container: 80, protocol: 'tcp' },
				{ host: 32769, container: 53, protocol: 'udp' },
				{ host: 9000, container: 9000, protocol: 'tcp' },
			],
		},
	];
	check(
		'show where random ports are',
		'services:\n  a:\n    ports:\n      - "80"«(host port 32768)»\n      - 53/udp«(host port 32769)»\n      - 53\n      - "9000:9000"\n      - "127.0.0.1::80"«(host port 32768)»\n      - target: 80«(host port 32768)»\n      - {target: 80, published: "8080"}',
		{ containers },
	);
	check('are silent for other projects', 'name: other\nservices:\n  a:\n    ports: ["80"]', { containers });
	check('are silent without an engine', 'services:\n  a:\n    ports: ["80"]');
});
