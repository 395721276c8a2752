import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { engineRequest } from './engineAddress.ts';
import { unpack } from './packages.ts';

const run = promisify(execFile);
const reference = 'registry:2';

/** Gives the engine `registry:2`, made of Debian's registry, unless it has one; resolves to what takes it away again. */
export async function seedRegistryImage(host: string): Promise<() => Promise<void>> {
	const known = await engineRequest(host, { path: `/images/${reference}/json` });
	if (known.status === 200) {
		return async () => {};
	}
	const changes = ['ENTRYPOINT ["/docker-registry"]', 'CMD ["serve", "/config.json"]', 'EXPOSE 5000'];
	const query = new URLSearchParams({ fromSrc: '-', repo: 'registry', tag: '2' });
	for (const change of changes) {
		query.append('changes', change);
	}
	const answer = await engineRequest(host, {
		method: 'POST',
		path: `/images/create?${query}`,
		body: await registryArchive(),
		contentType: 'application/x-tar',
	});
	if (answer.status !== 200 || answer.body.includes('"error"')) {
		throw new Error(`Importing ${reference}: ${answer.body}`);
	}
	return async () => {
		await engineRequest(host, { method: 'DELETE', path: `/images/${reference}?force=1` });
	};
}

/** The program, the libraries that it is linked with, and a configuration. */
async function registryArchive(): Promise<Buffer> {
	const program = path.join(await unpack('registry', ['docker-registry'], 'bookworm'), 'usr/bin/docker-registry');
	const root = await mkdtemp(path.join(os.tmpdir(), 'slipway-registry-image-'));
	try {
		const { stdout } = await run('ldd', [program]);
		const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(match => match[1] as string);
		for (const [from, to] of [[program, '/docker-registry'], ...libraries.map(file => [file, file])] as [
			string,
			string,
		][]) {
			await mkdir(path.join(root, path.dirname(to)), { recursive: true });
			await copyFile(from, path.join(root, to));
			await chmod(path.join(root, to), 0o755);
		}
		await mkdir(path.join(root, 'tmp'));
		const storage = { filesystem: { rootdirectory: '/var/lib/registry' } };
		const configuration = { version: '0.1', storage, http: { addr: ':5000' }, log: { level: 'warn' } };
		await writeFile(path.join(root, 'config.json'), JSON.stringify(configuration));
		const options = { encoding: 'buffer', maxBuffer: 1e8 } as const;
		return (await run('tar', ['--create', '--numeric-owner', '--owner=0', '--group=0', '-C', root, '.'], options))
			.stdout;
	} finally {
		await rm(root, { recursive: true, force: true });
	}
}
