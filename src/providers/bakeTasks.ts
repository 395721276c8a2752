import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { type BakeRequest, bakeArguments } from '../engine/bake.ts';
import { withoutTerminalCodes } from '../engine/buildFailure.ts';
import { engineVariables } from '../engine/cli.ts';
import { cliLogins } from '../engine/cliLogins.ts';
import { dockerCommand } from '../engine/dockerCommand.ts';
import { EngineError } from '../engine/errors.ts';
import { runProgram } from '../engine/runProgram.ts';
import { plainText } from '../ui/plainText.ts';
import { lineInFolder } from './lineInFolder.ts';
import { requireTrust } from './requireTrust.ts';
import { runTask } from './runTask.ts';
import type { TaskParts } from './taskParts.ts';

/** Runs `docker buildx bake`: builds and checks as tasks with their true output, `--print` without a terminal. */
export class BakeTasks {
	readonly #parts: TaskParts;

	constructor(parts: TaskParts) {
		this.#parts = parts;
	}

	/** Resolves to the exit code; undefined when the terminal was closed before the end. */
	async run(
		action: 'build' | 'check',
		request: BakeRequest,
		signal: AbortSignal | undefined,
	): Promise<number | undefined> {
		const { program, words, env } = await this.#prepare(action, request);
		const execution = new vscode.ProcessExecution(program, words, { cwd: dirname(request.file), env });
		const name = plainText(`bake ${action} · ${request.targets.join(' ') || 'default'}`, 80);
		const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(request.file));
		const type = { type: 'slipway-bake', slot: name };
		const task = new vscode.Task(type, folder ?? vscode.TaskScope.Workspace, name, 'slipway', execution, []);
		task.presentationOptions = {
			echo: true,
			focus: false,
			panel: vscode.TaskPanelKind.Dedicated,
			showReuseMessage: false,
		};
		return runTask(task, signal);
	}

	/** What a bake file comes to, as JSON; `invalid` with buildx's own sentence where it refuses. */
	async print(request: BakeRequest, signal: AbortSignal): Promise<string> {
		const { program, words, env } = await this.#prepare('print', request);
		const folder = dirname(request.file);
		const end = await runProgram({ command: program, words, folder, env: { ...this.#parts.env, ...env } }, signal);
		if (end.exitCode !== 0) {
			const sentence = withoutTerminalCodes(end.stderr).trim().split('\n').at(-1);
			throw new EngineError('invalid', (sentence ?? '').replace(/^ERROR: /, ''));
		}
		return end.stdout;
	}

	async #prepare(action: 'build' | 'check' | 'print', request: BakeRequest) {
		requireTrust();
		const program = await this.#parts.cli.buildx();
		await this.#parts.connection.connect();
		const words = bakeArguments(action, request);
		const line = dockerCommand('buildx', words.slice(1));
		this.#parts.commandLog.write(lineInFolder(dirname(request.file), line));
		const { connection, env } = this.#parts;
		const logins = await cliLogins(connection.environment);
		return { program, words, env: { ...engineVariables(connection.status, env), ...logins } };
	}
}
