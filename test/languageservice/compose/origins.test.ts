import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Origin } from '../../../src/languageservice/compose/originTrace.ts';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, never } from '../../support/inMemoryHost.ts';

const root = 'file:///workspace/';

interface Project {
	readonly files: Readonly<Record<string, string>>;
	readonly environment?: Readonly<Record<string, string>>;
	/** What Compose makes of the files in `given`, with the mark of each line behind `#`. */
	readonly model: string;
	readonly given?: readonly string[];
	readonly envFiles?: readonly string[];
}

const projects: Readonly<Record<string, Project>> = {
	'what is written, and what Compose adds': {
		files: { 'compose.yaml': 'services:\n  web:\n    image: nginx\n    ports: ["8080:80"]\n' },
		model: `
name: workspace # default
services: # compose.yaml:1
  web: # compose.yaml:2
    image: nginx # compose.yaml:3
    networks: # default
      default: null # default
    ports: # compose.yaml:4
      - mode: ingress # compose.yaml:4
        target: 80 # compose.yaml:4
        published: "8080" # compose.yaml:4
        protocol: tcp # default
networks: # default
  default: # default
    name: workspace_default # default`,
	},
	'overrides, the last file that says something counts': {
		files: {
			'compose.yaml': 'services:\n  web:\n    image: a\n    environment:\n      A: 1\n      B: 1\n    ports: ["80"]\n',
			'compose.override.yaml':
				'services:\n  web:\n    image: b\n    environment: [A=2]\n    ports:\n      - "127.0.0.1:81:81/udp"\n',
		},
		given: ['compose.yaml', 'compose.override.yaml'],
		model: `
services:
  web: # compose.override.yaml:2
    image: b # compose.override.yaml:3
    environment: # compose.override.yaml:4
      A: "2" # compose.override.yaml:4
      B: "1" # compose.yaml:6
    ports: # compose.override.yaml:5
      - mode: ingress # compose.yaml:7
        target: 80 # compose.yaml:7
        protocol: tcp # default
      - mode: ingress # compose.override.yaml:6
        host_ip: 127.0.0.1 # compose.override.yaml:6
        target: 81 # compose.override.yaml:6
        published: "81" # compose.override.yaml:6
        protocol: udp # compose.override.yaml:6`,
	},
	'anchors, aliases and merges lead to where the text is': {
		files: {
			'compose.yaml': `x-env: &env
  LOG: info
  LEVEL: 3
services:
  web:
    build: &build
      context: .
    environment:
      <<: *env
      LOG: debug
  job:
    build: *build
`,
		},
		model: `
services:
  web:
    build: # compose.yaml:6
      context: /workspace # compose.yaml:7
      dockerfile: Dockerfile # default
    environment: # compose.yaml:8
      LEVEL: "3" # compose.yaml:3
      LOG: debug # compose.yaml:10
  job:
    build: # compose.yaml:12
      context: /workspace # compose.yaml:7`,
	},
	'includes and extended services, each in its own file': {
		files: {
			'compose.yaml':
				'include: [db/compose.yaml]\nservices:\n  web:\n    extends: { file: lib/base.yaml, service: base }\n    user: "1"\n',
			'db/compose.yaml': 'services:\n  db:\n    image: postgres\n',
			'lib/base.yaml': 'services:\n  base:\n    image: base\n    volumes: ["./cache:/cache:ro,z"]\n',
		},
		model: `
services:
  db: # db/compose.yaml:2
    image: postgres # db/compose.yaml:3
  web: # compose.yaml:3
    image: base # lib/base.yaml:3
    user: "1" # compose.yaml:5
    volumes: # lib/base.yaml:4
      - type: bind # lib/base.yaml:4
        source: /workspace/lib/cache # lib/base.yaml:4
        target: /cache # lib/base.yaml:4
        read_only: true # lib/base.yaml:4
        bind: # lib/base.yaml:4
          selinux: z # lib/base.yaml:4
          create_host_path: true # default`,
	},
	'variables of .env and of the environment, which wins': {
		files: {
			'.env': '# ports\nPORT=8080\nTAG=1\nTOKEN=t\n',
			'compose.yaml':
				'services:\n  web:\n    image: "a:${TAG}-${ARCH:-x86}"\n    ports: ["${PORT}:80"]\n    environment: [TOKEN, "HOST=${HOST}", NONE]\n    user: ${NOBODY:-1000}\n',
		},
		environment: { TAG: '2', HOST: 'here' },
		model: `
services:
  web:
    image: a:2-x86 # compose.yaml:3 TAG=environment
    environment: # compose.yaml:5
      HOST: here # compose.yaml:5 HOST=environment
      NONE: null # compose.yaml:5
      TOKEN: t # compose.yaml:5 TOKEN=.env:4
    ports: # compose.yaml:4
      - mode: ingress # compose.yaml:4
        target: 80 # compose.yaml:4
        published: "8080" # compose.yaml:4 PORT=.env:2
    user: "1000" # compose.yaml:6`,
	},
	'env files that are named in place of .env, the last one first': {
		files: {
			'.env': 'TAG=0\n',
			'a.env': 'TAG=1\nNAME=a\n',
			'b.env': '\nTAG=2\n',
			'compose.yaml': 'services: { web: { image: "${NAME}:${TAG}" } }\n',
		},
		envFiles: ['a.env', 'b.env'],
		model: `
services: # compose.yaml:1
  web: # compose.yaml:1
    image: a:2 # compose.yaml:1 NAME=a.env:2 TAG=b.env:2`,
	},
	'what env_file brings into the environment': {
		files: {
			'web.env': 'A=1\nB=1\n',
			'more.env': 'B=2\n',
			'compose.yaml':
				'services:\n  web:\n    image: a\n    env_file: [web.env, { path: more.env, required: false }]\n    environment: { C: 3 }\n  job:\n    image: a\n    env_file: web.env\n',
		},
		model: `
services:
  job:
    environment: # web.env:1
      A: "1" # web.env:1
      B: "1" # web.env:2
  web:
    environment: # compose.yaml:5
      A: "1" # web.env:1
      B: "2" # more.env:1
      C: "3" # compose.yaml:5`,
	},
	'short forms that have become long ones': {
		files: {
			'compose.yaml': `services:
  web:
    build: .
    command: sh -c "echo hi"
    depends_on: [db]
    dns: 1.1.1.1
    healthcheck: { test: exit 0, interval: 5s }
    labels: [a=b]
    extra_hosts: { x: 1.2.3.4 }
    devices: ["/dev/null:/dev/x"]
    ports:
      - "9000-9001:9000-9001/udp"
      - 53:53
      - 53:53/udp
      - { target: 443, published: "8443" }
    secrets: [key]
    ulimits: { nproc: 5 }
    volumes:
      - ./src:/app
      - data:/data
      - /anonymous
      - { type: tmpfs, target: /tmp }
volumes:
  data:
`,
		},
		model: `
services:
  web:
    build: # compose.yaml:3
      context: /workspace # compose.yaml:3
      dockerfile: Dockerfile # default
    command: # compose.yaml:4
      - sh # compose.yaml:4
      - -c # compose.yaml:4
      - echo hi # compose.yaml:4
    depends_on: # compose.yaml:5
      db: # compose.yaml:5
        condition: service_started # default
        required: true # default
    devices: # compose.yaml:10
      - source: /dev/null # compose.yaml:10
        target: /dev/x # compose.yaml:10
        permissions: rwm # default
    dns: # compose.yaml:6
      - 1.1.1.1 # compose.yaml:6
    extra_hosts: # compose.yaml:9
      - x=1.2.3.4 # compose.yaml:9
    healthcheck: # compose.yaml:7
      test: # compose.yaml:7
        - CMD-SHELL # compose.yaml:7
        - exit 0 # compose.yaml:7
      interval: 5s # compose.yaml:7
    labels: # compose.yaml:8
      a: b # compose.yaml:8
    ports: # compose.yaml:11
      - mode: ingress # compose.yaml:12
        target: 9000 # compose.yaml:12
        published: "9000" # compose.yaml:12
        protocol: udp # compose.yaml:12
      - mode: ingress # compose.yaml:12
        target: 9001 # compose.yaml:12
        published: "9001" # compose.yaml:12
        protocol: udp # compose.yaml:12
      - mode: ingress # compose.yaml:14
        target: 53 # compose.yaml:14
        published: "53" # compose.yaml:14
        protocol: udp # compose.yaml:14
      - mode: ingress # compose.yaml:13
        target: 53 # compose.yaml:13
        published: "53" # compose.yaml:13
        protocol: tcp # default
      - mode: ingress # compose.yaml:15
        target: 443 # compose.yaml:15
        published: "8443" # compose.yaml:15
        protocol: tcp # default
    secrets: # compose.yaml:16
      - source: key # compose.yaml:16
        target: /run/secrets/key # default
    ulimits: # compose.yaml:17
      nproc: 5 # compose.yaml:17
    volumes: # compose.yaml:18
      - type: bind # compose.yaml:19
        source: /workspace/src # compose.yaml:19
        target: /app # compose.yaml:19
        bind: # default
          create_host_path: true # default
      - type: volume # compose.yaml:20
        source: data # compose.yaml:20
        target: /data # compose.yaml:20
        volume: {} # default
      - type: volume # compose.yaml:21
        target: /anonymous # compose.yaml:21
        volume: {} # default
      - type: tmpfs # compose.yaml:22
        target: /tmp # compose.yaml:22
volumes: # compose.yaml:23
  data: # compose.yaml:24
    name: workspace_data # default`,
	},
};

describe('origins of a resolved model', () => {
	for (const [title, project] of Object.entries(projects)) {
		it(title, async () => {
			const lines = project.model.trim().split('\n');
			const text = lines.map(line => line.replace(/ #.*/, '')).join('\n');
			const { lines: found } = await origins(project, text);
			const wanted = lines.map(line => / # (.*)/.exec(line)?.[1]);
			// A line without a mark says nothing about its origin.
			const marks = lines.map((_, index) => (wanted[index] === undefined ? undefined : markOf(found, index)));
			assert.deepEqual(marks, wanted);
		});
	}

	it('names all files that make the model, also those that do not exist', async () => {
		const compose =
			'include: [a.yaml]\nservices: { web: { image: a, env_file: [web.env], extends: { file: b.yaml, service: b } } }\n';
		const files = { 'compose.yaml': compose, 'a.yaml': 'services: {}\n', 'b.yaml': 'services: { b: { image: b } }\n' };
		const found = await origins({ files, model: '' }, 'services:\n  web:\n    image: a\n');
		assert.deepEqual(
			[...found.files].sort(),
			['.env', 'a.yaml', 'b.yaml', 'compose.yaml', 'web.env'].map(name => root + name),
		);
	});

	it('stays silent where files cannot be read', async () => {
		const found = await origins({ files: {}, model: '' }, 'services:\n  web:\n    image: a\n');
		assert.deepEqual(found.lines, []);
	});

	it('takes any text for a model', async () => {
		const files = { 'compose.yaml': 'services: { web: { image: [a, *b] } }\n' };
		for (const text of ['', 'a', '[', '- a', 'services: [1, {a: 2}]', 'services: *a', '? [a]\n: b']) {
			assert.ok((await origins({ files, model: '' }, text)).lines.every(({ line }) => line < 2));
		}
	});
});

function origins({ files, environment, given, envFiles }: Project, model: string) {
	const service = createComposeService(inMemoryHost({ files, ...(environment ? { environment } : {}) }));
	const document = TextDocument.create('slipway:/compose/workspace.yaml', 'yaml', 1, model);
	const project = {
		files: (given ?? ['compose.yaml']).map(name => root + name),
		envFiles: envFiles?.map(name => root + name),
	};
	return service.origins(document, project, never);
}

function markOf(found: readonly Origin[], line: number): string | undefined {
	const origin = found.find(each => each.line === line);
	const show = ({ uri, range }: NonNullable<Origin['place']>) => `${uri.slice(root.length)}:${range.start.line + 1}`;
	return (
		origin &&
		[
			origin.place ? show(origin.place) : 'default',
			...origin.variables.map(({ name, place }) => `${name}=${place === 'environment' ? place : show(place)}`),
		].join(' ')
	);
}
