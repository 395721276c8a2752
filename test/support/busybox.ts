import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { engineRequest } from './engineAddress.ts';
import { unpack } from './packages.ts';

const run = promisify(execFile);
const reference = 'busybox:latest';

/** Gives the engine `busybox:latest` (2 MB, made from Debian's busybox-static) unless it has one: nothing can be pulled. */
export async function seedBusybox(host: string): Promise<void> {
	const known = await engineRequest(host, { path: `/images/${reference}/json` });
	if (known.status === 200) {
		return;
	}
	const archive = await busyboxArchive();
	const changes = ['CMD ["sh"]', 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'];
	const query = new URLSearchParams({ fromSrc: '-', repo: 'busybox', tag: 'latest', message: 'busybox-static' });
	for (const change of changes) {
		query.append('changes', change);
	}
	const answer = await engineRequest(host, {
		method: 'POST',
		path: `/images/create?${query}`,
		body: archive,
		contentType: 'application/x-tar',
	});
	if (answer.status !== 200 || answer.body.includes('"error"')) {
		throw new Error(`Importing ${reference}: ${answer.body}`);
	}
}

/** A root file system as a tar: busybox with a link for each of its programs. */
async function busyboxArchive(): Promise<Buffer> {
	const unpacked = await unpack('busybox', ['busybox-static'], 'bookworm');
	const candidates = [path.join(unpacked, 'bin/busybox'), path.join(unpacked, 'usr/bin/busybox')];
	const root = await mkdtemp(path.join(os.tmpdir(), 'slipway-busybox-'));
	try {
		for (const folder of ['bin', 'etc', 'home', 'root', 'tmp', 'usr/bin', 'usr/sbin', 'sbin', 'var/www']) {
			await mkdir(path.join(root, folder), { recursive: true });
		}
		await chmod(path.join(root, 'tmp'), 0o1777);
		const busybox = path.join(root, 'bin/busybox');
		await copyFile(candidates[0] ?? '', busybox).catch(() => copyFile(candidates[1] ?? '', busybox));
		await chmod(busybox, 0o755);
		const { stdout } = await run(busybox, ['--list']);
		const programs = stdout.split('\n').filter(name => name !== '' && name !== 'busybox');
		await Promise.all(programs.map(name => symlink('busybox', path.join(root, 'bin', name))));
		await writeFile(
			path.join(root, 'etc/passwd'),
			'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
		);
		await writeFile(path.join(root, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n');
		const options = { encoding: 'buffer', maxBuffer: 1e8 } as const;
		return (await run('tar', ['--create', '--numeric-owner', '--owner=0', '--group=0', '-C', root, '.'], options))
			.stdout;
	} finally {
		await rm(root, { recursive: true, force: true });
	}
}
