import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/base/logger.ts';
import { EngineConnection } from '../../src/engine/connection.ts';
import type { EngineError } from '../../src/engine/errors.ts';
import { pushImage } from '../../src/engine/imagePush.ts';
import { pullImage, removeImage, tagImage } from '../../src/engine/images.ts';
import type { LayersProgress } from '../../src/engine/layerProgress.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { makeImage } from '../support/makeImage.ts';
import { type Registry, startRegistry } from '../support/registry.ts';

describe('imagePush', function () {
	this.timeout(120_000);
	const login = { user: 'kim', password: 'pass:word' };
	const image = `slipway-push-${process.pid}:1`;
	let engine: TestEngine;
	let folder: string;
	let nobody: EngineConnection;
	let kim: EngineConnection;
	let open: Registry;
	let closed: Registry;

	before(async () => {
		engine = await ensureEngine();
		folder = await mkdtemp(join(tmpdir(), 'slipway-push-'));
		[open, closed] = await Promise.all([startRegistry(), startRegistry({ auth: login })]);
		await makeImage(engine.host, image, 6_000_000);
		nobody = openConnection(engine.host);
		kim = connectionWith(engine.host, folder);
		await logIn(login.password);
	});
	after(async () => {
		await removeImage(nobody, image, { force: true }).catch(() => {});
		kim?.dispose();
		nobody?.dispose();
		await Promise.all([open?.end(), closed?.end()]);
		await rm(folder, { recursive: true, force: true });
	});

	function logIn(password: string): Promise<void> {
		const auth = Buffer.from(`${login.user}:${password}`).toString('base64');
		return writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [closed.address]: { auth } } }));
	}

	/** The same image under a name of a registry, for the time of the work. */
	async function tagged(registry: Registry, work: (reference: string) => Promise<void>): Promise<void> {
		const reference = `${registry.address}/team/${image}`;
		await tagImage(nobody, image, reference);
		try {
			await work(reference);
		} finally {
			await removeImage(nobody, reference).catch(() => {});
		}
	}

	it('resolves to the digest that the registry has, and tells of each layer', async () => {
		await tagged(open, async reference => {
			const seen: LayersProgress[] = [];
			const digest = await pushImage(nobody, reference, { onProgress: progress => seen.push(progress) });
			const url = `http://${open.address}/v2/team/${image.replace(':', '/manifests/')}`;
			const accept = 'application/vnd.docker.distribution.manifest.v2+json';
			const { headers } = await fetch(url, { method: 'HEAD', headers: { accept } });
			assert.equal(digest, headers.get('docker-content-digest'));
			assert.deepEqual(
				seen.at(-1)?.layers.map(({ status, done }) => [status, done]),
				[['Pushed', true]],
			);
			assert.ok((seen.at(-1)?.bytesDone ?? 0) >= 6_000_000);
			assert.equal(await pushImage(nobody, reference, { onProgress: progress => seen.push(progress) }), digest);
			assert.equal(seen.at(-1)?.layers[0]?.status, 'Layer already exists');
			await removeImage(nobody, reference);
			await pullImage(nobody, reference);
		});
	});

	it('uses the login that docker keeps, and says when it is missing or wrong', async () => {
		await tagged(closed, async reference => {
			for (const [connection, password] of [
				[nobody, ''],
				[kim, 'wrong'],
			] as const) {
				await logIn(password);
				await assert.rejects(pushImage(connection, reference), (error: EngineError) => {
					assert.deepEqual([error.code, error.recognised?.kind], ['denied', 'unauthorized'], error.message);
					return true;
				});
			}
			await logIn(login.password);
			assert.match(await pushImage(kim, reference), /^sha256:[0-9a-f]{64}$/);
		});
	});

	it('says that a tag is missing, and that a registry is down', async () => {
		await assert.rejects(pushImage(nobody, `${open.address}/team/nothing:1`), { code: 'notFound' });
		const down = { address: '127.0.0.1:1', end: async () => {} };
		await tagged(down, async reference => {
			await assert.rejects(pushImage(nobody, reference), (error: EngineError) => {
				assert.deepEqual(error.recognised, { kind: 'registryUnreachable', registry: '127.0.0.1:1' }, error.message);
				return true;
			});
		});
		await assert.rejects(pushImage(nobody, 'Not A Reference'), { code: 'invalid' });
	});

	it('can be cancelled, and pushed again', async () => {
		await tagged(open, async first => {
			const reference = first.replace('/team/', '/cancelled/');
			await tagImage(nobody, image, reference);
			const stop = new AbortController();
			const onProgress = ({ layersTotal }: LayersProgress) => layersTotal > 0 && stop.abort();
			await assert.rejects(pushImage(nobody, reference, { signal: stop.signal, onProgress }), { code: 'cancelled' });
			assert.match(await pushImage(nobody, reference), /^sha256:/);
			await removeImage(nobody, reference);
		});
	});
});

function connectionWith(host: string, dockerConfig: string): EngineConnection {
	const environment = {
		env: { DOCKER_HOST: host, DOCKER_CONFIG: dockerConfig },
		home: '/nonexistent',
		platform: process.platform,
		contextSetting: () => '',
	};
	return new EngineConnection({ environment, logger: silentLogger });
}
