import assert from 'node:assert/strict';
import type { CompletionItem, TextEdit } from 'vscode-languageserver-types';
import { complete } from '../../../src/languageservice/compose/completion.ts';
import { inMemoryHost, markedCompose, never, type Surroundings } from '../../support/inMemoryHost.ts';

interface Expectation {
	/** Labels that must be offered, divided by blanks. */
	readonly has?: string;
	readonly hasNot?: string;
	/** Exactly these labels. */
	readonly only?: string;
	/** Label → text that is inserted. */
	readonly insert?: Readonly<Record<string, string>>;
	readonly none?: true;
}

type Row = readonly [text: string, expected: Expectation, surroundings?: Surroundings];

const web = (body: string) => `services:\n  web:\n${body.replace(/^(?=.)/gm, '    ')}`;
const withDb = (body: string) => `${web(body)}\n  db:\n    image: postgres:17\n`;

async function itemsAt(text: string, surroundings: Surroundings = {}): Promise<CompletionItem[]> {
	const { document, position } = markedCompose(text);
	const files = { ...surroundings.files, 'compose.yaml': document.getText() };
	return await complete(document, inMemoryHost({ ...surroundings, files }), position, never);
}

async function check([text, expected, surroundings]: Row): Promise<void> {
	const items = await itemsAt(text, surroundings);
	const labels = items.map(item => item.label);
	const shown = `${JSON.stringify(text)}: ${labels.join(' ')}`;
	for (const label of expected.has?.split(' ') ?? []) {
		assert.ok(labels.includes(label), `${label} is missing in ${shown}`);
	}
	for (const label of expected.hasNot?.split(' ') ?? []) {
		assert.ok(!labels.includes(label), `${label} is in ${shown}`);
	}
	if (expected.only !== undefined) {
		assert.deepEqual([...labels].sort(), expected.only.split(' ').sort());
	}
	if (expected.none) {
		assert.deepEqual(labels, []);
	}
	for (const [label, newText] of Object.entries(expected.insert ?? {})) {
		assert.equal(newTextOf(items.find(item => item.label === label)), newText, shown);
	}
}

function table(name: string, rows: readonly Row[]): void {
	describe(name, () => {
		for (const row of rows) {
			it(JSON.stringify(row[0]), () => check(row));
		}
	});
}

table('keys of compose files', [
	['‸', { has: 'services networks volumes secrets configs include name models' }],
	['# a comment\n‸', { has: 'services' }],
	['services:\n  a: {}\n---\n‸', { has: 'services' }],
	['{‸}', { has: 'services networks', insert: { services: 'services: ' } }],
	['vol‸', { insert: { volumes: 'volumes:\n  ' } }],
	['name‸', { insert: { name: 'name: ' } }],
	['incl‸', { insert: { include: 'include:\n  - ' } }],
	['services:\n  web:\n    image: x\nvol‸\n', { has: 'volumes', hasNot: 'services' }],
	['# services‸', { none: true }],
	[web('# ima‸\n'), { none: true }],
	[web('image: x # ‸\n'), { none: true }],
	[web('‸'), { has: 'image build ports deploy develop pre_start use_api_socket' }],
	[web('image: x\n‸'), { has: 'ports', hasNot: 'image services' }],
	[web('image: x\n\n‸\n'), { has: 'ports', hasNot: 'image' }],
	[web('im‸\nports: []\n'), { has: 'image', hasNot: 'ports', insert: { image: 'image: ' } }],
	[web('provi‸\n'), { insert: { provider: 'provider:\n  type: ' } }],
	[web('post‸\n'), { insert: { post_start: 'post_start:\n  - command: ' } }],
	['secrets:\n  a:\n    environment: ‸\n', { has: 'HOME' }, { environment: { HOME: '/' } }],
	[web('po‸\n'), { insert: { ports: 'ports:\n  - ' } }],
	[web('env‸\n'), { insert: { environment: 'environment:\n  ', env_file: 'env_file: ' } }],
	[web('health‸\n'), { insert: { healthcheck: 'healthcheck:\n  ' } }],
	[web('po‸\n  - "80:80"\n'), { insert: { ports: 'ports:' } }],
	[web('po‸\n- "80:80"\n'), { insert: { ports: 'ports:' } }],
	[web('po‸: []\n'), { insert: { ports: 'ports' } }],
	[web('po‸rts: []\n'), { has: 'ports', insert: { ports: 'ports' } }],
	[web('{im‸}').replace('web:\n    ', 'web: '), { has: 'image', insert: { image: 'image: ' } }],
	['services:\n  web: {image: x, ‸}\n', { has: 'ports', hasNot: 'image' }],
	['services:\n  web: { ‸ }\n', { has: 'image' }],
	['services:\n  web: {\n    ‸\n  }\n', { has: 'image' }],
	['services:\n  web: {image: x, po‸\n', { has: 'ports' }],
	['services:\n    web:\n        build:\n            ‸\n', { has: 'context' }],
	['services:\n    web:\n        heal‸\n', { insert: { healthcheck: 'healthcheck:\n    ' } }],
	['services:\n\tweb:\n\t\t‸', { none: true }],
	[web('deploy:\n  ‸\n'), { has: 'replicas resources mode placement update_config' }],
	[web('deploy:\n  resources:\n    ‸\n'), { only: 'limits reservations' }],
	[web('deploy:\n  resources:\n    limits:\n      ‸\n'), { only: 'cpus memory pids' }],
	[web('deploy:\n  update_config:\n    ‸\n'), { has: 'parallelism delay order failure_action monitor' }],
	[web('deploy:\n  restart_policy:\n    ‸\n'), { only: 'condition delay max_attempts window' }],
	[web('deploy:\n  placement:\n    ‸\n'), { only: 'constraints preferences max_replicas_per_node' }],
	[web('logging:\n  ‸\n'), { only: 'driver options' }],
	[web('develop:\n  ‸\n'), { only: 'watch' }],
	[web('develop:\n  watch:\n    ‸\n'), { has: 'action path', insert: { action: '- action: ' } }],
	[web('post_start:\n  - ‸\n'), { only: 'command user privileged working_dir environment' }],
	[web('pre_start:\n  - ‸\n'), { has: 'command image per_replica' }],
	[web('secrets:\n  - source: x\n    ‸\n'), { only: 'target uid gid mode' }],
	[web('configs:\n  - ‸\n'), { has: 'source target uid gid mode' }],
	[web('ports:\n  - ‸\n'), { has: 'target published host_ip protocol mode name app_protocol' }],
	[web('volumes:\n  - type: bind\n    bind:\n      ‸\n'), { only: 'propagation create_host_path recursive selinux' }],
	[web('volumes:\n  - type: tmpfs\n    tm‸\n'), { insert: { tmpfs: 'tmpfs:\n  ' } }],
	[web('volumes:\n  - tm‸\n'), { insert: { tmpfs: 'tmpfs:\n    ' } }],
	[web('extends:\n  ‸\n'), { has: 'service file' }],
	[web('env_file:\n  - path: a\n    ‸\n'), { only: 'required format' }],
	[web('gpus:\n  - ‸\n'), { has: 'driver count device_ids capabilities options' }],
	[web('blkio_config:\n  weight_device:\n    - ‸\n'), { only: 'path weight' }],
	[web('credential_spec:\n  ‸\n'), { only: 'config file registry' }],
	['networks:\n  a:\n    ipam:\n      ‸\n', { only: 'driver config options' }],
	['networks:\n  a:\n    ipam:\n      config:\n        - ‸\n', { only: 'subnet ip_range gateway aux_addresses' }],
	[
		'networks:\n  a:\n    ipam:\n      config:\n        - subnet: 10.0.0.0/8\n          ‸\n',
		{ only: 'ip_range gateway aux_addresses' },
	],
	['volumes:\n  a:\n    driver_opts:\n      ‸\n', { has: 'type device o' }],
	['secrets:\n  a:\n    ‸\n', { has: 'file environment external name' }],
	['configs:\n  a:\n    ‸\n', { has: 'file content environment external' }],
	['services:\n  ‸\n', { has: 'postgres redis nginx', hasNot: 'image services' }],
	['volumes:\n  ‸\n', { none: true }],
	['networks:\n  ‸\n', { none: true }],
	[web('envi\n‸\nports: []\n'), { has: 'environment', hasNot: 'ports' }],
	[web('image: "unclosed\n‸\n'), { has: 'ports' }],
	['services:\n  web:\n    ‸\n  db:\n    im\n    ports: []\n', { has: 'image' }],
	[web('labels:\n  ‸\n'), { none: true }],
	[web('image: x\n  ‸\n'), { none: true }],
	[web('bogus:\n  ‸\n'), { none: true }],
	[web('command: |\n  ‸\n'), { none: true }],
	[web('command: >-\n  echo\n  im‸\n'), { none: true }],
]);

table('keys under anchors and merges', [
	['x-a: &a\n  ‸\nservices:\n  web:\n    <<: *a\n', { has: 'image restart' }],
	['x-a: &a\n  image: x\n  ‸\nservices:\n  web:\n    <<: *a\n', { has: 'restart', hasNot: 'image' }],
	['x-log: &log\n  ‸\nservices:\n  web:\n    logging: *log\n', { only: 'driver options' }],
	['x-log: &log\n  driver: ‸\nservices:\n  web:\n    logging: *log\n', { has: 'json-file syslog' }],
	['x-all:\n  deploy: &d\n    ‸\nservices:\n  web:\n    deploy: *d\n', { has: 'replicas' }],
	['x-a: &a\n  healthcheck:\n    ‸\nservices:\n  web:\n    <<: *a\n', { has: 'test interval' }],
	['x-a: &a\n  ‸\nx-b: &b\n  <<: *a\nservices:\n  web:\n    <<: [*b]\n', { has: 'image' }],
	['x-a: &a {‸}\nservices:\n  web:\n    <<: *a\n', { has: 'image' }],
	['x-a: &a\n  ‸\nservices: {}\n', { none: true }],
	['x-e: &env\n  ‸\nservices:\n  web:\n    environment:\n      <<: *env\n', { has: 'TZ' }],
	['x-e: &env\n  DB_HOST: ‸\nservices:\n  db:\n    environment: *env\n', { has: 'db' }],
	['x-l: &log\n  driver: syslog\n  options:\n    ‸\nservices:\n  db:\n    logging: *log\n', { has: 'syslog-address' }],
	['x-h: &h\n  test: [‸]\nservices:\n  db:\n    healthcheck: *h\n', { has: 'CMD' }],
	['x-d: &d\n  - ‸\nservices:\n  web:\n    depends_on: *d\n  db:\n    image: x\n', { has: 'db' }],
	['services:\n  a:\n    environment: &e\n      ‸\n  b:\n    environment: *e\n', { has: 'TZ' }],
	['x-a: &a\n  restart: ‸\nservices:\n  web:\n    <<: *a\n', { has: 'always' }],
	['services:\n  web: &w\n    ‸\n  b:\n    <<: *w\n', { has: 'image' }],
	['x-a: &a\n  tty: true\nservices:\n  web:\n    ‸\n', { has: '<<', insert: { '<<': '<<: ' } }],
	['x-a: &a\n  tty: true\nservices:\n  web:\n    <<: ‸\n', { has: '*a', insert: { '*a': '*a' } }],
	['x-a: &a\n  tty: true\nservices:\n  web:\n    <<:\n      - *‸\n', { has: 'a' }],
	['x-a: &a\n  tty: true\nx-t: &t text\nservices:\n  web:\n    <<: *‸\n', { has: 'a', hasNot: 't' }],
	['x-e: &env\n  A: 1\nservices:\n  web:\n    environment: *‸\n', { has: 'env' }],
	['x-e: &env\n  A: 1\nservices:\n  web:\n    environment: *e‸\n', { insert: { env: 'env' } }],
	['x-e: &env\n  A: 1\nservices:\n  web:\n    environment:\n      <<: *‸\n', { has: 'env' }],
	['x-p: &port "80:80"\nservices:\n  web:\n    ports:\n      - *‸\n', { has: 'port' }],
	['x-a: &a\n  b: *‸\n', { none: true }],
]);

table('values', [
	[web('restart: al‸\n'), { insert: { always: 'always' } }],
	[web("restart: 'n‸'\n"), { insert: { no: 'no' } }],
	[web('restart:‸\n'), { insert: { always: ' always' } }],
	[web('restart:\n  ‸\n'), { has: 'always' }],
	['services: {web: {restart: ‸}}\n', { has: 'always' }],
	[web('init: ‸\n'), { only: 'true false' }],
	[web('privileged: t‸\n'), { has: 'true' }],
	[web('read_only: ‸\n'), { only: 'true false' }],
	['networks:\n  a:\n    internal: ‸\n', { only: 'true false' }],
	['networks:\n  a:\n    external: ‸\n', { has: 'true false' }],
	['volumes:\n  a:\n    external: ‸\n', { has: 'true false' }],
	[web('build:\n  provenance: ‸\n'), { has: 'true false mode=max' }],
	[web('cap_add:\n  - ‸\n'), { has: 'NET_ADMIN SYS_PTRACE ALL' }],
	[web('cap_drop: [‸]\n'), { has: 'ALL' }],
	[web('cap_drop: [ALL, ‸]\n'), { has: 'NET_RAW' }],
	[web('cap_add: ‸\n'), { insert: { NET_ADMIN: '[NET_ADMIN]' } }],
	[web('cap_add:\n  ‸\n'), { insert: { NET_ADMIN: '- NET_ADMIN' } }],
	[web('stop_signal: ‸\n'), { has: 'SIGTERM SIGQUIT SIGINT' }],
	[web('ipc: ‸\n'), { has: 'host private shareable none' }],
	[withDb('pid: ‸'), { has: 'host service:db' }],
	[withDb('ipc: service:‸'), { has: 'service:db' }],
	[withDb('network_mode: "service:‸"'), { has: 'service:db', hasNot: 'service:web' }],
	[web('isolation: ‸\n'), { only: 'default process hyperv' }],
	[web('userns_mode: ‸\n'), { has: 'host' }],
	[web('uts: ‸\n'), { has: 'host' }],
	[web('platform: ‸\n'), { has: 'linux/amd64 linux/arm64' }],
	[web('build:\n  platforms:\n    - ‸\n'), { has: 'linux/amd64' }],
	[web('runtime: ‸\n'), { has: 'runc nvidia' }],
	[web('gpus: ‸\n'), { has: 'all' }],
	[web('logging:\n  driver: ‸\n'), { has: 'json-file local syslog journald none' }],
	[web('logging:\n  driver: syslog\n  options:\n    ‸\n'), { has: 'syslog-address tag', hasNot: 'max-size' }],
	[web('logging:\n  options:\n    ‸\n'), { has: 'max-size max-file' }],
	[web('logging:\n  driver: json-file\n  options: {‸}\n'), { has: 'max-size' }],
	[
		web('logging:\n  driver: json-file\n  options:\n    max-size: 1m\n    ‸\n'),
		{ has: 'max-file', hasNot: 'max-size' },
	],
	[web('deploy:\n  mode: ‸\n'), { has: 'replicated global replicated-job global-job' }],
	[web('deploy:\n  endpoint_mode: ‸\n'), { only: 'vip dnsrr' }],
	[web('deploy:\n  restart_policy:\n    condition: ‸\n'), { only: 'any none on-failure' }],
	[web('deploy:\n  update_config:\n    failure_action: ‸\n'), { only: 'pause continue rollback' }],
	[web('deploy:\n  rollback_config:\n    failure_action: ‸\n'), { only: 'pause continue' }],
	[web('develop:\n  watch:\n    - action: sync+‸\n'), { has: 'sync+restart sync+exec' }],
	[web('develop:\n  watch: [{action: ‸}]\n'), { has: 'rebuild sync' }],
	[web('ports:\n  - target: 80\n    host_ip: ‸\n'), { has: '127.0.0.1', insert: { '127.0.0.1': '127.0.0.1' } }],
	[web('volumes:\n  - type: bind\n    bind:\n      propagation: ‸\n'), { has: 'rslave rshared rprivate' }],
	[web('volumes:\n  - type: bind\n    bind:\n      recursive: ‸\n'), { only: 'enabled disabled writable readonly' }],
	[web('env_file:\n  - path: a\n    required: ‸\n'), { only: 'true false' }],
	[web('env_file:\n  - path: a\n    format: ‸\n'), { only: 'raw' }],
	[withDb('depends_on:\n  db:\n    required: ‸'), { only: 'true false' }],
	[withDb('depends_on: {db: {condition: ‸}}'), { has: 'service_healthy' }],
	[web('healthcheck:\n  test: ["‸"]\n'), { has: 'CMD NONE', insert: { CMD: 'CMD' } }],
	[web('healthcheck:\n  test: ["CMD", ‸]\n'), { none: true }],
	[web('healthcheck:\n  test:\n    - ‸\n'), { has: 'CMD CMD-SHELL NONE' }],
	[web('healthcheck:\n  interval: ‸\n'), { has: '10s 30s 1m' }],
	[web('mem_limit: ‸\n'), { has: '512m 1g' }],
	['networks:\n  a:\n    driver: br‸\n', { has: 'bridge' }],
	['networks:\n  a: {driver: ‸}\n', { has: 'bridge' }],
	['networks:\n  a:\n    ipam:\n      driver: ‸\n', { has: 'default' }],
	[web('security_opt:\n  - ‸\n'), { has: 'no-new-privileges:true seccomp=unconfined' }],
	[web('dns_opt:\n  - ‸\n'), { has: 'rotate' }],
	[web('sysctls:\n  ‸\n'), { has: 'net.core.somaxconn' }],
	[web('sysctls:\n  - ‸\n'), { has: 'net.core.somaxconn', insert: { 'net.core.somaxconn': 'net.core.somaxconn=' } }],
	[web('ulimits:\n  ‸\n'), { has: 'nofile nproc memlock' }],
	[web('ulimits:\n  nofile:\n    soft: 1\n    ‸\n'), { only: 'hard' }],
	[web('extra_hosts:\n  - ‸\n'), { has: 'host.docker.internal:host-gateway' }],
	[web('extra_hosts:\n  ‸\n'), { has: 'host.docker.internal' }],
	[web('extra_hosts:\n  host.docker.internal: ‸\n'), { has: 'host-gateway' }],
	[web('build:\n  entitlements:\n    - ‸\n'), { has: 'network.host security.insecure' }],
	[web('build:\n  ssh:\n    - ‸\n'), { has: 'default' }],
	[web('build:\n  network: ‸\n'), { has: 'host none' }],
	[web('provider:\n  type: ‸\n'), { has: 'model' }],
	['models:\n  llm:\n    model: ‸\n', { has: 'ai/smollm2' }],
	[web('environment:\n  - ‸\n'), { has: 'VAR=value TZ' }],
	['# slipway-ignore ‸\nservices: {}\n', { has: 'UndefinedNetwork' }],
	[web('ports: !‸\n'), { only: '!reset !override' }],
	[web('ports: !re‸\n'), { has: '!reset' }],
	[web('hostname: ‸\n'), { none: true }],
	[web('labels:\n  a: ‸\n'), { none: true }],
	[web('environment:\n  MODE: ‸\n'), { none: true }],
	[web('image: nginx ‸\n'), { none: true }],
	[web('restart: always ‸\n'), { none: true }],
	[web('restart: "always"‸\n'), { none: true }],
	[web('command: ‸\n'), { none: true }],
	['name: ‸\n', { none: true }],
	['version: ‸\n', { none: true }],
]);

const two =
	'services:\n  web:\n    image: x\n    BODY\n  db:\n    image: y\n    profiles: [debug]\n  cache:\n    image: z\n    profiles: [tools]\nnetworks:\n  front:\n  back:\nvolumes:\n  data:\n  logs:\nconfigs:\n  site: {file: s}\nsecrets:\n  pw: {file: s}\n  key: {file: k}\nmodels:\n  llm: {model: ai/x}\n';
const inWeb = (body: string) => two.replace('BODY', body.replaceAll('\n', '\n    '));
const onEngine = { engine: { network: ['proxy'], volume: ['pgdata'] } };

table('names', [
	[inWeb('depends_on:\n  - ‸'), { only: 'db cache' }],
	[inWeb('depends_on:\n  - db\n  - ‸'), { only: 'cache' }],
	[inWeb('depends_on:\n- ‸'), { only: 'db cache' }],
	[inWeb('depends_on: [‸]'), { only: 'db cache' }],
	[inWeb('depends_on: ["‸"]'), { only: 'db cache' }],
	[inWeb('depends_on: [‸'), { has: 'db' }],
	[inWeb('depends_on:\n  [\n    db,\n    ‸\n  ]'), { only: 'cache' }],
	[inWeb('depends_on: ‸'), { insert: { db: '[db]' } }],
	[inWeb('depends_on: {‸}'), { has: 'db cache' }],
	[inWeb('depends_on:\n  d‸:\n    condition: service_started'), { insert: { db: 'db' } }],
	[inWeb('depends_on:\n  db: {condition: service_started}\n  ‸'), { only: 'cache' }],
	[inWeb('links:\n  - d‸'), { only: 'db cache' }],
	[inWeb('volumes_from:\n  - ‸'), { only: 'db cache' }],
	[inWeb('network_mode: service:‸'), { has: 'service:db service:cache', hasNot: 'service:web' }],
	[inWeb('networks:\n  - ‸'), { only: 'front back default' }],
	[inWeb('networks:\n  - front\n  - ‸'), { only: 'back default' }],
	[inWeb('networks: [front, ‸]'), { has: 'back', hasNot: 'front' }],
	[inWeb('depends_on:\n  ‸'), { has: 'db db:', insert: { db: '- db', 'db:': 'db:\n  condition: ' } }],
	[inWeb('networks:\n  ‸'), { has: 'front back' }],
	[inWeb('networks:\n  fr‸:\n    aliases: []'), { has: 'front' }],
	[inWeb('secrets:\n  - ‸'), { has: 'pw key source target' }],
	[inWeb('secrets: [‸]'), { only: 'pw key' }],
	[inWeb('secrets:\n  - source: ‸'), { only: 'pw key' }],
	[inWeb('configs:\n  - ‸'), { has: 'site' }],
	[inWeb('configs:\n  - source: s‸'), { only: 'site' }],
	[inWeb('models:\n  - ‸'), { only: 'llm' }],
	[inWeb('models:\n  ‸'), { has: 'llm' }],
	[inWeb('models: [‸]'), { only: 'llm' }],
	[inWeb('profiles: [‸]'), { has: 'debug tools' }],
	[inWeb('profiles:\n  - ‸'), { only: 'debug tools' }],
	[inWeb('profiles: ["‸"]'), { only: 'debug tools' }],
	[inWeb('volumes:\n  - ‸'), { has: 'data logs ./' }],
	[inWeb('volumes:\n  - da‸'), { insert: { data: 'data:' } }],
	[inWeb('volumes:\n  - "‸"'), { has: 'data', insert: { data: 'data:' } }],
	[inWeb('volumes: ["da‸"]'), { insert: { data: 'data:' } }],
	[inWeb('volumes:\n  - da‸:/x'), { insert: { data: 'data' } }],
	[inWeb('volumes:\n  - type: volume\n    source: ‸'), { only: 'data logs' }],
	[inWeb('volumes:\n  - source: d‸\n    type: volume'), { only: 'data logs' }],
	[inWeb('extends: ‸'), { only: 'db cache' }],
	[inWeb('extends:\n  service: ‸'), { only: 'db cache' }],
	[inWeb('extends: {service: ‸}'), { only: 'db cache' }],
	[inWeb('credential_spec:\n  config: ‸'), { only: 'site' }],
	[inWeb('build:\n  additional_contexts:\n    a: service:‸'), { has: 'service:db' }],
	[
		inWeb('external_links:\n  - ‸'),
		{ only: 'other-db-1' },
		{ containers: [{ project: 'other', service: 'db', name: 'other-db-1', state: 'running', ports: [] }] },
	],
	['networks:\n  a:\n    external: true\n    name: ‸\n', { only: 'proxy' }, onEngine],
	['networks: {a: {name: p‸, external: true}}\n', { only: 'proxy' }, onEngine],
	['networks:\n  a:\n    external:\n      name: ‸\n', { only: 'proxy' }, onEngine],
	['volumes:\n  a:\n    external: true\n    name: ‸\n', { only: 'pgdata' }, onEngine],
	['volumes:\n  a:\n    name: ‸\n', { none: true }, onEngine],
	['networks:\n  a:\n    external: false\n    name: ‸\n', { none: true }, onEngine],
	['configs:\n  a:\n    external: true\n    name: ‸\n', { none: true }, onEngine],
	[inWeb('build:\n  secrets: [‸]'), { only: 'pw key' }],
	[inWeb('build:\n  secrets:\n    - source: ‸'), { only: 'pw key' }],
	[inWeb('environment:\n  DB_HOST: ‸'), { only: 'db cache host.docker.internal' }],
	[inWeb('environment:\n  DATABASE_URL: postgres://u:p@‸'), { has: 'db cache' }],
	[inWeb('environment:\n  DATABASE_URL: postgres://u:p@d‸:5432/x'), { insert: { db: 'db' } }],
	[inWeb('environment:\n  API: http://‸/v1'), { has: 'db host.docker.internal' }],
	[inWeb('environment:\n  - REDIS_URL=redis://‸'), { has: 'cache' }],
	[inWeb('environment:\n  - "REDIS_HOST=‸"'), { has: 'cache' }],
	[inWeb('environment:\n  KAFKA: db:9092,‸'), { has: 'cache' }],
	[inWeb('environment:\n  - DEBUG=‸'), { none: true }],
	[two.replace('BODY', 'tty: true').replace('site: {file: s}', 'site: {file: s}\nx: ‸'), { none: true }],
	['services:\n  a:\n    depends_on:\n      - ‸\n', { none: true }],
	['services:\n  a:\n    image: x\n    secrets:\n      - ‸\n', { has: 'source', hasNot: 'a' }],
	[
		'include:\n  - more.yaml\nservices:\n  a:\n    networks: [‸]\n',
		{ only: 'default outer' },
		{ files: { 'more.yaml': 'networks:\n  outer:\n' } },
	],
	[
		'include: [more.yaml]\nservices:\n  a:\n    volumes:\n      - ‸\n',
		{ has: 'shared' },
		{ files: { 'more.yaml': 'volumes:\n  shared:\n' } },
	],
	[
		'services:\n  a:\n    extends:\n      file: c.yaml\n      service: ‸\n',
		{ only: 'base' },
		{ files: { 'c.yaml': 'services:\n  base: {image: x}\n' } },
	],
	[
		'services:\n  a:\n    extends:\n      service: ‸\n      file: c.yaml\n',
		{ only: 'base' },
		{ files: { 'c.yaml': 'services:\n  base: {image: x}\n' } },
	],
]);

const folder = {
	files: {
		'.env': 'TAG=1\nDB_PASSWORD=x\n',
		'web.env': 'A=1\n',
		'notes.txt': '',
		'app/Dockerfile': 'ARG V=1\nFROM node:$V AS base\nARG PORT\nFROM base AS dev\nEXPOSE 3000\n',
		'app/src/main.js': '',
		Dockerfile: 'FROM golang AS build\nARG LDFLAGS=-s\nFROM scratch AS final\nEXPOSE 9000/udp\n',
		'other.yaml': 'services: {}\n',
		'secrets/pw.txt': '',
	},
};

table('files and folders', [
	[web('env_file: ‸\n'), { has: '.env web.env notes.txt app' }, folder],
	[web('env_file:\n  - ‸\n'), { has: 'web.env path required' }, folder],
	[web('env_file: [‸]\n'), { has: 'web.env' }, folder],
	[web('env_file: ./w‸\n'), { has: 'web.env', insert: { 'web.env': 'web.env' } }, folder],
	[web('env_file: "./‸"\n'), { has: 'web.env' }, folder],
	[web('label_file: ‸\n'), { has: 'notes.txt' }, folder],
	[web('build: ‸\n'), { has: 'app secrets', hasNot: 'notes.txt' }, folder],
	[web('build: ./‸\n'), { has: 'app' }, folder],
	[web('build: ./app/‸\n'), { only: 'src' }, folder],
	[web('build:\n  context: ./‸\n'), { has: 'app', insert: { app: 'app/' } }, folder],
	[web('build:\n  context: app\n  dockerfile: ‸\n'), { only: 'Dockerfile src' }, folder],
	[web('build:\n  dockerfile: ‸\n'), { has: 'Dockerfile app' }, folder],
	[web('extends:\n  file: ‸\n'), { has: 'other.yaml', hasNot: 'compose.yaml' }, folder],
	['include:\n  - ‸\n', { has: 'other.yaml path' }, folder],
	['include: [‸]\n', { has: 'other.yaml' }, folder],
	['include:\n  - path: ‸\n', { has: 'other.yaml' }, folder],
	['include:\n  - path:\n      - ‸\n', { has: 'other.yaml' }, folder],
	['include:\n  - path: other.yaml\n    env_file: ‸\n', { has: '.env' }, folder],
	['include:\n  - path: other.yaml\n    project_directory: ‸\n', { has: 'app', hasNot: 'notes.txt' }, folder],
	['secrets:\n  a:\n    file: ./secrets/‸\n', { only: 'pw.txt' }, folder],
	['secrets: {a: {file: ‸}}\n', { has: 'secrets' }, folder],
	['configs:\n  a:\n    file: n‸\n', { has: 'notes.txt' }, folder],
	[web('volumes:\n  - ./‸\n'), { has: 'app notes.txt' }, folder],
	[web('volumes:\n  - ./app/‸:/src\n'), { has: 'src Dockerfile' }, folder],
	[web('volumes:\n  - "./‸:/src"\n'), { has: 'app' }, folder],
	[web('volumes: ["./‸"]\n'), { has: 'app' }, folder],
	[web('volumes:\n  - type: bind\n    source: ‸\n'), { has: 'app notes.txt' }, folder],
	[web('volumes:\n  - type: bind\n    source: ./a‸\n    target: /x\n'), { has: 'app' }, folder],
	[web('develop:\n  watch:\n    - path: ‸\n'), { has: 'app' }, folder],
	[web('develop:\n  watch:\n    - path: ./app/‸\n      action: sync\n'), { has: 'src' }, folder],
	[web('credential_spec:\n  file: ‸\n'), { has: 'notes.txt' }, folder],
	[web('build:\n  additional_contexts:\n    a: ‸\n'), { has: '. app' }, folder],
	[web('volumes:\n  - ./‸\n'), { hasNot: 'compose.yaml' }, folder],
	[web('env_file: ./nope/‸\n'), { none: true }, folder],
	[web('build: https://‸\n'), { none: true }, folder],
	[web('working_dir: /‸\n'), { none: true }, folder],
]);

table('Dockerfiles', [
	[web('build:\n  target: ‸\n'), { only: 'build final' }, folder],
	[web('build: {target: ‸}\n'), { only: 'build final' }, folder],
	[web('build:\n  target: "‸"\n'), { only: 'build final' }, folder],
	[web('build:\n  context: app\n  target: ‸\n'), { only: 'base dev' }, folder],
	[web('build:\n  target: ‸\n  context: ./app/\n'), { only: 'base dev' }, folder],
	[web('build:\n  dockerfile: app/Dockerfile\n  target: d‸\n'), { only: 'base dev' }, folder],
	[web('build:\n  context: nowhere\n  target: ‸\n'), { none: true }, folder],
	[web('build:\n  dockerfile_inline: |\n    FROM a AS x\n    FROM x AS y\n  target: ‸\n'), { only: 'x y' }, folder],
	[web('build:\n  no_cache_filter: ‸\n'), { has: 'build final' }, folder],
	[web('build:\n  args:\n    ‸\n'), { only: 'LDFLAGS' }, folder],
	[web('build:\n  context: app\n  args:\n    ‸\n'), { only: 'V PORT', insert: { V: 'V: ' } }, folder],
	[web('build:\n  context: app\n  args:\n    V: 2\n    ‸\n'), { only: 'PORT' }, folder],
	[web('build:\n  context: app\n  args:\n    - ‸\n'), { only: 'V PORT', insert: { V: 'V=' } }, folder],
	[web('build:\n  context: app\n  args:\n    - V=1\n    - P‸\n'), { only: 'PORT' }, folder],
	[web('build:\n  context: app\n  args: {‸}\n'), { only: 'V PORT' }, folder],
	[web('build:\n  context: app\n  args: [‸]\n'), { has: 'V PORT' }, folder],
	[web('build:\n  context: app\n  args:\n    V‸: 1\n'), { insert: { V: 'V' } }, folder],
	[web('build: app\nports:\n  - ‸\n'), { has: '"3000:3000" "127.0.0.1:3000:3000"' }, folder],
	[web('build: .\nports:\n  - "53:‸"\n'), { only: '9000/udp' }, folder],
	[web('build: app\nexpose:\n  - ‸\n'), { has: '"3000"' }, folder],
	[web('build: app\nports:\n  - target: ‸\n'), { only: '3000' }, folder],
]);

const engine = {
	images: [{ references: ['nginx:1.27', 'nginx:latest', 'ghcr.io/acme/app:2'], id: 'a' }],
	tags: { 'docker.io/library/node': ['22', '24'], 'ghcr.io/acme/app': ['3'] },
};

table('images', [
	[web('image: ‸\n'), { has: 'nginx:1.27 postgres redis node' }, engine],
	[web('image: ng‸\n'), { has: 'nginx nginx:1.27' }, engine],
	[web('image: "‸"\n'), { has: 'nginx:1.27' }, engine],
	[web('image: nginx:‸\n'), { has: '1.27 latest' }, engine],
	[web('image: nginx:1‸.27\n'), { insert: { latest: 'latest' } }, engine],
	[web('image: ng‸:1.27\n'), { insert: { nginx: 'nginx' } }, engine],
	[web('image: node:‸\n'), { has: '22 24' }, engine],
	[web('image: docker.io/library/nginx:‸\n'), { has: '1.27' }, engine],
	[web('image: ghcr.io/acme/app:‸\n'), { only: '2 3' }, engine],
	[web('image: ghcr.io/acme/app@‸\n'), { none: true }, engine],
	[web('image: localhost:‸\n'), { none: true }, engine],
	[web('image: unknown/thing:‸\n'), { none: true }, engine],
	['services: {web: {image: ‸}}\n', { has: 'nginx:1.27' }, engine],
	[web('pre_start:\n  - image: ‸\n'), { has: 'nginx:1.27' }, engine],
	[web('build:\n  tags:\n    - ‸\n'), { has: 'nginx:1.27' }, engine],
	[web('volumes:\n  - type: image\n    source: ‸\n'), { has: 'nginx:1.27' }, engine],
]);

table('ports and volumes', [
	[web('ports:\n  - ‸\n'), { has: '"8080:80" target' }],
	[web('ports:\n  -‸\n'), { insert: { '"8080:80"': ' "8080:80"' } }],
	[web('ports:\n  - "‸"\n'), { has: '8080:80', insert: { '8080:80': '8080:80' } }],
	[web("ports:\n  - '‸'\n"), { has: '8080:80' }],
	[web('ports: [‸]\n'), { has: '"8080:80"', hasNot: 'target' }],
	[web('ports: ["‸"]\n'), { has: '8080:80' }],
	[web('ports: ‸\n'), { insert: { '"8080:80"': '["8080:80"]' } }],
	[web('ports:\n  ‸\n'), { insert: { '"8080:80"': '- "8080:80"', target: '- target: ' } }],
	[web('ports:\n  - "80:80/‸"\n'), { only: 'tcp udp sctp' }],
	[web('ports:\n  - 80:80/u‸\n'), { has: 'udp' }],
	[web('image: postgres\nports:\n  - "‸"\n'), { has: '5432:5432' }],
	[web('image: postgres\nports:\n  - "5433:‸"\n'), { only: '5432' }],
	[web('image: postgres\nports:\n  - 5433:‸\n'), { only: '5432' }],
	[web('ports:\n  - "3000:‸"\n'), { only: '3000' }],
	[
		web('image: own\nports:\n  - "‸"\n'),
		{ has: '7000:7000' },
		{ images: [{ references: ['own'], id: 'a', ports: ['7000/tcp'] }] },
	],
	[web('volumes:\n  - ./a:/b:‸\n'), { has: 'ro rw z Z' }],
	[web('volumes:\n  - "./a:/b:r‸"\n'), { has: 'ro rw' }],
	[web('volumes:\n  - ./a:/b:ro,‸\n'), { has: 'z', hasNot: 'ro' }],
	[web('image: postgres\nvolumes:\n  - data:‸\n'), { has: '/var/lib/postgresql/data' }],
	[web('image: mysql\nvolumes:\n  - "data:‸"\n'), { has: '/var/lib/mysql' }],
	[web('image: nginx\nvolumes:\n  - ./html:‸\n'), { has: '/usr/share/nginx/html' }],
	[
		web('image: nginx\nvolumes:\n  - ./html:/usr‸:ro\n'),
		{ insert: { '/usr/share/nginx/html': '/usr/share/nginx/html' } },
	],
	[`${web('image: postgres\nvolumes:\n  - ‸\n')}volumes:\n  pg:\n`, { has: 'pg:/var/lib/postgresql/data pg' }],
	[web('image: redis\nvolumes:\n  - type: volume\n    target: ‸\n'), { has: '/data' }],
	[web('tmpfs: ‸\n'), { has: '/tmp /run' }],
	[web('tmpfs:\n  - ‸\n'), { has: '/tmp' }],
]);

table('variables', [
	[web('image: x:${‸\n'), { has: 'TAG DB_PASSWORD', insert: { TAG: 'TAG}' } }, folder],
	[web('image: x:${‸}\n'), { has: 'TAG', insert: { TAG: 'TAG' } }, folder],
	[web('image: x:${T‸}\n'), { insert: { TAG: 'TAG' } }, folder],
	[web('image: "x:${T‸"\n'), { insert: { TAG: 'TAG}' } }, folder],
	[web('image: x:$‸\n'), { has: 'TAG', insert: { TAG: '{TAG}' } }, folder],
	[web('image: x:$T‸\n'), { has: 'TAG' }, folder],
	[web('image: x:${T‸:-1}\n'), { insert: { TAG: 'TAG' } }, folder],
	[web('image: x:${TAG‸}\n'), { has: ':- - :? ? :+ +' }, folder],
	[web('image: x:${TAG:‸}\n'), { only: ':- :? :+' }, folder],
	[web('image: x:${TAG:-‸}\n'), { none: true }, folder],
	[web('image: x:${TAG:-${‸}}\n'), { has: 'DB_PASSWORD' }, folder],
	[web('image: $${‸}\n'), { none: true }, folder],
	[web('environment:\n  A: ${‸}\n'), { has: 'TAG' }, folder],
	[web('environment:\n  - A=${‸}\n'), { has: 'TAG' }, folder],
	[web('environment: {A: "${‸}"}\n'), { has: 'TAG' }, folder],
	[web('command: ["a", "${‸}"]\n'), { has: 'TAG' }, folder],
	[web('command: echo a ${‸}\n'), { has: 'TAG' }, folder],
	[web('command: |\n  echo ${‸}\n'), { has: 'TAG' }, folder],
	[web('command: |\n  echo $${‸}\n'), { none: true }, folder],
	[web('ports:\n  - "${‸}:80"\n'), { has: 'TAG' }, folder],
	[web('ports:\n  - ${‸}:80\n'), { has: 'TAG' }, folder],
	[web('volumes:\n  - ${‸}:/x\n'), { has: 'TAG' }, folder],
	[web('volumes:\n  - ./a:/${‸}\n'), { has: 'TAG' }, folder],
	['name: ${‸}\n', { has: 'TAG' }, folder],
	['x-any: ${‸}\n', { has: 'TAG' }, folder],
	[web('${‸}: x\n'), { none: true }, folder],
	[web('image: ${‸}\nenv_file: web.env\n'), { has: 'A' }, folder],
	[web('image: ${‸}\nenv_file: notes.txt\n'), { has: 'FROM_NOTES' }, { files: { 'notes.txt': 'FROM_NOTES=1\n' } }],
	[web('image: ${‸}\n'), { has: 'HOME' }, { environment: { HOME: '/root' } }],
	[`${web('image: x:${VERSION:-1}\nhostname: ${‸}')}\n`, { has: 'VERSION' }],
	[web('image: postgres\nenvironment:\n  ‸\n'), { has: 'POSTGRES_PASSWORD POSTGRES_DB TZ' }],
	[web('image: postgres\nenvironment:\n  POSTGRES_DB: a\n  ‸\n'), { has: 'POSTGRES_PASSWORD', hasNot: 'POSTGRES_DB' }],
	[
		web('image: mysql:8\nenvironment:\n  - ‸\n'),
		{ has: 'MYSQL_ROOT_PASSWORD', insert: { MYSQL_DATABASE: 'MYSQL_DATABASE=' } },
	],
	[web('environment:\n  ‸\n'), { has: 'TAG' }, folder],
	[web('environment:\n  - ‸\n'), { has: 'TAG' }, folder],
]);

const newTextOf = (item: CompletionItem | undefined) => (item?.textEdit as TextEdit | undefined)?.newText ?? '';

describe('names from hostile files', () => {
	it('are quoted as values and left out as keys', async () => {
		const files = { 'evil.yaml': 'services:\n  "a: b # [x]": {image: x}\n  ok: {image: x}\n' };
		const list = await itemsAt('include: [evil.yaml]\nservices:\n  w:\n    depends_on:\n      - ‸\n', { files });
		assert.deepEqual(list.map(newTextOf).sort(), ['"a: b # [x]"', 'ok']);
		const map = await itemsAt('include: [evil.yaml]\nservices:\n  w:\n    depends_on: {‸}\n', { files });
		assert.deepEqual(map.map(newTextOf), ['ok: ']);
	});
});

describe('a whole service', () => {
	it('declares its volume at the end of the file', async () => {
		const [postgres] = (await itemsAt('services:\n  ‸\n')).filter(item => item.label === 'postgres');
		assert.match(newTextOf(postgres), /^postgres:\n {2}image: postgres:17\n/);
		assert.match(newTextOf(postgres), /\n {4}- postgres-data:\/var\/lib\/postgresql\/data\n/);
		assert.deepEqual(
			postgres?.additionalTextEdits?.map(edit => edit.newText),
			['\nvolumes:\n  postgres-data:\n'],
		);
	});

	it('takes a free name and joins the volumes that are there', async () => {
		const text = 'services:\n  redis:\n    image: x\n  ‸\nvolumes:\n  data:\n';
		const redis = (await itemsAt(text)).find(item => item.label === 'redis-2');
		assert.deepEqual(
			redis?.additionalTextEdits?.map(edit => edit.newText),
			['redis-2-data:\n  '],
		);
	});
});

describe('what is said about items', () => {
	it('explains keys and marks those that are too new', async () => {
		const items = await itemsAt(web('‸'), { composeVersion: '2.40.3', locale: 'ko' });
		const key = (label: string) => items.find(item => item.label === label);
		assert.equal(key('pre_start')?.detail, 'Compose 5.0 필요');
		assert.match(JSON.stringify(key('image')?.documentation), /컨테이너를 만들 이미지/);
		assert.equal((await itemsAt('‸')).find(item => item.label === 'version')?.deprecated, true);
	});

	it('puts what cannot stand beside another key last', async () => {
		const items = await itemsAt(web('network_mode: host\n‸'));
		assert.match(items.find(item => item.label === 'networks')?.detail ?? '', /network_mode/);
	});
});
