import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { DisposableOwner } from '../base/disposable.ts';
import { checkArguments } from '../engine/build.ts';
import { type BuildCheck, type BuildCheckResult, checkDockerfile } from '../engine/buildCheck.ts';
import { engineVariables } from '../engine/cli.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import type { CheckFinding } from '../engine/readBuildCheck.ts';
import { runProgram } from '../engine/runProgram.ts';
import { CheckFindings } from './checkFindings.ts';
import { requireTrust } from './requireTrust.ts';
import type { TaskParts } from './taskParts.ts';

/** Has BuildKit check Dockerfiles and keeps what it found. */
export class DockerfileChecks extends DisposableOwner {
	readonly #parts: TaskParts;
	readonly findings: CheckFindings;

	constructor(parts: TaskParts, rules: () => Readonly<Record<string, unknown>>) {
		super();
		this.#parts = parts;
		this.findings = this.register(new CheckFindings(rules));
	}

	/** Checks what the editor holds, saved or not, and publishes the findings; rejects as `checkDockerfile` does. */
	async check(check: Omit<BuildCheck, 'text'>, signal: AbortSignal): Promise<BuildCheckResult> {
		requireTrust();
		const { connection, commandLog, cli, env } = this.#parts;
		const command = await cli.buildx();
		await connection.connect();
		signal.throwIfAborted();
		const uri = vscode.Uri.file(check.dockerfile);
		const { text, isSaved } = await this.#read(uri);
		commandLog.write(dockerCommand('buildx', checkArguments(check).slice(1)));
		const program = {
			command,
			folder: dirname(check.dockerfile),
			env: { ...env, ...engineVariables(connection.status, env) },
		};
		const result = await checkDockerfile({ ...check, text: isSaved ? undefined : text }, words =>
			runProgram({ ...program, words }, signal),
		);
		const now = openDocument(uri)?.getText() ?? text;
		await this.findings.set(uri, text, now === text ? result.findings : stillTrue(result.findings, text, now));
		return result;
	}

	async #read(uri: vscode.Uri): Promise<{ readonly text: string; readonly isSaved: boolean }> {
		const open = openDocument(uri);
		if (open) {
			return { text: open.getText(), isSaved: !open.isDirty };
		}
		try {
			return { text: await readFile(uri.fsPath, 'utf8'), isSaved: true };
		} catch (error) {
			throw new EngineError('notFound', vscode.l10n.t('There is no Dockerfile at {0}.', uri.fsPath), { cause: error });
		}
	}
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
	return vscode.workspace.textDocuments.find(document => document.uri.toString() === uri.toString());
}

/** Somebody went on typing meanwhile: only what is said of lines that are still there holds. */
function stillTrue(findings: readonly CheckFinding[], checked: string, now: string): readonly CheckFinding[] {
	const [before, after] = [checked.split(/\r?\n/), now.split(/\r?\n/)];
	const isSame = (line: number) => before[line - 1] === after[line - 1];
	return findings.filter(({ line, endLine }) => {
		const lines = Array.from({ length: endLine - line + 1 }, (_, index) => line + index);
		return lines.every(isSame);
	});
}
