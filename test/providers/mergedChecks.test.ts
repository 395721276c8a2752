import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { checkDockerfile } from '../../src/engine/buildCheck.ts';
import { runProgram } from '../../src/engine/runProgram.ts';
import { buildkitRules } from '../../src/languageservice/dockerfile/checks/rulesBuildkit.ts';
import { parserRules } from '../../src/languageservice/dockerfile/checks/rulesParser.ts';
import { createDockerfileService } from '../../src/languageservice/dockerfile/service.ts';
import { mergeFindings } from '../../src/providers/mergeFindings.ts';
import { ensureEngine, type TestEngine } from '../support/engine.ts';
import { inMemoryHost, never } from '../support/inMemoryHost.ts';

describe("BuildKit's findings beside our own", () => {
	let engine: TestEngine;
	let folder: string;
	before(async () => {
		engine = await ensureEngine();
		folder = mkdtempSync(join(tmpdir(), 'slipway-merged-'));
	});
	after(() => rmSync(folder, { recursive: true }));

	for (const { name, wrong } of [...buildkitRules, ...parserRules]) {
		it(`are known already: ${name}`, async () => {
			const own = await ownProblems(wrong);
			const found = await findings(wrong);
			const added = mergeFindings<Found>(own, found).slice(own.length);
			assert.deepEqual(
				added.map(({ code, range, message }) => `${range.start.line + 1} ${code}: ${message}`),
				[],
			);
		});
	}

	interface Found {
		readonly code?: string | number | undefined;
		readonly severity: number;
		readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
		readonly message: unknown;
	}

	async function ownProblems(text: string): Promise<Found[]> {
		const document = TextDocument.create('file:///workspace/Dockerfile', 'dockerfile', 1, text);
		const problems = await createDockerfileService(inMemoryHost()).diagnose(document, never);
		// VS Code counts severities from 0, LSP from 1.
		return problems.map(({ code, range, message, severity }) => ({
			code,
			range,
			message,
			severity: (severity ?? 1) - 1,
		}));
	}

	async function findings(text: string): Promise<Found[]> {
		const dockerfile = join(folder, 'Dockerfile');
		writeFileSync(dockerfile, text);
		const { findings: all } = await checkDockerfile({ dockerfile, context: folder }, words =>
			runProgram({ command: engine.cli, words, folder, env: engine.env }, never),
		);
		return all.map(({ rule, line, endLine, message }) => ({
			code: rule ?? 'BuildFailed',
			severity: rule === undefined ? 0 : 1,
			range: { start: { line: line - 1 }, end: { line: endLine - 1 } },
			message,
		}));
	}
});
