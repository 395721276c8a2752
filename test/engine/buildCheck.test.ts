import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuildCheck, checkDockerfile } from '../../src/engine/buildCheck.ts';
import { runProgram } from '../../src/engine/runProgram.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';

describe("BuildKit's check", () => {
	let engine: TestEngine;
	let folder: string;
	before(async () => {
		engine = await ensureEngine();
	});
	beforeEach(() => {
		folder = join(mkdtempSync(join(tmpdir(), 'slipway check ')), 'it\'s "a" $(x) 도커');
		mkdirSync(folder);
	});
	afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

	const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
	const run = (words: readonly string[], signal = new AbortController().signal) =>
		runProgram({ command: engine.cli, words, folder, env: engine.env }, signal);
	const check = (more: Partial<BuildCheck> = {}) =>
		checkDockerfile({ dockerfile: join(folder, 'Dockerfile'), context: folder, ...more }, words => run(words));
	const found = async (more: Partial<BuildCheck> = {}) =>
		(await check(more)).findings.map(({ rule, line }) => `${line} ${rule}`);

	it('finds what is wrong, and where', async () => {
		write('Dockerfile', 'FROM busybox AS Base\nMAINTAINER me\n\nCMD echo \\\n  one\n');
		assert.deepEqual(await found(), ['1 StageNameCasing', '2 MaintainerDeprecated', '4 JSONArgsRecommended']);
		write('Dockerfile', 'FROM busybox\nCMD ["sh"]\n');
		assert.deepEqual(await found(), []);
	});

	it('takes what stops the build as a finding', async () => {
		write('Dockerfile', 'FROM busybox\nRUNN x\n');
		const { findings } = await check();
		assert.deepEqual([findings.length, findings[0]?.rule, findings[0]?.line], [1, undefined, 2]);
		assert.match(findings[0]?.message ?? '', /^dockerfile parse error on line 2: unknown instruction: RUNN/);
	});

	it('checks another file, a target, with arguments, and text that is not saved', async () => {
		write('my.Dockerfile', 'ARG BASE\nFROM $BASE AS one\nCMD a\nFROM busybox AS two\nCMD b\n');
		const dockerfile = join(folder, 'my.Dockerfile');
		const buildArgs = { BASE: 'busybox' };
		assert.deepEqual(await found({ dockerfile, buildArgs, target: 'one' }), [
			'2 InvalidDefaultArgInFrom',
			'3 JSONArgsRecommended',
		]);
		assert.deepEqual(await found({ dockerfile, text: 'FROM busybox\n\nMAINTAINER a\n' }), ['3 MaintainerDeprecated']);
		await assert.rejects(found({ dockerfile, buildArgs, target: 'three' }), { code: 'notFound' });
	});

	it('goes on without images and a frontend that nobody can be asked for', async () => {
		write(
			'Dockerfile',
			'# check=skip=StageNameCasing\n# syntax=localhost:1/frontend\nFROM localhost:1/one:2 AS Base\nMAINTAINER me\n' +
				'COPY $FOO /\nFROM localhost:1/two\nCOPY --from=base /x /\nCMD x\n',
		);
		const { findings, imagesOutOfReach } = await check();
		assert.deepEqual(
			findings.map(({ rule, line }) => `${line} ${rule}`),
			['4 MaintainerDeprecated', '8 JSONArgsRecommended'],
		);
		assert.deepEqual([...imagesOutOfReach].sort(), ['localhost:1/one:2', 'localhost:1/two']);
	});

	it('honours the ignore file of the name, for text that is not saved too', async () => {
		write('Dockerfile.dockerignore', 'secret\n');
		write('Dockerfile', 'FROM busybox\n');
		const text = '# check=experimental=all\nFROM busybox\nCOPY secret /\n';
		assert.deepEqual(await found({ text }), ['3 CopyIgnoredFile']);
	});

	it('ends with its signal', async () => {
		const stop = new AbortController();
		const reason = new Error('enough');
		const running = run(['buildx', 'build', '-f', '-', folder], stop.signal);
		stop.abort(reason);
		await assert.rejects(running, reason);
	});

	it('says what the builder says where there is none', async () => {
		write('Dockerfile', 'FROM busybox\n');
		await assert.rejects(
			checkDockerfile({ dockerfile: join(folder, 'Dockerfile'), context: folder }, words =>
				runProgram(
					{ command: engine.cli, words, folder, env: { ...engine.env, DOCKER_HOST: 'tcp://127.0.0.1:1' } },
					new AbortController().signal,
				),
			),
			{ code: 'failed', message: /127\.0\.0\.1:1/ },
		);
	});
});
