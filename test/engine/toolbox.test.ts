import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { openToolbox } from '../../src/engine/toolbox.ts';
import { ensureEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';
import { until } from '../support/until.ts';
import { addedTo, docker, everything, waits } from './containerSamples.ts';

describe('a toolbox', function () {
	this.timeout(120_000);
	const name = `slipway-toolbox-test-${process.pid}`;
	let connection: EngineConnection;
	let there: string[];

	before(async () => {
		connection = openConnection((await ensureEngine()).host);
		await docker('run', '-d', '--name', name, '-v', `${name}:/data`, '--hostname', 'target', 'busybox', ...waits);
		await docker('exec', name, 'sh', '-c', 'echo inside > /own; echo volume > /data/file');
		there = await everything();
	});
	after(async () => {
		await docker('rm', '-f', name);
		await docker('volume', 'rm', name);
		connection.dispose();
	});

	async function untilGone(): Promise<void> {
		await until(async () => (await addedTo(there)).length === 0, 'nothing but what was there');
	}

	it("sees the container's files, volumes, processes and network, and goes with its shell", async () => {
		const session = await openToolbox(connection, name, { image: 'busybox', columns: 200, rows: 24 });
		let output = '';
		session.output.on('data', chunk => {
			output += chunk;
		});
		session.input.write('cat own /data/file; hostname; ps | grep -c "[s]leep 1000"; exit 3\n');
		assert.equal(await session.exit, 3);
		assert.match(output, /inside\r\nvolume\r\ntarget\r\n[1-9]/);
		await untilGone();
		assert.equal(await docker('inspect', '--format', '{{.State.Status}}', name), 'running');
	});

	it('goes when its terminal is closed, and when its image has no shell', async () => {
		const session = await openToolbox(connection, name, { image: 'busybox' });
		session.close();
		await untilGone();
		await assert.rejects(openToolbox(connection, name, { image: 'no-such-image' }), { code: 'notFound' });
		await untilGone();
	});

	it('goes when whoever opened it is killed', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'slipway-toolbox-'));
		const source = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
		writeFileSync(
			join(folder, 'open.ts'),
			`import { openToolbox } from ${source('../../src/engine/toolbox.ts')};
import { openConnection } from ${source('../support/engineConnection.ts')};
await openToolbox(openConnection(process.argv[2]), process.argv[3], { image: 'busybox' });
process.send('open');`,
		);
		const child = fork(join(folder, 'open.ts'), [(await ensureEngine()).host, name]);
		try {
			await new Promise(resolve => child.once('message', resolve));
			assert.equal((await addedTo(there)).length, 1);
			child.kill('SIGKILL');
			await untilGone();
		} finally {
			child.kill('SIGKILL');
			rmSync(folder, { recursive: true });
		}
	});
});
