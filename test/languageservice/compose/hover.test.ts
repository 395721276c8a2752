import assert from 'node:assert/strict';
import type { MarkupContent } from 'vscode-languageserver-types';
import { createComposeService } from '../../../src/languageservice/compose/service.ts';
import { inMemoryHost, markedCompose, never, type Surroundings } from '../../support/inMemoryHost.ts';

type Row = readonly [text: string, contains: readonly string[], surroundings?: Surroundings];

const web = (body: string) => `services:\n  web:\n${body.replace(/^(?=.)/gm, '    ')}\n`;

async function hoverAt(text: string, surroundings: Surroundings = {}): Promise<string> {
	const { document, position } = markedCompose(text);
	const files = { ...surroundings.files, 'compose.yaml': document.getText() };
	const service = createComposeService(inMemoryHost({ ...surroundings, files }));
	const hover = await service.hover(document, position, never);
	return hover ? (hover.contents as MarkupContent).value : '';
}

function table(name: string, rows: readonly Row[]): void {
	describe(name, () => {
		for (const [text, contains, surroundings] of rows) {
			it(JSON.stringify(text), async () => {
				const shown = await hoverAt(text, surroundings);
				if (contains.length === 0) {
					assert.equal(shown, '');
				}
				for (const part of contains) {
					const isAbsent = part.startsWith('!');
					assert.equal(shown.includes(isAbsent ? part.slice(1) : part), !isAbsent, `${part} in:\n${shown}`);
				}
			});
		}
	});
}

table('hover over keys', [
	[web('ima‸ge: x'), ['**image**', 'services/#image', 'postgres:17']],
	['serv‸ices:\n  a: {}\n', ['The services', 'compose-file/services/']],
	['na‸me: x\n', ['project', 'version-and-name/']],
	['volumes:\n  a:\n    dri‸ver: local\n', ['volumes/#driver', 'local', '!bridge']],
	['networks:\n  a:\n    dri‸ver: bridge\n', ['networks/#driver', 'overlay']],
	['networks:\n  a:\n    ipam:\n      conf‸ig: []\n', ['networks/#ipam', 'subnet']],
	['secrets:\n  a:\n    fi‸le: x\n', ['secrets/#file', 'Not together with', '`environment`']],
	['configs:\n  a:\n    cont‸ent: x\n', ['configs/#content']],
	['models:\n  a:\n    mod‸el: x\n', ['models/#model']],
	['include:\n  - pa‸th: x\n', ['include/#path']],
	[web('bui‸ld: .'), ['Dockerfile', 'services/#build']],
	[web('build:\n  tar‸get: x'), ['build/#target', 'services/#build', 'stage']],
	[web('build:\n  no_cache_fil‸ter: x'), ['Needs Compose 5.0']],
	[web('deploy:\n  resources:\n    limits:\n      mem‸ory: 1g'), ['deploy/#resources', '512M']],
	[web('deploy:\n  upd‸ate_config: {}'), ['deploy/#update_config']],
	[web('develop:\n  watch:\n    - act‸ion: sync'), ['rebuild', 'sync+exec', 'develop/#action']],
	[web('healthcheck:\n  inter‸val: 10s'), ['Default: `30s`', 'services/#healthcheck']],
	[web('ports:\n  - tar‸get: 80'), ['services/#ports']],
	[web('volumes:\n  - type: bind\n    sou‸rce: .'), ['services/#volumes']],
	[web('volumes:\n  - type: bind\n    bind:\n      sel‸inux: z'), ['services/#volumes', '`Z`']],
	[web('network_mo‸de: host'), ['Not together with `networks`', 'bridge']],
	[web('pull_pol‸icy: always'), ['missing', 'daily']],
	[web('{im‸age: x}').replace('web:\n    ', 'web: '), ['**image**']],
	['x-a: &a\n  rest‸art: always\nservices:\n  web:\n    <<: *a\n', ['**restart**']],
	['x-a: &a\n  foo‸: always\n', []],
	['x-a: &a\n  tty: true\nservices:\n  web:\n    <‸<: *a\n', ['Merge key']],
	[web('bog‸us: 1'), []],
	[web('labels:\n  som‸e.label: x'), []],
	[web('image: postgres\nenvironment:\n  POSTGRES_P‸ASSWORD: x'), ['Password of the superuser']],
	[web('ulimits:\n  nof‸ile: 10'), ['Open files']],
	[web('# ima‸ge: x'), []],
	['ver‸sion: "3"\n', ['obsolete']],
]);

table('hover over values', [
	[web('restart: unless-st‸opped'), ['by hand', 'services/#restart']],
	[web("restart: 'alw‸ays'"), ['whenever it stops']],
	[web('cap_add: [NET_AD‸MIN]'), ['VPN', 'services/#cap_add']],
	[web('network_mode: ho‸st'), ['network of the host']],
	['networks:\n  a:\n    driver: macv‸lan\n', ['MAC addresses']],
	[web('deploy:\n  endpoint_mode: dns‸rr'), ['in turn']],
	[web('logging:\n  driver: jour‸nald'), ['systemd']],
	[web('healthcheck:\n  test: [CM‸D, x]'), ['without a shell']],
	[web('healthcheck:\n  interval: 1m‸30s'), ['1 minute 30 seconds']],
	[web('stop_grace_period: 1h‸'), ['1 hour']],
	[web('stop_grace_period: 15‸00ms'), ['1 second 500 milliseconds']],
	[web('mem_limit: 51‸2m'), ['512 MiB', '536,870,912']],
	[web('shm_size: "1.5‸gb"'), ['1.5 GiB']],
	[web('deploy:\n  resources:\n    limits:\n      memory: 5‸0M'), ['50 MiB']],
	[web('secrets:\n  - source: x\n    mode: 04‸40'), ['r--r-----']],
	[web('platform: linux/arm‸64'), ['Apple silicon']],
	[web('image: ngi‸nx:1.27'), ['`nginx:1.27`', 'docker.io', 'library/nginx', '`1.27`']],
	[web('image: ghcr.io/ac‸me/app'), ['ghcr.io', 'acme/app', '`latest`']],
	[
		web('image: ngi‸nx:1.27'),
		['55.0 MB', '80/tcp', 'linux/amd64'],
		{ images: [{ references: ['nginx:1.27'], id: 'a', size: 55e6, ports: ['80/tcp'], platform: 'linux/amd64' }] },
	],
	[web('image: ngi‸nx:1.27'), ['Not on this engine'], { images: [{ references: ['x'], id: 'a' }] }],
	[web('image: Bad‸:x:y'), []],
	[web('hostname: any‸thing'), []],
	[web('command: any ‸thing'), []],
	[web('labels:\n  a: any‸thing'), []],
	[web('env_file: a.‸env'), ['no such file']],
	[
		web('env_file: a.‸env'),
		['`A` = `1`', '`DB_PASSWORD`', '!hunter2'],
		{ files: { 'a.env': 'A=1\nDB_PASSWORD=hunter2\n' } },
	],
	['include:\n  - more‸.yaml\n', ['`other`'], { files: { 'more.yaml': 'services:\n  other:\n    image: x\n' } }],
	[web('ports: !res‸et null'), ['Takes away']],
	['# slipway-ignore Undefined‸Network\nservices: {}\n', ['**UndefinedNetwork**', 'networks']],
]);

table('hover over ports and volumes', [
	[web('ports:\n  - "80‸80:80"'), ['host `8080` → container `80/tcp`', 'all addresses']],
	[web('ports:\n  - 80‸80:80'), ['8080', '80/tcp']],
	[web('ports:\n  - "127.0.0.1:80‸80:80/udp"'), ['127.0.0.1:8080', '80/udp', 'this computer only']],
	[web('ports:\n  - "30‸00-3005:3000-3005"'), ['3000-3005']],
	[web('ports:\n  - "80‸"'), ['engine chooses', '80/tcp']],
	[web('ports:\n  - 80‸'), ['engine chooses']],
	[web('ports:\n  - "${POR‸T:-8080}:80"'), ['default', '8080']],
	[web('ports:\n  - "${PORT:-8080}:8‸0"'), ['host `8080` → container `80/tcp`']],
	[web('ports:\n  - "nonsense‸"'), []],
	[web('ports:\n  - target: 80\n    published: "80‸80"'), ['host `8080` → container `80/tcp`']],
	[
		web('ports:\n  - "80‸80:80"'),
		['held now by `other-web-1`'],
		{
			containers: [
				{
					project: 'other',
					service: 'web',
					name: 'other-web-1',
					state: 'running',
					ports: [{ host: 8080, container: 80, protocol: 'tcp' }],
				},
			],
		},
	],
	[
		`${web('volumes:\n  - da‸ta:/x')}volumes:\n  data:\n    driver: local\n`,
		['Named volume', 'survives', 'driver: local'],
	],
	[`${web('volumes:\n  - data:/‸x')}volumes:\n  data:\n`, ['Named volume', '`/x`']],
	[web('volumes:\n  - ./a‸:/x:ro'), ['Bind mount', 'stay on the host', 'Read-only']],
	[web('volumes:\n  - /da‸ta'), ['Anonymous volume', 'lost']],
	[web('volumes:\n  - "./a:/x‸"'), ['Bind mount']],
	[web('volumes:\n  - type: tmpfs\n    target: /c‸ache'), ['tmpfs', 'in memory']],
	[web('volumes:\n  - type: bind\n    source: ./‸a\n    target: /x'), ['Bind mount', './a']],
	[web('expose: ["30‸00"]'), ['`3000`', 'other services only']],
	[web('tmpfs: /r‸un'), ['tmpfs', '/run']],
]);

const db = '  db:\n    # the database\n    image: postgres:17\n    tty: true\n';

table('hover over names', [
	[`${web('depends_on: [d‸b]')}${db}`, ['db:\n  # the database\n  image: postgres:17\n  tty: true']],
	[`${web('depends_on:\n  d‸b:\n    condition: service_started')}${db}`, ['image: postgres:17']],
	[`${web('network_mode: service:d‸b')}${db}`, ['image: postgres:17']],
	[`${web('extends:\n  service: d‸b')}${db}`, ['image: postgres:17']],
	[`${web('links: [d‸b:alias]')}${db}`, ['image: postgres:17']],
	[`${web('networks: [fr‸ont]')}networks:\n  front:\n    internal: true\n`, ['front:\n  internal: true']],
	[`${web('networks:\n  fro‸nt: {}')}networks:\n  front:\n    internal: true\n`, ['internal: true']],
	[`${web('configs:\n  - source: si‸te')}configs:\n  site:\n    file: ./s\n`, ['site:\n  file: ./s']],
	[`${web('secrets: [p‸w]')}secrets:\n  pw: {file: ./s}\n`, ['pw: {file: ./s}']],
	[`${web('models: [ll‸m]')}models:\n  llm:\n    model: ai/x\n`, ['model: ai/x']],
	[`${web('depends_on: [nob‸ody]')}`, []],
	[`services:\n  w‸eb:\n    image: x\n`, ['`web`', 'service', 'used 0 times']],
	[
		'name: demo\nservices:\n  w‸eb:\n    image: x\n',
		['demo-web-1', 'running, healthy', '8080→80/tcp'],
		{
			containers: [
				{
					project: 'demo',
					service: 'web',
					name: 'demo-web-1',
					state: 'running',
					health: 'healthy',
					ports: [{ host: 8080, container: 80, protocol: 'tcp' }],
				},
			],
		},
	],
	['services:\n  w‸eb:\n    image: x\n', ['No container'], { containers: [] }],
	['volumes:\n  da‸ta:\nservices:\n  a:\n    volumes: ["data:/x"]\n', ['`data`', 'volume', 'used 1 times']],
	[web('profiles: [deb‸ug]'), ['`debug`', '`web`']],
	['x-a: &a\n  tty: true\nservices:\n  web:\n    <<: *‸a\n', ['tty: true']],
	['x-a: &a‸\n  tty: true\nservices:\n  web:\n    <<: *a\n', ['tty: true']],
	[
		'include: [more.yaml]\nservices:\n  a:\n    depends_on: [oth‸er]\n',
		['other:\n  image: x', '`more.yaml`'],
		{ files: { 'more.yaml': 'services:\n  other:\n    image: x\n' } },
	],
	[
		'services:\n  a:\n    extends:\n      file: c.yaml\n      service: ba‸se\n  base:\n    image: own\n',
		['image: theirs', '`c.yaml`', '!own'],
		{ files: { 'c.yaml': 'services:\n  base:\n    image: theirs\n' } },
	],
	[
		web('build:\n  context: .\n  target: de‸v'),
		['FROM node:22 AS dev'],
		{ files: { Dockerfile: 'FROM node:22 AS dev\nFROM dev AS prod\n' } },
	],
]);

const env = { files: { '.env': '# comment\nTAG=1.0\nDB_PASSWORD=hunter2\nURL=postgres://u:secret@db/x\nEMPTY=\n' } };

table('hover over variables', [
	[web('image: "x:${TA‸G}"'), ['`TAG` = `1.0`', '`.env`, line 2'], env],
	[web('image: x:$TA‸G'), ['`1.0`'], env],
	[web('image: x:${TA‸G:-2}'), ['`1.0`', 'default `2` is not used'], env],
	[web('image: x:${NO‸PE:-2}'), ['Not set', 'default `2` is used'], env],
	[web('image: x:${NO‸PE-2}'), ['default `2` is used'], env],
	[web('image: x:${EMP‸TY:-2}'), ['default `2` is used'], env],
	[web('image: x:${NO‸PE:?say why}'), ['Required', '`say why`'], env],
	[web('image: x:${TA‸G:+y}'), ['`y` is used'], env],
	[web('image: x:${NO‸PE}'), ['Not set', 'warning'], env],
	[web('image: x:${NOPE:-${TA‸G}}'), ['`TAG` = `1.0`'], env],
	[web('environment:\n  P: ${DB_PASS‸WORD}'), ['DB_PASSWORD', '!hunter2', '•'], env],
	[web('environment:\n  P: ${UR‸L}'), ['postgres://u:', '!secret'], env],
	[web('environment:\n  - P=${TA‸G}'), ['`1.0`'], env],
	[web('command: |\n  echo ${TA‸G}'), ['`1.0`'], env],
	[web('image: x:${HO‸ME}'), ['`/root`', 'environment'], { environment: { HOME: '/root' } }],
	[web('image: x:${TA‸G}'), ['`2`', 'environment'], { ...env, environment: { TAG: '2' } }],
	[web('command: echo $${TA‸G}'), [], env],
]);

describe('hover', () => {
	it('speaks Korean', async () => {
		const shown = await hoverAt(web('rest‸art: always'), { locale: 'ko' });
		assert.match(shown, /컨테이너가 멈췄을 때/);
		assert.match(shown, /\[문서\]/);
	});

	it('keeps text of the file from being Markdown', async () => {
		const shown = await hoverAt('services:\n  a:\n    extends: b‸\n  b:\n    image: "```\\n[x](command:y)"\n');
		assert.match(shown, /^````yaml\n/);
		assert.match(await hoverAt(web('image: "${A‸:-`[x](command:y)`}"')), /`` `\[x\]\(command:y\)` ``/);
	});

	it('covers the word it is about', async () => {
		const { document, position } = markedCompose(`${web('depends_on: [d‸b]')}${db}`);
		const hover = await createComposeService(inMemoryHost()).hover(document, position, never);
		assert.equal(hover?.range && document.getText(hover.range), 'db');
	});
});
