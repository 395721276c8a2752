import assert from 'node:assert/strict';
import { createDockerfileService } from '../../../src/languageservice/dockerfile/service.ts';
import { inMemoryHost, markedDockerfile, never, type Surroundings } from '../../support/inMemoryHost.ts';

async function labels(marked: string, surroundings: Surroundings = {}): Promise<string[]> {
	const { document, position } = markedDockerfile(marked);
	const items = await createDockerfileService(inMemoryHost(surroundings)).complete(document, position, never);
	return items.map(item => item.label);
}

async function offers(marked: string, expected: readonly string[], surroundings?: Surroundings): Promise<void> {
	const found = await labels(marked, surroundings);
	for (const label of expected) {
		assert.ok(found.includes(label), `${label} not among ${found.join(' ')}`);
	}
}

async function withholds(marked: string, unwanted: readonly string[], surroundings?: Surroundings): Promise<void> {
	const found = await labels(marked, surroundings);
	assert.deepEqual(
		found.filter(label => unwanted.includes(label)),
		[],
	);
}

describe('Dockerfile completion', () => {
	it('offers instructions in the case of the file', () => offers('from alpine\nrun true\n‸', ['run', 'copy']));
	it('offers instructions after ONBUILD and on a continued line', () =>
		offers('FROM alpine\nONBUILD \\\n  C‸', ['COPY', 'CMD']));
	it('offers the flags of an instruction on a continued line', () =>
		offers('FROM alpine\nCOPY \\\n  --ch‸', ['--chown=', '--chmod=']));
	it('offers the options of a mount type', () => offers('FROM a\nRUN --mount=type=tmpfs,‸', ['target=', 'size=']));
	it('withholds options of other mount types', () =>
		withholds('FROM a\nRUN --mount=type=tmpfs,‸', ['sharing=', 'id=']));
	it('offers sharing modes', () => offers('FROM a\nRUN --mount=type=cache,sharing=‸', ['shared', 'private', 'locked']));
	it('offers platforms', () => offers('FROM --platform=‸ alpine', ['$BUILDPLATFORM', 'linux/arm64']));
	it('offers earlier stages by name and number', () =>
		offers('FROM a AS x\nFROM b\nFROM c\nCOPY --from=‸', ['x', '0', '1']));
	it('withholds the stage itself and later ones', () =>
		withholds('FROM a AS x\nCOPY --from=‸ /a /b\nFROM b AS y', ['x', 'y']));
	it('offers inherited variables', () => offers('FROM a AS x\nENV PORT=1\nFROM x\nRUN echo ${‸}', ['${PORT}']));
	it('offers global arguments in FROM', () => offers('ARG TAG=1\nFROM alpine:$‸', ['${TAG}', '${TARGETARCH}']));
	it('completes $NA without braces', () => offers('FROM a\nARG NAME\nRUN echo $NA‸', ['$NAME']));
	it('offers variables in the heredoc of a RUN', () =>
		offers('FROM a\nARG NAME\nRUN <<EOF\necho $‸\nEOF\n', ['${NAME}']));
	it('offers files that are not excluded', async () => {
		const files = { 'src/main.ts': '', 'README.md': '', '.dockerignore': '*.md\n' };
		await offers('FROM a\nCOPY ‸', ['src/'], { files });
		await withholds('FROM a\nCOPY ‸', ['README.md'], { files });
		await offers('FROM a\nCOPY src/‸', ['main.ts'], { files });
	});
	it('offers local and common images', async () => {
		const images = [{ references: ['acme/tool:7'], id: '1' }];
		await offers('FROM ‸', ['acme/tool:7', 'node', 'scratch'], { images });
		await offers('FROM acme/tool:‸', ['7'], { images });
		await offers('FROM node:‸', ['22-slim']);
	});
	it('offers rules, not twice', async () => {
		await offers('# check=skip=‸', ['all', 'JSONArgsRecommended']);
		await withholds('# check=skip=StageNameCasing,‸', ['StageNameCasing', 'all']);
	});
	it('offers a directive only once and only at the top', async () => {
		await withholds('# syntax=a\n# ‸', ['syntax']);
		await withholds('FROM a\n# ‸', ['syntax', 'escape']);
	});
	it('offers users that the stage makes', () => offers('FROM a\nRUN useradd -m web\nUSER ‸', ['web', 'root']));
	it('stays silent in a file that COPY makes', async () =>
		assert.deepEqual(await labels('FROM a\nCOPY <<EOF /x\nRU‸\nEOF\n'), []));
});
