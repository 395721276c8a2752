import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildArguments } from '../../src/engine/build.ts';
import { BuildStepReader, type BuiltInstruction, builtInstructions } from '../../src/engine/buildSteps.ts';
import type { EngineConnection } from '../../src/engine/connection.ts';
import { outlineDockerfile } from '../../src/engine/dockerfileOutline.ts';
import { historyImage, removeImage } from '../../src/engine/images.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { openConnection } from '../support/engineConnection.ts';

const run = promisify(execFile);

const dockerfile = `ARG BASE=busybox
FROM \${BASE} AS base
ENV GREETING=hello
WORKDIR /app
RUN echo ${process.pid} > who

FROM base AS work
COPY Dockerfile /app/\${GREETING}
RUN <<EOF
echo two > two
EOF
RUN echo a && \\
  # in between
  echo b

FROM base
COPY --from=work /app/two .
RUN head -c 3000000 /dev/zero > big
CMD ["sh"]
`;

describe('buildSteps', function () {
	this.timeout(120_000);
	const tag = `slipway-steps-${process.pid}`;
	let engine: TestEngine;
	let connection: EngineConnection;
	let folder: string;

	before(async () => {
		engine = await ensureEngine();
		connection = openConnection(engine.host);
		folder = await mkdtemp(join(tmpdir(), 'slipway-steps-'));
		await writeFile(join(folder, 'Dockerfile'), dockerfile);
	});
	after(async () => {
		await removeImage(connection, tag).catch(() => {});
		connection?.dispose();
		await rm(folder, { recursive: true, force: true });
	});

	/** What a real build says of each line, counted from 1. */
	async function built(target?: string): Promise<ReadonlyMap<number, BuiltInstruction>> {
		const options = {
			dockerfile: join(folder, 'Dockerfile'),
			context: folder,
			tags: [tag],
			...(target ? { target } : {}),
		};
		const { stderr } = await run(engine.cli, buildArguments(options, { progress: 'plain' }), { env: engine.env });
		const reader = new BuildStepReader();
		for (const line of stderr.split('\n')) {
			reader.add(`${line}\n`);
		}
		const outline = outlineDockerfile(dockerfile);
		const facts = builtInstructions(outline, reader.steps, await historyImage(connection, tag), target);
		return new Map([...facts].map(([{ line }, fact]) => [line, fact]));
	}

	it("joins BuildKit's steps and the image's layers with the lines of the Dockerfile", async () => {
		const lines = await built();
		assert.deepEqual(
			[...lines.keys()].sort((a, b) => a - b),
			[2, 4, 5, 8, 9, 12, 17, 18],
		);
		const { size } = lines.get(18) as BuiltInstruction;
		assert.equal(size, 3_000_000);
		assert.ok((lines.get(18)?.seconds ?? 0) > 0 && lines.get(18)?.cached === false);
		assert.ok((lines.get(2)?.size ?? 0) > 1_000_000, 'the base image');
		// Another build may have left the base image in the cache.
		assert.ok(lines.get(2)?.cached || lines.get(2)?.seconds !== 0, 'no time is nothing to tell');
		assert.equal(lines.get(17)?.size, 4);
		assert.ok((lines.get(5)?.size ?? 0) > 1, 'a layer of the stage below');
		assert.equal(lines.get(12)?.size, undefined, 'a stage that is not in the image');
	});

	it('knows what came from the cache', async () => {
		const lines = await built();
		for (const line of [4, 5, 8, 9, 12, 17, 18]) {
			assert.equal(lines.get(line)?.cached, true, `line ${line}`);
		}
		assert.equal(lines.get(18)?.size, 3_000_000);
	});

	it('knows the sizes of the stage that was built', async () => {
		const lines = await built('work');
		assert.ok((lines.get(8)?.size ?? 0) > 100, 'the copied Dockerfile');
		assert.equal(lines.get(9)?.size, 4);
		assert.equal(lines.has(18), false);
	});

	it('is not fooled by what a step prints', () => {
		const reader = new BuildStepReader();
		for (const line of [
			'#7 [1/2] RUN x',
			'#7 0.1 #8 [2/2] RUN y',
			'#7 0.2 #8 DONE 9.0s',
			'#8 DONE 1.0s',
			'#7 DONE 0.5s',
		]) {
			reader.add(`${line}\n`);
		}
		assert.deepEqual(reader.steps, [{ name: '[1/2] RUN x', seconds: 0.5, cached: false }]);
	});
});
