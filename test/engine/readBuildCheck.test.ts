import assert from 'node:assert/strict';
import { readCheckAnswer } from '../../src/engine/readBuildCheck.ts';

describe("reading BuildKit's check", () => {
	const at = (line: number, endLine = line) => ({ ranges: [{ start: { line }, end: { line: endLine } }] });
	const report = (value: object) => readCheckAnswer(JSON.stringify(value), '');

	it('takes rule, words, page and lines of every warning', () => {
		const warning = {
			ruleName: 'MaintainerDeprecated',
			description: 'general',
			detail: 'particular',
			url: 'https://docs.docker.com/x/',
			location: at(3, 5),
		};
		assert.deepEqual(report({ warnings: [warning, { description: 'only this' }] }), {
			kind: 'findings',
			findings: [
				{
					rule: 'MaintainerDeprecated',
					message: 'particular',
					url: 'https://docs.docker.com/x/',
					line: 3,
					endLine: 5,
				},
				{ rule: 'BuildCheck', message: 'only this', url: undefined, line: 1, endLine: 1 },
			],
		});
		assert.deepEqual(report({ warnings: null }), { kind: 'findings', findings: [] });
	});

	it('takes what cannot be built as a finding, without the layers it came through', () => {
		const message = 'failed to solve: dockerfile parse error on line 2: unknown instruction: RUNN';
		assert.deepEqual(report({ buildError: { message, location: at(2) } }), {
			kind: 'findings',
			findings: [
				{
					rule: undefined,
					message: 'dockerfile parse error on line 2: unknown instruction: RUNN',
					url: undefined,
					line: 2,
					endLine: 2,
				},
			],
		});
	});

	it('counts the warnings once where the file makes errors of them', () => {
		const buildError = { message: 'lint violation found for rules: FromAsCasing', location: {} };
		assert.deepEqual(report({ warnings: [], buildError }), { kind: 'findings', findings: [] });
	});

	it('tells an image that nobody could be asked for from one that is not there', () => {
		const unresolved = (reason: string) =>
			report({
				buildError: { message: `node:1: failed to resolve source metadata for docker.io/library/node:1: ${reason}` },
			});
		const reason = 'failed to do request: Head "https://registry-1.docker.io/": dial tcp: no such host';
		assert.deepEqual(unresolved(reason), { kind: 'imageOutOfReach', image: 'node:1', reason });
		assert.equal(unresolved('docker.io/library/node:1: not found').kind, 'findings');
		assert.equal(unresolved('pull access denied, repository does not exist').kind, 'findings');
	});

	it('knows what is too old for it', () => {
		assert.deepEqual(readCheckAnswer('', 'unknown flag: --call\n\nUsage:  docker buildx build'), {
			kind: 'unsupported',
			by: 'buildx',
		});
		const lint = 'ERROR: failed to build: failed to solve: unsupported request frontend.lint: unsupported request\n';
		const pulled = ' > resolve image config for docker-image://docker.io/docker/dockerfile:1.8.1@sha256:e8:\n';
		assert.deepEqual(readCheckAnswer('', pulled + lint), { kind: 'unsupported', by: 'engine' });
	});

	it('knows a frontend out of reach and an unknown stage', () => {
		const stderr =
			'#2 resolve image config for docker-image://docker.io/docker/dockerfile:1\n' +
			'ERROR: failed to build: failed to solve: failed to resolve source metadata: dial tcp: no such host\n';
		assert.equal(readCheckAnswer('', stderr).kind, 'frontendOutOfReach');
		const message = 'target stage "x" could not be found';
		assert.deepEqual(report({ buildError: { message } }), { kind: 'noSuchStage', reason: message });
	});

	it('survives what is no report', () => {
		assert.deepEqual(readCheckAnswer('{"warnings": [', '\x1b[31mERROR: no builder "x" found\x1b[0m\n'), {
			kind: 'failed',
			reason: 'no builder "x" found',
		});
		assert.deepEqual(readCheckAnswer('[]', ''), { kind: 'failed', reason: '' });
		const strange = report({ warnings: [{ ruleName: 1, location: { ranges: [{ start: { line: 'x' } }] } }] });
		assert.deepEqual(strange, {
			kind: 'findings',
			findings: [{ rule: 'BuildCheck', message: '', url: undefined, line: 1, endLine: 1 }],
		});
	});
});
