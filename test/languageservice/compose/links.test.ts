import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const hub = 'https://hub.docker.com';

/** Marked text → target of each `⟦place⟧`, and no other link. */
const texts: Readonly<Record<string, readonly [string, ...string[]]>> = {
	'official images': ['services:\n  a:\n    image: ⟦redis⟧:7', `${hub}/_/redis`],
	'images of others': ['services:\n  a:\n    image: "⟦grafana/loki⟧"', `${hub}/r/grafana/loki`],
	'images with a digest': [`services:\n  a:\n    image: ⟦nginx⟧@sha256:${'0'.repeat(64)}`, `${hub}/_/nginx`],
	'images with tag and digest': [`services:\n  a:\n    image: ⟦nginx⟧:1@sha256:${'0'.repeat(64)}`, `${hub}/_/nginx`],
	'images of Docker Hub by its name': ['services:\n  a:\n    image: ⟦docker.io/library/redis⟧:8', `${hub}/_/redis`],
	'images of Docker Hub by its old name': ['services:\n  a:\n    image: ⟦index.docker.io/acme/x⟧', `${hub}/r/acme/x`],
	'images of GitHub': ['services:\n  a:\n    image: ⟦ghcr.io/acme/tool⟧:1', 'https://ghcr.io/acme/tool'],
	'images of Microsoft': [
		'services:\n  a:\n    image: ⟦mcr.microsoft.com/dotnet/sdk⟧:8.0',
		'https://mcr.microsoft.com/artifact/mar/dotnet/sdk',
	],
	'images of Quay': ['services:\n  a:\n    image: ⟦quay.io/a/b⟧', 'https://quay.io/repository/a/b'],
	'images of Amazon': [
		'services:\n  a:\n    image: ⟦public.ecr.aws/nginx/nginx⟧:1',
		'https://gallery.ecr.aws/nginx/nginx',
	],
	'private registries': [
		'services:\n  a:\n    image: registry.acme.dev:5000/a/b\n  b:\n    image: localhost:5000/x\n  c:\n    image: localhost/x',
	],
	'hosts without an image': [
		'services:\n  a:\n    image: ghcr.io\n  b:\n    image: quay.io/:1\n  c:\n    image: "mcr.microsoft.com:"\n  d:\n    image: ghcr.io/x',
	],
	'tags with variables': [
		'services:\n  a:\n    image: ⟦nginx⟧:${TAG:-1}\n  b:\n    image: ⟦nginx⟧:1-${A}-$B',
		`${hub}/_/nginx`,
		`${hub}/_/nginx`,
	],
	'names with variables': [
		'services:\n  a:\n    image: ${IMAGE:-nginx}\n  b:\n    image: acme/${NAME}:1\n  c:\n    image: $REGISTRY/x\n  d:\n    image: x$Y:1',
	],
	'images that are built here': ['services:\n  a:\n    build: .\n    image: acme/web'],
	'an image that is being typed': ['services:\n  a:\n    image: \n  b:\n    image: "'],
	'aliased images': ['x-i: &i redis\nservices:\n  a:\n    image: *i\n  b:\n    image: &j ⟦nginx⟧', `${hub}/_/nginx`],
	'images of merged bodies': [
		'x-a: &a\n  image: ⟦redis⟧\nservices:\n  a:\n    <<: *a\n  b:\n    <<: *a',
		`${hub}/_/redis`,
	],
	'image volumes': [
		'services:\n  a:\n    volumes:\n      - type: image\n        source: ⟦redis⟧\n        target: /x',
		`${hub}/_/redis`,
	],
	models: [
		'models:\n  a:\n    model: ⟦ai/x⟧:1\n  b:\n    model: ⟦hf.co/a/b⟧:q4\n  c:\n    model: example.com/a/b',
		`${hub}/r/ai/x`,
		'https://hf.co/a/b',
	],
	includes: [
		'include:\n  - ⟦a.yaml⟧\n  - path: "⟦./b.yaml⟧"\n    env_file: ⟦b.env⟧\n  - path: [⟦../c.yaml⟧, \'⟦d e.yaml⟧\']\n    env_file: [⟦/etc/x.env⟧]\n    project_directory: x\n  - other: z.yaml',
		'file:///workspace/app/a.yaml',
		'file:///workspace/app/b.yaml',
		'file:///workspace/app/b.env',
		'file:///workspace/c.yaml',
		'file:///workspace/app/d%20e.yaml',
		'file:///etc/x.env',
	],
	'includes from elsewhere': [
		'include:\n  - oci://docker.io/a/b\n  - https://example.com/a.git\n  - git@example.com:a.git\n  - ${X}.yaml',
	],
	'an anchored include': ['include:\n  - &f ⟦a.yaml⟧\n  - *f\n  - path: *g', 'file:///workspace/app/a.yaml'],
	'nothing included': ['include:\nservices:\n'],
	'env files': [
		'services:\n  a:\n    env_file: ⟦a.env⟧\n  b:\n    env_file: [⟦b.env⟧, "⟦c.env⟧"]\n  c:\n    env_file:\n      - path: ⟦d.env⟧\n        required: false\n    label_file: ⟦x.labels⟧\n  d:\n    label_file:\n      - ⟦y.labels⟧',
		...['a.env', 'b.env', 'c.env', 'd.env', 'x.labels', 'y.labels'].map(name => `file:///workspace/app/${name}`),
	],
	'extended files': [
		'services:\n  a:\n    extends:\n      file: ⟦base.yaml⟧\n      service: x\n  b:\n    extends: a',
		'file:///workspace/app/base.yaml',
	],
	'credential specs': ['services:\n  a:\n    credential_spec:\n      file: ⟦c.json⟧', 'file:///workspace/app/c.json'],
	'configs and secrets': [
		'configs:\n  a:\n    file: ⟦a.conf⟧\nsecrets:\n  b:\n    file: "⟦./s/b.txt⟧"',
		'file:///workspace/app/a.conf',
		'file:///workspace/app/s/b.txt',
	],
	'Dockerfiles in their context': [
		'services:\n  a:\n    build:\n      context: ./web\n      dockerfile: ⟦dev.Dockerfile⟧\n  b:\n    build: {dockerfile: ⟦x/Dockerfile⟧}\n  c:\n    build: {context: .., dockerfile: ⟦Dockerfile⟧}\n  d:\n    build: {context: ./web, dockerfile: ⟦/abs/Dockerfile⟧}\n  e:\n    build: {context: /abs, dockerfile: ⟦D⟧}',
		'file:///workspace/app/web/dev.Dockerfile',
		'file:///workspace/app/x/Dockerfile',
		'file:///workspace/Dockerfile',
		'file:///abs/Dockerfile',
		'file:///abs/D',
	],
	'Dockerfiles that are elsewhere': [
		'services:\n  a:\n    build: {context: "https://github.com/a/b.git", dockerfile: D}\n  b:\n    build: {context: "git@github.com:a/b", dockerfile: D}\n  c:\n    build: {context: "$X", dockerfile: D}',
	],
	'paths with variables, if there is such a file': [
		'services:\n  a:\n    env_file: ["⟦${NAME:-here}.txt⟧", "${NONE}.txt", "$NAME"]\n    volumes: ["⟦./${NAME:-here}.txt⟧:/x", "./${A:-b}:/y"]\n    build: {context: "${NONE:-.}", dockerfile: "⟦here.txt⟧"}',
		...['here.txt', 'here.txt', 'here.txt'].map(name => `file:///workspace/app/${name}`),
	],
	'bind mounts of files': [
		'services:\n  a:\n    volumes:\n      - ⟦./here.txt⟧:/x:ro\n      - ./folder:/y\n      - ./none:/z\n      - ~/here.txt:/h\n      - here.txt:/n\n      - type: bind\n        source: ⟦./here.txt⟧\n        target: /t\n      - type: volume\n        source: here.txt\n        target: /u',
		'file:///workspace/app/here.txt',
		'file:///workspace/app/here.txt',
	],
};

describe('Compose links', () => {
	for (const [name, [marked, ...targets]] of Object.entries(texts)) {
		it(`know ${name}`, async () => {
			const places = [...marked.matchAll(/⟦(.*?)⟧/g)].map(match => match[1]);
			const document = TextDocument.create(
				'file:///workspace/app/compose.yaml',
				'dockercompose',
				1,
				marked.replace(/[⟦⟧]/g, ''),
			);
			const host = inMemoryHost({ files: { 'app/here.txt': '', 'app/folder/x': '', 'app/compose.yaml': '' } });
			const links = await createComposeService(host).links(document, never);
			assert.deepEqual(
				links.map(link => [document.getText(link.range), link.target]),
				places.map((place, index) => [place, targets[index]]),
			);
		});
	}
	it('has no files for documents without a folder', async () => {
		const document = TextDocument.create(
			'untitled:Untitled-1',
			'dockercompose',
			1,
			'include: [a.yaml]\nservices:\n  a:\n    image: redis\n',
		);
		const links = await createComposeService(inMemoryHost()).links(document, never);
		assert.deepEqual(
			links.map(link => link.target),
			[`${hub}/_/redis`],
		);
	});
	it('writes addresses as the editor does', async () => {
		const document = TextDocument.create(
			'file:///c%3A/x%20y/compose.yaml',
			'dockercompose',
			1,
			"include:\n  - a (b)'.yaml\n  - 'C:\\d\\e.yaml'\n",
		);
		const links = await createComposeService(inMemoryHost()).links(document, never);
		assert.deepEqual(
			links.map(link => link.target),
			['file:///c%3A/x%20y/a%20%28b%29%27.yaml', 'file:///c%3A/d/e.yaml'],
		);
	});
	it('keeps other schemes and authorities', async () => {
		const document = TextDocument.create(
			'vscode-remote://wsl%2Bubuntu/home/x/compose.yaml',
			'dockercompose',
			1,
			'include:\n  - ../a.yaml\n  - /b.yaml\n',
		);
		const links = await createComposeService(inMemoryHost()).links(document, never);
		assert.deepEqual(
			links.map(link => link.target),
			['vscode-remote://wsl%2Bubuntu/home/a.yaml', 'vscode-remote://wsl%2Bubuntu/b.yaml'],
		);
	});
});
