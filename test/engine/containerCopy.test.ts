import * as assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { ContainerDownload } from '../../src/engine/containerDownload.ts';
import { requireContainerPath } from '../../src/engine/containerPath.ts';
import { copyFromContainer } from '../../src/engine/copyFromContainer.ts';
import { copyToContainer } from '../../src/engine/copyToContainer.ts';
import { readTar } from '../../src/engine/readTar.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';

const container = `slipway-copy-${process.pid}`;
let engine: TestEngine;
let connection: EngineConnection;
let folder: string;

/** The same in the container and on the host, for either side of a copy. */
const things = [
	'mkdir -p folder/deep/empty existing/folder',
	'echo one >folder/one; echo two >folder/deep/two; echo old >existing/old; echo old >existing/folder/one',
	'echo text >file; chmod 640 file; chmod 700 folder/deep; ln -s file link; ln -s folder folderlink; ln -s nowhere dangling',
	'ln -s one folder/inside; ln folder/one folder/same; find . -type f -exec touch -d "2020-02-02 02:02:02" {} +',
].join('; ');
/** More copies of it in the container than there are cases that write. */
const places = 40;

before(async function () {
	this.timeout(120_000);
	engine = await ensureEngine();
	connection = openConnection(engine.host);
	const each = `for n in $(seq ${places}); do mkdir -p /a$n /b$n; (cd /a$n; ${things}); (cd /b$n; ${things}); done`;
	await docker('run', '--name', container, 'busybox', 'sh', '-c', `mkdir /data; cd /data; ${things}; ${each}`);
});
after(async () => {
	await docker('rm', '-f', container);
	connection.dispose();
});
beforeEach(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'slipway-copy-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function docker(...args: string[]): Promise<string> {
	return (await promisify(execFile)(engine.cli, args, { env: engine.env })).stdout;
}

async function makeThings(place: string): Promise<string> {
	await mkdir(place);
	await promisify(execFile)('sh', ['-c', things], { cwd: place });
	return place;
}

/** What copying must give: every path with its type, mode, time and content. Folders that were there keep their own mode. */
async function hostTree(root: string): Promise<Record<string, string>> {
	const found: Record<string, string> = {};
	for (const name of (await readdir(root, { recursive: true })).sort()) {
		const file = path.join(root, name);
		const stats = await lstat(file);
		const content = stats.isSymbolicLink() ? await readlink(file) : stats.isFile() ? await readFile(file, 'utf8') : '/';
		const time = stats.isFile() ? stats.mtimeMs : '';
		found[name] = `${stats.isSymbolicLink() ? '' : (stats.mode & 0o7777).toString(8)} ${time} ${content.trim()}`;
	}
	return found;
}

async function containerTree(root: string): Promise<Record<string, string>> {
	const found: Record<string, string> = {};
	const download = ContainerDownload.ofPath(
		connection,
		container,
		await requireContainerPath(connection, container, root),
	);
	await download.run(undefined, async archive => {
		for await (const { entry, content } of readTar(archive)) {
			const hash = createHash('sha1');
			for await (const piece of content) {
				hash.update(piece);
			}
			const time = entry.type === 'file' ? entry.modified : '';
			found[entry.name] =
				`${entry.type} ${entry.mode.toString(8)} ${entry.uid} ${time} ${entry.linkName} ${hash.digest('hex')}`;
		}
	});
	return found;
}

function failed(work: Promise<unknown>): Promise<boolean> {
	return work.then(
		() => false,
		() => true,
	);
}

describe('container copy: from a container, as docker cp does', () => {
	const cases: readonly (readonly [source: string, destination: string])[] = [
		['/data/file', ''],
		['/data/file', 'new name'],
		['/data/file', 'existing'],
		['/data/file', 'existing/'],
		['/data/file', 'existing/old'],
		['/data/file', 'missing/'],
		['/data/file', 'missing/deep'],
		['/data/file', 'link'],
		['/data/file', 'folderlink'],
		['/data/file', 'dangling'],
		['data/file', 'relative'],
		['/data/file/', 'new name'],
		['/data/folder', 'new name'],
		['/data/folder', 'new name/'],
		['/data/folder', 'existing'],
		['/data/folder', 'folderlink'],
		['/data/folder', 'file'],
		['/data/folder', 'missing/deep'],
		['/data/folder/', 'existing'],
		['/data/folder/.', 'existing'],
		['/data/folder/.', 'new name'],
		['/data/./folder/deep/..', 'existing'],
		['/data/link', 'new name'],
		['/data/folderlink', 'new name'],
		['/data/folderlink', 'existing'],
		['/data/folderlink/', 'existing'],
		['/data/folderlink/.', 'existing'],
		['/data/dangling', 'existing'],
		['/data/nothing', 'existing'],
	];
	for (const [source, destination] of cases) {
		it(`${source} → ${destination || 'the folder itself'}`, async () => {
			const [ours, theirs] = await Promise.all([makeThings(`${folder}/ours`), makeThings(`${folder}/theirs`)]);
			const results = await Promise.all([
				failed(copyFromContainer(connection, container, source, `${ours}/${destination}`)),
				failed(docker('cp', `${container}:${source}`, `${theirs}/${destination}`)),
			]);
			assert.equal(results[0], results[1], `docker cp ${results[1] ? 'fails' : 'succeeds'}`);
			assert.deepEqual(await hostTree(ours), await hostTree(theirs));
		});
	}
});

describe('container copy: into a container, as docker cp does', () => {
	const cases: readonly (readonly [source: string, destination: string])[] = [
		['file', ''],
		['file', '/'],
		['file', '/new name'],
		['file', '/existing'],
		['file', '/existing/'],
		['file', '/existing/old'],
		['file', '/missing/'],
		['file', '/missing/deep'],
		['file', '/link'],
		['file', '/folderlink'],
		['file', '/dangling'],
		['file', '/file/'],
		['file/', '/new name'],
		['folder', '/new name'],
		['folder', '/new name/'],
		['folder', '/existing'],
		['folder', '/folderlink'],
		['folder', '/file'],
		['folder', '/missing/deep'],
		['folder/', '/existing'],
		['folder/.', '/existing'],
		['folder/.', '/new name'],
		['link', '/new name'],
		['folderlink', '/new name'],
		['folderlink', '/existing'],
		['folderlink/', '/existing'],
		['folderlink/.', '/existing'],
		['dangling', '/existing'],
		['nothing', '/existing'],
	];
	for (const [index, [source, destination]] of cases.entries()) {
		it(`${source} → ${destination || 'the folder itself'}`, async () => {
			const from = `${await makeThings(`${folder}/from`)}/${source}`;
			const [ours, theirs] = [`/a${index + 1}`, `/b${index + 1}`];
			const results = await Promise.all([
				failed(copyToContainer(connection, container, [from], `${ours}${destination}`)),
				failed(docker('cp', from, `${container}:${theirs}${destination}`)),
			]);
			assert.equal(results[0], results[1], `docker cp ${results[1] ? 'fails' : 'succeeds'}`);
			assert.deepEqual(await containerTree(ours), await containerTree(theirs));
		});
	}
});
