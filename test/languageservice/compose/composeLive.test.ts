import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { ensureEngine } from '../../support/engine.ts';
import { inMemoryHost, markedCompose, never } from '../../support/inMemoryHost.ts';

/** `RUNS=2000 SEED=7 npx mocha test/languageservice/compose/composeLive.test.ts` for a longer look by hand. */
const runs = Number(process.env.RUNS ?? 120);

/** Documents that Compose accepts; together they have most keys and forms. */
const accepted: readonly string[] = [
	`
name: shop
services:
  web:
    build:
      context: .
      dockerfile: web.Dockerfile
      target: prod
      args: {VERSION: "1"}
      platforms: [linux/amd64]
      secrets: [token]
      ulimits: {nofile: 100}
      additional_contexts: {base: service:api}
      cache_from: ["type=gha"]
    ports: ["8080:80", {target: 443, published: "8443", protocol: tcp, host_ip: 127.0.0.1}]
    depends_on:
      db: {condition: service_healthy, restart: true}
      api: {condition: service_started, required: false}
    networks: {front: {aliases: [www], priority: 10}, back: null}
    env_file: [{path: web.env, required: false}]
    environment: {A: 1, B: "x", C: null, D: true, E: "\${HOME_PAGE:-/}"}
    labels: [a=b, c]
    restart: unless-stopped
    stop_grace_period: 1m30s
  api:
    build: ./api
    command: ["serve", "--port", "80"]
    expose: ["80", 81]
    secrets: [{source: token, target: t, mode: 0440}]
    configs: [site, {source: site, target: /etc/site}]
    networks: [back]
    scale: 2
    deploy: {replicas: 2, resources: {limits: {cpus: "0.5", memory: 512m}, reservations: {devices: [{capabilities: [gpu], count: all}]}}}
  db:
    image: postgres:16
    healthcheck: {test: [CMD-SHELL, pg_isready], interval: 10s, timeout: 5s, retries: 3, start_period: 1m}
    volumes: ["data:/var/lib/postgresql/data", "./init:/init:ro", {type: tmpfs, target: /tmp, tmpfs: {size: 10m, mode: 1777}}]
    networks: [back]
    shm_size: 128mb
    mem_limit: 1g
    ulimits: {nofile: {soft: 10, hard: 20}, nproc: 5}
networks: {front: {driver: bridge, ipam: {config: [{subnet: 10.5.0.0/16}]}}, back: {internal: true}}
volumes: {data: {driver: local, driver_opts: {type: none}}}
secrets: {token: {environment: TOKEN}}
configs: {site: {content: "x"}}
`,
	`
x-base: &base
  image: alpine:3
  restart: on-failure
  logging: {driver: json-file, options: {max-size: 10m}}
services:
  a:
    <<: *base
    command: sh -c "sleep 1"
    profiles: [debug]
    volumes_from: [b]
    links: ["b:bee"]
    extra_hosts: ["x:1.2.3.4", "y=host-gateway"]
    dns: 8.8.8.8
    dns_search: [example.org]
    sysctls: {net.core.somaxconn: 1024}
    cap_add: [NET_ADMIN]
    devices: ["/dev/a:/dev/b:r", {source: /dev/c, target: /dev/d}]
    tmpfs: [/run, "/cache:size=64m"]
    user: "1000"
    init: true
    tty: "true"
    privileged: false
    container_name: one
  b:
    <<: *base
    extends: c
    network_mode: none
    pid: host
    group_add: [audio, 5]
    security_opt: [no-new-privileges]
    blkio_config: {weight: 300, device_read_bps: [{path: /dev/a, rate: 1mb}]}
    cpus: 0.5
    cpu_shares: 512
    oom_score_adj: 100
    pull_policy: missing
    post_start: [{command: [echo, hi], user: root}]
  c:
    image: busybox
    entrypoint: /bin/sh
    working_dir: /x
    hostname: c
    read_only: true
    storage_opt: {size: 1G}
    stop_signal: SIGINT
    annotations: {a: b}
    gpus: all
    develop: {watch: [{path: ./src, action: sync, target: /src, ignore: [x]}, {path: p, action: rebuild}]}
    models: {llm: {endpoint_var: URL}}
  d:
    provider: {type: cloud, options: {size: 1}}
models: {llm: {model: ai/smollm2, context_size: 1024}}
volumes: {v: {external: true, name: other}}
`,
];

const replacements: readonly unknown[] = [
	null,
	'',
	5,
	-1,
	1.5,
	true,
	'x',
	'a b',
	'80:80',
	'99999',
	'1.5g',
	'30',
	'2s',
	'maybe',
	'yes',
	'./x:/x',
	':/x',
	'zz:/x',
	'service:zz',
	'service:db',
	'$X',
	'${X:-5}',
	'${X:?needed}',
	'${X',
	"it's",
	[],
	['a'],
	['a', 'a'],
	[{ a: 'b' }],
	{},
	{ a: 'b' },
	{ name: 'x' },
];

type Change = {
	readonly kind: 'drop' | 'replace' | 'rename' | 'repeat' | 'add';
	readonly place: number;
	readonly value: number;
};

const change: fc.Arbitrary<Change> = fc.record({
	kind: fc.constantFrom('drop', 'replace', 'replace', 'rename', 'repeat', 'add'),
	place: fc.nat(),
	value: fc.nat(),
});
const mutated = fc
	.tuple(fc.constantFrom(...accepted), fc.array(change, { minLength: 1, maxLength: 2 }))
	.map(([text, changes]) => mutate(text, changes));

/** The document with a few things changed. */
function mutate(text: string, changes: readonly Change[]): string {
	const model = parse(text, { merge: true });
	for (const { kind, place, value } of changes) {
		const places = placesOf(model);
		const [holder, key] = places[place % places.length] as readonly [Record<string, unknown>, string];
		const replacement = replacements[value % replacements.length];
		if (kind === 'drop') {
			Array.isArray(holder) ? holder.splice(Number(key), 1) : delete holder[key];
		} else if (kind === 'replace') {
			holder[key] = replacement;
		} else if (Array.isArray(holder)) {
			holder.push(kind === 'repeat' ? structuredClone(holder[Number(key)]) : replacement);
		} else {
			holder[kind === 'add' ? 'added' : `${key}x`] = kind === 'add' ? replacement : holder[key];
			if (kind === 'rename') {
				delete holder[key];
			}
		}
	}
	return stringify(model, { aliasDuplicateObjects: false });
}

function placesOf(value: unknown): [object, string][] {
	if (typeof value !== 'object' || value === null) {
		return [];
	}
	return Object.entries(value).flatMap(([key, inner]): [object, string][] => [[value, key], ...placesOf(inner)]);
}

describe('Compose itself and we', () => {
	let folder = '';

	before(async () => {
		await ensureEngine();
		folder = mkdtempSync(join(tmpdir(), 'slipway-live-'));
	});

	after(() => rmSync(folder, { recursive: true, force: true }));

	it('say the same of documents with a few things changed', async function () {
		this.timeout(60_000 + runs * 500);
		const texts = [...accepted, ...fc.sample(mutated, { numRuns: runs })];
		const differences: string[] = [];
		const queue = texts.entries();
		await Promise.all(
			[0, 1, 2].map(async () => {
				for (const [index, text] of queue) {
					const [theirs, ours] = [
						await theirVerdict(join(folder, String(index), 'workspace'), text),
						await ourErrors(text),
					];
					if ((theirs === '') !== (ours.length === 0)) {
						differences.push(`${text}\nCompose: ${theirs || 'accepted'}\nWe: ${ours.join('\n    ') || 'accepted'}`);
					}
				}
			}),
		);
		assert.deepEqual(differences, [], differences.join('\n\n'));
	});
});

/** What Compose complains of; nothing if it accepts. */
function theirVerdict(folder: string, text: string): Promise<string> {
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'compose.yaml'), text);
	return new Promise(resolve => {
		execFile(
			'docker',
			['compose', '-f', join(folder, 'compose.yaml'), 'config', '-q'],
			{ cwd: folder },
			(error, _, stderr) => resolve(error ? stderr.slice(0, 500) || 'refused' : ''),
		);
	});
}

async function ourErrors(text: string): Promise<string[]> {
	const service = createComposeService(inMemoryHost({ files: { 'compose.yaml': text }, composeVersion: '2.40.3' }));
	const found = await service.diagnose(markedCompose(text).document, never);
	return found
		.filter(each => each.severity === 1)
		.map(each => `${each.range.start.line + 1} ${each.code} ${each.message}`);
}
