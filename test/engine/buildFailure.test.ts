import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildArguments } from '../../src/engine/build.ts';
import { type BuildFailure, readBuildFailure, withoutTerminalCodes } from '../../src/engine/buildFailure.ts';
import { outlineDockerfile } from '../../src/engine/dockerfileOutline.ts';
import { ensureEngine } from '../support/engine.ts';
import { type OwnEngine, startEngine } from '../support/ownEngine.ts';

describe('build failure', () => {
	it('is read from the lines that newer engines quote', () => {
		const failure = readBuildFailure(
			[
				'#6 0.331 /bin/sh: nosuch: not found',
				'#6 ERROR: process "/bin/sh -c nosuch --flag" did not complete successfully: exit code: 127',
				'------',
				' > [2/3] RUN nosuch   --flag:',
				'0.331 /bin/sh: nosuch: not found',
				'------',
				'sub/Dockerfile:4',
				'--------------------',
				'   2 |     FROM busybox',
				'   3 |     ',
				'   4 | >>> RUN nosuch \\',
				'   5 | >>>   --flag',
				'   6 |     CMD ["sh"]',
				'--------------------',
				'ERROR: failed to build: failed to solve: process "/bin/sh -c nosuch --flag" did not complete successfully: exit code: 127',
				'',
			].join('\n'),
		);
		assert.deepEqual(failure, {
			message: 'process "/bin/sh -c nosuch --flag" did not complete successfully: exit code: 127',
			line: 4,
			endLine: 5,
			output: ['/bin/sh: nosuch: not found'],
		});
	});

	it('is read through the colours and redrawing of a terminal', () => {
		const failure = readBuildFailure(
			'\x1b[1A\x1b[0G\x1b[?25l[+] Building 0.1s\r\n\x1b[31m => ERROR [2/2] RUN false\x1b[0m\r\n' +
				'\x1b[?25hDockerfile:2\r\n--------------------\r\n   1 |     FROM busybox\r\n   2 | >>> RUN false\r\n--------------------\r\n' +
				'ERROR: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1\r\n',
		);
		assert.equal(failure?.line, 2);
		assert.match(failure?.message ?? '', /^process "\/bin\/sh -c false"/);
	});

	it('of the parser has its line from the sentence', () => {
		const failure = readBuildFailure(
			'ERROR: failed to solve: dockerfile parse error on line 7: unknown instruction: CMP (did you mean CMD?)\n',
		);
		assert.deepEqual(
			[failure?.line, failure?.message],
			[7, 'dockerfile parse error on line 7: unknown instruction: CMP (did you mean CMD?)'],
		);
	});

	it('without an instruction has no line', () => {
		const failure = readBuildFailure('ERROR: failed to build: unable to prepare context: path "x" not found\n');
		assert.deepEqual(failure, {
			message: 'unable to prepare context: path "x" not found',
			line: undefined,
			endLine: undefined,
			output: [],
		});
	});

	it('is none where nothing failed', () => {
		assert.equal(readBuildFailure('#1 DONE 0.1s\n#2 ERROR-free\n'), undefined);
	});

	it('leaves only what a person would see of terminal output', () => {
		assert.equal(withoutTerminalCodes('\x1b]0;title\x07a\x1b[31mb\x1b[0m 10%\r100%\r\nend'), '100%\nend');
	});
});

const failing: readonly (readonly [what: string, dockerfile: string, message: RegExp])[] = [
	['a failing command', 'FROM busybox\n\n>RUN echo one && \\\n    nosuchcommand\nCMD ["sh"]\n', /exit code: 127/],
	[
		'the second of two equal commands',
		'FROM busybox\nRUN test ! -f /x && touch /x\n>RUN test ! -f /x && touch /x\n',
		/exit code: 1/,
	],
	[
		'a command of a stage',
		'FROM busybox AS one\nRUN true\nFROM busybox AS two\nWORKDIR /x\nENV A=1\n>RUN exit 3\nFROM one\nCOPY --from=two /x /x\n',
		/exit code: 3/,
	],
	['a step of an unnamed stage', 'FROM busybox\nRUN true\nFROM busybox\n>COPY nosuchfile /\n', /nosuchfile/],
	[
		'a file that is missing',
		'# comment\nFROM busybox\nARG F=nosuch\n>COPY $F.txt \\\n# between\n  b.txt /x/\n',
		/not found/,
	],
	['an unknown instruction', 'FROM busybox\n>CMP ["sh"]\n', /unknown instruction/i],
	['an image that is missing', 'FROM busybox AS a\n>FROM 127.0.0.1:1/nosuch/image:1\n', /nosuch\/image/],
];

describe('build failure of a real engine', function () {
	this.timeout(120_000);
	const engines: Record<string, () => Promise<Readonly<Record<string, string | undefined>>>> = {};
	let old: OwnEngine | undefined;
	engines['in use'] = async () => (await ensureEngine()).env;
	engines['20.10'] = async () => {
		const { env } = await ensureEngine();
		old ??= await startEngine({ version: '20.10' });
		return { ...env, DOCKER_HOST: old.host };
	};
	after(() => old?.end());

	for (const [engine, environment] of Object.entries(engines)) {
		for (const [what, marked, message] of failing) {
			it(`points at ${what} (engine ${engine})`, async () => {
				const failure = buildAndFail(marked.replace('>', ''), await environment());
				assert.match(failure.message, message);
				assert.equal(failure.line, marked.slice(0, marked.indexOf('>')).split('\n').length, failure.message);
			});
		}
	}
});

/** Builds with the real command line and engine. */
function buildAndFail(dockerfile: string, env: Readonly<Record<string, string | undefined>>): BuildFailure {
	const context = mkdtempSync(join(tmpdir(), 'slipway build "$(x)" 도커 '));
	try {
		const path = join(context, 'Dockerfile');
		writeFileSync(path, dockerfile);
		const words = buildArguments({ dockerfile: path, context, noCache: true }, { progress: 'plain' });
		const { status, stderr } = spawnSync('docker', words, { encoding: 'utf8', env });
		assert.equal(status, 1, stderr);
		const failure = readBuildFailure(stderr, outlineDockerfile(dockerfile));
		assert.ok(failure, stderr);
		return failure;
	} finally {
		rmSync(context, { recursive: true });
	}
}
