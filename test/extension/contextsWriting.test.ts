import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, commandLog, rejection, uniqueName } from './engineUnderTest.ts';

interface ContextInfo {
	readonly TLSMaterial: { readonly docker?: readonly string[] };
	readonly Storage: { readonly TLSPath: string };
}

describe('contexts that the docker program reads', () => {
	const made: string[] = [];
	let folder: string;
	before(() => {
		folder = mkdtempSync(join(tmpdir(), 'slipway certificates '));
		for (const file of ['ca', 'cert', 'key']) {
			writeFileSync(join(folder, `${file}.pem`), `-----BEGIN ${file.toUpperCase()}-----\n`);
		}
	});
	after(async () => {
		rmSync(folder, { recursive: true });
		for (const name of made) {
			await command('context.remove', name, { confirm: false });
			await commandLog(line => line === `docker context rm ${name}`);
		}
	});

	async function create(options: object): Promise<string> {
		const name = uniqueName('made+here');
		await command('context.create', undefined, { name, ...options });
		made.push(name);
		return name;
	}

	const docker = (...words: string[]) => execFileSync('docker', words, { encoding: 'utf8' }).trim();

	it('with certificates, copied for nobody else to read', async () => {
		const [ca, cert, key] = ['ca', 'cert', 'key'].map(file => join(folder, `${file}.pem`));
		const host = 'tcp://docker.example.com:2376';
		const name = await create({ host, ca, cert, key, description: 'With blanks' });
		const { TLSMaterial, Storage } = await command<ContextInfo>('context.inspect', name);
		assert.deepEqual(TLSMaterial.docker, ['ca.pem', 'cert.pem', 'key.pem']);
		assert.equal(statSync(join(Storage.TLSPath, 'docker', 'key.pem')).mode & 0o777, 0o600);
		const [read] = JSON.parse(docker('context', 'inspect', name));
		assert.deepEqual(
			[read.Metadata.Description, read.Endpoints.docker.Host, read.TLSMaterial.docker],
			['With blanks', host, ['ca.pem', 'cert.pem', 'key.pem']],
		);
		await commandLog(
			line =>
				line ===
				`docker context create --description 'With blanks' --docker 'host=${host},ca=${ca},cert=${cert},key=${key}' ${name}`,
		);
	});

	it('over ssh', async () => {
		const name = await create({ host: 'ssh://me@server.example.com:2222' });
		const format = '{{.Endpoints.docker.Host}}';
		assert.equal(docker('context', 'inspect', name, '--format', format), 'ssh://me@server.example.com:2222');
	});

	it('not under a name that docker refuses or has, nor with half of the certificates', async () => {
		const name = await create({ host: 'unix:///nowhere' });
		await rejection('conflict', 'context.create', undefined, { name, host: 'unix:///elsewhere' });
		for (const bad of ['default', 'a', '../up', '-flag', 'two words']) {
			await rejection('invalid', 'context.create', undefined, { name: bad, host: 'unix:///x' });
		}
		const halves = { name: uniqueName('half'), host: 'tcp://x:2376', cert: join(folder, 'cert.pem') };
		await rejection('invalid', 'context.create', undefined, halves);
		await rejection('invalid', 'context.create', undefined, { name: uniqueName('bad'), host: 'docker.example.com' });
	});

	it('and none that is in use goes without a word', async () => {
		const name = await create({ host: 'unix:///nowhere' });
		await command('context.use', name, { confirm: false });
		try {
			await rejection('conflict', 'context.remove', name, { confirm: false });
			docker('context', 'inspect', name);
		} finally {
			await command('context.use', 'default', { confirm: false });
		}
	});
});
