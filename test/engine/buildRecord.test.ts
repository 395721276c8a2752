import assert from 'node:assert/strict';
import { stillTrue } from '../../src/engine/buildRecord.ts';
import { outlineDockerfile } from '../../src/engine/dockerfileOutline.ts';

const before = `# a comment
ARG VERSION=1
FROM busybox:\${VERSION} AS deps
WORKDIR /app
RUN <<EOF
echo one
EOF

FROM busybox AS other
RUN echo other

FROM busybox
COPY --from=deps /app /app
COPY --from=other /o /o
CMD ["sh"]
`;

describe('buildRecord', () => {
	/** The first word of each instruction, with its line, of which the build still holds. */
	function left(now: string): string[] {
		const outline = outlineDockerfile(before);
		const all = outline.stages.flatMap(({ from, instructions }) => [from, ...instructions]);
		const built = new Map(all.map(it => [it, { seconds: it.line, cached: false, size: undefined }]));
		const lines = now.split('\n');
		return stillTrue({ text: before, outline, built }, now).map(
			({ line, seconds }) => `${lines[line - 1]?.trim().split(' ')[0]} ${seconds}`,
		);
	}
	const deps = ['FROM 3', 'WORKDIR 4', 'RUN 5'];
	const other = ['FROM 9', 'RUN 10'];
	const last = ['FROM 12', 'COPY 13', 'COPY 14', 'CMD 15'];

	it('holds for all of a Dockerfile that is as it was', () => {
		assert.deepEqual(left(before), [...deps, ...other, ...last]);
	});

	it('bears blanks, comments, and capitals of keywords', () => {
		const now = before.replace('# a comment', '# more\n# comments\n').replace('WORKDIR', '# here\n  workdir  ');
		assert.deepEqual(left(now), ['FROM 3', 'workdir 4', 'RUN 5', ...other, ...last]);
	});

	it('ends with the instruction that was changed, and with those upon it', () => {
		assert.deepEqual(left(before.replace('echo other', 'echo others')), [...deps, 'FROM 9', ...last.slice(0, 2)]);
		assert.deepEqual(left(before.replace('WORKDIR /app', 'WORKDIR /src')), ['FROM 3', ...other, 'FROM 12']);
		assert.deepEqual(left(before.replace('RUN echo other\n', '')), [...deps, 'FROM 9', ...last.slice(0, 2)]);
		assert.deepEqual(left(before.replace('RUN echo other', 'USER me\nRUN echo other')), [
			...deps,
			'FROM 9',
			...last.slice(0, 2),
		]);
	});

	it('sees a here-document change, and what comes at the end of a stage', () => {
		assert.deepEqual(left(before.replace('echo one', 'echo two')), ['FROM 3', 'WORKDIR 4', ...other, 'FROM 12']);
		assert.deepEqual(left(before.replace('EOF\n\nFROM', 'EOF\nUSER me\n\nFROM')), [...deps, ...other, 'FROM 12']);
		assert.deepEqual(left(`${before}USER me\n`), [...deps, ...other, ...last]);
	});

	it('holds for nothing when the arguments before the first stage change', () => {
		assert.deepEqual(left(before.replace('VERSION=1', 'VERSION=2')), []);
	});

	it('knows a stage by its name when another one comes before it', () => {
		const now = before.replace('FROM busybox AS other', 'FROM busybox AS new\n\nFROM busybox AS other');
		assert.deepEqual(left(now).slice(0, 5), [...deps, ...other]);
	});

	it('ends at a stage upon one that changed', () => {
		const text = 'FROM busybox AS a\nRUN one\nFROM a AS b\nRUN two\n';
		const outline = outlineDockerfile(text);
		const all = outline.stages.flatMap(({ from, instructions }) => [from, ...instructions]);
		const built = new Map(all.map(it => [it, { seconds: it.line, cached: true, size: 1 }]));
		const lines = (now: string) => stillTrue({ text, outline, built }, now).map(({ line }) => line);
		assert.deepEqual(lines(text), [1, 2, 3, 4]);
		assert.deepEqual(lines(text.replace('one', 'other')), [1]);
	});
});
