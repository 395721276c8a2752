import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ComposeFile, isComposeFile, readComposeFiles } from '../../src/engine/composeFiles.ts';
import { interpolate, normaliseProjectName, parseDotEnv } from '../../src/engine/composeNaming.ts';
import { processorMs } from '../support/keepsTime.ts';

describe('composeFiles', () => {
	let root: string;

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'Slipway Files '));
	});

	afterEach(() => rmSync(root, { recursive: true, force: true }));

	/** Writes the files (path below the root → text) and reads the compose files among them. */
	async function read(files: Record<string, string>, env: Record<string, string> = {}): Promise<ComposeFile[]> {
		const paths = Object.entries(files).map(([name, text]) => {
			const path = join(root, name);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, text);
			return path;
		});
		return readComposeFiles(paths, env);
	}

	async function readFirst(files: Record<string, string>, env: Record<string, string> = {}): Promise<ComposeFile> {
		const [file] = await read(files, env);
		assert.ok(file);
		return file;
	}

	const web = 'services:\n  web:\n    image: busybox\n';

	it('reads services with profiles, image, container name and line', async () => {
		const file = await readFirst({
			'shop/compose.yaml': `services:\n  web:\n    image: nginx:\${TAG:-1.27}\n    container_name: front\n\n  debug:\n    profiles: [tools, "dev"]\n    build: .\n`,
		});
		assert.deepEqual(
			file.services.map(({ file: _, ...rest }) => rest),
			[
				{ name: 'web', profiles: [], image: 'nginx:1.27', containerName: 'front', line: 2 },
				{ name: 'debug', profiles: ['tools', 'dev'], image: undefined, containerName: undefined, line: 6 },
			],
		);
		assert.equal(file.projectName, 'shop');
		assert.equal(file.directory, join(root, 'shop'));
		assert.equal(file.error, undefined);
		assert.equal(file.variant, false);
	});

	describe('the project is named', () => {
		const cases: [string, Record<string, string>, Record<string, string>, string][] = [
			['after the folder, made fit', { 'My Shop_2.0/compose.yaml': web }, {}, 'myshop_20'],
			['after the folder in any script', { '_-가게 Web/compose.yaml': web }, {}, 'web'],
			['by the file', { 'a/compose.yaml': `name: Shop\n${web}` }, {}, 'shop'],
			['by the file with a variable', { 'a/compose.yaml': `name: \${NAME:-shop}-x\n${web}` }, {}, 'shop-x'],
			['by the file with a set variable', { 'a/compose.yaml': `name: \${NAME:-shop}\n${web}` }, { NAME: 'inn' }, 'inn'],
			[
				'by .env before the file',
				{ 'a/compose.yaml': `name: shop\n${web}`, 'a/.env': 'COMPOSE_PROJECT_NAME="inn" # not shop\n' },
				{},
				'inn',
			],
			[
				'by the environment before .env',
				{ 'a/compose.yaml': web, 'a/.env': 'COMPOSE_PROJECT_NAME=inn\n' },
				{ COMPOSE_PROJECT_NAME: 'bar' },
				'bar',
			],
			[
				'by the override last',
				{ 'a/compose.yaml': `name: x\n${web}`, 'a/compose.override.yaml': 'name: y\n' },
				{},
				'y',
			],
		];
		for (const [title, files, env, name] of cases) {
			it(title, async () => assert.equal((await readFirst(files, env)).projectName, name));
		}
	});

	it('merges the override as Compose does', async () => {
		const files = await read({
			'a/docker-compose.yml': web,
			'a/docker-compose.override.yml': 'services:\n  web:\n    image: nginx\n    profiles: [x]\n  db:\n    image: pg\n',
		});
		assert.equal(files.length, 1);
		assert.deepEqual(
			files[0]?.files.map(file => file.slice(root.length + 1)),
			['a/docker-compose.yml', 'a/docker-compose.override.yml'],
		);
		assert.deepEqual(
			files[0]?.services.map(service => [service.name, service.image, service.profiles.join(), service.line]),
			[
				['web', 'nginx', 'x', 2],
				['db', 'pg', '', 5],
			],
		);
	});

	it('keeps variants apart from the project beside them, and takes a lone one as the project', async () => {
		const files = await read({
			'a/compose.yaml': web,
			'a/compose.prod.yml': web,
			'b/compose.dev.yaml': web,
			'c/compose.dev.yaml': web,
			'c/compose.prod.yaml': web,
		});
		assert.deepEqual(
			files.map(file => [file.path.slice(root.length + 1), file.variant]),
			[
				['a/compose.prod.yml', true],
				['a/compose.yaml', false],
				['b/compose.dev.yaml', false],
				['c/compose.dev.yaml', true],
				['c/compose.prod.yaml', true],
			],
		);
	});

	it('takes the files that COMPOSE_FILE names', async () => {
		const files = await read({
			'a/compose.yaml': web,
			'a/compose.prod.yaml': 'services:\n  db:\n    image: pg\n',
			'a/.env': 'COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE=compose.yaml;compose.prod.yaml\n',
		});
		assert.deepEqual(
			files.map(file => file.services.map(service => service.name).join()),
			['web,db'],
		);
	});

	it('reads included files, but not theirs', async () => {
		const file = await readFirst({
			'a/compose.yaml': `include:\n  - more/compose.yaml\n  - path: [other.yaml]\n  - https://example.com/x.yaml\n${web}`,
			'a/more/compose.yaml': 'include: [deep.yaml]\nservices: { db: { image: pg } }\n',
			'a/more/deep.yaml': 'services: { deep: {} }\n',
			'a/other.yaml': 'services: { cache: {} }\n',
		});
		assert.deepEqual(file.services.map(service => service.name).sort(), ['cache', 'db', 'web']);
		assert.equal(file.error, undefined);
	});

	it('follows anchors and merges', async () => {
		const file = await readFirst({
			'a/compose.yaml':
				'x-base: &base\n  image: busybox\n  profiles: &p [dev]\nservices:\n  a:\n    <<: *base\n  b:\n    <<: [*base]\n    image: nginx\n  c:\n    profiles: *p\n',
		});
		assert.deepEqual(
			file.services.map(service => [service.name, service.image, service.profiles.join()]),
			[
				['a', 'busybox', 'dev'],
				['b', 'nginx', 'dev'],
				['c', undefined, 'dev'],
			],
		);
	});

	it('says what is wrong with a broken file and shows what it could read', async () => {
		const file = await readFirst({ 'a/compose.yaml': `${web}  db: [\n` });
		assert.ok(file.error?.startsWith('compose.yaml: '), file.error);
		assert.equal(file.services[0]?.name, 'web');
	});

	const harmless: [string, string][] = [
		['empty', ''],
		['a list', '- a\n- b\n'],
		['a scalar', 'services'],
		['services as text', 'services: all\n'],
		['services without bodies', 'services:\n  web:\n  db: ~\n'],
		['binary', '\u0000\u0001\u0002\ufffd'],
		['several documents', `${web}---\nservices: { db: {} }\n`],
		['deeply nested', `a: ${'['.repeat(100_000)}`],
		['a loop of aliases', 'services: &a\n  web: *a\n  db:\n    <<: *a\n'],
		['too large', `services:\n${' '.repeat(1_100_000)}`],
	];
	for (const [title, text] of harmless) {
		it(`survives a file that is ${title}`, async () => {
			const file = await readFirst({ 'a/compose.yaml': text });
			assert.equal(file.projectName, 'a');
		});
	}

	it('spends no time on a file that multiplies itself', async () => {
		const layers = Array.from(
			{ length: 12 },
			(_, index) =>
				`x${index}: &x${index} { <<: [${Array(12)
					.fill(`*x${index - 1}`)
					.join(', ')}] }\n`,
		).slice(1);
		const start = processorMs();
		const file = await readFirst({
			'a/compose.yaml': `x0: &x0 {}\n${layers.join('')}services:\n  web:\n    <<: *x11\n`,
		});
		assert.match(file.error ?? '', /too many merges/);
		assert.ok(processorMs() - start < 1000);
	});

	it('tells a missing file', async () => {
		const [file] = await readComposeFiles([join(root, 'compose.yaml')], {});
		assert.match(file?.error ?? '', /ENOENT/);
	});

	it('knows compose files by name', () => {
		const names = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.prod.yaml', 'compose.dev.yml'];
		assert.deepEqual(names.filter(isComposeFile), names);
		const others = ['mycompose.yaml', 'compose.json', 'compose-spec.yaml', 'composer.yaml', 'compose.yaml.bak'];
		assert.deepEqual(others.filter(isComposeFile), []);
	});
});

describe('composeNaming', () => {
	it('puts variables in', () => {
		const lookup = (name: string) => ({ A: 'a', EMPTY: '' })[name];
		const cases: [string, string][] = [
			['plain', 'plain'],
			[`$A-\${A}`, 'a-a'],
			[`\${A:-x} \${B:-x} \${EMPTY:-x} \${EMPTY-x}`, 'a x x '],
			[`\${A:+y} \${B:+y} \${EMPTY+y}`, 'y  y'],
			[`\${B:-\${A}}/\${B:-\${C:-deep}}`, 'a/deep'],
			[`\${B:?must be set}`, ''],
			[`$$A 5$ \${`, `$A 5$ \${`],
		];
		for (const [text, expected] of cases) {
			assert.equal(interpolate(text, lookup), expected, text);
		}
	});

	it('reads .env files', () => {
		const text = 'A=1\r\nexport B = two words  # note\nC="x\\"y#z"\nD=\'$A\'\n# E=no\nF=\nnonsense\n__proto__=1\n';
		assert.deepEqual(
			{ ...parseDotEnv(text) },
			{ A: '1', B: 'two words', C: 'x"y#z', D: '$A', F: '', ['__proto__']: '1' },
		);
	});

	it('makes names fit', () => {
		assert.equal(normaliseProjectName('--My Shop.2'), 'myshop2');
		assert.equal(normaliseProjectName('가게'), '');
	});
});
