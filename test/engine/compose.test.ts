import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	type ComposeAction,
	type ComposeOptions,
	type ComposeProjectReference,
	composeArguments,
	defaultComposeFile,
	inComposeOrder,
	projectFromLabels,
	splitPaths,
} from '../../src/engine/compose.ts';
import { ensureEngine } from '../support/engine.ts';

const folderOnly: ComposeProjectReference = { files: [], folder: '/w' };

describe('compose arguments', () => {
	const cases: readonly (readonly [ComposeAction, ComposeOptions, string])[] = [
		['up', {}, 'up --detach'],
		['up', { detach: false, build: true }, 'up --build'],
		[
			'up',
			{ forceRecreate: true, removeOrphans: true, wait: true, scale: { web: 3, db: 0 }, services: ['web', 'web'] },
			'up --detach --force-recreate --remove-orphans --wait --scale web=3 --scale db=0 web',
		],
		['up', { profiles: ['debug', 'test'], services: ['-x'] }, '--profile debug --profile test up --detach -- -x'],
		['down', { volumes: true, images: 'local', removeOrphans: true }, 'down --remove-orphans --volumes --rmi local'],
		['stop', { services: ['a', 'b'] }, 'stop a b'],
		['ps', {}, 'ps --all'],
		['config', { profiles: ['x'] }, '--profile x config'],
		['watch', {}, 'watch'],
	];
	for (const [action, options, words] of cases) {
		it(words, () => assert.equal(composeArguments(action, folderOnly, options).join(' '), words));
	}

	it('name project, folder, all files and environment files before the action', () => {
		const project = {
			files: ['/w/a.yaml', '/w/b c.yaml'],
			folder: '/w',
			projectName: 'p',
			projectDirectory: '/w',
			envFiles: ['/w/.env.dev'],
		};
		assert.deepEqual(composeArguments('pull', project), [
			...['--project-name', 'p', '--project-directory', '/w', '--file', '/w/a.yaml', '--file', '/w/b c.yaml'],
			...['--env-file', '/w/.env.dev', 'pull'],
		]);
	});
});

describe('compose files', () => {
	it('are chosen in a folder as Compose does', () => {
		assert.equal(defaultComposeFile(['docker-compose.yml', 'compose.yml', 'x']), 'compose.yml');
		assert.equal(defaultComposeFile(['compose.dev.yaml']), undefined);
	});

	it('come with the base first and the override last', () => {
		assert.deepEqual(inComposeOrder(['/w/compose.override.yaml', '/w/dev.yaml', '/w/compose.yaml', '/w/dev.yaml']), [
			'/w/compose.yaml',
			'/w/dev.yaml',
			'/w/compose.override.yaml',
		]);
	});

	it('are read from labels, commas in paths included', () => {
		assert.deepEqual(splitPaths('/w/a, b/compose.yaml,/w/c.yaml'), ['/w/a, b/compose.yaml', '/w/c.yaml']);
		assert.deepEqual(splitPaths('C:\\w\\a.yml,D:\\b.yml'), ['C:\\w\\a.yml', 'D:\\b.yml']);
		assert.equal(projectFromLabels({}), undefined);
		assert.deepEqual(
			projectFromLabels({
				'com.docker.compose.project': 'p',
				'com.docker.compose.project.working_dir': '/w',
				'com.docker.compose.project.config_files': '/w/a.yaml,/w/b.yaml',
				'com.docker.compose.project.environment_file': '/w/.env.x',
			}),
			{
				projectName: 'p',
				files: ['/w/a.yaml', '/w/b.yaml'],
				folder: '/w',
				projectDirectory: '/w',
				envFiles: ['/w/.env.x'],
			},
		);
	});
});

describe('compose for real', function () {
	this.timeout(120_000);
	const name = `slipwaytest-${process.pid}`;
	let folder: string;
	before(() => {
		folder = join(mkdtempSync(join(tmpdir(), 'slipway compose ')), `it's "a" $(touch pwned) 도커;&`);
		mkdirSync(folder);
		writeFileSync(join(folder, '.env'), 'MESSAGE=from .env\n');
		writeFileSync(
			join(folder, 'compose.yaml'),
			`name: ${name}
services:
  web:
    image: busybox
    command: ["sh", "-c", "trap exit TERM; sleep 1000 & wait"]
    environment:
      MESSAGE: \${MESSAGE}
    volumes: ["data:/data"]
  debug:
    image: busybox
    command: ["sh", "-c", "trap exit TERM; sleep 1000 & wait"]
    profiles: [debug]
volumes:
  data:
`,
		);
		writeFileSync(join(folder, 'compose.override.yaml'), 'services: { web: { labels: { from: override } } }\n');
		writeFileSync(join(folder, 'more.yaml'), 'services: { web: { labels: { from: more } } }\n');
	});
	after(async () => {
		const { env } = await ensureEngine();
		spawnSync('docker', ['compose', '-p', name, 'down', '--volumes', '--timeout', '0'], { cwd: '/', env });
		rmSync(join(folder, '..'), { recursive: true });
	});

	const compose = async (action: ComposeAction, options: ComposeOptions = {}, files: readonly string[] = []) => {
		const { env } = await ensureEngine();
		const words = composeArguments(action, { files, folder }, options);
		const { status, stdout, stderr } = spawnSync('docker', ['compose', ...words], {
			cwd: folder,
			env,
			encoding: 'utf8',
		});
		assert.equal(status, 0, stderr);
		return stdout;
	};
	const containers = async (format: string) => {
		const { env } = await ensureEngine();
		const filter = `label=com.docker.compose.project=${name}`;
		const words = ['ps', '--filter', filter, '--format', format];
		return spawnSync('docker', words, { env, encoding: 'utf8' }).stdout.trim().split('\n').sort();
	};

	it('takes the override and the .env of a folder with blanks, quotes, $( ) and Korean', async () => {
		const model = await compose('config');
		assert.match(model, /from: override/);
		assert.match(model, /MESSAGE: from \.env/);
	});

	it('takes several files in one command, and then no override', async () => {
		const model = await compose('config', {}, [join(folder, 'compose.yaml'), join(folder, 'more.yaml')]);
		assert.match(model, /from: more/);
		assert.match(model, /MESSAGE: from \.env/);
	});

	it('brings up, scales, takes profiles, and takes down with volumes', async () => {
		await compose('up', { scale: { web: 2 } });
		assert.deepEqual(await containers('{{.Names}}'), [`${name}-web-1`, `${name}-web-2`]);
		await compose('up', { profiles: ['debug'], services: ['debug'] });
		assert.equal((await containers('{{.Names}}')).includes(`${name}-debug-1`), true);
		const [label] = await containers('{{.Label "com.docker.compose.project.config_files"}}');
		assert.deepEqual(splitPaths(label), [join(folder, 'compose.yaml'), join(folder, 'compose.override.yaml')]);
		await compose('down', { profiles: ['*'], volumes: true });
		assert.deepEqual(await containers('{{.Names}}'), ['']);
		const { env } = await ensureEngine();
		const volumes = spawnSync('docker', ['volume', 'ls', '--format', '{{.Name}}'], { env, encoding: 'utf8' });
		assert.doesNotMatch(volumes.stdout, new RegExp(`${name}_data`));
	});
});
