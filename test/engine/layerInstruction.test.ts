import assert from 'node:assert/strict';
import { outlineDockerfile } from '../../src/engine/dockerfileOutline.ts';
import type { HistoryEntry } from '../../src/engine/images.ts';
import { matchHistory, matchSteps } from '../../src/engine/layerHistory.ts';
import { findInstructions } from '../../src/engine/layerInstruction.ts';

describe('layerInstruction', () => {
	const lines = (commands: readonly string[], dockerfile: string) => {
		const { instructions, sure } = findInstructions(commands, outlineDockerfile(dockerfile));
		return [sure, ...commands.map((_, step) => instructions[step]?.line)];
	};

	it('finds the lines of what BuildKit wrote into the history', () => {
		const dockerfile = [
			'ARG BASE=busybox',
			'FROM $BASE AS build',
			'RUN make',
			'FROM busybox',
			'ARG WHO=me',
			'ENV DIR=/srv/app',
			'WORKDIR ${DIR}',
			'COPY --from=build --chown=1:1 a.txt  b.txt ./',
			'RUN --mount=type=cache,target=/c echo $WHO > who && \\',
			'    # a comment in between',
			'    make all',
			'RUN <<X',
			'rm a.txt',
			'X',
			'RUN ["make", "it"]',
			'CMD ["sh"]',
		].join('\n');
		const commands = [
			'ADD rootfs.tar / # buildkit',
			'CMD ["sh"]',
			'ARG WHO=me',
			'ENV DIR=/srv/app',
			'WORKDIR /srv/app',
			'COPY --chown=1:1 --from=build a.txt b.txt ./ # buildkit',
			'RUN |1 WHO=me /bin/sh -c echo $WHO > who &&     make all # buildkit',
			'RUN |1 WHO=me /bin/sh -c rm a.txt\n # buildkit',
			'RUN |1 WHO=me make it # buildkit',
			'CMD ["sh"]',
		];
		commands[5] = 'COPY --from=build --chown=1:1 a.txt b.txt ./ # buildkit';
		assert.deepEqual(lines(commands, dockerfile), [6, undefined, undefined, 5, 6, 7, 8, 9, 12, 15, 16]);
	});

	it('finds the lines of what the classic builder wrote, and of a stage below the last', () => {
		const dockerfile = 'FROM busybox AS base\nRUN one\nFROM base\nCOPY a /a\nRUN two\nFROM base AS other\nRUN three\n';
		const classic = ['/bin/sh -c one', '/bin/sh -c #(nop) COPY file:12ab in /a ', '/bin/sh -c two'];
		assert.deepEqual(lines(classic, dockerfile), [2, 2, 4, 5]);
		assert.deepEqual(
			lines(['RUN /bin/sh -c one # buildkit', 'RUN /bin/sh -c three # buildkit'], dockerfile),
			[2, 2, 7],
		);
	});

	it('finds nothing where nothing is the same', () => {
		assert.deepEqual(lines(['RUN /bin/sh -c x', 'imported'], 'FROM a\nRUN y\nRUN z\n'), [0, undefined, undefined]);
		assert.deepEqual(lines(['RUN /bin/sh -c x'], ''), [0, undefined]);
		assert.deepEqual(lines([], 'FROM a\nRUN y\n'), [0]);
	});
});

describe('layerHistory', () => {
	const entry = (CreatedBy: string, Size: number, Created = 1): HistoryEntry => ({
		...{ Id: '<missing>', Created, CreatedBy, Tags: null, Size, Comment: '' },
	});
	const layersOf = (history: readonly HistoryEntry[], layers: number) =>
		matchHistory(history, layers).map(({ layer }) => layer);

	it('is the oldest first, with the layer that each step made', () => {
		const history = [
			entry('CMD ["sh"]', 0),
			entry('COPY a', 5, 1_700_000_000),
			entry('ENV A', 0),
			entry('ADD /', 9, -62e9),
		];
		assert.deepEqual(matchHistory(history, 2), [
			{ command: 'ADD /', comment: '', createdAt: 0, size: 9, layer: 0 },
			{ command: 'ENV A', comment: '', createdAt: 1000, size: 0, layer: undefined },
			{ command: 'COPY a', comment: '', createdAt: 1_700_000_000_000, size: 5, layer: 1 },
			{ command: 'CMD ["sh"]', comment: '', createdAt: 1000, size: 0, layer: undefined },
		]);
	});

	it('takes of steps without bytes those that make a layer by nature, until it is known better', () => {
		const history = [entry('ENV A', 0), entry('RUN true', 0), entry('WORKDIR /a', 0), entry('ADD /', 9)];
		assert.deepEqual(layersOf(history, 3), [0, 1, 2, undefined]);
		assert.deepEqual(layersOf(history, 2), [0, undefined, 1, undefined]);
		const known = matchSteps(matchHistory(history, 2), [false, false, true, true]);
		assert.deepEqual(
			known.map(({ layer }) => layer),
			[0, 1, undefined, undefined],
		);
	});

	it('bears a history that lacks its beginning, or is none', () => {
		assert.deepEqual(layersOf([entry('COPY b', 1)], 3), [2]);
		assert.deepEqual(layersOf([entry('RUN a', 1), entry('RUN b', 1)], 1), [undefined, 0]);
		assert.deepEqual(layersOf([], 3), []);
	});
});
