import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeConfig } from '../../src/engine/dockerConfigFile.ts';
import { testEnvironment } from './testEnvironment.ts';

describe('dockerConfigFile', () => {
	let folder: string;
	const file = () => join(folder, 'config.json');
	const change = (by: (config: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>) =>
		changeConfig(testEnvironment({ env: { DOCKER_CONFIG: folder } }), by);

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'slipway-config-'));
	});
	afterEach(() => rm(folder, { recursive: true, force: true }));

	it('keeps what it does not know, the order of the keys, and the layout', async () => {
		const texts = [
			'{\n\t"psFormat": "{{.Names}}",\n\t"auths": {},\n\t"aliases": {\n\t\t"b": "buildx"\n\t}\n}',
			'{\n  "psFormat": "{{.Names}}",\n  "auths": {},\n  "aliases": {\n    "b": "buildx"\n  }\n}\n',
			'{"psFormat":"{{.Names}}","auths":{},"aliases":{"b":"buildx"}}',
			'{\r\n  "psFormat": "{{.Names}}",\r\n  "auths": {},\r\n  "aliases": {\r\n    "b": "buildx"\r\n  }\r\n}\r\n',
		];
		for (const text of texts) {
			await writeFile(file(), text);
			await change(config => ({ ...config, psFormat: 'x' }));
			assert.equal(await readFile(file(), 'utf8'), text.replace('{{.Names}}', 'x'));
		}
	});

	it('writes a new file as docker does, for nobody else to read', async () => {
		await rm(folder, { recursive: true });
		await change(() => ({ auths: { 'x.io': {} } }));
		assert.equal(await readFile(file(), 'utf8'), '{\n\t"auths": {\n\t\t"x.io": {}\n\t}\n}');
		assert.equal((await stat(file())).mode & 0o777, 0o600);
		assert.deepEqual(await readdir(folder), ['config.json']);
	});

	it('leaves a symbolic link one, and its file its mode', async () => {
		const target = join(folder, 'dotfiles.json');
		await writeFile(target, '{}', { mode: 0o640 });
		await symlink('dotfiles.json', file());
		await change(config => ({ ...config, experimental: 'enabled' }));
		assert.equal(await readlink(file()), 'dotfiles.json');
		assert.equal((await stat(target)).mode & 0o777, 0o640);
		assert.match(await readFile(target, 'utf8'), /experimental/);
	});

	it('touches neither a file that stays as it is nor a broken one', async () => {
		await writeFile(file(), '{ "auths":   {} }');
		const before = await stat(file());
		await change(config => config);
		assert.equal((await stat(file())).ino, before.ino);
		await writeFile(file(), '{ "auths": ');
		await assert.rejects(
			change(config => ({ ...config, a: 1 })),
			{ code: 'invalid' },
		);
		assert.equal(await readFile(file(), 'utf8'), '{ "auths": ');
	});
});
